"""Risk assessment, protection, and the steps taken with other agencies."""
