"""What every room stands on and knows nothing of the field."""
