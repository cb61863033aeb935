"""Throughcare: one record for each person, one clock for each promise."""

__version__ = "0.1.0"
