"""Leaving treatment, and why."""
