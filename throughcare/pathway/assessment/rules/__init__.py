"""What an answer may be, which questions apply, and what answers make necessary."""
