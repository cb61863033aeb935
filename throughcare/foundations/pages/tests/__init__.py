"""Tests of the page building blocks."""
