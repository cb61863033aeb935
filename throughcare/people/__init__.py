"""The index: each person once, with their registrations."""
