"""Tests of the specification room."""
