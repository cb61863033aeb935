"""Tests of aftercare."""
