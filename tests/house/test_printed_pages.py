"""Pages that the code prints are the pages that are kept."""

import pytest

from tests.house import repository as repo
from throughcare.foundations import printing


def test_printed_pages_are_up_to_date():
    assert not printing.stale(repo.ROOT, printing.collect(repo.ROOT)), "run: throughcare print"


class TestTheseChecksCanFail:
    def _house(self, root, text):
        for folder in ("throughcare", "tests/house", "docs/printed"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        (root / "tests" / "house" / "printed.py").write_text(f"def pages():\n    return {{'a.md': {text!r}}}\n")

    def test_a_page_that_changed_is_missing_or_is_nobodys_is_stale(self, tmp_path):
        self._house(tmp_path, "new")
        (tmp_path / "docs" / "printed" / "nobodys.md").write_text("old\n")
        assert printing.stale(tmp_path, printing.collect(tmp_path)) == ["a.md", "nobodys.md"]
        (tmp_path / "docs" / "printed" / "a.md").write_text("old\n")
        assert "a.md" in printing.stale(tmp_path, printing.collect(tmp_path))

    def test_printing_makes_everything_fresh_and_a_second_time_changes_nothing(self, tmp_path):
        self._house(tmp_path, "new")
        (tmp_path / "docs" / "printed" / "nobodys.md").write_text("old\n")
        assert printing.write(tmp_path, printing.collect(tmp_path)) == ["a.md", "nobodys.md"]
        assert printing.write(tmp_path, printing.collect(tmp_path)) == []
        assert not (tmp_path / "docs" / "printed" / "nobodys.md").exists()

    def test_two_rooms_that_print_one_page_are_refused(self, tmp_path):
        self._house(tmp_path, "new")
        (tmp_path / "tests" / "journeys").mkdir()
        (tmp_path / "tests" / "journeys" / "printed.py").write_text("def pages():\n    return {'a.md': ''}\n")
        with pytest.raises(printing.PrintedTwice, match=r"a\.md"):
            printing.collect(tmp_path)
