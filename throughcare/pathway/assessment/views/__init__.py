"""The pages of the comprehensive assessment."""
