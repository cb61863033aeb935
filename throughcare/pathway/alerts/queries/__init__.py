"""Who has which alert, to whom it goes next, and who is on duty."""
