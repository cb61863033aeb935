"""Official wording: shown whole and unaltered where there is a file for it, else our short labels."""

import pytest

from throughcare.pathway.instruments.catalogue import DEFINITIONS, instrument, instruments
from throughcare.pathway.instruments.forms import InstrumentForm
from throughcare.pathway.instruments.terms import Reproduce
from throughcare.pathway.instruments.tests.factories import entered_total
from throughcare.pathway.instruments.wording import WordingFaults, wording_for

CRAFFT = instrument("crafft21")
QUESTIONS = {item.id: f"  Made-up question {item.id}?  " for item in CRAFFT.items}


def written(folder, questions, licence="Made-up licence 1", more=""):
    lines = [f'licence = "{licence}"', "[items]", *(f'{name} = "{text}"' for name, text in questions.items()), more]
    (folder / "crafft21.toml").write_text("\n".join(lines))
    return folder


def test_wording_is_shown_unaltered(tmp_path, settings):
    settings.THROUGHCARE_WORDINGS = written(tmp_path, QUESTIONS, more='[options.b1]\nyes = "Yes!"\nno = "No!"')
    form = InstrumentForm(CRAFFT, wording=wording_for(CRAFFT))
    assert form.fields["b1"].label == "  Made-up question b1?  "
    assert form.fields["b1"].choices == [("yes", "Yes!"), ("no", "No!")]
    assert form.fields["b2"].choices == [("yes", "Yes"), ("no", "No")]
    assert form.notice == "Made-up licence 1"


@pytest.mark.parametrize("folder", [None, "", "/nowhere"])
def test_without_a_file_our_labels_are_shown(settings, folder):
    settings.THROUGHCARE_WORDINGS = folder
    wording = wording_for(CRAFFT)
    assert not wording.is_official
    assert InstrumentForm(CRAFFT, wording=wording).fields["b3"].label == "Alone: uses alone"


@pytest.mark.parametrize(
    ("questions", "licence", "more", "told"),
    [
        pytest.param({"a1": "One?"}, "L", "", "items b6: is not there", id="half a tool is not shown"),
        pytest.param(QUESTIONS | {"c1": "?"}, "L", "", "items c1: there is no such question", id="an unknown question"),
        pytest.param(QUESTIONS, " ", "", "say under which licence", id="no licence"),
        pytest.param(QUESTIONS, "L", '[options.b1]\nyes = "Y"', "each of its answers: no, yes", id="half the answers"),
        pytest.param(QUESTIONS, "L", "[", "Invalid initial character", id="not toml"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path, questions, licence, more, told):
    with pytest.raises(WordingFaults, match=told):
        wording_for(CRAFFT, written(tmp_path, questions, licence, more))


def test_a_tool_of_which_only_the_total_may_be_kept_has_no_wording(tmp_path):
    some = entered_total()
    some = some.model_copy(update={"licence": some.licence.model_copy(update={"reproduce": "total_only"})})
    (tmp_path / "made_up.toml").write_text('licence = "L"\n[items]\ntotal = "Total"')
    with pytest.raises(WordingFaults, match="only the total"):
        wording_for(some, tmp_path)


def test_no_wording_is_shipped():
    assert not any("[items]" in path.read_text() for path in DEFINITIONS.parent.rglob("*.toml"))


@pytest.mark.parametrize("name", sorted(instruments()))
def test_official_wording_of_any_tool_is_shown_whole_or_not_at_all(tmp_path, name):
    tool = instrument(name)
    questions = {item.id: f" Made-up  question {item.id}? " for item in tool.items}
    lines = ['licence = "Made-up licence"', "[items]", *(f'{one} = "{text}"' for one, text in questions.items())]
    (tmp_path / f"{name}.toml").write_text("\n".join(lines))
    if tool.licence.reproduce == Reproduce.TOTAL_ONLY:
        with pytest.raises(WordingFaults, match="only the total"):
            wording_for(tool, tmp_path)
        return
    form = InstrumentForm(tool, wording=wording_for(tool, tmp_path))
    assert {item.id: form.fields[item.id].label for item in tool.items} == questions
    assert form.notice == "Made-up licence"
