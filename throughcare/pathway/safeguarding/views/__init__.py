"""The pages of risk and safeguarding."""
