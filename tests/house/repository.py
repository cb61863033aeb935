"""The repository as the house tests see it: its files, its rooms, its code read without running it."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "throughcare"

#: Folders that hold rooms and are none themselves; `people` is a room and may hold rooms as well.
GROUPS = frozenset({"pathway", "reporting"})
#: Folders inside a room that are no rooms.
INNER = frozenset({"tests", "templates", "static", "migrations", "management", "locale", "specs", "stories"})


def files(root: Path = ROOT) -> list[Path]:
    """Every file that is kept, or would be if it were added now."""
    told = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=False,
    )
    if told.returncode == 0:
        found = (root / name for name in told.stdout.decode().split("\0") if name)
    else:  # an unpacked archive has no history to ask
        found = (path for path in root.rglob("*") if not {".venv", "var", "__pycache__"} & set(path.parts))
    return sorted({path for path in found if path.is_file()})


def python_files(root: Path = ROOT) -> list[Path]:
    return [path for path in files(root) if path.suffix == ".py"]


def package_files(root: Path = ROOT) -> list[Path]:
    """The code of the product, without its tests and without what Django wrote."""
    return [
        path
        for path in python_files(root)
        if path.is_relative_to(root / "throughcare") and not {"tests", "migrations"} & set(path.parts)
    ]


def rooms(package: Path = PACKAGE) -> list[Path]:
    """Every room, whether or not anything is in it yet."""
    found = []
    for folder in sorted(path.parent for path in package.glob("*/__init__.py")):
        inside = sorted(path.parent for path in folder.glob("*/__init__.py") if path.parent.name not in INNER)
        if folder.name in GROUPS:
            found += inside
        else:
            found.append(folder)
            found += [inner for inner in inside if folder.name == "people"]
    return found


def is_built(room: Path) -> bool:
    """A room that holds nothing but its sentence is only marked out."""
    return any(path.name != "__init__.py" for path in room.rglob("*.py"))


def named(name: str, root: Path = ROOT) -> list[Path]:
    """The modules of that name in every room, also where the module has grown into a folder."""
    return [path for path in package_files(root) if path.stem == name or name in path.relative_to(root).parts[:-1]]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(code: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is imported: `from a import b` gives `a.b`."""
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            for alias in node.names:
                yield node.lineno, f"{start}.{alias.name}" if start.strip(".") else start + alias.name


def dotted(node: ast.AST) -> str:
    """`a.b.c` as it stands in the code; an empty string where it is no plain name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def listed(faults: Iterable[str]) -> str:
    return "\n".join(faults)
