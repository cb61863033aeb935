"""What the answers of a triage point to, by the rules of Southampton and of an invented service."""

import pytest

from throughcare.pathway.triage.rules import Findings, advise, changed_answers
from throughcare.specification.loader import load

SOUTHAMPTON = load("southampton-esap").latest
TINY = load("tests/specifications/tiny").latest


def ids(findings: Findings, specification=SOUTHAMPTON) -> list[str]:
    return [one.pathway.id for one in advise(findings, specification).recommended]


@pytest.mark.parametrize(
    ("findings", "pathways"),
    [
        pytest.param(Findings(17, severity="slight"), ["brief-intervention"], id="a low need is met by brief advice"),
        pytest.param(Findings(17, severity="none"), ["brief-intervention"], id="no effect at all is a low need too"),
        pytest.param(
            Findings(17, severity="moderate"), ["comprehensive-assessment"], id="a moderate effect asks for assessment"
        ),
        pytest.param(Findings(24, severity="significant"), ["comprehensive-assessment"], id="24 is still this service"),
        pytest.param(Findings(25, severity="significant"), ["other-service"], id="25 is helped to the adults' service"),
        pytest.param(
            Findings(17, severity="slight", urgency="urgent"),
            ["brief-intervention", "crisis"],
            id="a crisis stands beside what fits",
        ),
        pytest.param(Findings(17, urgency="urgent"), ["crisis"], id="a crisis waits for no other answer"),
        pytest.param(Findings(17), [], id="nothing asked points to nothing"),
    ],
)
def test_southampton_points_to_the_least_that_fits(findings, pathways):
    assert ids(findings) == pathways


def test_the_reason_is_the_rules_own_words_with_its_clause():
    (one,) = advise(Findings(17, severity="moderate"), SOUTHAMPTON).recommended
    assert one.because[0].why == "What they use has a moderate or significant effect on another part of their life"
    assert "8.5.1" in one.because[0].source


@pytest.mark.parametrize(
    ("said", "pathways", "missing"),
    [
        ({"severity": "ripple"}, ["shore"], {"question"}),
        (
            {"severity": "breaker", "substances": ("thunder",), "motivation": "rowing", "questions": {"leak": "no"}},
            ["harbour"],
            set(),
        ),
        (
            {"severity": "breaker", "substances": ("darkness",), "motivation": "rowing", "questions": {"leak": "no"}},
            [],
            set(),
        ),
        ({"severity": "breaker", "motivation": "rowing", "questions": {"leak": "no"}}, [], {"substance"}),
        ({"severity": "breaker", "substances": ("thunder",), "motivation": "drifting"}, [], {"question"}),
        (
            {"severity": "breaker", "substances": ("thunder",), "questions": {"leak": "declined"}},
            [],
            {"motivation", "question"},
        ),
        (
            {"severity": "breaker", "substances": ("thunder",), "motivation": "rowing", "questions": {"leak": "yes"}},
            ["flare"],
            set(),
        ),
    ],
)  # fmt: skip
def test_all_of_a_rule_must_hold_and_an_answer_not_given_is_missing_and_no_no(said, pathways, missing):
    findings = Findings(30, **said)
    assert ids(findings, TINY) == pathways
    assert {need.about for need in advise(findings, TINY).missing} == missing


def test_a_recommendation_is_followed_by_any_outcome_that_takes_its_pathway():
    advice = advise(Findings(17, severity="moderate", urgency="urgent"), SOUTHAMPTON)
    assert advice.not_followed(["comprehensive_assessment", "crisis_intervention"]) == ()
    assert [one.pathway.id for one in advice.not_followed(["comprehensive_assessment"])] == ["crisis"]


def test_what_a_worker_changed_of_own_answers_is_named():
    own = {"substances": ["cannabis"], "severity": "slight", "wants": "", "risks": {"self_harm": "no", "housing": "no"}}
    found = {"substances": ["cannabis"], "severity": "moderate", "risks": {"self_harm": "yes", "housing": "no"}}
    assert changed_answers(own, found) == ["severity", "self_harm"]
