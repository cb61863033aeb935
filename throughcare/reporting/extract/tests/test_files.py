"""An extract in a folder: written whole, renewed in part, and read back."""

import json
from datetime import UTC, datetime

import pytest

from throughcare.reporting.extract import facts, files
from throughcare.reporting.extract.schema import TABLES
from throughcare.reporting.extract.tests.factories import activity, day, episode, source, southampton

GOVERNED = southampton()
ABOUT = files.About(day("2015-03-31"), datetime(2015, 3, 31, 9, tzinfo=UTC), "southampton-esap", "abc")


def people():
    found = [episode(n, "1999-05-02", f"2014-10-{n:02}") for n in range(1, 6)]
    for one in found:
        one.happened("2014-10-20", "triage_completed", outcomes=["comprehensive_assessment"])
    return [*found, activity(9)]


def build(threads):
    return facts.build(source(threads), GOVERNED, ABOUT.known_on)


def test_what_is_written_is_read_back(tmp_path):
    tables = build(people())
    rows = files.write(tmp_path, ABOUT, [tables])
    assert rows["episodes"] == 5
    assert files.read(tmp_path) == tables
    assert files.About.read(tmp_path) == ABOUT


def test_parts_written_one_after_the_other_make_the_same_extract(tmp_path):
    threads = people()
    files.write(tmp_path, ABOUT, [build(threads[:2]), build(threads[2:4]), build(threads[4:])])
    assert files.read(tmp_path) == build(threads)


def test_renewing_changed_threads_gives_the_same_as_making_all_anew():
    threads = people()
    kept = build(threads)
    threads[1].happened("2014-10-25", "exited", reason="dropped_out")
    threads[2].corrected(threads[2].milestones[0].origin, "2014-11-01", never=True)
    new, gone = episode(7, "1990-01-01", "2014-10-07"), threads.pop(3)
    threads.append(new)
    anew = build([threads[1], threads[2], new])
    assert files.with_threads_anew(kept, anew, [gone.id]) == build(threads)


def test_threads_are_renewed_when_they_changed_or_their_person_reads_otherwise():
    threads = people()
    kept = build(threads)
    now = [(one.row, one.id == 2) for one in threads[1:]]
    threads[3].born = "1998-05-02"
    now[2] = (threads[3].row, False)
    now.append((episode(7, "1990-01-01", "2014-10-07").row, False))
    assert files.threads_to_renew(kept, now) == ({2, 4, 7}, {1})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"known_on": day("2015-04-01")}, False),
        ({"fingerprint": "other"}, False),
        ({"schema": 0}, False),
    ],
    ids=["the same", "known to a later day", "another specification", "other columns"],
)
def test_an_extract_is_continued_only_by_the_like(change, expected):
    earlier = files.About(**{**{name: getattr(ABOUT, name) for name in ABOUT.__slots__}, **change})
    assert ABOUT.continues(earlier) is expected


def test_a_folder_without_an_extract_says_how_to_make_one(tmp_path):
    with pytest.raises(files.NotAnExtract, match="throughcare extract --out"):
        files.About.read(tmp_path)
    (tmp_path / files.ABOUT).write_text(json.dumps({"known_on": "soon"}))
    with pytest.raises(files.NotAnExtract, match="anew"):
        files.About.read(tmp_path)


def test_a_table_held_back_is_missed_by_name(tmp_path):
    files.write(tmp_path, ABOUT, [build(people())])
    files.path_of(tmp_path, "threads").unlink()
    with pytest.raises(files.NotAnExtract, match="held back"):
        files.read_table(tmp_path, "threads")


def test_an_interrupted_extract_leaves_the_earlier_one(tmp_path):
    before = build(people())
    files.write(tmp_path, ABOUT, [before])

    def breaks():
        yield build(people()[:1])
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        files.write(tmp_path, ABOUT, breaks())
    assert files.read(tmp_path) == before


def test_nothing_restricted_but_threads():
    assert [table.name for table in TABLES if table.restricted] == ["threads"]
