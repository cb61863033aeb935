"""Every word that goes through gettext is found when the words are taken out for translation."""

from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from tests.house import repository as repo

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def words_found() -> dict[str, set]:
    with (repo.ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found: dict[str, set] = {}
    for file, _line, message, _comments, _context in extract_from_dir(
        repo.ROOT, method_map=methods, options_map=options, keywords=KEYWORDS, directory_filter=_ours
    ):
        found.setdefault(file, set()).add(message)
    return found


def _ours(folder: str) -> bool:
    return not any(part in folder.split("/") for part in (".venv", "var", ".git", "node_modules"))


def test_words_are_found_in_templates_macros_and_code():
    found = words_found()
    assert "Skip to main content" in found["throughcare/foundations/templates/skeleton.html"]
    assert "Keep as draft and leave" in found["throughcare/foundations/templates/components/form.jinja"]
    wording = found["throughcare/foundations/pages/wording.py"]
    assert ("%(count)s working day left", "%(count)s working days left") in wording
    assert not [file for file in found if "/tests/" in file]
