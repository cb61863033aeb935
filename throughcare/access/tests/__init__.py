"""Tests of who is looking."""
