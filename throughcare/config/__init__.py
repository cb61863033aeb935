"""Settings, addresses and the command: wiring and nothing else."""
