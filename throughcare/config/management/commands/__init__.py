"""Each module is a command of `throughcare`."""
