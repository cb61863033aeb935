"""What is asked at triage and around it, page by page."""
