"""Someone is sent, or comes."""
