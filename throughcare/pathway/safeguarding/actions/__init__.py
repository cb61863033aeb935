"""Records risk and what is done about it, concerns, domestic abuse, and notes for named roles."""
