"""Writes the documented, flat fact tables."""
