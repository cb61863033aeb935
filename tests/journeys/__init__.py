"""Whole ways through the service, in a real browser, told as given, when and then."""
