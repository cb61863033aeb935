"""A secret that is made once and kept in a file only its owner can read."""

import os
import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """Return the secret kept in the file, making it the first time; processes that start together agree on one."""
    try:
        return _read(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f"{path.name}.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        try:
            os.link(made, path)  # fails if another process was first: then theirs counts
        except FileExistsError:
            pass
        finally:
            made.unlink()
        return _read(path)


def _read(path: Path) -> str:
    return path.read_text().strip()
