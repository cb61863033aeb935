"""The log of what was looked at, taken out and disclosed."""
