"""Across the stages: timeline, caseload, what is due."""
