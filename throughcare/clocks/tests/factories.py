"""Stories and promises in a line or two, for tests of the replay."""

from datetime import date, datetime

from throughcare.clocks.rules import Happening, ReplayedClock, replay
from throughcare.foundations.dates import TIME_ZONE, calendar_for
from throughcare.specification.definitions import ClockDefinition, Duration, Match

ENGLAND = calendar_for("england")


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIME_ZONE)


def story(text: str) -> list[Happening]:
    """`2014-10-01 referral_received source=school; 2014-10-02T14:30 triage_completed outcomes=a,b`."""
    happenings = []
    for order, line in enumerate(one for one in text.replace("\n", ";").split(";") if one.strip()):
        when, kind, *said = line.split()
        detail = {key: words.split(",") if "," in words else words for key, words in (pair.split("=") for pair in said)}
        at = moment(when) if "T" in when else None
        happenings.append(Happening(kind, day(when[:10]), detail, order, at))
    return happenings


def match(text: str) -> Match:
    """`intervention_started type=psy_cbt|psy_mi`."""
    kind, *said = text.split()
    return Match(kind, tuple((key, frozenset(words.split("|"))) for key, words in (pair.split("=") for pair in said)))


def matches(text: str) -> tuple[Match, ...]:
    return tuple(match(one) for one in text.split(",") if one.strip())


def length(text: str) -> Duration:
    count, unit = text.split()
    return Duration(unit, int(count))


def promise(starts: str, stops: str, within: str, **more) -> ClockDefinition:
    for key in ("pauses_on", "resumes_on", "voided_by"):
        more[key] = matches(more.get(key, ""))
    for key in ("may_precede", "not_before"):
        if isinstance(more.get(key), str):
            more[key] = length(more[key])
    more = {"id": "promise", "title": "A promise", "owner": "triage", "source": "made up"} | more
    return ClockDefinition(starts_on=matches(starts), stops_on=matches(stops), within=length(within), **more)


def told(clock: ReplayedClock) -> str:
    """`2014-10-01 due 2014-10-03 stopped 2014-10-02`."""
    words = [clock.start_on.isoformat(), "due", _when(clock.due_on, clock.due_at)]
    for word, on, at in (
        ("stopped", clock.stopped_on, clock.stopped_at if clock.due_at else None),
        ("void", clock.voided_on, None),
        ("ended", clock.ended_on, None),
        ("paused", clock.paused_on, None),
    ):
        if on is not None:
            words += [word, _when(on, at)]
    return " ".join([*words, clock.void_reason]).strip()


def _when(on: date | None, at: datetime | None) -> str:
    if at is not None:
        return f"{at.astimezone(TIME_ZONE):%Y-%m-%dT%H:%M}"
    return on.isoformat() if on else "-"


def clocks_of(definition: ClockDefinition, text: str, born: date | None = None, **more) -> list[str]:
    return [told(clock) for clock in replay(story(text), (definition,), ENGLAND, born, **more)]


# Promises as the Southampton specification makes them.
FIRST_CONTACT = promise("referral_received", "first_contact_made", "2 working_days", id="first-contact")
TRIAGE_OFFER = promise("referral_received", "triage_offered", "2 working_days", id="triage-offer")
ASSESSMENT = promise(
    "triage_completed outcomes=comprehensive_assessment", "assessment_completed", "5 working_days", id="assessment"
)
TREATMENT = promise("referral_received", "intervention_started type=psy_cbt|psy_mi", "13 days", id="treatment")
STRUCTURED = promise(
    "first_contact_made", "intervention_started type=psy_cbt|psy_mi", "14 working_days", id="structured"
)
PLAN = promise(
    "intervention_started type=psy_cbt|psy_mi",
    "plan_signed_off kind=integrated",
    "14 days",
    id="plan",
    owner="keyworker",
    may_precede=True,
)
FIRST_REVIEW = promise("assessment_completed", "review_completed", "12 weeks", id="first-review", owner="keyworker")
REVIEWS = promise("assessment_completed", "review_completed", "12 weeks", id="reviews", owner="keyworker", repeats=True)
REVIEW_TOP = promise(
    "review_completed",
    "instrument_completed instrument=top stage=review",
    "14 days",
    id="review-top",
    owner="keyworker",
    every=True,
    may_precede="14 days",
)
EXIT_TOP = promise(
    "exited",
    "instrument_completed instrument=top stage=exit",
    "14 days",
    id="exit-top",
    may_precede="14 days",
    voided_by="exited reason=died, came_back",
)
FOLLOW_UP = promise(
    "exited",
    "followed_up point=3_months reached=yes",
    "3 months",
    id="follow-up",
    not_before="2 months",
    voided_by="exited reason=died, came_back",
)

# Invented promises, each for one thing that the specification might say and Southampton's does not.
ON_HOLD = promise(
    "referral_received",
    "assessment_completed",
    "10 days",
    id="on-hold",
    pauses_on="session_recorded outcome=away",
    resumes_on="session_recorded outcome=back",
)
ON_HOLD_WORKING = promise(
    "referral_received",
    "assessment_completed",
    "5 working_days",
    id="on-hold-working",
    pauses_on="session_recorded outcome=away",
    resumes_on="session_recorded outcome=back",
)
TWO_HOURS = promise("referral_received urgency=urgent", "first_contact_made", "2 hours", id="two-hours", every=True)

SOUTHAMPTON = (
    FIRST_CONTACT, TRIAGE_OFFER, ASSESSMENT, TREATMENT, STRUCTURED, PLAN, FIRST_REVIEW, REVIEWS, REVIEW_TOP, EXIT_TOP,
    FOLLOW_UP,
)  # fmt: skip
INVENTED = (ON_HOLD, ON_HOLD_WORKING, TWO_HOURS)
