"""Prints each specification that comes with the product, with its clauses, and the language they are written in."""

from collections.abc import Iterable, Iterator

from throughcare.specification import loader
from throughcare.specification.codes import CODE_LISTS, Code
from throughcare.specification.definitions import ClockDefinition, Condition, Duration, Match
from throughcare.specification.questions import Question
from throughcare.specification.schema import Specification, Step
from throughcare.specification.terms import (
    DETAIL_CODES,
    MARKS,
    OTHER_NAMES,
    PERMISSIONS,
    ROLES,
    VOCABULARY,
    MilestoneKind,
)

UNITS = {
    "hours": ("hour", "hours"),
    "days": ("day", "days"),
    "working_days": ("working day", "working days"),
    "weeks": ("week", "weeks"),
    "months": ("month", "months"),
    "years": ("year", "years"),
}


def pages() -> dict[str, str]:
    of_each = {
        f"{name}-{subject}.md": text
        for name in loader.shipped()
        for subject, text in _of(loader.load(name).latest).items()
    }
    return {**of_each, "specification-language.md": "\n".join(_language())}


def _of(specification: Specification) -> dict[str, str]:
    return {
        "promises": "\n".join(_promises(specification)),
        "steps": "\n".join(_steps(specification)),
        "roles": "\n".join(_roles(specification)),
        "words": "\n".join(_words(specification)),
        "interventions": "\n".join(_interventions(specification)),
        **({"assessment": "\n".join(_assessment(specification))} if specification.assessment else {}),
    }


def _opening(specification: Specification, subject: str, about: str) -> Iterator[str]:
    yield f"# {specification.title}: {subject}"
    yield ""
    yield f"Version in force from {specification.version}. {about}"
    yield ""
    yield f"Printed from `specs/{specification.name}/{specification.version}/`: change it there, then print it anew."
    yield ""


def _promises(specification: Specification) -> Iterator[str]:
    yield from _opening(specification, "promises", "Each promise is a clock with its own start, stop and clause.")
    for clock in specification.clocks:
        yield from [f"## {clock.title}", "", *(f"- {line}" for line in _promise(clock, specification)), ""]
        if clock.note:
            yield from [clock.note, ""]
    yield from ["## Whose wait it is", ""]
    for rule in specification.waiting:
        yield f"- The person's, after {_either(rule.after, specification)}, until the next thing happens."


def _promise(clock: ClockDefinition, specification: Specification) -> Iterator[str]:
    yield f"Id: `{clock.id}`"
    yield f"Starts: {_either(clock.starts_on, specification)}{', each time' if clock.every else ''}"
    yield f"Met by: {_either(clock.stops_on, specification)}"
    yield f"Within: {length(clock.within)}"
    if clock.may_precede:
        before = "any time" if clock.may_precede is True else f"at most {length(clock.may_precede)}"
        yield f"May come before the start: {before}"
    if clock.not_before:
        yield f"Counts from: {length(clock.not_before)} after the start"
    if clock.repeats:
        yield "Starts anew when met"
    for condition in clock.only_if:
        yield f"Only if: {_condition(condition, specification)}"
    if clock.pauses_on:
        yield f"Paused by: {_either(clock.pauses_on, specification)}"
        yield f"Resumed by: {_either(clock.resumes_on, specification)}"
    if clock.voided_by:
        yield f"Void after: {_either(clock.voided_by, specification)}"
    yield f"Owner: {specification.roles[clock.owner].title}"
    yield f"Source: {clock.source}"


def _steps(specification: Specification) -> Iterator[str]:
    about = "A step taken before the one it comes after is flagged unless a reason is given; none is refused for it."
    yield from _opening(specification, "steps", about)
    yield from _table(
        ("Step", "Done by", "Comes after", "Again", "Owner", "Source"),
        (
            (
                step.title,
                _either(step.done_by, specification),
                " or ".join(specification.step(one).title for one in step.after) or "anything",
                "yes" if step.repeatable else "no",
                specification.roles[step.owner].title,
                step.source,
            )
            for step in specification.steps
        ),
    )
    yield from ["", *_remarks(specification.steps)]


def _roles(specification: Specification) -> Iterator[str]:
    yield from _opening(specification, "roles", "What somebody may do follows from their roles.")
    for role in specification.roles.values():
        yield from [f"## {role.title}", "", role.sentence, ""]
        yield from [f"- Id: `{role.id}`", f"- May: {', '.join(sorted(role.permissions)).replace('_', ' ')}"]
        yield from [f"- Source: {role.source}", ""]


def _words(specification: Specification) -> Iterator[str]:
    yield from _opening(specification, "words", "The lists of what can be recorded. An id never changes once used.")
    entrance = specification.entrance
    yield from ["## Who the service is for", "", f"- Age: {entrance.age_min} to {entrance.age_max}"]
    yield from [f"- {entrance.connection}", f"- {entrance.need}", f"- Source: {entrance.source}", "", entrance.note, ""]
    for table, (name, _shape) in CODE_LISTS.items():
        listed = getattr(specification, name)
        if isinstance(listed, dict) and listed:
            yield from [f"## {table.replace('_', ' ').capitalize()}", ""]
            yield from _table(
                ("Id", "Word", "Marks", "Source"),
                ((f"`{code.id}`", code.title, _marks(code), code.source) for code in listed.values()),
            )
            yield from ["", *_remarks(listed.values())]


def _interventions(specification: Specification) -> Iterator[str]:
    about = "Starting one that counts as treatment starts treatment. Where the text leaves it open it does not count."
    yield from _opening(specification, "interventions", about)
    yield from _table(
        ("Id", "Intervention", "Part of", "Structured", "Counts as treatment", "Source"),
        (
            (
                f"`{one.id}`",
                one.title,
                f"`{one.parent}`" if one.parent else one.category.replace("_", " "),
                {True: "yes", False: "no", None: "left open"}[one.structured],
                "left open, so no" if one.left_open else "yes" if one.counts_as_in_treatment else "no",
                one.source,
            )
            for one in specification.interventions.values()
        ),
    )


def _assessment(specification: Specification) -> Iterator[str]:
    form = specification.assessment
    about = "Every question may also be answered with not asked, declined and not known. Labels are ours."
    yield from _opening(specification, "assessment", about)
    yield from [f"- Dual diagnosis counted: {form.settings.dual_diagnosis.replace('_', ' ')}"]
    before = ", ".join(f"`{one}`" for one in form.settings.medical_assessment_before) or "nothing"
    yield from [f"- A medical assessment comes before: {before}", f"- Source: {form.settings.source}", ""]
    yield from [form.settings.note, ""] if form.settings.note else []
    for domain in form.domains:
        yield from [f"## {domain.title}", ""]
        yield from [f"About {'each child' if domain.about == 'child' else 'the person'}. Source: {domain.source}", ""]
        yield from _table(
            ("Id", "Question", "Answered with", "Asked only if", "Source"),
            (
                (f"`{one.id}`", one.title, _answers(one), _asked_only_if(one), one.source)
                for one in form.questions_of(domain.id)
            ),
        )
        yield from ["", *_remarks(form.questions_of(domain.id))]


def _answers(question: Question) -> str:
    if question.codes:
        return f"{question.kind.value.replace('_', ' ')}: the list of {question.codes.replace('_', ' ')}"
    named = [one.title for one in (*question.choices, *question.columns)]
    return question.kind.value.replace("_", " ") + (f": {', '.join(named)}" if named else "")


def _asked_only_if(question: Question) -> str:
    said = []
    for one in question.only_if:
        if one.question:
            said.append(f"`{one.question}` is {' or '.join(one.answers).replace('_', ' ')}")
        elif one.sex:
            said.append(f"sex is {' or '.join(one.sex)}")
        else:
            said.append(_condition(Condition(age_from=one.age_from, age_to=one.age_to), None))
    return "; ".join(said) or "always"


def _language() -> Iterator[str]:
    """What the files of any specification may say; a word that is not here is a mistake."""
    yield from ["# The language of specifications", ""]
    yield "Printed from the code; [how to write a specification](../how-to/write-a-specification.md) shows it in use."
    yield from ["", "## Files and what stands in them", ""]
    yield from _table(
        ("File", "Entries"),
        ((f"`{file}`", ", ".join(f"`{table}`" for table in tables)) for file, tables in loader.FILES.items()),
    )
    yield from ["", "## Milestones and the details a condition may ask about", ""]
    yield from _table(("Milestone", "In words", "Details and their lists"), map(_details, MilestoneKind))
    yield from ["", "## Marks that a condition may ask for instead of listing ids", ""]
    yield from _table(
        ("Mark", "Looks in the detail", "For entries with"),
        ((f"`{mark}`", f"`{detail}`", f"`{looked_for}`") for mark, (detail, looked_for) in MARKS.items()),
    )
    yield from ["", "## Units of time", "", ", ".join(f"`{unit}`" for unit in UNITS), ""]
    yield from ["## Roles that every specification names", "", ", ".join(f"`{role}`" for role in ROLES), ""]
    yield from ["## What a role may be permitted", "", ", ".join(f"`{one}`" for one in sorted(PERMISSIONS)), ""]
    yield from ["## Words for the pages", "", ", ".join(f"`{word}`" for word in sorted(VOCABULARY)), ""]


def _details(kind: MilestoneKind) -> tuple[str, str, str]:
    said = [
        f"`{_spelt(kind.value, key)}` ({name.replace('_', ' ').replace('yes no', 'yes or no')})"
        for (of, key), name in DETAIL_CODES.items()
        if of == kind.value
    ]
    return f"`{kind.value}`", str(kind.label), ", ".join(said) or "none"


def _marks(code: Code) -> str:
    marks = [code.group] if code.group else []
    for mark in ("planned", "died", "attended", "default", "coordinated", "at_once"):
        if getattr(code, mark, None) is True:
            marks.append(mark)
    if getattr(code, "planned", None) is False:
        marks.append("not planned")
    if getattr(code, "leads_to", None):
        marks.append(f"leads to {code.leads_to}")
    return ", ".join(marks)


def _remarks(entries: Iterable[Code | Step | Question]) -> Iterator[str]:
    for entry in entries:
        if entry.note:
            yield from [f"{entry.title}: {entry.note}", ""]


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


def length(duration: Duration) -> str:
    one, several = UNITS[duration.unit]
    return f"{duration.count} {one if duration.count == 1 else several}"


def _condition(condition: Condition, specification: Specification) -> str:
    if condition.happened:
        return _either(condition.happened, specification)
    if condition.pathways:
        return f"the pathway is {' or '.join(sorted(condition.pathways))}"
    if condition.age_from is None:
        return f"aged {condition.age_to} or under"
    return f"aged {condition.age_from} " + ("or over" if condition.age_to is None else f"to {condition.age_to}")


def _either(matches: Iterable[Match], specification: Specification) -> str:
    return " or ".join(in_words(match, specification) for match in matches)


def in_words(match: Match, specification: Specification) -> str:
    said = [_said(match.kind, key, allowed, specification) for key, allowed in match.where]
    return MilestoneKind(match.kind).label.lower() + (f" ({'; '.join(said)})" if said else "")


def _said(kind: str, key: str, allowed: frozenset[str], specification: Specification) -> str:
    if key == "type" and allowed == specification.treatment_types:
        return "counts as treatment"
    if key == "reason" and allowed == {one.id for one in specification.exit_reasons.values() if one.planned}:
        return "planned"
    return f"{_spelt(kind, key).replace('_', ' ')}: {' or '.join(sorted(allowed)).replace('_', ' ')}"


def _spelt(kind: str, key: str) -> str:
    return next((name for (of, name), meant in OTHER_NAMES.items() if (of, meant) == (kind, key)), key)
