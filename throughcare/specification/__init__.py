"""Service specifications as data, each entry with its clause."""
