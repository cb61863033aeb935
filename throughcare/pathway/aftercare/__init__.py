"""Recovery support, follow-up, coming back."""
