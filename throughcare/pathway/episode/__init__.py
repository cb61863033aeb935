"""One stay in treatment: its stage, and the table of allowed moves."""
