"""Stories through the whole system, and tests of the repository itself."""
