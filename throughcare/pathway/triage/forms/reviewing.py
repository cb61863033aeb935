"""How own answers that wait are listed: what cannot wait, whose they are, and the one thing to do."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from throughcare.foundations.dates import age_on
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Link, Row, Status
from throughcare.foundations.today import today
from throughcare.pathway.episode.views import person_page
from throughcare.pathway.triage.queries import OwnAnswers
from throughcare.specification.rules import title_of, titles_of


def rows_of(waiting: Iterable[OwnAnswers]) -> list[Row]:
    return [_row(one) for one in waiting]


def _row(one: OwnAnswers) -> Row:
    risks, urgency = titles_of(one.specification.risks, one.risks), title_of(one.specification.urgencies, one.urgency)
    about = _("for %(name)s") % {"name": one.person.name}
    return Row(
        status=Status("flag", risks) if risks else Status("running", urgency or _("Waits for a look")),
        name=one.person.name,
        url=person_page(one.person),
        age=str(age_on(one.person.born, today())),
        when=_("Sent %(day)s") % {"day": wording.list_day(one.on, today())},
        what=titles_of(one.specification.substances, one.answers.get("substances") or []),
        held_up_by=one.answers.get("wants", ""),
        action=Link(_("Look at the answers"), reverse("triage:review", args=[one.id]), about),
        urgent=bool(risks),
    )
