"""The initial assessment: how urgent, what kind of help."""
