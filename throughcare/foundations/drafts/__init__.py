"""What somebody was writing, kept through log-out and crash until the step is done."""
