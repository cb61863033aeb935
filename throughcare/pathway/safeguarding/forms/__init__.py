"""What the pages of risk and safeguarding ask."""
