"""The account that the embedded PostgreSQL runs as, and the folders that are that account's alone."""

import os
import pwd
import stat
from pathlib import Path


class EmbeddedServerError(Exception):
    """The embedded server cannot be used; the message says what to do."""


def account_for(cluster: Path) -> pwd.struct_passwd | None:
    """The account the server runs as; None for our own. PostgreSQL refuses root, and wants an account with a name."""
    if os.geteuid() != 0:
        return None
    try:
        if cluster.exists() and (owner := cluster.stat().st_uid) != 0:
            return pwd.getpwuid(owner)  # a cluster made by an ordinary account stays with that account
        return pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedServerError(
            "PostgreSQL does not run as root, and there is no account `nobody` to run it as. "
            "Run this as an ordinary user, or set DATABASE_URL."
        ) from None


def make_private_folder(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Make a folder that only the server's account can open, or see that it is one: /tmp is open to all."""
    owner = account.pw_uid if account else os.geteuid()
    try:
        if not os.path.lexists(folder):
            folder.mkdir(mode=0o700)
            if account:
                os.chown(folder, account.pw_uid, account.pw_gid)
        seen = folder.lstat()
    except OSError as fault:
        raise EmbeddedServerError(f"{folder}: {fault.strerror}. Choose another THROUGHCARE_HOME.") from fault
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != owner:
        raise EmbeddedServerError(
            f"{folder} belongs to another account. Run this as that account, or choose another THROUGHCARE_HOME."
        )
    folder.chmod(0o700)


def check_reachable(target: Path, account: pwd.struct_passwd | None) -> None:
    """Name the folder on the way to the target that is closed to the server's account."""
    if account is None:
        return
    for folder in reversed(target.resolve().parents):
        if not folder.stat().st_mode & _right_to_pass(folder, account):
            raise EmbeddedServerError(
                f"PostgreSQL does not run as root, so it runs as `{account.pw_name}`, and {folder} is closed to that "
                f"account ({target} lies below it). Keep Throughcare and THROUGHCARE_HOME in a folder that others may "
                "pass, run this as an ordinary user, or set DATABASE_URL."
            )


def _right_to_pass(folder: Path, account: pwd.struct_passwd) -> int:
    seen = folder.stat()
    if seen.st_uid == account.pw_uid:
        return stat.S_IXUSR
    return stat.S_IXGRP if seen.st_gid == account.pw_gid else stat.S_IXOTH
