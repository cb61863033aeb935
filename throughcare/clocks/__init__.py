"""Threads, milestones and promises: replayed, stored, listed by due date."""
