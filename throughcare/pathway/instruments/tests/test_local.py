"""Tools of a service's own: a file in a folder is all it takes, checked by the same rules and never over another."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.pages import browser
from tests.ways import in_treatment
from throughcare.pathway.instruments import catalogue
from throughcare.pathway.instruments.apps import instruments_have_no_mistakes
from throughcare.pathway.instruments.catalogue import DefinitionFaults
from throughcare.pathway.instruments.management.commands.instruments import Command
from throughcare.specification import queries as specifications

COUNTY = Path(__file__).with_name("county-screen.json")
OURS = """
id = "ours"
name = "A made-up tool of this service"
short_name = "Ours"
version = "1"
kind = "local"
purpose = "Made up for tests"
audience = ["young_person"]
mode = ["self"]
recall = "Past month"
higher_means = "worse"
certainty = "low"
citation = "Made up"
provenance = ["source: made up"]
range = { min = 0, max = 4 }
licence = { text = "Made up", reproduce = "full" }
scoring = { method = "sum", items = ["q1"] }
missing = { policy = "complete_only", text = "All" }
readminister = {}
change = {}

[[item]]
id = "q1"
label = "A made-up question"
scale = "freq_audit"
"""


@pytest.fixture
def folder(tmp_path, settings):
    settings.THROUGHCARE_INSTRUMENTS = tmp_path / "instruments"
    settings.THROUGHCARE_INSTRUMENTS.mkdir()
    yield settings.THROUGHCARE_INSTRUMENTS
    catalogue.as_set_in.cache_clear()
    specifications.use(None)


@pytest.fixture
def run(capsys):
    def run(*arguments):
        status = 0
        try:
            Command().run_from_argv(["throughcare", "instruments", *map(str, arguments)])
        except SystemExit as end:
            status = end.code
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


class TestTheFolder:
    def test_a_file_in_it_is_a_tool_beside_the_others_and_may_use_their_scales(self, folder):
        (folder / "ours.toml").write_text(OURS)
        known = catalogue.instruments()
        assert {"ours", "audit", "top"} <= set(known)
        assert known["ours"].item("q1").answers == (0, 1, 2, 3, 4)
        assert not instruments_have_no_mistakes()

    def test_without_a_folder_there_are_those_of_the_product(self, settings, tmp_path):
        settings.THROUGHCARE_INSTRUMENTS = tmp_path / "nowhere"
        assert set(catalogue.instruments()) == set(catalogue.load(catalogue.DEFINITIONS))

    @pytest.mark.parametrize(
        ("file", "text", "told"),
        [
            pytest.param("audit.toml", OURS, "audit.toml:1: audit: comes with the product", id="a tool of the product"),
            pytest.param("scales.toml", "yes_no = []", "scales.toml:1: yes_no: comes with", id="a shared scale"),
            pytest.param("ours.toml", OURS.replace("max = 4", "max = 5"), "add up to 0 to 4", id="a wrong range"),
            pytest.param("ours.toml", OURS.replace("freq_audit", "often"), "item q1 scale: there is no", id="no scale"),
            pytest.param("other.toml", OURS, "other.toml:2: id: must be other", id="another name"),
            pytest.param("ours.toml", "id = ", "ours.toml:1", id="not toml"),
        ],
    )
    def test_a_mistake_is_told_with_its_file_and_keeps_the_system_from_starting(self, folder, file, text, told):
        (folder / file).write_text(text)
        with pytest.raises(DefinitionFaults) as refused:
            catalogue.instruments()
        assert told in str(refused.value)
        assert [error.id for error in instruments_have_no_mistakes()] == ["instruments.E001"]

    def test_a_file_that_is_no_text_is_told(self, folder):
        (folder / "ours.toml").write_bytes(b"\xff\xfe")
        with pytest.raises(DefinitionFaults, match=r"ours\.toml: cannot be read"):
            catalogue.instruments()

    def test_one_that_is_offered_and_not_there_keeps_the_system_from_starting(self, folder, settings):
        settings.ALSO_OFFERED_INSTRUMENTS = ("ours",)
        assert "there is no instrument ours" in str(instruments_have_no_mistakes())


class TestAnAdministratorExtendsTheCatalogue:
    def test_the_list_holds_the_facts_of_each_and_says_which_are_the_services_own(self, run, folder):
        (folder / "ours.toml").write_text(OURS)
        status, out, _err = run("list", "--format", "json")
        listed = {one["id"]: one for one in json.loads(out)}
        assert status == 0
        assert [name for name, one in listed.items() if one["local"]] == ["ours"]
        audit = listed["audit"]
        assert (audit["min_age"], audit["recall"], audit["scoring"], audit["version"][:3]) == (
            10, "Past 12 months", "sum", "WHO",
        )  # fmt: skip
        assert audit["purpose"].startswith("Screen for risky drinking")
        assert audit["mode"] == ["self", "clinician_interview"]
        assert [band["min"] for band in audit["bands"]] == [0, 8, 16, 20]
        assert "ours                 A made-up tool of this service, 1" in run("list")[1]

    def test_it_is_offered_completed_and_scored_like_any_other(self, run, folder, settings, world):
        (folder / "ours.toml").write_text(OURS)
        settings.ALSO_OFFERED_INSTRUMENTS = ("ours",)
        specifications.use(None)
        thread_id = in_treatment(world, date(2014, 12, 1))
        client = browser(world, "keyworker")
        assert f"/episodes/{thread_id}/tools/ours" in client.get(f"/episodes/{thread_id}/tools").content.decode()
        said = {"stage": "start", "on_day": 31, "on_month": 12, "on_year": 2014, "answer_q1": "3"}
        page = client.post(f"/episodes/{thread_id}/tools/ours", said, follow=True).content.decode()
        assert "Ours completed. Score 3" in page


class TestTheCommand:
    def test_check_says_how_many_hold_and_names_what_does_not(self, run, folder):
        assert "0 questionnaires, no mistakes" in run("check")[1]
        (folder / "ours.toml").write_text(OURS)
        assert "1 questionnaire, no mistakes" in run("check", folder)[1]
        (folder / "ours.toml").write_text(OURS.replace("max = 4", "max = 5"))
        status, out, err = run("check")
        assert (status, out) == (1, "")
        assert "add up to 0 to 4" in err
        assert json.loads(run("check", "--format", "json")[1])[0]["file"].endswith("ours.toml")

    def test_an_import_is_written_whole_and_holds(self, run, folder):
        status, out, err = run("import", COUNTY, "--id", "county", "--format", "json")
        assert (status, err) == (0, "")
        assert json.loads(out)["file"] == str(folder / "county.toml")
        assert [path.name for path in folder.iterdir()] == ["county.toml"]
        assert "1 questionnaire, no mistakes" in run("check")[1]
        assert catalogue.instruments()["county"].fhir.items["q1_2"].link_id == "1.2"

    def test_an_import_says_what_is_left_to_settle(self, run, folder):
        out = run("import", COUNTY)[1]
        assert "county_screen.toml is written. Before it is used, settle in it:" in out
        assert "band: the bands of the score" in out

    def test_an_import_never_writes_over_another(self, run, folder):
        run("import", COUNTY, "--id", "county")
        (folder / "county.toml").write_text("mine")
        status, _out, err = run("import", COUNTY, "--id", "county")
        assert status == 2
        assert "is there already" in err
        assert (folder / "county.toml").read_text() == "mine"
        assert "comes with the product" in run("import", COUNTY, "--id", "audit")[2]
        assert [path.name for path in folder.iterdir()] == ["county.toml"]

    def test_a_fault_is_told_with_line_and_pointer_and_nothing_is_written(self, run, folder, tmp_path):
        resource = json.loads(COUNTY.read_text())
        resource["item"][2]["item"][1]["repeats"] = True
        wrong = tmp_path / "wrong.json"
        wrong.write_text(json.dumps(resource, indent=2))
        line = next(at for at, text in enumerate(wrong.read_text().splitlines(), 1) if '"repeats"' in text)
        status, out, err = run("import", wrong)
        assert (status, out) == (2, "")
        assert f"{wrong}:{line}: /item/2/item/1/repeats: question 2.2: takes several answers" in err
        assert not list(folder.iterdir())

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("{", "wrong.json:1: "),
            ('{"resourceType": "Questionnaire", "status": "draft", "status": "draft"}', "status is there twice"),
            ('{"resourceType": "Patient"}', "it must be Questionnaire"),
        ],
    )
    def test_a_file_that_is_no_questionnaire_is_told(self, run, folder, tmp_path, text, told):
        (tmp_path / "wrong.json").write_text(text)
        status, _out, err = run("import", tmp_path / "wrong.json")
        assert status == 2
        assert told in err

    def test_what_is_missing_is_asked_for(self, run, folder):
        assert run("import")[0] == 2
        assert "No such file" in run("import", "/nowhere.json")[2]
        assert "there is no folder" in run("check", "/nowhere")[2]
