"""Every room keeps the same files, under the names that all rooms use, and stands on the map."""

import ast
import re
from pathlib import Path

from tests.house import repository as repo

#: Words that say nothing about what is inside, so that everything ends up there.
DRAWERS = frozenset({"utils", "util", "common", "core", "helpers", "helper", "misc", "manager", "managers", "process"})
DRAWERS |= {"handle", "handler", "handlers", "data", "info"}

SAME_FILES = frozenset({"terms", "rules", "models", "queries", "actions", "forms", "views"})
#: What Django and this house ask for beside them, by a fixed name.
FIXED_FILES = frozenset({"__init__", "apps", "urls", "printed"})
#: What a room has of its own, because the room is about exactly that.
OWN_FILES = {
    "access": {"backends", "context", "links", "middleware", "viewer"},
    "specification": {
        "files",
        "pathways",
        "codes",
        "definitions",
        "loader",
        "questions",
        "reading",
        "resolving",
        "schema",
    },
    "reporting/extract": {
        "answered",
        "contacts",
        "counting",
        "facts",
        "files",
        "governing",
        "schema",
        "source",
        "stay",
    },
    "reporting/indicators": {"definitions", "engine", "loader", "predicates", "results", "wording"},
    "demo": {"bulk", "calibration", "export", "loading", "playing", "population", "stories", "system", "verbs"},
    "pathway/instruments": {
        "adjusting",
        "answers",
        "batch",
        "catalogue",
        "change",
        "conditions",
        "fhir",
        "fitting",
        "items",
        "offering",
        "own_phone",
        "prepared",
        "scoring",
        "sentences",
        "structure",
        "wording",
    },
    "pathway/episode": {"matters"},
    "pathway/assessment": {"wording"},
    "pathway/casework": {"context", "steps", "wording"},
    "people/linkage": {"ladder"},
}
#: Rooms that know nothing of the field name their files after what they hold.
FREE = frozenset({"foundations", "config"})
ABOUT_LINES = 400


def drawers(paths: list[Path], root: Path = repo.ROOT) -> list[str]:
    faults = []
    for path in paths:
        for part in path.relative_to(root).with_suffix("").parts:
            if DRAWERS & set(part.lower().split("_")):
                faults.append(f"{path.relative_to(root)}: '{part}' says nothing about what is inside")
    return faults


def strange_files(room: Path, package: Path = repo.PACKAGE) -> list[str]:
    name = str(room.relative_to(package))
    if name in FREE:
        return []
    allowed = SAME_FILES | FIXED_FILES | OWN_FILES.get(name, set())
    faults = [f"{name}/{path.name}" for path in sorted(room.glob("*.py")) if path.stem not in allowed]
    for folder in sorted(path.parent for path in room.glob("*/__init__.py")):
        inner = {"templatetags"} | repo.INNER
        if folder.name not in allowed | inner and folder not in repo.rooms(package):
            faults.append(f"{name}/{folder.name}/")
    return faults


def empty_names(path: Path, code: ast.Module) -> list[str]:
    faults = []
    for node in ast.walk(code):
        if isinstance(node, ast.ClassDef) and re.search(r"(Helper|Utils?|Handler|Processor|Info)$", node.name):
            faults.append(f"{repo.shown(path)}:{node.lineno}: class {node.name}")
        if isinstance(node, ast.FunctionDef) and re.match(r"(process|handle)(_|$)", node.name):
            framework = node.name == "handle" and ("commands" in path.parts or path.stem == "command")
            if not framework:
                faults.append(f"{repo.shown(path)}:{node.lineno}: function {node.name}")
    return faults


def rooms_on_map(readme: str) -> list[str]:
    return re.findall(r"^\| `throughcare/([a-z_/]+)/` \|", readme, flags=re.MULTILINE)


def test_no_module_is_a_drawer_for_everything():
    assert not drawers([path for path in repo.files() if path.suffix == ".py"])


def test_every_room_has_the_same_files():
    assert not [fault for room in repo.rooms() for fault in strange_files(room)]


def test_names_in_the_code_say_something():
    assert not [fault for path in repo.package_files() for fault in empty_names(path, repo.tree(path))]


def test_a_file_that_has_grown_becomes_a_folder():
    grown = [
        f"{repo.shown(path)}: {lines} lines"
        for path in repo.package_files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > ABOUT_LINES
    ]
    assert not grown, repo.listed(grown)


def test_readme_maps_every_room_and_no_other():
    there = [str(room.relative_to(repo.PACKAGE)) for room in repo.rooms()]
    assert sorted(rooms_on_map((repo.ROOT / "README.md").read_text(encoding="utf-8"))) == sorted(there)


class TestTheseChecksCanFail:
    def test_a_drawer_is_found(self, tmp_path):
        path = tmp_path / "throughcare" / "triage" / "date_utils.py"
        assert drawers([path], tmp_path) == [
            "throughcare/triage/date_utils.py: 'date_utils' says nothing about what is inside"
        ]

    def test_a_strange_file_and_folder_are_found(self, tmp_path):
        room = tmp_path / "pathway" / "triage"
        (room / "services").mkdir(parents=True)
        for name in ("../__init__.py", "__init__.py", "rules.py", "logic.py", "services/__init__.py"):
            (room / name).write_text("")
        assert strange_files(room, tmp_path) == ["pathway/triage/logic.py", "pathway/triage/services/"]

    def test_an_empty_name_is_found(self):
        code = ast.parse("class CaseHandler:\n    def process_referral(self): ...\n    def handle(self): ...\n")
        assert len(empty_names(Path("triage/rules.py"), code)) == 3

    def test_a_room_that_is_missing_on_the_map_is_found(self):
        assert rooms_on_map("| `throughcare/pathway/triage/` | urgent |\n") == ["pathway/triage"]
