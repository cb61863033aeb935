"""Risk: assessed, planned for, looked back on, and shown wherever the record is read."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from tests.pages import browser, day, recorded
from throughcare.access.context import look_as
from throughcare.clocks.models import Clock
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.casework.actions import correct
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.safeguarding.actions.risk import (
    assess_risk,
    make_risk_plan,
    review_risk_plan,
    set_protection,
)
from throughcare.pathway.safeguarding.models import ProtectionStatus, ProtectiveAction, RiskAssessment, RiskFinding
from throughcare.pathway.safeguarding.terms import Protection
from throughcare.pathway.triage.actions import complete_triage

REFERRED, MON, WED = date(2014, 11, 3), date(2014, 12, 29), date(2014, 12, 31)
RISKS = (
    *("self_harm", "from_others", "to_others", "housing", "sexual_exploitation", "domestic_violence"),
    "overdose",
)
VULNERABLE = ("looked_after", "exploitation", "learning_difficulties", "secondary_mental_health")


@pytest.fixture
def thread_id(world):
    person = world.person(given_name="Tansy", family_name="Puddifoot", born=date(1997, 6, 11))
    thread_id = world.referred(person, on=REFERRED)
    complete_triage(
        thread_id, by=world.worker, on=date(2014, 11, 5), outcomes=["comprehensive_assessment"],
        risks={"self_harm": "yes", "housing": "not_asked"},
    )  # fmt: skip
    return thread_id


def answers(**changed) -> dict:
    return {
        **day("on", WED),
        **{f"risk_{risk}": "no" for risk in RISKS},
        **{f"vulnerable_{one}": "no" for one in VULNERABLE},
        "risk_housing": "yes",
        "words_housing": "Sleeps on a sofa, may be told to leave",
        "told_housing": "person",
        "aware": "partly",
        "aware_words": "It will sort itself out",
        **changed,
    }


def page(world, thread_id, role="keyworker", path="risk") -> str:
    return browser(world, role).get(f"/episodes/{thread_id}/{path}").content.decode()


def strip_of(html: str) -> str:
    """Who the page is about, as it stands at its top."""
    return html.partition("tc-id")[2].partition("</dl>")[0]


class TestAssessing:
    @pytest.mark.requirement("RSK-01")
    def test_every_risk_is_kept_with_its_words_who_said_so_and_the_persons_own_awareness(self, world, thread_id):
        html = page(world, thread_id)
        for title in ("Self-harm", "Harm from others", "Harm to others", "Nowhere safe to live", "Sexual exploitation"):
            assert title in html
        assert "Violence at home" in html
        assert "Overdose, now or before" in html
        assert browser(world, "keyworker").post(f"/episodes/{thread_id}/risk", answers()).status_code == 302
        (milestone,) = recorded(world, "risk_assessed", thread_id)
        assert milestone.detail == {"risks": ["housing"]}
        found = {one.subject: one for one in RiskFinding.objects.filter(milestone=milestone, asked_about="risk")}
        assert set(found) == set(RISKS)
        assert (found["housing"].answer, found["housing"].told_by) == ("yes", "person")
        assert "sofa" in found["housing"].words
        assert found["self_harm"].answer == "no"
        assessment = RiskAssessment.objects.get(milestone=milestone)
        assert (assessment.awareness, assessment.words) == ("partly", "It will sort itself out")

    def test_what_triage_found_stands_there_with_its_day_and_what_was_not_asked_does_not(self, world, thread_id):
        html = page(world, thread_id)
        assert "At triage on 5 Nov: Yes" in html
        assert html.count("checked") == 1

    def test_a_second_assessment_begins_from_the_first_and_both_stay(self, world, thread_id):
        mine = browser(world, "keyworker")
        mine.post(f"/episodes/{thread_id}/risk", answers())
        html = mine.get(f"/episodes/{thread_id}/risk").content.decode()
        assert "At the risk assessment on 31 Dec: Yes" in html
        assert "Sleeps on a sofa" in html
        mine.post(f"/episodes/{thread_id}/risk", answers(risk_housing="no", words_housing=""))
        overview = mine.get(f"/episodes/{thread_id}/safeguarding").content.decode()
        assert "31 December 2014: Nowhere safe to live" in overview
        assert "31 December 2014: no risk found" in overview

    @pytest.mark.requirement("RSK-04")
    def test_what_makes_somebody_vulnerable_is_one_of_five_answers(self, world, thread_id):
        html = page(world, thread_id)
        for title in ("Looked after by the local authority", "At risk of sexual exploitation", "Learning difficulties"):
            assert title in html
        given = {"vulnerable_looked_after": "yes", "vulnerable_exploitation": "declined"}
        browser(world, "keyworker").post(f"/episodes/{thread_id}/risk", answers(**given))
        look_as(world.worker)
        found = dict(RiskFinding.objects.filter(asked_about="vulnerability").values_list("subject", "answer"))
        assert found["looked_after"] == "yes"
        assert found["exploitation"] == "declined"
        assert found["learning_difficulties"] == "no"
        assert "Looked after by the local authority" in page(world, thread_id, path="safeguarding")

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"risk_housing": ""}, "Answer “Nowhere safe to live”, or choose “Not asked”"),
            ({"aware": ""}, "Choose an answer to “How far does Tansy see the risks?”"),
            (day("on", date(2015, 1, 2)), "The assessment cannot be after today, 31 December 2014"),
            (day("on", date(2014, 10, 2)), "The assessment cannot be before the referral, 3 November 2014"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_half_saved(self, world, thread_id, changed, words):
        answer = browser(world, "keyworker").post(f"/episodes/{thread_id}/risk", answers(**changed))
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert not recorded(world, "risk_assessed", thread_id)
        assert not RiskFinding.objects.exists()

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"risks": {"boredom": "yes"}}, "risks"),
            ({"risks": {"housing": "perhaps"}}, "risks"),
            ({"risks": {}}, "risks"),
            ({"risks": {"housing": "yes"}, "vulnerable": {"tall": "yes"}}, "vulnerable"),
            ({"risks": {"housing": "yes"}, "aware": "very"}, "aware"),
        ],
    )
    def test_words_that_nobody_knows_are_refused(self, world, thread_id, said, field):
        with pytest.raises(StepRefused) as refused:
            assess_risk(thread_id, by=world.worker, on=WED, **said)
        assert refused.value.field == field
        assert not RiskAssessment.objects.exists()

    def test_what_is_taken_back_counts_no_more(self, world, thread_id):
        milestone = assess_risk(thread_id, by=world.worker, on=WED, risks={"housing": "yes"})
        correct(milestone, by=world.worker, never=True, reason="Wrong person")
        html = page(world, thread_id, path="safeguarding")
        assert "No risk plan has been made." in html
        assert "no plan yet" not in html


class TestPlan:
    @pytest.mark.requirement("RSK-02")
    def test_a_plan_is_owed_until_it_has_actions_with_owners_and_stands_first_on_the_care_plan(self, world, thread_id):
        assess_risk(thread_id, by=world.worker, on=WED, risks={"self_harm": "yes"})
        person = Episode.objects.get(pk=thread_id).person_id
        mine = browser(world, "keyworker")
        assert "No risk plan yet" in mine.get(f"/people/{person}").content.decode()
        address = f"/episodes/{thread_id}/risk/plan"
        empty = mine.post(address, day("on", WED)).content.decode()
        assert "A risk plan has at least one action" in empty
        half = mine.post(address, {**day("on", WED), "what_1": "Lock the tablets away"}).content.decode()
        assert "Choose who does it" in half
        assert "Give the day by which it is done" in half
        line = {"what_1": "Lock the tablets away", "who_1": "keyworker", **day("by_1", date(2015, 1, 5))}
        assert mine.post(address, {**day("on", WED), **line}).status_code == 302
        look_as(world.worker)
        action = ProtectiveAction.objects.get()
        assert (action.owner_id, action.due_on) == (world.worker.user_id, date(2015, 1, 5))
        assert Clock.objects.get(thread_id=thread_id, definition="risk-plan").stopped_on == WED
        shown = mine.get(f"/people/{person}").content.decode()
        assert "No risk plan yet" not in shown
        assert "Lock the tablets away" in shown
        for path in ("plan/draft", "plan/sign-off"):
            html = mine.get(f"/episodes/{thread_id}/{path}").content.decode()
            assert 0 < html.index("Lock the tablets away") < html.index('<form class="tc-form"')

    def test_a_plan_has_a_review_date_and_is_listed_once_it_is_overdue(self, world, thread_id):
        make_risk_plan(thread_id, by=world.worker, on=date(2014, 11, 6), actions=["Ring on Fridays"])
        clock = Clock.objects.get(thread_id=thread_id, definition="risk-plan-review")
        assert clock.due_on == date(2014, 11, 6) + timedelta(weeks=12)
        with pretending_today_is(date(2015, 2, 2)):
            late = browser(world, "keyworker").get("/my-day/promises").content.decode()
            assert "Review of the risk plan" in late
            look_as(world.worker)
            review_risk_plan(thread_id, by=world.worker, on=date(2015, 2, 2), words="Calmer now")
        stopped, next_one = Clock.objects.filter(definition="risk-plan-review").order_by("sequence")
        assert stopped.stopped_on == date(2015, 2, 2)
        assert next_one.due_on == date(2015, 2, 2) + timedelta(weeks=12)

    def test_a_review_says_how_each_action_stands_and_keeps_what_it_said_before(self, world, thread_id):
        make_risk_plan(thread_id, by=world.worker, on=MON, actions=[{"what": "Ring", "who": "person", "by": WED}])
        action = ProtectiveAction.objects.get()
        given = {**day("on", WED), f"state_{action.pk}": "done", "words": "Calmer"}
        mine = browser(world, "keyworker")
        assert mine.post(f"/episodes/{thread_id}/risk/plan/review", given).status_code == 302
        look_as(world.worker)
        action.refresh_from_db()
        assert (action.state, action.done_on) == ("done", WED)
        assert action.events.get().state == "open"

    def test_one_action_is_changed_on_its_own_page(self, world, thread_id):
        make_risk_plan(thread_id, by=world.worker, on=MON, actions=["Ring"])
        action = ProtectiveAction.objects.get()
        address = f"/episodes/{thread_id}/risk/actions/{action.pk}"
        mine = browser(world, "keyworker")
        assert "Ring" in mine.get(address).content.decode()
        assert mine.post(address, {"state": "dropped", **day("on", WED)}).status_code == 302
        look_as(world.worker)
        action.refresh_from_db()
        assert action.state == "dropped"

    def test_an_owner_whom_nobody_knows_is_refused_and_no_plan_is_kept(self, world, thread_id):
        with pytest.raises(StepRefused, match="nobody who works here"):
            make_risk_plan(thread_id, by=world.worker, on=WED, actions=[{"what": "Ring", "who": "somebody"}])
        assert not recorded(world, "risk_plan_made", thread_id)
        with pytest.raises(StepRefused, match="at least one action"):
            make_risk_plan(thread_id, by=world.worker, on=WED, actions=[])


class TestProtection:
    def set(self, world, thread_id, about, **given):
        answers = {"answer": "yes", **day("since", WED), **given}
        return browser(world, "keyworker").post(f"/episodes/{thread_id}/protection/{about}", answers)

    @pytest.mark.requirement("RSK-20")
    @pytest.mark.parametrize(
        ("about", "title"),
        [("exploitation", "Child sexual exploitation"), ("vulnerable_adult", "Vulnerable adult at risk")],
    )
    def test_somebody_at_risk_is_flagged_with_a_protocol_and_a_police_contact(self, world, thread_id, about, title):
        refused = self.set(world, thread_id, about).content.decode()
        assert "an agreed protocol and a contact" in refused
        given = {"protocol": "Joint protocol 3", "contact": "DS Larkspur", "reached_by": "101"}
        assert self.set(world, thread_id, about, **given).status_code == 302
        html = page(world, thread_id, path="safeguarding")
        for words in ("Joint protocol 3", "DS Larkspur"):
            assert words in html
        assert title in strip_of(html)

    @pytest.mark.requirement("RSK-21")
    @pytest.mark.parametrize(("about", "short"), [("mappa", "MAPPA"), ("offender_management", "offender management")])
    def test_status_and_contact_are_kept_with_their_history(self, world, thread_id, about, short):
        given = {"level": "Category 2, level 1", "contact": "A. Ragwort", "reached_by": "extension 12"}
        self.set(world, thread_id, about, **given)
        self.set(world, thread_id, about, answer="no", **day("since", WED))
        look_as(world.worker)
        history = ProtectionStatus.objects.filter(thread_id=thread_id, about=about).order_by("pk")
        assert [one.answer for one in history] == ["yes", "no"]
        assert (history[0].level, history[0].contact) == ("Category 2, level 1", "A. Ragwort")
        html = page(world, thread_id, path="safeguarding")
        assert f"{Protection(about).label}: Yes since 31 Dec" in html
        assert short not in strip_of(html)

    @pytest.mark.requirement("RSK-26")
    def test_coordination_is_asked_for_until_a_coordinator_is_named(self, world, thread_id):
        person = Episode.objects.get(pk=thread_id).person_id
        mine = browser(world, "keyworker")
        flag = "Care coordination is needed: nobody is named"
        assert flag not in mine.get(f"/people/{person}").content.decode()
        given = {"vulnerable_secondary_mental_health": "yes"}
        mine.post(f"/episodes/{thread_id}/risk", answers(**given))
        assert flag in mine.get(f"/people/{person}").content.decode()
        unnamed = self.set(world, thread_id, "coordination").content.decode()
        assert "Name the coordinator" in unnamed
        assert "Choose the profession of the coordinator" in unnamed
        named = {"profession": "mental_health_nurse", "contact": "B. Yarrow"}
        assert self.set(world, thread_id, "coordination", **named).status_code == 302
        assert flag not in mine.get(f"/people/{person}").content.decode()
        assert "Specialist mental health nurse" in page(world, thread_id, path="safeguarding")

    def test_what_is_no_kind_of_protection_is_no_page(self, world, thread_id):
        assert browser(world, "keyworker").get(f"/episodes/{thread_id}/protection/luck").status_code == 404


class TestWhoMay:
    PAGES = ("safeguarding", "risk", "risk/plan", "risk/plan/review", "protection/mappa")

    @pytest.mark.parametrize("path", PAGES)
    def test_another_agency_finds_no_such_page(self, world, thread_id, path):
        assert browser(world, "stranger").get(f"/episodes/{thread_id}/{path}").status_code == 404

    @pytest.mark.parametrize("path", PAGES)
    def test_who_has_no_part_in_safeguarding_may_not_open_it(self, world, thread_id, path):
        assert browser(world, "data_lead").get(f"/episodes/{thread_id}/{path}").status_code == 403

    def test_another_agency_changes_nothing(self, world, thread_id):
        action = make_action(world, thread_id)
        stranger = browser(world, "stranger")
        assert stranger.get(f"/episodes/{thread_id}/risk/actions/{action.pk}").status_code == 404
        assert stranger.post(f"/episodes/{thread_id}/risk", answers()).status_code == 404
        look_as(world.stranger)
        for act in (
            lambda: assess_risk(thread_id, by=world.stranger, on=WED, risks={"housing": "yes"}),
            lambda: set_protection(thread_id, by=world.stranger, about="mappa", since=WED, answer="no"),
        ):
            with pytest.raises(ObjectDoesNotExist):
                act()

    @pytest.mark.parametrize("path", ["safeguarding", "risk"])
    def test_a_page_costs_the_same_however_much_was_recorded(
        self, world, thread_id, path, django_assert_max_num_queries
    ):
        mine = browser(world, "keyworker")
        make_action(world, thread_id)
        mine.get(f"/episodes/{thread_id}/{path}")
        with django_assert_max_num_queries(30) as few:
            mine.get(f"/episodes/{thread_id}/{path}")
        look_as(world.worker)
        for _time in range(3):
            assess_risk(thread_id, by=world.worker, on=WED, risks={"housing": "yes"})
            make_action(world, thread_id)
            set_protection(thread_id, by=world.worker, about="mappa", since=WED, answer="no")
        with django_assert_max_num_queries(30) as more:
            mine.get(f"/episodes/{thread_id}/{path}")
        assert len(few) == len(more)


def make_action(world, thread_id) -> ProtectiveAction:
    milestone = make_risk_plan(thread_id, by=world.worker, on=WED, actions=[{"what": "Ring", "who": "keyworker"}])
    return ProtectiveAction.objects.get(milestone=milestone)
