"""Commands about service specifications."""
