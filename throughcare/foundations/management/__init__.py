"""Commands that know nothing of the field."""
