"""Each component is drawn as it was looked at; a change shows in the snapshot and is looked at again.

After looking: `WRITE_SNAPSHOTS=yes python -m pytest throughcare/foundations/pages/tests/test_components.py`.
"""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from django.template import engines

from throughcare.foundations.pages import components as parts
from throughcare.foundations.pages.tests import gallery
from throughcare.foundations.today import pretending_today_is

SNAPSHOTS = Path(__file__).parent / "snapshots"
TODAY = date(2026, 11, 23)


def drawn(example: str, **context) -> str:
    imports = '{% import "components/all.jinja" as tc %}{% import "components/form.jinja" as forms with context %}'
    with pretending_today_is(TODAY):
        html = engines["pages"].from_string(imports + example).render({"g": gallery, **context})
    return re.sub(r"\n\s*", "\n", html).strip() + "\n"


@pytest.mark.parametrize("name", gallery.EXAMPLES)
def test_component_is_drawn_as_it_was_looked_at(name):
    context = {"form": gallery.ExampleForm(gallery.ANSWERS), "csrf_input": "[token]"}
    html = drawn(gallery.EXAMPLES[name], **context)
    kept = SNAPSHOTS / f"{name}.html"
    if os.environ.get("WRITE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        kept.write_text(html, encoding="utf-8")
    assert html == kept.read_text(encoding="utf-8")


def test_no_component_holds_inline_style_or_script():
    for kept in SNAPSHOTS.glob("*.html"):
        html = kept.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<script|\son\w+=", html), kept.name


def test_every_shape_is_hidden_from_those_who_hear_the_word():
    assert "<svg" not in re.sub(r'<svg[^>]*aria-hidden="true"', "", drawn(gallery.EXAMPLES["status"]))


def test_our_table_has_the_classes_and_cells_of_the_package():
    """The package's macro is correct and slow; ours must not drift from it."""
    ours = parts.Table([parts.Column("Step"), parts.Column("Days", numeric=True)], [["Triage", "2"]], caption="Wait")
    theirs = (
        '{% from "nhsuk/components/tables/macro.jinja" import table %}{{ table({"caption": "Wait", '
        '"firstCellIsHeader": true, "head": ["Step", {"text": "Days", "format": "numeric"}], '
        '"rows": [["Triage", {"text": "2", "format": "numeric"}]]}) }}'
    )
    assert _bones(drawn("{{ tc.table(table) }}", table=ours)) == _bones(drawn(theirs))


def _bones(html: str) -> list[str]:
    """Tags with nhsuk's classes and scopes, without ours, and the words between."""
    html = re.sub(r" ?\b(tc-[\w-]+|nhsuk-u-visually-hidden)\b|nhsuk-table__caption--\w", "", html)
    html = re.sub(r'\s+"', '"', html)
    return [piece.strip() for piece in re.findall(r"<[^>]+>|[^<>]+", html) if piece.strip()]


class TestTheStateOfAPromise:
    @pytest.mark.parametrize(
        ("state", "kind", "words"),
        [
            pytest.param(parts.open_promise(3), "running", "3 days left", id="three days off"),
            pytest.param(parts.open_promise(2), "soon", "2 days left", id="two days is soon"),
            pytest.param(parts.open_promise(0), "soon", "Due today", id="due today is soon and not overdue"),
            pytest.param(parts.open_promise(-1, True), "overdue", "Overdue by 1 working day", id="after its day"),
            pytest.param(parts.overdue_promise(0, True), "overdue", "Overdue", id="on the weekend after"),
            pytest.param(parts.kept_promise(0), "met", "In time", id="kept on the day"),
            pytest.param(parts.kept_promise(-2), "met", "In time", id="kept early"),
            pytest.param(parts.kept_promise(4), "late", "4 days late", id="kept late"),
        ],
    )
    def test_open_is_overdue_and_done_is_late(self, state, kind, words):
        assert (state.kind, state.words) == (kind, words)


class TestTheSpark:
    def test_a_run_without_values_draws_no_line(self):
        assert parts.Spark([None, None]).points == []

    def test_a_flat_run_stays_in_the_picture(self):
        assert all(0 < y < parts.Spark.HEIGHT for _x, y in parts.Spark([0.9, 0.9]).points)

    def test_a_quarter_with_nothing_to_count_keeps_its_place(self):
        (first, _), (third, _) = parts.Spark([0.5, None, 0.7]).points
        assert third - first == parts.Spark.WIDTH - 10


def test_the_parts_of_a_wait_add_up():
    assert gallery.WAIT.days() == gallery.WAIT.total == sum(map(gallery.WAIT.days, ("us", "person", "off", "paused")))
    assert gallery.WAIT.late == 4
