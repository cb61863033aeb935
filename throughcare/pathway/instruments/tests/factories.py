"""Made-up tools for tests: small enough to score by hand."""

from throughcare.pathway.instruments.structure import Instrument

FREQUENCY = [{"score": score, "label": f"Option {score}"} for score in range(4)]
YES_NO_DONT_KNOW = [
    {"value": "yes", "score": 1, "label": "Yes"},
    {"value": "no", "score": 0, "label": "No"},
    {"value": "dont_know", "score": 0, "label": "Don't know"},
]
REVERSED = [{"value": "yes", "score": 0, "label": "Yes"}, {"value": "no", "score": 1, "label": "No"}]


def question(name, options=FREQUENCY, **more):
    return {"id": name, "label": f"Question {name}", "options": options, **more}


def tool_data(**more):
    """Four questions of 0 to 3, added up; every answer needed."""
    return {
        "id": "made_up",
        "name": "Made-up tool",
        "short_name": "MUT",
        "version": "1",
        "kind": "screening",
        "purpose": "Tests",
        "audience": ["adult"],
        "mode": ["self"],
        "recall": "Now",
        "higher_means": "worse",
        "certainty": "high",
        "citation": "None",
        "provenance": ["made up"],
        "range": {"min": 0, "max": 12},
        "licence": {"text": "None", "reproduce": "full"},
        "scoring": {"method": "sum", "items": ["q1", "q2", "q3", "q4"]},
        "missing": {"policy": "complete_only", "text": "All"},
        "readminister": {},
        "change": {},
        "item": [question(f"q{number}") for number in range(1, 5)],
        "band": [
            {"min": 0, "max": 4, "id": "low", "label": "Low", "meaning": "Little"},
            {"min": 5, "max": 8, "id": "middle", "label": "Middle", "meaning": "Some"},
            {"min": 9, "max": 12, "id": "high", "label": "High", "meaning": "Much"},
        ],
        **more,
    }


def tool(**more) -> Instrument:
    return Instrument.model_validate(tool_data(**more))


def checklist(**more) -> Instrument:
    """Four questions of yes, no and don't know, of which the yes are counted."""
    given = {
        "range": {"min": 0, "max": 4},
        "scoring": {"method": "count_yes", "items": ["q1", "q2", "q3", "q4"]},
        "missing": {"policy": "count_lower_bound", "text": "What is known"},
        "item": [question(f"q{number}", YES_NO_DONT_KNOW) for number in range(1, 5)],
        "band": [
            {"min": 0, "max": 2, "id": "standard", "label": "Standard", "meaning": "Few"},
            {"min": 3, "max": 4, "id": "high", "label": "High", "meaning": "Many"},
        ],
    }
    return tool(**given | more)


def entered_total() -> Instrument:
    return tool(
        scoring={"method": "entered_total", "items": ["total"]},
        missing={"policy": "total_required", "text": "From the form"},
        item=[{"id": "total", "label": "Total", "numeric": {"min": 0, "max": 12}}],
    )
