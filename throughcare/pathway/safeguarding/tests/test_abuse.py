"""Domestic abuse: graded by the checklist and lifted by judgement, referred by its grade, tagged after MARAC."""

from datetime import date

import pytest

from tests.pages import browser, day, recorded
from tests.test_another_agency import Attempt
from throughcare.access.context import look_as
from throughcare.clocks.models import Clock
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.instruments.actions import complete_instrument
from throughcare.pathway.safeguarding.actions.abuse import grade_abuse, hear_marac, refer_abuse
from throughcare.pathway.safeguarding.models import AbuseGrading, MaracHearing, ProtectiveAction
from throughcare.specification import queries as specifications

REFERRED, TUE, WED = date(2014, 12, 1), date(2014, 12, 30), date(2014, 12, 31)


@pytest.fixture
def thread_id(world):
    person = world.person(given_name="Tansy", family_name="Puddifoot", born=date(1995, 6, 11))
    return world.referred(person, on=REFERRED)


def checklist(world, thread_id, yes: int, unanswered: int = 0) -> None:
    """The checklist with so many answers of yes, the rest of no, and the last ones left out."""
    answers = {f"q{number}": "yes" if number <= yes else "no" for number in range(1, 25 - unanswered)}
    complete_instrument(thread_id, by=world.worker, on=TUE, instrument="dash_ric", stage="start", answers=answers)


def strip_of(html: str) -> str:
    return html.partition("tc-id")[2].partition("</dl>")[0]


class TestGrading:
    @pytest.mark.requirement("RSK-15")
    @pytest.mark.parametrize(
        ("yes", "grade"), [(0, "standard"), (9, "standard"), (10, "medium"), (13, "medium"), (14, "high"), (24, "high")]
    )
    def test_the_checklist_is_scored_and_its_count_grades(self, world, thread_id, yes, grade):
        checklist(world, thread_id, yes)
        milestone = grade_abuse(thread_id, by=world.worker, on=WED)
        assert milestone.detail == {"grade": grade}
        kept = AbuseGrading.objects.get(milestone=milestone)
        assert (kept.grade, kept.checklist_band, kept.checklist_on) == (grade, grade, TUE)

    @pytest.mark.parametrize("lift", ["judgement", "escalation", "again"])
    def test_judgement_lifts_a_low_count_to_high_with_its_reason(self, world, thread_id, lift):
        checklist(world, thread_id, 3)
        with pytest.raises(StepRefused, match="says why"):
            grade_abuse(thread_id, by=world.worker, on=WED, lifted_by=[lift])
        milestone = grade_abuse(thread_id, by=world.worker, on=WED, lifted_by=[lift], reason="He has a gun")
        kept = AbuseGrading.objects.get(milestone=milestone)
        assert (kept.grade, kept.checklist_band, kept.reason) == ("high", "standard", "He has a gun")

    def test_an_unfinished_checklist_grades_only_what_is_settled(self, world, thread_id):
        checklist(world, thread_id, 5, unanswered=6)
        with pytest.raises(StepRefused, match="settles no grade"):
            grade_abuse(thread_id, by=world.worker, on=WED)
        assert not recorded(world, "abuse_graded")
        checklist(world, thread_id, 15, unanswered=6)
        assert grade_abuse(thread_id, by=world.worker, on=WED).detail == {"grade": "high"}

    def test_without_a_checklist_only_judgement_grades(self, world, thread_id):
        html = browser(world, "keyworker").post(f"/episodes/{thread_id}/abuse", day("on", WED)).content.decode()
        assert "No checklist has been completed" in html
        given = {**day("on", WED), "lifted_by": ["judgement"], "reason": "She is afraid to go home"}
        assert browser(world, "keyworker").post(f"/episodes/{thread_id}/abuse", given).status_code == 302
        (milestone,) = recorded(world, "abuse_graded", thread_id)
        assert milestone.detail == {"grade": "high"}

    @pytest.mark.requirement("RSK-18")
    def test_what_counts_as_abuse_is_the_specifications_to_say(self, world, thread_id):
        html = browser(world, "keyworker").get(f"/episodes/{thread_id}/abuse").content.decode()
        assert "regardless of gender or sexuality" in html
        for word in ("Psychological", "Physical", "Sexual", "Financial", "Emotional", "intimate partner", "family"):
            assert word in html
        look_as(world.worker)
        checklist(world, thread_id, 2)
        told = {"types": ["financial", "emotional"], "relationship": "intimate_partner"}
        milestone = grade_abuse(thread_id, by=world.worker, on=WED, **told)
        kept = AbuseGrading.objects.get(milestone=milestone)
        assert (kept.types, kept.relationship) == (["financial", "emotional"], "intimate_partner")
        with pytest.raises(StepRefused):
            grade_abuse(thread_id, by=world.worker, on=WED, types=["rudeness"])

    def test_another_service_has_its_own_words_for_it(self, tiny_world):
        abuse = specifications.current().domestic_abuse
        assert (abuse.definition, abuse.goes_to("high")) == ("Splashing between shipmates.", "coastguard")
        assert set(specifications.current().abuse_types) == {"splashing"}


class TestReferring:
    @pytest.mark.requirement("RSK-16")
    @pytest.mark.parametrize(
        ("yes", "to", "promise"),
        [(14, "marac", "marac-referral"), (11, "pippa", "abuse-contact"), (2, "pippa", "abuse-contact")],
    )
    def test_the_grade_decides_whom_it_is_referred_to(self, world, thread_id, yes, to, promise):
        checklist(world, thread_id, yes)
        grade_abuse(thread_id, by=world.worker, on=WED)
        title = specifications.current().agencies[to].title
        mine, person = browser(world, "keyworker"), Episode.objects.get(pk=thread_id).person_id
        assert f"To be referred: {title}" in strip_of(mine.get(f"/people/{person}").content.decode())
        html = mine.get(f"/episodes/{thread_id}/abuse/refer").content.decode()
        assert "Keeps the promise" in html
        other = "pippa" if to == "marac" else None
        look_as(world.worker)
        if other:
            refer_abuse(thread_id, by=world.worker, on=WED, to=other)
            assert Clock.objects.get(thread_id=thread_id, definition=promise).stopped_on is None
        given = {**day("on", WED), "to": to, "consent": "given", "words": "By telephone"}
        assert mine.post(f"/episodes/{thread_id}/abuse/refer", given).status_code == 302
        look_as(world.worker)
        assert Clock.objects.get(thread_id=thread_id, definition=promise).stopped_on == WED
        assert "To be referred" not in mine.get(f"/people/{person}").content.decode()

    def test_passing_it_on_without_agreement_needs_a_reason_and_is_logged(self, world, thread_id):
        grade_abuse(thread_id, by=world.worker, on=WED, lifted_by=["judgement"], reason="Afraid")
        with pytest.raises(StepRefused, match="needs a reason"):
            refer_abuse(thread_id, by=world.worker, on=WED, to="marac", consent="overridden")
        refer_abuse(thread_id, by=world.worker, on=WED, to="marac", consent="overridden", reason="Risk of death")
        (line,) = AccessLogEntry.objects.filter(looked="disclosed", about="abuse_referral")
        assert line.why == "marac: Risk of death"

    def test_nothing_is_referred_before_it_is_graded(self, world, thread_id):
        with pytest.raises(StepRefused, match="not been graded"):
            refer_abuse(thread_id, by=world.worker, on=WED, to="marac")


class TestMarac:
    def answers(self, **changed) -> dict:
        return {
            **day("on", WED),
            "attended": "yes",
            "representative": "Jo Maplethorpe",
            "shared": "Attendance since October",
            "basis": "Serious risk of harm",
            "what_1": "See her weekly",
            "who_1": "keyworker",
            **day("by_1", date(2015, 1, 7)),
            **changed,
        }

    @pytest.mark.requirement("RSK-17")
    def test_what_marac_did_is_kept_its_record_tagged_and_its_actions_followed_to_the_end(self, world, thread_id):
        mine, person = browser(world, "keyworker"), Episode.objects.get(pk=thread_id).person_id
        assert mine.post(f"/episodes/{thread_id}/abuse/marac", self.answers()).status_code == 302
        look_as(world.worker)
        heard = MaracHearing.objects.get()
        assert (heard.representative, heard.attended) == ("Jo Maplethorpe", True)
        assert (heard.shared, heard.basis) == ("Attendance since October", "Serious risk of harm")
        (line,) = AccessLogEntry.objects.filter(looked="disclosed", about="marac")
        assert line.why == "Serious risk of harm"
        action = ProtectiveAction.objects.get(part_of="marac")
        assert (action.words, action.state) == ("See her weekly", "open")
        tag = "MARAC, heard on 31 Dec"
        for path in (f"/people/{person}", f"/episodes/{thread_id}/safeguarding", f"/episodes/{thread_id}/review"):
            assert tag in strip_of(mine.get(path).content.decode()), path
        mine.post(f"/episodes/{thread_id}/risk/actions/{action.pk}", {"state": "done", **day("on", WED)})
        look_as(world.worker)
        action.refresh_from_db()
        assert (action.state, action.done_on) == ("done", WED)

    def test_the_tag_goes_after_the_time_of_the_specification(self, world, thread_id):
        hear_marac(thread_id, by=world.worker, on=WED)
        person = Episode.objects.get(pk=thread_id).person_id
        for today, tagged in ((date(2015, 12, 31), True), (date(2016, 1, 1), False)):
            with pretending_today_is(today):
                html = browser(world, "keyworker").get(f"/people/{person}").content.decode()
            assert ("MARAC, heard on" in strip_of(html)) is tagged

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"basis": ""}, "What is shared is shared on a basis"),
            ({"representative": ""}, "Say who represented us"),
            ({"who_1": ""}, "Choose who does it"),
            ({"attended": ""}, "Choose an answer to “Was somebody of ours there?”"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_half_saved(self, world, thread_id, changed, words):
        answer = browser(world, "keyworker").post(f"/episodes/{thread_id}/abuse/marac", self.answers(**changed))
        assert words in answer.content.decode()
        assert not recorded(world, "marac_heard")
        assert not MaracHearing.objects.exists()
        assert not ProtectiveAction.objects.exists()


class TestWhoMay:
    PAGES = ("abuse", "abuse/refer", "abuse/marac")

    @pytest.mark.parametrize("path", PAGES)
    def test_another_agency_finds_no_such_page(self, world, thread_id, path):
        assert browser(world, "stranger").get(f"/episodes/{thread_id}/{path}").status_code == 404

    def test_who_has_no_part_in_safeguarding_sees_neither_tag_nor_grade(self, world, thread_id):
        grade_abuse(thread_id, by=world.worker, on=WED, lifted_by=["judgement"], reason="Afraid")
        hear_marac(thread_id, by=world.worker, on=WED)
        origin = recorded(world, "abuse_graded")[0].origin_id
        theirs, person = browser(world, "data_lead"), Episode.objects.get(pk=thread_id).person_id
        for path in (f"/people/{person}", f"/people/{person}/promises", f"/people/{person}/correct"):
            answer = theirs.get(path)
            assert answer.status_code == 200, path
            html = answer.content.decode().lower()
            assert "abuse" not in html, path
            assert "marac" not in html, path
        assert theirs.get(f"/milestones/{origin}/correct").status_code == 404
        assert theirs.get(f"/episodes/{thread_id}/promises/marac-referral/1").status_code == 404
        for path in self.PAGES:
            assert theirs.get(f"/episodes/{thread_id}/{path}").status_code == 403

    @pytest.mark.parametrize("path", PAGES)
    def test_a_page_costs_the_same_however_much_was_recorded(
        self, world, thread_id, path, django_assert_max_num_queries
    ):
        mine = browser(world, "keyworker")
        hear_marac(thread_id, by=world.worker, on=WED)
        mine.get(f"/episodes/{thread_id}/{path}")
        with django_assert_max_num_queries(30) as few:
            mine.get(f"/episodes/{thread_id}/{path}")
        look_as(world.worker)
        for _time in range(3):
            checklist(world, thread_id, 4)
            hear_marac(thread_id, by=world.worker, on=WED, actions=["Ring", "Call"])
        with django_assert_max_num_queries(30) as more:
            mine.get(f"/episodes/{thread_id}/{path}")
        assert len(few) == len(more)

    def test_nobody_changes_a_grade_in_the_database(self, world, thread_id):
        grade_abuse(thread_id, by=world.worker, on=WED, lifted_by=["judgement"], reason="Afraid")
        assert Attempt("update safeguarding_abusegrading set grade = 'standard'").is_refused
