"""Every setting that the code reads from the environment is explained in the example, and no other."""

import ast
import re

from tests.house import repository as repo

EXAMPLE = repo.ROOT / ".env.example"
READERS = frozenset({"os.getenv", "getenv", "os.environ.get", "environ.get"})


def settings_read(code: ast.Module) -> set[str]:
    """Names given to `env(...)`, `env.int(...)`, `os.environ[...]` and their kind."""
    names = set()
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and node.args:
            reader = repo.dotted(node.func)
            first = node.args[0]
            if reader in READERS or reader == "env" or re.fullmatch(r"env\.(?!read_env$|prefixed$)\w+", reader):
                names |= {first.value} if isinstance(first, ast.Constant) and isinstance(first.value, str) else set()
        if isinstance(node, ast.Subscript) and repo.dotted(node.value) in {"os.environ", "environ"}:
            names |= {node.slice.value} if isinstance(node.slice, ast.Constant) else set()
    return names


def settings_explained(example: str) -> set[str]:
    """`NAME=` at the start of a line, also behind a comment sign: most have a default and stand there only to tell."""
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", example, flags=re.MULTILINE))


def _read_by_the_product() -> set[str]:
    return {name for path in repo.package_files() for name in settings_read(repo.tree(path))}


def test_every_setting_is_in_the_example():
    missing = _read_by_the_product() - _explained()
    assert not missing, f"not in .env.example: {sorted(missing)}"


def test_the_example_explains_nothing_that_nobody_reads():
    scripts = "\n".join(
        (repo.ROOT / name).read_text(encoding="utf-8")
        for name in ("run", "test", "check")
        if (repo.ROOT / name).exists()
    )
    unread = {name for name in _explained() - _read_by_the_product() if not re.search(rf"\b{name}\b", scripts)}
    assert not unread, f"in .env.example but read nowhere: {sorted(unread)}"


def test_the_example_holds_no_secret():
    if EXAMPLE.exists():
        for name, value in re.findall(r"^(\w*(?:SECRET|PASSWORD|TOKEN)\w*)=(.*)$", EXAMPLE.read_text(), re.MULTILINE):
            assert not value.strip(), name


def _explained() -> set[str]:
    return settings_explained(EXAMPLE.read_text(encoding="utf-8")) if EXAMPLE.exists() else set()


class TestTheseChecksCanFail:
    def test_every_way_of_reading_a_setting_is_seen(self):
        code = ast.parse(
            'a = env("A_B")\nb = env.int("C", 1)\nc = env.dj_db_url("D")\nd = os.environ["E"]\n'
            'e = os.environ.get("F")\nf = os.getenv("G", "")\nenv.read_env(".env")\ng = environment("H")\n'
        )
        assert settings_read(code) == {"A_B", "C", "D", "E", "F", "G"}

    def test_an_explained_setting_is_seen_also_when_commented_out(self):
        assert settings_explained("# what it is\nDEBUG=no\n# LOG_LEVEL=INFO\n#lower=1\ntext about A=b\n") == {
            "DEBUG",
            "LOG_LEVEL",
        }
