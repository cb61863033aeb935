"""What the pages of an assessment ask."""
