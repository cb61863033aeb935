"""Throughcare: one record for each person, one clock for each promise."""
