"""The comprehensive assessment."""
