"""The care plan: goals, agreement, who does what."""
