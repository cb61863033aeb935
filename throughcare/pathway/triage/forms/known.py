"""What triage found, for the steps after it that need not ask again."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from throughcare.foundations.pages.components import Known
from throughcare.foundations.terms import Answer
from throughcare.pathway.episode.forms import referral_answers, source_of
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.pathway.triage.models import OwnTriage
from throughcare.specification.rules import title_of, titles_of
from throughcare.specification.schema import Specification


def triage_answers(episode: EpisodeForStep, risks: Mapping[str, str]) -> list[Known]:
    """What triage found; before there was one, what the referral said."""
    triage = episode.latest("triage_completed")
    if triage is None:
        return referral_answers(episode)
    specification = episode.specification
    source = source_of(triage, _("From triage"))
    known = []
    wants = episode.words(triage, "wants")
    if wants:
        known.append(Known(_("What %(name)s wants") % {"name": episode.first_name}, wants, source))
    if triage.detail.get("substances"):
        known.append(Known(_("Substances"), titles_of(specification.substances, triage.detail["substances"]), source))
    for label, key, codes in _words_of(specification):
        if triage.detail.get(key):
            known.append(Known(label, title_of(codes, triage.detail[key]), source))
    known.append(Known(_("Risk"), risks_in_words(episode, risks), source))
    known.append(Known(_("Agreed"), titles_of(specification.triage_outcomes, triage.detail.get("outcomes")), source))
    if episode.words(triage, "what was said"):
        known.append(Known(_("Also said"), episode.words(triage, "what was said"), source))
    return known


def _words_of(specification: Specification):
    return (
        (_("Effect on the rest of life"), "severity", specification.severities),
        (_("How soon help is needed"), "urgency", specification.urgencies),
        (_("Wants help"), "motivation", specification.motivations),
    )


def life_answers(episode: EpisodeForStep, answers: Mapping[str, str]) -> list[Known]:
    """What triage asked about life around it and got an answer to."""
    triage = episode.latest("triage_completed")
    if triage is None:
        return []
    source = source_of(triage, _("From triage"))
    return [
        Known(code.title, str(Answer(answers[question]).label), source)
        for question, code in episode.specification.triage_questions.items()
        if answers.get(question, Answer.NOT_ASKED) != Answer.NOT_ASKED
    ]


def own_answers_known(episode: EpisodeForStep, own: OwnTriage) -> list[Known]:
    """What somebody told by themselves, in the words of the page they told it on."""
    specification, told = episode.specification, own.answers
    source = _("Told by %(name)s") % {"name": episode.first_name}
    said = [
        (_("What %(name)s wants") % {"name": episode.first_name}, told.get("wants")),
        (_("Substances"), titles_of(specification.substances, told.get("substances") or [])),
        (_("Effect on the rest of life"), title_of(specification.severities, told.get("severity"))),
        *(
            (title_of(specification.triage_questions, one), _answer(said))
            for one, said in told.get("questions", {}).items()
        ),
        *((title_of(specification.risks, one), _answer(said)) for one, said in told.get("risks", {}).items()),
    ]
    return [Known(label, value, source) for label, value in said if value]


def _answer(said: str) -> str:
    return "" if said == Answer.NOT_ASKED else str(Answer(said).label)


def risks_in_words(episode: EpisodeForStep, risks: Mapping[str, str]) -> str:
    """The risks that were answered with yes by name; what nobody asked is said too."""
    titles = {risk: code.title for risk, code in episode.specification.risks.items()}
    present = [title for risk, title in titles.items() if risks.get(risk) == Answer.YES]
    unasked = [title for risk, title in titles.items() if risks.get(risk, Answer.NOT_ASKED) == Answer.NOT_ASKED]
    if len(unasked) == len(titles):
        return _("Not asked yet")
    if not unasked:
        return ", ".join(present) or _("None told of")
    told = {"present": ", ".join(present) or _("None told of"), "unasked": ", ".join(unasked)}
    return _("%(present)s. Not asked yet: %(unasked)s") % told
