"""The regular look back at plan and progress."""
