"""Pages that the code prints about itself, so that nothing the code knows is typed a second time.

A room with something to print has a `printed.py` whose `pages()` gives the text of each page by its file name. It is
found by looking, not by importing rooms by name: foundations know nothing of the field. The tests of the repository
print in the same way; a deployment without them prints what is there.
"""

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType

PAGES = Path("docs") / "printed"


class PrintedTwice(Exception):
    """Two rooms print a page of the same name."""


def collect(root: Path) -> dict[str, str]:
    """Every page that the rooms and the tests below this folder print, by file name."""
    found: dict[str, str] = {}
    for module in _printing_modules(root):
        for name, text in module.pages().items():
            if name in found:
                raise PrintedTwice(f"{module.__name__} prints {name}, which is printed already")
            found[name] = text.rstrip("\n") + "\n"
    return found


def stale(root: Path, pages: dict[str, str]) -> list[str]:
    """The pages that are missing, differ from what would be printed now, or that nobody prints any more."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in (root / PAGES).glob("*.md")}
    return sorted(name for name in kept.keys() | pages.keys() if kept.get(name) != pages.get(name))


def write(root: Path, pages: dict[str, str]) -> list[str]:
    """Writes what is stale, takes away what nobody prints, and says which pages that were."""
    changed = stale(root, pages)
    (root / PAGES).mkdir(parents=True, exist_ok=True)
    for name in changed:
        page = root / PAGES / name
        if name in pages:
            page.write_text(pages[name], encoding="utf-8")
        else:
            page.unlink()
    return changed


def _printing_modules(root: Path) -> list[ModuleType]:
    modules = []
    for path in sorted((root / "throughcare").rglob("printed.py")):
        modules.append(importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts)))
    for path in sorted((root / "tests").rglob("printed.py")):
        modules.append(_load_by_path(path))
    return modules


def _load_by_path(path: Path) -> ModuleType:
    """Tests are no part of the installed package, so their module is read from its file."""
    told = importlib.util.spec_from_file_location(f"printed_by_{path.parent.name}", path)
    module = importlib.util.module_from_spec(told)
    told.loader.exec_module(module)
    return module
