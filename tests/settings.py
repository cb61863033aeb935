"""The settings of the tests: an embedded server of their own, and nothing taken from a .env file."""

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
for _name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_EXTRACT_URL", "DATABASE_LOADER_URL", "PRODUCTION"):
    os.environ.pop(_name, None)
os.environ["READ_ENV_FILE"] = "no"
# A cluster belongs to the PostgreSQL that made it, so each build has its own.
os.environ["THROUGHCARE_HOME"] = str(_ROOT / "var" / ("test-pg-bin" if os.environ.get("PG_BIN") else "test"))

from throughcare.config.settings import *  # noqa: E402, F403
from throughcare.config.settings import EMBEDDED_SERVER  # noqa: E402

# Nothing in a test outlives it, so nothing has to reach the disk.
EMBEDDED_SERVER.settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
for _address in DATABASES.values():  # noqa: F405
    _address["CONN_MAX_AGE"] = 0
