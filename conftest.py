"""What every test in the house stands on: a database of its own, a shut network."""

pytest_plugins = ["tests.database", "tests.network", "tests.service"]
