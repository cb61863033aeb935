"""Documents say what is so: records are numbered, links lead somewhere, the glossary names what the code has."""

import ast
import re
from pathlib import Path

import pytest

from tests.house import repository as repo

RECORDS = repo.ROOT / "docs" / "adr"
ONE_PAGE = 70
SECTIONS = ["Context", "Decision", "Cost"]
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")


def faults_in_records(folder: Path) -> list[str]:
    faults = []
    numbers: dict[int, str] = {}
    for path in sorted(folder.iterdir()):
        told = re.fullmatch(r"(\d{4})-[a-z0-9-]+\.md", path.name)
        if not told:
            faults.append(f"{path.name}: a record is named NNNN-what-was-decided.md")
            continue
        number = int(told[1])
        if number in numbers:
            faults.append(f"{path.name}: {numbers[number]} has this number already")
        numbers[number] = path.name
        lines = path.read_text(encoding="utf-8").splitlines()
        if not lines or not re.match(rf"# {number}\. \S", lines[0]):
            faults.append(f"{path.name}: opens with '# {number}. ' and its title")
        if [line[3:] for line in lines if line.startswith("## ")] != SECTIONS:
            faults.append(f"{path.name}: has context, decision and cost, in this order")
        if len(lines) > ONE_PAGE:
            faults.append(f"{path.name}: is longer than a page")
    faults += [f"number {missing} is missing" for missing in set(range(1, max(numbers, default=0))) - set(numbers)]
    return faults


def anchors(markdown: str) -> set[str]:
    headings = re.findall(r"^#{1,6} +(.+?)\s*$", markdown, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path: Path) -> list[str]:
    markdown = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    prose = re.sub(r"^(?: {4}|\t).*$", "", re.sub(r"`[^`\n]*`", "", markdown), flags=re.MULTILINE)
    faults = []
    for target in LINK.findall(prose):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        aim = (path.parent / name).resolve() if name else path
        if not aim.exists():
            faults.append(f"{repo.shown(path)}: {target} leads nowhere")
        elif anchor and aim.suffix == ".md" and anchor not in anchors(aim.read_text(encoding="utf-8")):
            faults.append(f"{repo.shown(path)}: {target} names no heading")
    return faults


def names_in_glossary(markdown: str) -> list[tuple[str, str]]:
    """Each word of the glossary with one of its names in the code."""
    found = []
    for line in markdown.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and cells[0] != "word" and set(cells[0]) - set("- "):
            found += [(cells[0], name) for name in re.findall(r"`([^`]+)`", cells[2])]
    return found


def _defines(path: Path, names: list[str]) -> bool:
    body: list[ast.stmt] = repo.tree(path).body
    for name in names:
        for node in body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name:
                body = node.body
                break
            if isinstance(node, ast.ImportFrom) and any((one.asname or one.name) == name for one in node.names):
                body = []  # handed on by the module that opens the folder
                break
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(one, ast.Name) and one.id == name for one in targets):
                body = []
                break
        else:
            return False
    return True


def is_in_code(name: str, package: Path) -> bool | None:
    """Whether the code has that name; None while its room is not built."""
    if ".toml: " in name:
        file, word = name.split(": ")
        specs = sorted((package / "specification" / "specs").rglob(file))
        text = re.compile(rf"(?<![\w.]){re.escape(word)}(?!\w)")
        return any(text.search(path.read_text(encoding="utf-8")) for path in specs) if specs else None
    parts = name.split(".")
    room = package
    while parts and (room / parts[0] / "__init__.py").exists():
        room = room / parts.pop(0)
    if room == package:
        return False
    if not repo.is_built(room):
        return None
    if not parts:
        return True
    if len(parts) == 1 and (room / parts[0]).is_dir():
        return True
    if _defines(room / "__init__.py", parts):
        return True
    modules = [room / f"{parts[0]}.py", *sorted((room / parts[0]).glob("*.py"))]
    return any(path.exists() and _defines(path, parts[1:]) for path in modules)


def test_decision_records_are_numbered_one_after_the_other_and_fill_one_page():
    assert not faults_in_records(RECORDS)


@pytest.mark.parametrize("path", [path for path in repo.files() if path.suffix == ".md"], ids=repo.shown)
def test_links_in_documents_lead_somewhere(path):
    assert not broken_links(path)


def test_every_word_of_the_glossary_stands_once_and_in_order():
    words = [word for word, _ in names_in_glossary(_glossary())]
    words = list(dict.fromkeys(words))
    assert words == sorted(words, key=lambda word: word.lower().replace("-", " "))


def test_the_code_has_every_name_that_the_glossary_gives():
    faults = [
        f"{word}: {name}" for word, name in names_in_glossary(_glossary()) if is_in_code(name, repo.PACKAGE) is False
    ]
    assert not faults, repo.listed(faults)


def _glossary() -> str:
    return (repo.ROOT / "GLOSSARY.md").read_text(encoding="utf-8")


class TestTheseChecksCanFail:
    def _record(self, folder, name, text):
        (folder / name).write_text(text)

    def test_two_records_with_one_number_and_a_gap_are_found(self, tmp_path):
        body = "\n## Context\n\n## Decision\n\n## Cost\n"
        self._record(tmp_path, "0001-a.md", f"# 1. A\n{body}")
        self._record(tmp_path, "0003-b.md", f"# 3. B\n{body}")
        self._record(tmp_path, "0003-c.md", f"# 3. C\n{body}")
        assert faults_in_records(tmp_path) == ["0003-c.md: 0003-b.md has this number already", "number 2 is missing"]

    def test_a_record_without_its_cost_or_too_long_is_found(self, tmp_path):
        self._record(tmp_path, "0001-a.md", "# 1. A\n\n## Context\n\n## Decision\n" + "more\n" * ONE_PAGE)
        assert len(faults_in_records(tmp_path)) == 2

    def test_a_record_with_another_number_inside_or_a_wrong_name_is_found(self, tmp_path):
        self._record(tmp_path, "0001-a.md", "# 2. A\n\n## Context\n\n## Decision\n\n## Cost\n")
        self._record(tmp_path, "notes.md", "notes\n")
        assert len(faults_in_records(tmp_path)) == 2

    def test_a_dead_link_and_a_missing_heading_are_found(self, tmp_path):
        page = tmp_path / "page.md"
        page.write_text("# Here\n[a](gone.md) [b](#here) [c](#there) `[d](code.md)` [e](https://example.org/x)\n")
        assert broken_links(page) == ["page.md: gone.md leads nowhere", "page.md: #there names no heading"]

    def test_a_name_that_the_code_lacks_is_found(self, tmp_path):
        room = tmp_path / "clocks"
        room.mkdir()
        (room / "__init__.py").write_text("")
        assert is_in_code("clocks.models.Clock", tmp_path) is None
        (room / "models.py").write_text("class Clock:\n    due_on = 1\n")
        assert is_in_code("clocks.models.Clock.due_on", tmp_path)
        assert is_in_code("clocks.models.Milestone", tmp_path) is False
        assert is_in_code("clocks.rules", tmp_path) is False
        assert is_in_code("elsewhere.models.Clock", tmp_path) is False
