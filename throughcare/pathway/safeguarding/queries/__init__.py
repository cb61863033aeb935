"""What is known of risk and protection, as the viewer may see it."""
