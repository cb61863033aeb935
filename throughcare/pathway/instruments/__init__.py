"""Screening and outcome tools as data, scored."""
