"""Every mistake in a specification is named, all at once, with its file, entry, field and line."""

import shutil
from pathlib import Path

import pytest

from throughcare.specification import loader
from throughcare.specification.reading import SpecificationFaults

TINY = Path(__file__).parents[3] / "tests" / "specifications" / "tiny"
DAY = "2020-01-01"


@pytest.fixture
def tiny(tmp_path):
    shutil.copytree(TINY, tmp_path / "tiny")
    return tmp_path / "tiny"


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / DAY / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{file} does not say {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(folder: Path) -> list[tuple[str, str, str, str]]:
    return [(Path(fault.file).name, fault.entry, fault.field, fault.message) for fault in loader.check(folder)]


WAVE = 'id        = "wave-back"\n'

#: What is written instead of what, and every fault that must be named for it.
BROKEN = {
    "a field is misspelt": (
        [("clocks.toml", WAVE, WAVE + 'ovner = "triage"\n')],
        [("clocks.toml", "wave-back", "ovner", "is not known here; did you mean owner?")],
    ),
    "a field is missing": (
        [("clocks.toml", 'within    = { hours = 3 }\nowner     = "triage"\n', "")],
        [("clocks.toml", "wave-back", "owner", "is missing"), ("clocks.toml", "wave-back", "within", "is missing")],
    ),
    "an entry has no id": (
        [("clocks.toml", WAVE, "")],
        [("clocks.toml", "clock number 1", "id", "is missing")],
    ),
    "an entry has no source": (
        [("codes.toml", 'title = "Gull"\nsource = "invented, page 9"', 'title = "Gull"')],
        [("codes.toml", "gull", "source", "is missing")],
    ),
    "words are empty": (
        [("codes.toml", 'title = "Gull"', 'title = "  "')],
        [("codes.toml", "gull", "title", "is empty")],
    ),
    "an id has a space in it": (
        [("codes.toml", 'id = "bottle"', 'id = "a bottle"')],
        [("codes.toml", "a bottle", "id", "may hold letters, digits, - and _ only")],
    ),
    "a flag is written as text": (
        [("clocks.toml", "repeats   = true", 'repeats   = "true"')],
        [("clocks.toml", "monthly-look", "repeats", "must be true or false")],
    ),
    "a length is not a whole number": (
        [("clocks.toml", "{ hours = 3 }", "{ hours = 2.5 }")],
        [("clocks.toml", "wave-back", "within.hours", "must be a whole number")],
    ),
    "a length is nothing": (
        [("clocks.toml", "{ hours = 3 }", "{ hours = 0 }")],
        [("clocks.toml", "wave-back", "within.hours", "must be a whole number above 0")],
    ),
    "a length is text": (
        [("clocks.toml", "{ hours = 3 }", '"3 hours"')],
        [("clocks.toml", "wave-back", "within", "must be a table, such as { days = 14 }")],
    ),
    "a length has two units": (
        [("clocks.toml", "{ hours = 3 }", "{ hours = 3, days = 1 }")],
        [("clocks.toml", "wave-back", "within", "says one unit and a number, such as { working_days = 2 }")],
    ),
    "a unit is not known": (
        [("clocks.toml", "{ hours = 3 }", "{ fortnights = 3 }")],
        [("clocks.toml", "wave-back", "within.fortnights", "is not known here")],
    ),
    "a start before the clock is neither true nor a length": (
        [("clocks.toml", "may_precede = true", "may_precede = 5")],
        [("clocks.toml", "shells-counted", "may_precede", "must be true, or a length such as { days = 14 }")],
    ),
    "a start before the clock has a wrong length": (
        [("clocks.toml", "may_precede = { days = 5 }", "may_precede = { days = -5 }")],
        [("clocks.toml", "chart", "may_precede.days", "must be a whole number above 0")],
    ),
    "an id stands twice": (
        [("clocks.toml", 'id        = "sorting"', 'id        = "long-look"')],
        [("clocks.toml", "long-look", "id", "is used twice; the first is on line 13")],
    ),
    "a kind of milestone does not exist": (
        [("clocks.toml", 'stops_on  = "triage_completed"', 'stops_on  = "triage_complete"')],
        [
            (
                "clocks.toml",
                "sorting",
                "stops_on.kind",
                "triage_complete is not a kind of milestone; did you mean triage_completed?",
            )
        ],
    ),
    "the second of two is meant": (
        [("clocks.toml", 'outcome = "came" }, "first_contact_made"]', 'outcome = "came" }, "first_contact"]')],
        [
            (
                "clocks.toml",
                "long-look",
                "resumes_on.2.kind",
                "first_contact is not a kind of milestone; did you mean first_contact_made?",
            )
        ],
    ),
    "a condition names what the milestone does not say": (
        [("clocks.toml", 'outcome = "stayed_away" }]\nresumes', 'weather = "fog" }]\nresumes')],
        [
            (
                "clocks.toml",
                "long-look",
                "pauses_on.1.weather",
                "session_recorded does not say weather; it can say outcome, type",
            )
        ],
    ),
    "a condition names what a milestone without details does not say": (
        [("clocks.toml", 'voided_by  = ["came_back", ', 'voided_by  = [{ kind = "came_back", how = "boat" }, ')],
        [
            (
                "clocks.toml",
                "postcard",
                "voided_by.1.how",
                "came_back does not say how; it says nothing but its day",
            )
        ],
    ),
    "a condition is about a free detail": (
        [("clocks.toml", 'after  = ["triage_offered", ', 'after  = [{ kind = "triage_offered", for = "monday" }, ')],
        [
            (
                "clocks.toml",
                "waiting number 1",
                "after.1.for",
                "for is a day, a number or a name and cannot be a condition",
            )
        ],
    ),
    "a condition names a word that is in no list": (
        [("clocks.toml", 'stage = "midway"', 'stage = ["midway", "midways"]')],
        [
            (
                "clocks.toml",
                "shells-counted",
                "stops_on.1.stage",
                "midways is not one of the instrument stages; did you mean midway?",
            )
        ],
    ),
    "a condition names nothing": (
        [("clocks.toml", 'stage = "midway"', "stage = []")],
        [("clocks.toml", "shells-counted", "stops_on.1.stage", "names nothing, so it can never be met")],
    ),
    "the kind of plan is not one": (
        [("clocks.toml", 'plan = "great"', 'plan = "grand"')],
        [
            (
                "clocks.toml",
                "chart",
                "stops_on.1.plan",
                "grand is not one of the plan kinds; did you mean great?",
            )
        ],
    ),
    "a yes or no is neither": (
        [("clocks.toml", 'reached = "yes"', 'reached = "perhaps"')],
        [("clocks.toml", "postcard", "stops_on.1.reached", "perhaps is not one of the two words yes and no")],
    ),
    "no intervention counts as treatment any more": (
        [
            ("interventions.toml", "counts_as_in_treatment = true", "counts_as_in_treatment = false"),
            ("interventions.toml", "counts_as_in_treatment = true", "counts_as_in_treatment = false"),
        ],
        [
            (file, entry, field, message)
            for message in ("none of the interventions has counts_as_in_treatment = true, so it can never be met",)
            for file, entry, field in (
                ("clocks.toml", "cast-off", "stops_on.1.counts_as_treatment"),
                ("clocks.toml", "cast-off-from-knock", "stops_on.1.counts_as_treatment"),
                ("clocks.toml", "cast-off-from-knock", "only_if.1.happened.2.counts_as_treatment"),
                ("clocks.toml", "chart", "starts_on.1.counts_as_treatment"),
                ("clocks.toml", "monthly-look", "starts_on.1.counts_as_treatment"),
                ("steps.toml", "voyage", "done_by.1.counts_as_treatment"),
            )
        ],
    ),
    "a mark is asked of a milestone that has none": (
        [("clocks.toml", 'voided_by  = ["came_back", ', 'voided_by  = [{ kind = "came_back", planned = true }, ')],
        [("clocks.toml", "postcard", "voided_by.1.planned", "came_back has nothing that planned could be about")],
    ),
    "a mark is not true or false": (
        [("clocks.toml", 'kind = "exited", planned = true', 'kind = "exited", planned = "yes"')],
        [("clocks.toml", "postcard", "starts_on.1.planned", "must be true or false")],
    ),
    "an owner is no role": (
        [("clocks.toml", 'owner     = "cook"', 'owner     = "cooks"')],
        [("clocks.toml", "family-tea", "owner", "cooks is not one of the roles; did you mean cook?")],
    ),
    "a stop is named twice": (
        [
            (
                "clocks.toml",
                'stops_on  = "first_contact_made"',
                'stops_on  = ["first_contact_made", "first_contact_made"]',
            )
        ],
        [("clocks.toml", "wave-back", "stops_on", "names first_contact_made twice with the same conditions")],
    ),
    "a clock stops on what starts it": (
        [("clocks.toml", 'stops_on  = "triage_completed"', 'stops_on  = "assessment_completed"')],
        [
            (
                "clocks.toml",
                "sorting",
                "stops_on",
                "is the same as starts_on; only a clock with every or repeats may stop on its own kind",
            )
        ],
    ),
    "a pause never ends": (
        [("clocks.toml", 'resumes_on = [{ kind = "session_recorded", outcome = "came" }, "first_contact_made"]\n', "")],
        [("clocks.toml", "long-look", "resumes_on", "is missing; a clock with pauses_on needs both")],
    ),
    "one milestone pauses and resumes": (
        [
            (
                "clocks.toml",
                'resumes_on = [{ kind = "session_recorded", outcome = "came" }',
                'resumes_on = [{ kind = "session_recorded", outcome = "stayed_away" }',
            )
        ],
        [("clocks.toml", "long-look", "resumes_on", "session_recorded both pauses and resumes the clock")],
    ),
    "one milestone stops and voids": (
        [
            (
                "clocks.toml",
                'voided_by  = ["came_back", ',
                'voided_by  = [{ kind = "followed_up", point = "1_year", reached = true }, ',
            )
        ],
        [("clocks.toml", "postcard", "voided_by", "followed_up both stops and voids the clock")],
    ),
    "a window opens after it closed": (
        [("clocks.toml", "not_before = { months = 11 }", "not_before = { years = 2 }")],
        [
            (
                "clocks.toml",
                "postcard",
                "not_before",
                "is not before the end of within, so nothing could stop the clock in time",
            )
        ],
    ),
    "a window in other units opens after it closed": (
        [("clocks.toml", "within    = { hours = 3 }", "within    = { hours = 3 }\nnot_before = { days = 1 }")],
        [
            (
                "clocks.toml",
                "wave-back",
                "not_before",
                "is not before the end of within, so nothing could stop the clock in time",
            )
        ],
    ),
    "a condition is about two things": (
        [("clocks.toml", "only_if   = [{ age_to = 6 }]", 'only_if   = [{ age_to = 6, pathways = ["family"] }]')],
        [
            (
                "clocks.toml",
                "sorting",
                "only_if.1",
                "is about one thing: what happened, or an age, or pathways; write two conditions for two",
            )
        ],
    ),
    "ages run backwards": (
        [("clocks.toml", "only_if   = [{ age_to = 6 }]", "only_if   = [{ age_from = 7, age_to = 6 }]")],
        [("clocks.toml", "sorting", "only_if.1", "has age_from after age_to")],
    ),
    "a pathway does not exist": (
        [("clocks.toml", 'pathways = ["family"]', 'pathways = ["families"]')],
        [
            (
                "clocks.toml",
                "family-tea",
                "only_if.1.pathways.1",
                "must be treatment, family or aftercare",
            )
        ],
    ),
    "a shared wait is shared by nobody": (
        [("clocks.toml", 'same_wait_as = "on-the-quay"', 'same_wait_as = "on-the-key"')],
        [
            ("clocks.toml", "cast-off", "same_wait_as", "no other clock has on-the-key; did you mean on-the-quay?"),
            (
                "clocks.toml",
                "cast-off-from-knock",
                "same_wait_as",
                "no other clock has on-the-quay; did you mean on-the-key?",
            ),
        ],
    ),
    "a step comes after no step": (
        [("steps.toml", 'after   = ["sorting", "tea"]', 'after   = ["sorting", "teatime"]')],
        [("steps.toml", "voyage", "after.2", "teatime is not a step; did you mean tea?")],
    ),
    "steps go round in a ring": (
        [("steps.toml", 'done_by = "assessment_completed"', 'done_by = "assessment_completed"\nafter = ["sorting"]')],
        [("steps.toml", "look", "after", "goes round in a ring: look after sorting after chart after look")],
    ),
    "a step is done by nothing": (
        [("steps.toml", 'done_by = "triage_completed"', "done_by = []")],
        [("steps.toml", "sorting", "done_by", "is empty")],
    ),
    "an intervention is part of none": (
        [("interventions.toml", 'parent = "sailing"', 'parent = "sail"')],
        [("interventions.toml", "night_sailing", "parent", "sail is not an intervention; did you mean sailing?")],
    ),
    "an intervention is part of itself": (
        [("interventions.toml", 'parent = "sailing"', 'parent = "night_sailing"')],
        [
            (
                "interventions.toml",
                "night_sailing",
                "parent",
                "goes round in a ring: night_sailing in night_sailing",
            )
        ],
    ),
    "a role is missing that the product relies on": (
        [("roles.toml", 'id          = "operator"', 'id          = "winder"')],
        [("roles.toml", "", "role", "operator is missing; the product relies on it")],
    ),
    "a permission does not exist": (
        [("roles.toml", '["run_commands", ', '["run_command", ')],
        [
            (
                "roles.toml",
                "operator",
                "permissions",
                "run_command is not a permission; did you mean run_commands?",
            )
        ],
    ),
    "no plan is the usual one": (
        [("codes.toml", "default = true\n", "")],
        [
            (
                "codes.toml",
                "",
                "plan_kind",
                "no entry has default = true; say which plan is meant when none is named",
            )
        ],
    ),
    "two plans are the usual one": (
        [("codes.toml", 'title = "Sketch"', 'title = "Sketch"\ndefault = true')],
        [("codes.toml", "great", "default", "sketch has default = true already")],
    ),
    "a death is planned": (
        [("codes.toml", "planned = false\ndied = true", "planned = true\ndied = true")],
        [("codes.toml", "lost_at_sea", "died", "a death is never a planned exit")],
    ),
    "a list has no entry": (
        [
            (
                "codes.toml",
                '[[urgency]]\nid = "calm"\ntitle = "Calm"\nsource = "invented, page 9"\n\n'
                '[[urgency]]\nid = "storm"\ntitle = "Storm"\nsource = "invented, page 9"\n',
                "",
            )
        ],
        [("codes.toml", "", "urgency", "has no entry")],
    ),
    "a list is not written as entries": (
        [("codes.toml", "[[followup_point]]", "[followup_point]")],
        [
            ("clocks.toml", "postcard", "stops_on.1.point", "1_year is not one of the followup points"),
            ("codes.toml", "", "followup_point", "must be written as entries, each under [[followup_point]]"),
        ],
    ),
    "a list is not known": (
        [("codes.toml", "[[risk]]", "[[risks]]")],
        [
            ("codes.toml", "", "risk", "has no entry"),
            ("codes.toml", "", "risks", "is not known in this file; did you mean risk?"),
        ],
    ),
    "the nation is neither": (
        [("specification.toml", '"wales"', '"harbour"')],
        [("specification.toml", "", "nation", "must be england or wales")],
    ),
    "the name is not that of its folder": (
        [("specification.toml", '"tiny"', '"small"')],
        [("specification.toml", "", "name", "is small, but the folder is named tiny")],
    ),
    "the entrance is the wrong way round": (
        [("specification.toml", "age_max    = 9", "age_max    = 4")],
        [("specification.toml", "", "entrance", "has age_min after age_max")],
    ),
    "the entrance has an age in words": (
        [("specification.toml", "age_max    = 9", 'age_max    = "nine"')],
        [("specification.toml", "", "entrance.age_max", "must be a whole number")],
    ),
    "a gate is half open": (
        [("specification.toml", '"hard"', '"ajar"')],
        [("specification.toml", "", "gates.plan_before_intervention", "must be off, soft or hard")],
    ),
    "a closure is no day": (
        [("specification.toml", "on = 2020-06-24", 'on = "midsummer"')],
        [("specification.toml", "", "closures.1.on", "must be a day, such as 2014-12-24")],
    ),
    "age bands overlap": (
        [("specification.toml", "from = 7, to = 9", "from = 6, to = 9")],
        [("specification.toml", "", "age_bands.1.bands", "<7 and 7-9 overlap")],
    ),
    "an age band has no end": (
        [("specification.toml", '{ label = "<7", to = 6 }', '{ label = "<7" }')],
        [("specification.toml", "", "age_bands.1.bands.1", "needs from, to or both")],
    ),
    "a word for the pages is missing and another is unknown": (
        [("specification.toml", '"stage.exit"', '"stage.exits"')],
        [
            ("specification.toml", "vocabulary", "stage.exit", "is missing"),
            (
                "specification.toml",
                "vocabulary",
                "stage.exits",
                "is not a word that pages use; did you mean stage.exit?",
            ),
        ],
    ),
    "a question of the assessment is faulty": (
        [
            (
                "assessment.toml",
                'id     = "dreams"\ntitle  = "Bad dreams"\nkind   = "five_answers"',
                'id     = "dreams"\ntitle  = "Bad dreams"\nkind   = "four_answers"',
            ),
            ("assessment.toml", 'codes   = "agencies"', 'codes   = "agency"'),
            ("assessment.toml", "{ age_from = 6 }", '{ age_from = 6, sex = ["male"] }'),
        ],
        [
            (
                "assessment.toml",
                "crew",
                "only_if.1",
                "is about one thing: a question, or an age, or sex; write two conditions for two",
            ),
            ("assessment.toml", "dreams", "kind", "must be five_answers, choice, several, number, day, words or table"),
        ],
    ),
    "a question of the assessment leans on what is not there": (
        [
            (
                "assessment.toml",
                '{ question = "dreams", answers = ["yes"] }',
                '{ question = "dreams", answers = ["often"] }',
            ),
            ("assessment.toml", 'until = "lamp"', 'until = "lamps"'),
            ("assessment.toml", 'known_from = "risk.rocks"', 'known_from = "risk.rock"'),
            ("assessment.toml", 'tools  = ["swemwbs"]', 'tools  = ["swemwb"]'),
            ("assessment.toml", '["night_sailing"]', '["nightsailing"]'),
            ("assessment.toml", 'codes   = "agencies"', 'codes   = "agency"'),
            ("assessment.toml", 'domain = "harbour"\nid     = "song"', 'domain = "harbours"\nid     = "song"'),
        ],
        [
            ("assessment.toml", "lamp", "only_if.1.question", "often is not an answer to dreams"),
            ("assessment.toml", "dreams", "opens.1.until", "lamps is not a question; did you mean lamp?"),
            (
                "assessment.toml",
                "rocks_seen",
                "known_from",
                "risk.rock is not a risk asked about at triage, such as risk.self_harm",
            ),
            ("assessment.toml", "night", "tools", "swemwb is not one of the instruments; did you mean swemwbs?"),
            (
                "assessment.toml",
                "assessment",
                "medical_assessment_before",
                "nightsailing is not one of the interventions; did you mean night_sailing?",
            ),
            ("assessment.toml", "crew", "codes", "agency is not a list of codes.toml; did you mean agencies?"),
            ("assessment.toml", "song", "domain", "harbours is not one of the domains; did you mean harbour?"),
        ],
    ),
    "a domain shows what nobody said before": (
        [("assessment.toml", '"question.leak"', '"question.leek", "triage.songs"')],
        [
            (
                "assessment.toml",
                "harbour",
                "shows",
                "question.leek is nothing that was said before; did you mean question.leak?",
            ),
            (
                "assessment.toml",
                "harbour",
                "shows",
                "triage.songs is nothing that was said before; did you mean triage.words?",
            ),
        ],
    ),
    "two questions tell the same, and a page has a taken name": (
        [
            ("assessment.toml", 'means  = "mental_condition"', 'means  = "substances"'),
            ("assessment.toml", 'id     = "harbour"\ntitle', 'id     = "summary"\ntitle'),
        ],
        [
            ("assessment.toml", "dreams", "columns", "a table of substances has the columns substance, rank"),
            ("assessment.toml", "fears", "means", "substances is told by dreams already"),
            ("assessment.toml", "summary", "", "cannot be called summary: that is another page of the assessment"),
            *(
                ("assessment.toml", question, "domain", "harbour is not one of the domains")
                for question in ("boat", "crew", "launched", "fears", "song", "ducklings")
            ),
        ],
    ),
    "a file is not TOML": (
        [("roles.toml", '[[role]]\nid       = "triage"', '[[role]\nid       = "triage"')],
        [
            ("roles.toml", "", "", "not readable as TOML: Expected ']]' at the end of an array declaration"),
        ],
    ),
    "two mistakes in one entry and one in another file": (
        [
            ("clocks.toml", "{ hours = 3 }", "{ hours = 0 }"),
            ("clocks.toml", WAVE, WAVE + "evry = true\n"),
            ("roles.toml", '"Makes tea."', '""'),
        ],
        [
            ("clocks.toml", "wave-back", "evry", "is not known here; did you mean every?"),
            ("clocks.toml", "wave-back", "within.hours", "must be a whole number above 0"),
            ("roles.toml", "cook", "sentence", "is empty"),
        ],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_each_mistake_is_named_and_nothing_else(tiny, changes, expected):
    for file, old, new in changes:
        change(tiny, file, old, new)
    assert sorted(found(tiny)) == sorted(expected)


@pytest.mark.parametrize(("changes", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_the_line_is_that_of_the_field_or_of_its_entry(tiny, changes, expected):
    for file, old, new in changes:
        change(tiny, file, old, new)
    for fault in loader.check(tiny):
        if fault.line is None:
            assert fault.entry == "", fault
            continue
        line = Path(fault.file).read_text(encoding="utf-8").splitlines()[fault.line - 1]
        keys = [key for key in (*fault.field.split("."), fault.field) if key and not key.isdigit()]
        assert line.startswith("[") or any(line.lstrip('"').startswith(key) for key in keys), (fault, line)


def test_nothing_may_run_on_a_faulty_specification(tiny):
    change(tiny, "clocks.toml", "{ hours = 3 }", "{ hours = 0 }")
    with pytest.raises(SpecificationFaults) as raised:
        loader.load(tiny)
    assert [fault.line for fault in raised.value.faults] == [8]
    assert str(raised.value) == (f"{tiny}/{DAY}/clocks.toml:8: wave-back, within.hours: must be a whole number above 0")


def test_a_missing_file_is_named_and_does_not_blame_all_that_leans_on_it(tiny):
    (tiny / DAY / "steps.toml").unlink()
    assert found(tiny) == [("steps.toml", "", "", "this file is missing")]


@pytest.mark.parametrize("file", [file for file in loader.FILES if file not in loader.OPTIONAL_FILES])
def test_an_empty_file_is_no_specification(tiny, file):
    (tiny / DAY / file).write_text("", encoding="utf-8")
    assert file in {Path(fault.file).name for fault in loader.check(tiny)}


@pytest.mark.parametrize("file", ["specification.toml", "codes.toml", "interventions.toml", "roles.toml"])
@pytest.mark.parametrize("value", ["1", '"x"', "[1]", "[]", "true", "{ id = 1 }"])
def test_no_nonsense_can_make_reading_fail(tiny, file, value):
    for table in loader.FILES[file]:
        (tiny / DAY / file).write_text(f"{table} = {value}\n", encoding="utf-8")
        assert loader.check(tiny)


def test_a_stray_file_is_named(tiny):
    (tiny / DAY / "clock.toml").write_text("", encoding="utf-8")
    assert found(tiny) == [("clock.toml", "", "", "is not a file of a specification; did you mean clocks.toml?")]


def test_a_file_that_is_not_text_is_named(tiny):
    (tiny / DAY / "steps.toml").write_bytes(b"\xff\xfe")
    assert found(tiny) == [("steps.toml", "", "", "this file is not UTF-8 text")]


def test_a_folder_without_versions_is_named(tmp_path):
    (tmp_path / "empty").mkdir()
    assert [fault.message for fault in loader.check(tmp_path / "empty")] == [
        "holds no version: a folder named by a day, such as 2014-04-01"
    ]


def test_a_version_must_be_named_by_its_day(tiny):
    shutil.copytree(tiny / DAY, tiny / "spring")
    assert found(tiny) == [
        ("spring", "", "", "is not named by the day it comes into force, such as 2014-04-01"),
    ]


def test_every_version_is_checked(tiny):
    shutil.copytree(tiny / DAY, tiny / "2021-01-01")
    change(tiny, "clocks.toml", "{ hours = 3 }", "{ hours = 0 }")
    faults = loader.check(tiny)
    assert [Path(fault.file).parent.name for fault in faults] == [DAY]


def test_one_version_can_be_checked_alone(tiny):
    change(tiny, "clocks.toml", "{ hours = 3 }", "{ hours = 0 }")
    assert len(loader.check(tiny / DAY)) == 1


def test_a_name_that_nobody_knows_says_which_there_are():
    with pytest.raises(SpecificationFaults, match="there is no such specification; the product has southampton-esap"):
        loader.load("nowhere")


INDICATORS = {
    "an indicator without what every indicator needs": (
        '[[indicator]]\nid = "K1"\ntitle = " "\n',
        [("K1", "source", "is missing"), ("K1", "title", "is empty")],
    ),
    "an indicator of a clock that does not exist": (
        '[[indicator]]\nid = "K1"\ntitle = "One"\nsource = "page 1"\nclock = "wave-bck"\n',
        [("K1", "clock", "wave-bck is not a clock of this specification; did you mean wave-back?")],
    ),
    "two indicators of one id": (
        '[[indicator]]\nid = "K1"\ntitle = "One"\nsource = "page 1"\n' * 2,
        [("K1", "id", "is used twice")],
    ),
}


@pytest.fixture
def alone(monkeypatch):
    """As if no higher room had its own check of a file."""
    monkeypatch.setattr(loader, "_own_checks", {})


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("text", "expected"), INDICATORS.values(), ids=INDICATORS.keys())
def test_what_every_indicator_needs_is_checked_here(tiny, text, expected):
    (tiny / DAY / "indicators.toml").write_text(text, encoding="utf-8")
    assert [(fault.entry, fault.field, fault.message) for fault in loader.check(tiny)] == expected


def test_indicators_are_handed_on_as_written(tiny):
    said = '[[indicator]]\nid = "K1"\ntitle = "One"\nsource = "page 1"\nclock = "wave-back"\nwhy = ["a", 1]\n'
    (tiny / DAY / "indicators.toml").write_text(said, encoding="utf-8")
    (one,) = loader.load(tiny).latest.indicators_source
    assert one == {"id": "K1", "title": "One", "source": "page 1", "clock": "wave-back", "why": ["a", 1]}


def its_own_check(path, draft):
    clocks = ", ".join(clock.id for clock in draft.clocks[:2])
    about = f"{draft.name} {draft.version}: {clocks}; {draft.age_bands}"
    return [loader.Fault(str(path), "K1", "numerator", about)]


def test_the_room_that_reads_a_file_checks_it_even_while_other_files_have_faults(tiny, monkeypatch):
    monkeypatch.setattr(loader, "_own_checks", {"indicators.toml": f"{__name__}.its_own_check"})
    (tiny / DAY / "indicators.toml").write_text('[[indicator]]\nid = "K1"\n', encoding="utf-8")
    change(tiny, "clocks.toml", "{ hours = 3 }", "{ hours = 0 }")
    bands = {"age_under7_7to9": (("<7", None, 6), ("7-9", 7, 9))}
    assert found(tiny) == [
        ("clocks.toml", "wave-back", "within.hours", "must be a whole number above 0"),
        ("indicators.toml", "K1", "numerator", f"tiny {DAY}: wave-back, long-look; {bands}"),
    ]


def test_loading_does_not_wait_for_the_rooms_above(tiny, monkeypatch):
    monkeypatch.setattr(loader, "_own_checks", {"indicators.toml": "nowhere.at_all"})
    said = '[[indicator]]\nid = "K1"\ntitle = "One"\nsource = "page 1"\n'
    (tiny / DAY / "indicators.toml").write_text(said, encoding="utf-8")
    assert loader.load(tiny).latest.indicators_source[0]["id"] == "K1"
