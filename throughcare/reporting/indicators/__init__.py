"""Indicators: definitions, engine and results."""
