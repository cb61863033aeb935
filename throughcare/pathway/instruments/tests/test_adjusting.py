"""What a service may set otherwise in a tool, and that nothing else moves."""

import pytest

from throughcare.pathway.instruments.adjusting import adjusted
from throughcare.pathway.instruments.catalogue import DefinitionFaults, as_set_in, instrument
from throughcare.pathway.instruments.change import compare, reliable_change
from throughcare.pathway.instruments.scoring import score

CIWA, DASH, TOP = (instrument(name) for name in ("ciwa_ar", "dash_ric", "top"))


def rated(total):
    """CIWA-Ar answers that add up to it."""
    return {f"q{number}": min(7, max(0, total - 7 * (number - 1))) for number in range(1, 10)} | {"q10": 0}


@pytest.mark.parametrize(("total", "band"), [(9, "minimal_mild"), (10, "moderate"), (18, "moderate"), (19, "severe")])
def test_bands_of_a_local_protocol(total, band):
    local = adjusted(CIWA, {"source": "Local protocol, 2026", "bands": {"moderate": 10, "severe": 19}})
    result = score(local, rated(total))
    assert (result.total, result.band) == (total, band)
    assert result.version == "1989 revised 10-item, local"
    assert local.band_note.endswith("Set locally: Local protocol, 2026")


def test_what_is_not_set_stays():
    local = adjusted(CIWA, {"source": "Local protocol, 2026", "bands": {"severe": 19}})
    assert [(band.min, band.max) for band in local.bands] == [(0, 7), (8, 18), (19, 67)]
    unmoved = {"bands", "version", "band_note"}
    assert local.model_dump(exclude=unmoved) == CIWA.model_dump(exclude=unmoved)


@pytest.mark.parametrize(("number", "met"), [(1, False), (2, True), (3, True)])
def test_how_many_incidents_make_an_escalation(number, met):
    local = adjusted(DASH, {"source": "MARAC protocol, 2026", "limits": {"escalation_incidents": 2}})
    result = score(local, {"incidents_last_12_months": number})
    assert ("potential_escalation" in result.also["marac_criteria"]) is met
    assert ("marac_referral" in result.flags) is met


def test_a_published_threshold_may_be_entered_with_its_source():
    assert reliable_change(TOP, "alcohol_days") is None
    local = adjusted(TOP, {"source": "Made-up paper, 2010", "reliable_change": {"alcohol_days": 9}})
    assert compare(local, 20, 11, item="alcohol_days").kind == "reliably_improved"
    assert compare(local, 20, 11, item="opiate_days").kind == "reduced"
    assert local.change["source"] == "Made-up paper, 2010"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("[bands]\nsevere = 19", "source: Field required", id="no source"),
        pytest.param('source = "S"\n[bands]\nworst = 19', "bands: CIWA-Ar has no worst", id="an unknown band"),
        pytest.param('source = "S"\n[limits]\nq1 = 1', "limits: CIWA-Ar has no q1", id="an unknown limit"),
        pytest.param('source = "S"\n[bands]\nsevere = 68', "must start at", id="bands that leave the range"),
        pytest.param('source = "S"\n[bands]\nsevere = 5', "must start at", id="bands out of order"),
        pytest.param('source = "S"\n[bands]\nsevere = "many"', "valid integer", id="no number"),
        pytest.param('source = "S"\nitem_count = 3', "Extra inputs", id="what may not be set"),
        pytest.param('source = "S"\n[reliable_change]\nq1 = 3', "give one number", id="by item, though it has a total"),
        pytest.param('source = "S', "Unterminated string", id="not toml"),
    ],
)
def test_a_fault_is_told_by_its_file(tmp_path, text, told):
    (tmp_path / "ciwa_ar.toml").write_text(text)
    with pytest.raises(DefinitionFaults, match=told) as refused:
        as_set_in(tmp_path, tmp_path / "nowhere")
    assert str(tmp_path / "ciwa_ar.toml") in str(refused.value)


def test_a_file_of_no_tool_is_told(tmp_path):
    (tmp_path / "ciwa.toml").write_text('source = "S"')
    with pytest.raises(DefinitionFaults, match="there is no tool ciwa"):
        as_set_in(tmp_path, tmp_path / "nowhere")


def test_the_folder_of_a_deployment_is_read(tmp_path, settings):
    (tmp_path / "ciwa_ar.toml").write_text('source = "Local protocol"\n[bands]\nsevere = 19\n')
    settings.THROUGHCARE_ADJUSTMENTS = tmp_path
    assert score(instrument("ciwa_ar"), rated(18)).band == "moderate"
    settings.THROUGHCARE_ADJUSTMENTS = tmp_path / "nowhere"
    assert score(instrument("ciwa_ar"), rated(18)).band == "severe"
