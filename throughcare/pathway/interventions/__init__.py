"""What is delivered, by whom, from when to when."""
