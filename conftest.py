"""What every test in the house stands on: a database of its own, a shut network, a small world."""

pytest_plugins = ["tests.browser", "tests.database", "tests.network", "tests.world"]
