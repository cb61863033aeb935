"""What is printed says what the files say."""

from pathlib import Path

from throughcare.specification import loader, printed

TINY = loader.load(Path(__file__).parents[3] / "tests" / "specifications" / "tiny").latest


def test_every_shipped_specification_has_its_pages():
    names = printed.pages()
    for name in loader.shipped():
        for subject in ("promises", "steps", "roles", "words", "interventions"):
            assert f"{name}-{subject}.md" in names


def test_every_promise_stands_on_its_page_with_its_clause():
    page = "\n".join(printed._promises(TINY))
    for clock in TINY.clocks:
        assert f"## {clock.title}" in page
        assert f"- Id: `{clock.id}`" in page
    assert "- Within: 3 hours" in page
    assert "- May come before the start: at most 5 days" in page
    assert "- May come before the start: any time" in page
    assert "- Counts from: 11 months after the start" in page
    assert "- Only if: aged 6 or under" in page
    assert "- Only if: the pathway is family" in page
    assert "- Paused by: session recorded (outcome: stayed away)" in page
    assert "- Met by: intervention started (counts as treatment)" in page
    assert "- Starts: left treatment (planned)" in page
    assert "- Met by: care plan signed off (plan: great)" in page
    assert "- Owner: Harbour guide" in page


def test_steps_roles_words_and_interventions_are_printed_in_the_specifications_own_words():
    pages = printed._of(TINY)
    assert (
        "| Voyage | intervention started (counts as treatment) | Sorting of shells or Tea with the cook |"
        in (pages["steps"])
    )
    assert "## Harbour guide" in pages["roles"]
    assert "| `lost_at_sea` | Lost at sea | died, not planned | invented, page 9 |" in pages["words"]
    assert "| `kite` | Kites | air | left open | left open, so no | invented, page 8 |" in pages["interventions"]


def test_the_language_names_what_a_condition_may_ask():
    page = printed.pages()["specification-language.md"]
    assert "| `plan_signed_off` | Care plan signed off | `plan` (plan kinds), `considered` (considered) |" in page
    assert "| `came_back` | Came back to the service | none |" in page
    assert "| `leads_to` | `outcomes` | `leads_to` |" in page
