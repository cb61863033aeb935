"""FHIR R4: a Questionnaire becomes a tool, its answers become a QuestionnaireResponse; what is not R4 is refused."""

import copy
import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from throughcare.pathway.instruments.catalogue import instrument, instruments
from throughcare.pathway.instruments.fhir.exporting import Answered, NotExportable, response_of
from throughcare.pathway.instruments.fhir.importing import NotImportable, imported
from throughcare.pathway.instruments.fhir.questions import OLD_ORDINAL, ORDINAL
from throughcare.pathway.instruments.fhir.r4 import is_primitive, misfits
from throughcare.pathway.instruments.scoring import score
from throughcare.pathway.instruments.structure import Instrument
from throughcare.pathway.instruments.terms import Status

COUNTY = Path(__file__).with_name("county-screen.json")
ANSWERS = {"q1_1": "yes", "q1_2": 2, "q1_3": 1, "q2_1": 3, "q2_1_1": "Made-up School", "q2_2": 4, "q2_3": "nobody"}


def county() -> dict:
    return json.loads(COUNTY.read_text())


def at(resource: dict, pointer: str) -> dict:
    for step in pointer.strip("/").split("/"):
        resource = resource[int(step) if step.isdigit() else step]
    return resource


def changed(pointer: str, **change) -> dict:
    """The county's Questionnaire with something changed at one place; None takes it away."""
    resource = county()
    place = at(resource, pointer) if pointer else resource
    for name, value in change.items():
        place.pop(name, None)
        if value is not None:
            place[name] = value
    return resource


def tool(**asked) -> Instrument:
    return Instrument.model_validate(tomllib.loads(imported(county(), tool_id="county", **asked).text))


def answered(**more) -> Answered:
    one = tool()
    given = {
        "answers": ANSWERS,
        "total": 6,
        "status": Status.COMPLETE,
        "subject": "TC1",
        "on": date(2026, 3, 4),
        **more,
    }
    return Answered(tool=one, version=one.version, **given)


def told(resource: dict, **asked) -> str:
    with pytest.raises(NotImportable) as refused:
        imported(resource, tool_id="county", **asked)
    return "\n".join(f"{one.pointer}: {one.message}" for one in refused.value.misfits)


class TestR4:
    def test_the_published_elements_are_known(self):
        assert not misfits(county(), "Questionnaire")

    @pytest.mark.parametrize(
        ("resource", "words"),
        [
            pytest.param(
                changed("", copyrightLabel="x"), "/copyrightLabel: copyrightLabel belongs to a later", id="r5"
            ),
            pytest.param(
                changed("/item/0", type="coding"), "/item/0/type: type coding belongs to a later", id="r5 type"
            ),
            pytest.param(changed("/item/0", disabledDisplay="hidden"), "belongs to a later", id="r5 item"),
            pytest.param(changed("", status=None), "status is missing", id="no status"),
            pytest.param(changed("", status="published"), "published is not one of draft, active", id="a code of r3"),
            pytest.param(changed("", colour="blue"), "knows no colour in Questionnaire", id="an unknown element"),
            pytest.param(changed("", item={}), "/item: must be a list", id="no list"),
            pytest.param(changed("", item=[]), "/item: is empty", id="an empty list"),
            pytest.param(changed("", title=""), "/title:  is no string", id="an empty text"),
            pytest.param(changed("", title=["x"]), "/title: must be one value", id="a list for one"),
            pytest.param(changed("", date="4 March"), "/date: 4 March is no dateTime", id="no date"),
            pytest.param(changed("", url="a b"), "/url: a b is no uri", id="no uri"),
            pytest.param(changed("/item/0", text=1), "/item/0/text: 1 is no string", id="no text"),
            pytest.param(changed("/item/0", linkId=None), "/item/0: linkId is missing", id="no linkId"),
            pytest.param(
                changed("/item/1/item/1/answerOption/0", valueCoding=None, initialSelected=False),
                "value[x] is missing",
                id="no value",
            ),
            pytest.param(
                changed("/item/1/item/1/answerOption/0", valueString="x"), "several of value[x]", id="two values"
            ),
            pytest.param(changed("/item/1", linkId="2"), "linkId 2 is there twice", id="que-2"),
            pytest.param(changed("/item/0", required=True), "type display has no required", id="que-6"),
            pytest.param(changed("/item/1", item=None), "a group must have items", id="que-1"),
            pytest.param(changed("/item/1/item/1", answerValueSet="urn:x"), "not both", id="que-4"),
            pytest.param(changed("/item/1", initial=[{"valueBoolean": True}]), "group has no initial", id="que-8"),
            pytest.param(changed("/item/1/item/0", maxLength=3, type="choice"), "choice has no maxLength", id="que-10"),
            pytest.param({"resourceType": "Patient"}, "says Patient; it must be Questionnaire", id="another resource"),
            pytest.param([], "must be a JSON object", id="no resource"),
        ],
    )
    def test_what_is_not_r4_is_told_at_its_place(self, resource, words):
        assert words in told(resource)

    def test_what_stands_beside_a_primitive_is_r4_too(self):
        beside = {"extension": [{"url": "urn:x", "valueString": "cy"}]}
        assert not misfits(changed("/item/0", _text=beside), "Questionnaire")
        assert misfits(changed("/item/0", _text={"colour": 1}), "Questionnaire")
        assert misfits(changed("/item/0", _item=beside), "Questionnaire")

    @pytest.mark.parametrize(
        ("value", "kind", "fits"),
        [
            (True, "integer", False),
            (2**31, "integer", False),
            (0, "positiveInt", False),
            (1.5, "decimal", True),
            ("2026-02", "dateTime", True),
            ("2026-03-04T10:00:00Z", "dateTime", True),
            ("2026-03-04T10:00:00", "dateTime", False),
            ("a  b", "code", False),
            ("true", "boolean", False),
        ],
    )
    def test_primitive_types_are_those_of_r4(self, value, kind, fits):
        assert is_primitive(value, kind) is fits


class TestImport:
    def test_every_question_keeps_its_answers_and_scores(self):
        one = tool(show_wording=True)
        assert [item.id for item in one.items] == list(ANSWERS)
        assert [(option.answer, option.score) for option in one.item("q2_1").options] == [(0, 0), (1, 1), (3, 3)]
        assert one.item("q1_2").label == "Made-up: how often alone?"
        assert one.item("q2_2").numeric.max == 23
        assert [section.label for section in one.sections] == ["About the last month", "About home and school"]
        assert score(one, ANSWERS).total == 6

    def test_what_a_questionnaire_does_not_say_stays_open(self):
        one = tool()
        assert (one.bands, one.critical, one.audience, one.mode) == ((), (), (), ())
        assert (one.certainty, one.higher_means) == ("low", "item_specific")
        text = imported(county()).text
        assert "# - band:" in text
        assert "Left out of the Questionnaire: intro" in text

    def test_its_wording_stays_out_unless_the_licence_allows_it(self):
        text = imported(county()).text
        assert "Made-up: how often" not in text
        assert "On some days" not in text
        assert tool().licence.reproduce == "total_only"
        assert tool(show_wording=True).licence.text == "Made up for tests; may be shown freely."
        assert "states no copyright" in told(changed("", copyright=None), show_wording=True)
        assert imported(changed("", copyright=None), show_wording=True, licence="We asked.").text

    def test_what_is_not_asked_is_passed_over(self):
        one = tool()
        passed = score(one, {"q1_1": "no", "q2_1": 1})
        assert (passed.status, passed.total) == ("complete", 1)
        assert score(one, {"q1_1": "yes", "q2_1": 1}).status == "incomplete"
        assert score(one, {"q2_1": 1}).status == "incomplete"

    def test_what_hangs_on_a_question_passed_over_is_passed_over_too(self):
        resource = changed(
            "/item/2/item/0", enableWhen=[{"question": "1.2", "operator": "=", "answerCoding": {"code": "most"}}]
        )
        one = Instrument.model_validate(tomllib.loads(imported(resource).text))
        assert score(one, {"q1_1": "no"}).total == 0
        assert score(one, {"q1_1": "yes", "q1_2": 1, "q1_3": 1}).total == 2
        assert score(one, {"q1_1": "yes", "q1_2": 2, "q1_3": 1}).status == "incomplete"

    def test_one_of_several_conditions_may_do(self):
        either = [
            {"question": "1.1", "operator": "=", "answerBoolean": True},
            {"question": "2.2", "operator": ">", "answerInteger": 5},
        ]
        resource = changed("/item/1/item/1", enableWhen=either, enableBehavior="any")
        one = Instrument.model_validate(tomllib.loads(imported(resource).text))
        assert score(one, {"q1_1": "no", "q2_2": 2, "q2_1": 1}).total == 1
        assert score(one, {"q1_1": "no", "q2_2": 9, "q2_1": 1}).status == "incomplete"

    def test_a_questionnaire_without_ordinal_values_has_no_total(self):
        resource = county()
        resource["item"] = [resource["item"][1]["item"][0], resource["item"][2]["item"][2]]
        one = Instrument.model_validate(tomllib.loads(imported(resource).text))
        assert (one.has_total, one.scoring.method) == (False, "item_level")
        assert score(one, {"q1_1": "yes"}).status == "complete"

    def test_a_score_may_stand_at_the_option_as_well_as_at_its_coding(self):
        resource = county()
        for option in at(resource, "/item/2/item/0/answerOption"):
            option["extension"] = option["valueCoding"].pop("extension")
        one = Instrument.model_validate(tomllib.loads(imported(resource).text))
        assert one.item("q2_1").answers == (0, 1, 3)

    def test_answers_of_one_score_are_told_apart_by_their_codes(self):
        resource = county()
        options = at(resource, "/item/2/item/0/answerOption")
        options[1]["valueCoding"]["extension"][0]["valueDecimal"] = 3.0
        one = Instrument.model_validate(tomllib.loads(imported(resource).text))
        assert one.item("q2_1").answers == ("well", "mixed", "badly")
        assert score(one, ANSWERS | {"q2_1": "mixed"}).total == 6

    @pytest.mark.parametrize(
        ("resource", "words"),
        [
            pytest.param(
                changed("/item/2/item/0", type="open-choice"),
                "question 2.1: answers of type open-choice have no place",
                id="words beside options",
            ),
            pytest.param(changed("/item/2/item/0", repeats=True), "takes several answers", id="several answers"),
            pytest.param(changed("/item/2/item/1", initial=[{"valueInteger": 1}]), "answered beforehand", id="initial"),
            pytest.param(
                changed("/item/2/item/0/answerOption/0", initialSelected=True), "answered beforehand", id="set"
            ),
            pytest.param(changed("/item/2/item/1", extension=None), "question 2.2: needs minValue", id="no limits"),
            pytest.param(
                changed("/item/2/item/0", answerOption=None, answerValueSet="urn:x"),
                "has no answerOption",
                id="a value set",
            ),
            pytest.param(
                changed("/item/2/item/0/answerOption/1/valueCoding", extension=None),
                "/item/2/item/0/answerOption/1: answer mixed of question 2.1 has no ordinalValue",
                id="one bare",
            ),
            pytest.param(
                changed("/item/2/item/0/answerOption/1/valueCoding", code="well"),
                "code well is there twice",
                id="a code twice",
            ),
            pytest.param(
                changed("/item/2/item/0/answerOption/1", valueCoding=None, valueString="x"),
                "needs valueCoding",
                id="no coding",
            ),
            pytest.param(
                changed("/item/2/item/0/answerOption/1/valueCoding/extension/0", valueDecimal=1.5),
                "ordinalValue 1.5 is no whole number",
                id="half a point",
            ),
            pytest.param(
                changed("/item/2/item/0/answerOption/1/valueCoding/extension/0", url=OLD_ORDINAL),
                "is of an earlier release",
                id="the extension of r3",
            ),
            pytest.param(
                changed(
                    "/item/2/item/0/answerOption/1",
                    extension=[{"url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 1}],
                ),
                "R4 scores by ordinalValue",
                id="the weight of r5",
            ),
            pytest.param(
                changed("/item/1/item/1/enableWhen/0", question="9"),
                "depends on 9, which is no question",
                id="hangs on nothing",
            ),
            pytest.param(
                changed("/item/1/item/1/enableWhen/0", operator="exists"),
                "whether 1.1 was answered",
                id="hangs on an answer being there",
            ),
            pytest.param(
                changed("/item/1/item/1/enableWhen/0", operator=">"), "between words only = and !=", id="words compared"
            ),
            pytest.param(
                changed("/item/1/item/1/enableWhen/0", answerBoolean=None, answerString="x"),
                "not one of its answers",
                id="hangs on no answer",
            ),
            pytest.param(
                changed(
                    "/item/2/item/0",
                    enableWhen=[{"question": "1.2", "operator": "!=", "answerCoding": {"code": "most"}}],
                ),
                "may itself be passed over",
                id="hangs on what is not asked",
            ),
            pytest.param(
                changed("", modifierExtension=[{"url": "urn:x", "valueString": "x"}]), "not known here", id="a modifier"
            ),
            pytest.param(changed("", status="retired"), "is retired", id="retired"),
            pytest.param(changed("", subjectType=["Location"]), "is about Location", id="about no person"),
            pytest.param(changed("", version="v" * 61), "longer than 60", id="a long version"),
            pytest.param(
                changed("", item=[{"linkId": "1", "type": "display", "text": "x"}]),
                "asks no question",
                id="nothing asked",
            ),
        ],
    )
    def test_what_a_tool_cannot_say_is_told_with_its_question(self, resource, words):
        assert words in told(resource)

    def test_a_question_that_may_be_passed_over_adds_nothing_then(self):
        resource = county()
        for option in at(resource, "/item/1/item/1/answerOption"):
            option["valueCoding"]["extension"][0]["valueDecimal"] += 1
        assert "its lowest answer adds more than 0" in told(resource)

    def test_every_fault_is_told_at_once(self):
        resource = changed("/item/2/item/0", repeats=True)
        at(resource, "/item/2/item/1").pop("extension")
        assert len(told(resource).splitlines()) == 2

    @pytest.mark.parametrize("name", ["9lives", "Über", "x" * 41, "a-b"])
    def test_an_id_that_cannot_be_one_is_refused(self, name):
        with pytest.raises(NotImportable, match="cannot be its id"):
            imported(county(), tool_id=name)


class TestExport:
    def test_there_and_back(self):
        one = tool()
        result = score(one, ANSWERS)
        response = response_of(answered(total=result.total, status=result.status))
        assert not misfits(response, "QuestionnaireResponse")
        assert response["questionnaire"] == f"{county()['url']}|2009-12"
        assert (response["status"], response["authored"]) == ("completed", "2026-03-04")
        first, second = response["item"]
        assert [item["linkId"] for item in first["item"]] == ["1.1", "1.2", "1.3"]
        assert first["item"][0]["answer"] == [{"valueBoolean": True}]
        coding = first["item"][1]["answer"][0]["valueCoding"]
        assert (coding["system"], coding["code"]) == ("urn:example:county:answers", "most")
        assert coding["extension"] == [{"url": ORDINAL, "valueDecimal": 2}]
        school = second["item"][0]["answer"][0]["item"]
        assert [(item["linkId"], item["answer"]) for item in school] == [("2.1.1", [{"valueString": "Made-up School"}])]
        assert second["item"][1]["answer"] == [{"valueInteger": 4}]
        added = sum(extension["valueDecimal"] for extension in ordinals(response))
        assert added == result.total

    def test_it_names_nobody(self):
        response = response_of(answered())
        assert response["subject"]["identifier"] == {"system": "urn:throughcare:service-user-id", "value": "TC1"}
        assert set(response["subject"]) == {"type", "identifier"}

    @pytest.mark.parametrize(
        ("status", "amended", "said"),
        [
            (Status.COMPLETE, False, "completed"),
            (Status.PRORATED, False, "completed"),
            (Status.COMPLETE, True, "amended"),
            (Status.INCOMPLETE, False, "in-progress"),
            (Status.PARTIAL, True, "in-progress"),
        ],
    )
    def test_its_status_is_one_of_r4(self, status, amended, said):
        assert response_of(answered(status=status, amended=amended))["status"] == said

    @pytest.mark.parametrize("name", sorted(instruments()))
    def test_every_tool_can_be_sent(self, name):
        one = instrument(name)
        answers = {item.id: item.answers[-1] for item in one.items if item.options}
        answers |= {item.id: item.numeric.max for item in one.items if item.numeric}
        whole = Answered(
            tool=one,
            version=one.version,
            answers=answers,
            total=None,
            status=Status.COMPLETE,
            subject="TC1",
            on=date(2026, 3, 4),
        )
        response = response_of(whole)
        assert not misfits(response, "QuestionnaireResponse")
        assert " " not in response["questionnaire"]
        assert len(list(answers_in(response))) == len(answers)

    def test_a_total_alone_is_sent_where_the_tool_is_ours(self):
        audit = instrument("audit")
        alone = Answered(
            tool=audit,
            version=audit.version,
            answers={},
            total=17,
            status=Status.COMPLETE,
            subject="TC1",
            on=date(2026, 3, 4),
        )
        assert response_of(alone)["item"][0]["answer"] == [{"valueInteger": 17}]
        with pytest.raises(NotExportable, match="Only its total"):
            response_of(answered(answers={}, total=5))

    def test_answers_of_another_version_are_not_sent_as_this_one(self):
        one = answered()
        earlier = Answered(
            tool=one.tool, version="2008", answers={}, total=1, status=one.status, subject="TC1", on=one.on
        )
        with pytest.raises(NotExportable, match="version 2008"):
            response_of(earlier)
        with pytest.raises(NotExportable, match="do not fit"):
            response_of(answered(answers={"q1_2": 9}))

    def test_items_stand_in_the_item_or_in_its_answer_not_in_both(self):
        response = response_of(answered())
        both = copy.deepcopy(response)
        both["item"][1]["item"][0]["item"] = [{"linkId": "x"}]
        assert [one.pointer for one in misfits(both, "QuestionnaireResponse")] == ["/item/1/item/0"]


def ordinals(value):
    if isinstance(value, list):
        for one in value:
            yield from ordinals(one)
    elif isinstance(value, dict):
        if value.get("url") == ORDINAL:
            yield value
        for one in value.values():
            yield from ordinals(one)


def answers_in(container):
    for item in container.get("item", ()):
        for answer in item.get("answer", ()):
            yield answer
            yield from answers_in(answer)
        yield from answers_in(item)
