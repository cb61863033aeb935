"""What an episode already says, so that no step asks it again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from throughcare.clocks.rules import Happening
from throughcare.foundations.pages import wording
from throughcare.foundations.pages.components import Known
from throughcare.foundations.today import today
from throughcare.pathway.episode.queries import EpisodeForStep
from throughcare.specification.schema import Code


def title_of(codes: dict[str, Code], word: str | None) -> str:
    """The specification's title of a word; the word itself where a later version no longer has it."""
    return codes[word].title if word in codes else str(word or "")


def titles_of(codes: dict[str, Code], words: list[str] | None) -> str:
    return ", ".join(title_of(codes, word) for word in words or ())


def source_of(happening: Happening, what: str) -> str:
    """ "From the referral, 17 Nov 2026"."""
    return _("%(what)s, %(day)s") % {"what": what, "day": wording.short_day(happening.on, today())}


def referral_answers(episode: EpisodeForStep) -> list[Known]:
    """Who sent the person, why, how soon, and whether anyone has spoken with them."""
    referral, contact = episode.latest("referral_received"), episode.latest("first_contact_made")
    specification = episode.specification
    known = []
    if referral is not None:
        by = title_of(specification.sources, referral.detail.get("source"))
        how = title_of(specification.channels, referral.detail.get("channel"))
        known.append(Known(_("Referred by"), by, source_of(referral, how)))
        concern = episode.words(referral, "concern")
        if concern:
            known.append(Known(_("Concern"), concern, source_of(referral, _("From the referral"))))
        if referral.detail.get("urgency"):
            urgency = title_of(specification.urgencies, referral.detail["urgency"])
            known.append(Known(_("Urgency"), urgency, source_of(referral, _("From the referral"))))
    if contact is not None:
        how = title_of(specification.contact_hows, contact.detail.get("how"))
        said = episode.words(contact, "what was said")
        known.append(Known(_("First contact"), said or how, source_of(contact, how if said else _("Recorded"))))
    return known
