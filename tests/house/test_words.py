"""What is written in the repository belongs to everybody: no machine, no package host, no real person, no bare word."""

import ast
import re
from pathlib import Path

import pytest

from tests.house import repository as repo

#: Written in pieces, so that this file does not find itself.
PLACES = {
    "a machine's path": ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/[a-z]", "/tm" + "p/bri"],
    "a folder outside the repository": [r"(?<![\w/.-])sha" + "red/"],
    "a package host": ["py" + r"pi\.", "python" + r"hosted\.", "npm" + r"js\.", "un" + r"pkg\.", "js" + r"delivr\."],
}
PLACES["a package host"] += ["ana" + r"conda\.", "crates" + r"\.io", "registry" + r"\.[a-z]+\.[a-z]"]
VENDORED = ("static/throughcare/vendor", "static/vendor")
NUMBER = re.compile(r"(?<![\w.\-/])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w\-])")
WRITTEN = frozenset({".py", ".yaml", ".yml", ".toml", ".md", ".csv", ".html", ".jinja", ".txt", ".json", ".sql", ".po"})


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def foreign_places(name: str, text: str) -> list[str]:
    return [
        f"{name}:{number}: {what}"
        for number, line in enumerate(text.splitlines(), start=1)
        for what, patterns in PLACES.items()
        if any(re.search(pattern, line) for pattern in patterns)
    ]


def half_merged(text: str) -> bool:
    return bool(re.search(r"^(<{7}|>{7}) ", text, flags=re.MULTILINE))


def is_nhs_number(digits: str) -> bool:
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return check != 10 and check % 11 == int(digits[9])


def possible_people(text: str) -> list[str]:
    """Numbers that could be somebody's NHS number; made-up ones start with 999, and none begins with 0."""
    found = (re.sub(r"\D", "", number) for number in NUMBER.findall(text))
    return [number for number in found if is_nhs_number(number) and not number.startswith(("999", "0"))]


def docstring_fault(path: Path) -> str | None:
    if path.name == "__init__.py" and set(path.parts) & repo.INNER and not path.read_text(encoding="utf-8"):
        return None  # it only marks a folder that every room has
    doc = ast.get_docstring(repo.tree(path))
    if not doc:
        return f"{repo.shown(path)}: opens without a sentence"
    opening = " ".join(doc.split("\n\n")[0].split())
    if not re.search(r"[.?!]$", opening):
        return f"{repo.shown(path)}: its opening is no sentence"
    if re.search(r"[.?!] [A-Z]", opening):
        return f"{repo.shown(path)}: opens with more than one sentence"
    return None


def test_nothing_tells_of_a_machine_or_a_package_host():
    faults = [
        fault
        for path in repo.files()
        if not any(part in str(path) for part in VENDORED)
        for fault in foreign_places(repo.shown(path), text_of(path))
    ]
    assert not faults, repo.listed(faults)


def test_no_merge_was_left_half_done():
    left = [repo.shown(path) for path in repo.files() if half_merged(text_of(path))]
    assert not left


def test_no_number_could_be_a_real_person():
    faults = [
        f"{repo.shown(path)}: {number[:3]}..."
        for path in repo.files()
        if path.suffix in WRITTEN
        for number in possible_people(text_of(path))
    ]
    assert not faults, repo.listed(faults)


@pytest.mark.parametrize(
    "path", [path for path in repo.python_files() if "migrations" not in path.parts], ids=repo.shown
)
def test_every_module_opens_with_one_sentence(path):
    assert docstring_fault(path) is None


class TestTheseChecksCanFail:
    def test_a_machine_path_and_a_host_are_found(self):
        for place in ("/wo" + "rk/x", "see sha" + "red/y", "https://py" + "pi.org/simple", "/ho" + "me/amber"):
            assert foreign_places("a.md", f"first\n{place}\n")[0].startswith("a.md:2: "), place
        assert not foreign_places("a.md", "shared care, a shared plan, work/rest\n")

    def test_a_half_done_merge_is_found(self):
        assert half_merged("a = 1\n" + "<" * 7 + " HEAD\nb = 2\n")
        assert not half_merged("=======\nHeading\n=======\n")

    def test_a_number_with_the_right_check_digit_is_found(self):
        made_up = "943 476 " + "5919"
        assert possible_people(f"NHS number {made_up}\n")
        assert not possible_people("999 000 0018, 943 476 5918, v1.9434765919")

    def test_a_silent_module_is_found(self, tmp_path):
        path = tmp_path / "rules.py"
        for text in ("x = 1\n", '"""No full stop"""\n', '"""One. Two."""\n'):
            path.write_text(text)
            assert docstring_fault(path), text
        path.write_text('"""One sentence.\n\nMore may follow. Even much.\n"""\n')
        assert docstring_fault(path) is None
