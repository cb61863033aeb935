"""Whole ways through the service: those that end well, and those that a rule refuses."""
