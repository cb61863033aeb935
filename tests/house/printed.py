"""Which requirement is claimed by which test, read from the tests without running them, and printed as a page."""

import ast
import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MARK = "requirement"


@dataclass(frozen=True, slots=True)
class Requirement:
    id: str
    area: str
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A test says that it would fail if the requirement were no longer met."""

    id: str
    file: str
    line: int
    test: str


@dataclass(frozen=True, slots=True)
class BadMark:
    file: str
    line: int
    message: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.message}"


def areas(root: Path = ROOT) -> dict[str, str]:
    return {row["area"]: row["title"] for row in _rows(root, "areas")}


def requirements(root: Path = ROOT) -> dict[str, Requirement]:
    rows = _rows(root, "requirements")
    return {row["id"]: Requirement(row["id"], row["area"], row["requirement"]) for row in rows}


def _rows(root: Path, name: str) -> list[dict[str, str]]:
    with (root / "docs" / "requirements" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def files_with_tests(root: Path = ROOT) -> list[Path]:
    inside = (path for path in (root / "throughcare").rglob("test_*.py") if "tests" in path.parts)
    return sorted([*inside, *(root / "tests").rglob("test_*.py")])


def claims_in(source: str, file: str) -> tuple[list[Claim], list[BadMark]]:
    """The claims of one test file. A mark on a class or a module is a claim of everything in it."""
    claims: list[Claim] = []
    bad: list[BadMark] = []

    def look(node: ast.AST, path: tuple[str, ...]):
        for child in ast.iter_child_nodes(node):
            inside = path
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inside = (*path, child.name)
            if isinstance(child, ast.Call) and _is_mark(child.func):
                _read(child, path)
            look(child, inside)

    def _read(call: ast.Call, path: tuple[str, ...]):
        if not call.args or call.keywords:
            bad.append(BadMark(file, call.lineno, "a requirement mark names its ids, one after the other"))
        for word in call.args:
            if isinstance(word, ast.Constant) and isinstance(word.value, str):
                claims.append(Claim(word.value, file, call.lineno, "::".join(path)))
            else:
                bad.append(BadMark(file, call.lineno, "the id is written out, so that it can be read without running"))

    look(ast.parse(source), ())
    return claims, bad


def _is_mark(function: ast.AST) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr == MARK
        and (
            (isinstance(function.value, ast.Attribute) and function.value.attr == "mark")
            or (isinstance(function.value, ast.Name) and function.value.id == "mark")
        )
    )


def collect(root: Path = ROOT) -> tuple[list[Claim], list[BadMark]]:
    """Every claim in the repository, and every mark that cannot be read or names what nobody asked for."""
    known = requirements(root)
    claims: list[Claim] = []
    bad: list[BadMark] = []
    for path in files_with_tests(root):
        found, unreadable = claims_in(path.read_text(encoding="utf-8"), str(path.relative_to(root)))
        bad += unreadable
        bad += [
            BadMark(one.file, one.line, f"there is no requirement {one.id}") for one in found if one.id not in known
        ]
        claims += [one for one in found if one.id in known]
    return claims, bad


def pages(root: Path = ROOT) -> dict[str, str]:
    asked = requirements(root)
    by_id: dict[str, list[Claim]] = defaultdict(list)
    for claim in collect(root)[0]:
        by_id[claim.id].append(claim)
    lines = [
        "# Requirements and the tests that claim them",
        "",
        "Printed by `throughcare print`; do not edit. A claim means that the named test fails when the requirement is",
        "no longer met. What has no claim is not built yet, or not proven.",
        "",
        "| area | title | claimed | of |",
        "|---|---|---:|---:|",
    ]
    for area, title in areas(root).items():
        ids = [one.id for one in asked.values() if one.area == area]
        lines.append(f"| {area} | {title} | {sum(one in by_id for one in ids)} | {len(ids)} |")
    lines.append(f"| | **total** | **{len(by_id)}** | **{len(asked)}** |")
    for area, title in areas(root).items():
        claimed = [one for one in asked.values() if one.area == area and one.id in by_id]
        if claimed:
            lines += ["", f"## {area} {title}", "", "| id | requirement | claimed by |", "|---|---|---|"]
            lines += [f"| {one.id} | {_cell(one.text)} | {_tests(by_id[one.id])} |" for one in claimed]
    return {"requirements.md": "\n".join(lines) + "\n"}


def _tests(claims: list[Claim]) -> str:
    """Without line numbers, which would make the page stale with every edit."""
    return "<br>".join(sorted({f"`{one.file}{'::' if one.test else ''}{one.test}`" for one in claims}))


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
