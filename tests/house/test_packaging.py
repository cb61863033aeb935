"""An installed copy carries every file that the code reads beside its modules."""

import tomllib
from pathlib import PurePosixPath

from tests.house import repository as repo

#: For those who work on the repository only.
STAYS_BEHIND = frozenset({".md"})


def left_out(paths: list[str], patterns: list[str]) -> list[str]:
    """Files inside the package that no pattern of its package data takes along."""
    # `match` reads a pattern from its end, so it needs no `**` at the start to mean any folder.
    ends = [pattern.removeprefix("**/") for pattern in patterns]
    return [path for path in paths if not any(PurePosixPath(path).match(end) for end in ends)]


def _beside_the_modules() -> list[str]:
    inside = (path.relative_to(repo.PACKAGE) for path in repo.files() if path.is_relative_to(repo.PACKAGE))
    return [
        path.as_posix()
        for path in inside
        if path.suffix not in {".py", *STAYS_BEHIND} and "tests" not in path.parts and "static" not in path.parts
    ]


def _patterns() -> list[str]:
    told = tomllib.loads((repo.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return told["tool"]["setuptools"]["package-data"]["throughcare"]


def test_every_file_beside_the_modules_is_installed():
    assert not left_out(_beside_the_modules(), _patterns())


def test_static_files_are_installed_whatever_their_kind():
    assert "**/static/**/*" in _patterns()


def test_a_file_that_would_stay_behind_is_found():
    assert left_out(["people/words.ini", "people/words.toml"], ["**/*.toml"]) == ["people/words.ini"]
