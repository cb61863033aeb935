"""A tool answered through a one-time link: sent once, answered at leisure, recorded once, and nothing else opens."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from time import sleep

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from tests.pages import browser, recorded
from tests.ways import in_treatment, left
from tests.world import TODAY, make_world
from throughcare.access.actions import issue_link, revoke_link
from throughcare.access.context import database_context, link_context, look_as
from throughcare.access.links import find_link, hash_of, is_the_person
from throughcare.access.models import OneTimeLink, TrainingRecord
from throughcare.access.terms import LinkState, LinkTask
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.foundations.today import pretending_today_is
from throughcare.pathway.alerts.models import Alert
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.exit.actions import leave_treatment
from throughcare.pathway.instruments.actions import complete_instrument
from throughcare.pathway.instruments.catalogue import instrument
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.instruments.own_phone import actions
from throughcare.pathway.instruments.own_phone.actions import send_link
from throughcare.pathway.instruments.own_phone.rules import NotAlone, is_outside_age, questions, why_not_alone
from throughcare.pathway.instruments.terms import Mode
from throughcare.pathway.instruments.tests.factories import question, tool
from throughcare.specification import queries as specifications

REFERRED = date(2014, 12, 1)
AUDIT = dict(zip((f"q{number}" for number in range(1, 11)), "3433231242", strict=True))


@pytest.fixture
def thread_id(world):
    return in_treatment(world, REFERRED)


@pytest.fixture
def phone():
    """A browser that nobody has signed in with."""
    return Client(enforce_csrf_checks=True)


def sent(world, thread_id, tool="audit", stage="start", days=7) -> str:
    """The address of a new link."""
    look_as(world.worker)
    made = send_link(thread_id, by=world.worker, instrument=tool, stage=stage, days=days)
    return f"/answer/{made.token}"


def sent_as_it_is(world, thread_id, tool) -> str:
    """The address of a link to a tool that this service asks in another way, for what its questions are like."""
    look_as(world.worker)
    _link, token = issue_link(
        by=world.worker,
        case_id=thread_id,
        person_id=Episode.objects.get(pk=thread_id).person_id,
        task=LinkTask.INSTRUMENT,
        about={"instrument": tool, "stage": "start"},
        days=7,
    )
    return f"/answer/{token}"


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def say(phone, address, name, answer, **more):
    return phone.post(address, {"question": name, "answer": answer, **more})


def answer_all(phone, address, answers=AUDIT):
    phone.post(address, {"_start": "1"})
    for name, given in answers.items():
        say(phone, address, name, given)


def kept(world) -> list[Administration]:
    look_as(world.worker)
    return list(Administration.objects.order_by("pk"))


def link_of(world) -> OneTimeLink:
    look_as(world.worker)
    return OneTimeLink.objects.latest("pk")


def pages_of(world, thread_id) -> dict[str, str]:
    return {
        "send": f"/episodes/{thread_id}/tools/audit/send-link",
        "links": f"/episodes/{thread_id}/links",
        "withdraw": f"/episodes/{thread_id}/links/{link_of(world).pk}/withdraw",
    }


# What is asked ------------------------------------------------------------------------------------------------------


class TestWhatCanBeSent:
    def test_a_tool_that_a_worker_asks_is_not(self):
        assert why_not_alone(tool(mode=["clinician_interview"])) == NotAlone.NOT_BY_THEMSELVES
        assert why_not_alone(tool(mode=["clinician_interview", "self"])) is None

    def test_a_tool_of_which_only_the_total_may_be_kept_is_not(self):
        licence = {"text": "None", "reproduce": "total_only"}
        assert why_not_alone(tool(licence=licence)) == NotAlone.TOTAL_ONLY

    @pytest.mark.parametrize(("age", "outside"), [(11, True), (12, False), (21, False), (22, True)])
    def test_the_age_that_a_tool_is_meant_for(self, age, outside):
        assert is_outside_age(tool(min_age=12, max_age=21), age) is outside

    def test_questions_that_an_answer_passes_over_are_not_asked(self):
        asked = [item.id for item in questions(instrument("audit"), {"q1": 0})]
        assert asked == ["q1", "q9", "q10"]
        assert len(questions(instrument("audit"), {"q1": None})) == 10
        assert len(questions(instrument("audit"), {})) == 10

    def test_what_a_worker_has_to_judge_is_not_asked(self):
        asked = tool(item=[question("q1"), question("q2"), question("q3"), question("q4", rater="clinician")])
        assert [item.id for item in questions(asked, {})] == ["q1", "q2", "q3"]


# The worker ---------------------------------------------------------------------------------------------------------


class TestSending:
    def post(self, world, thread_id, tool="audit", **said):
        posted = {"stage": "review", "days": "3", **said}
        return browser(world, "keyworker").post(f"/episodes/{thread_id}/tools/{tool}/send-link", posted)

    def test_the_link_is_shown_once_and_kept_nowhere(self, world, thread_id):
        answer = self.post(world, thread_id)
        (address,) = set(re.findall(r"http://testserver(/answer/[\w-]+)", answer.content.decode()))
        assert "no-store" in answer["Cache-Control"]
        link = link_of(world)
        assert link.token_hash == hash_of(address.removeprefix("/answer/"))
        assert link.about == {"instrument": "audit", "stage": "review"}
        assert timedelta(days=2.9) < link.expires_at - timezone.now() <= timedelta(days=3)
        again = browser(world, "keyworker").get(f"/episodes/{thread_id}/links").content.decode()
        assert address not in again

    def test_the_timeline_says_who_sent_it_and_when_it_was_answered(self, world, thread_id, phone):
        self.post(world, thread_id)
        (milestone,) = recorded(world, "link_sent", thread_id)
        assert milestone.detail == {"instrument": "audit", "stage": "review", "worker": "keyworker"}
        address = sent(world, thread_id)
        answer_all(phone, address)
        phone.post(address, {"_send": "1"})
        look_as(world.worker)
        person_id = Episode.objects.get(pk=thread_id).person_id
        html = words(browser(world, "keyworker").get(f"/people/{person_id}"))
        assert "Link sent by Keyworker Brackwater: AUDIT" in html
        assert "Answered by the person, on their own phone" in html

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"days": "0"}, "A link can be open for 1 to 28 days"),
            ({"days": "29"}, "A link can be open for 1 to 28 days"),
            ({"days": "x"}, "A link can be open for 1 to 28 days"),
            ({"days": ""}, "Fill in"),
            ({"stage": ""}, "Choose an answer to"),
            ({"stage": "later"}, "Choose one of the answers"),
        ],
    )
    def test_what_is_wrong_stands_at_its_field_and_no_link_is_made(self, world, thread_id, said, told):
        assert told in self.post(world, thread_id, **said).content.decode()
        look_as(world.worker)
        assert not OneTimeLink.objects.exists()
        assert not recorded(world, "link_sent")

    def test_a_tool_that_a_worker_must_ask_is_not_sent_and_the_page_says_why(self, world, thread_id):
        html = words(browser(world, "keyworker").get(f"/episodes/{thread_id}/tools/top/send-link"))
        assert "TOP is asked or rated by a worker; it is not made to be answered alone" in html
        self.post(world, thread_id, tool="top")
        look_as(world.worker)
        assert not OneTimeLink.objects.exists()
        with pytest.raises(StepRefused):
            send_link(thread_id, by=world.worker, instrument="top", stage="start", days=7)

    def test_an_age_that_the_tool_is_not_meant_for_is_said_before_it_is_sent(self, world):
        page = browser(world, "keyworker")
        younger = world.referred(world.person(born=date(1999, 1, 1)), on=REFERRED)
        assert "not meant for age 15" in words(page.get(f"/episodes/{younger}/tools/sows16/send-link"))
        older = world.referred(world.person(born=date(1996, 1, 1)), on=REFERRED)
        assert "not meant for" not in words(page.get(f"/episodes/{older}/tools/sows16/send-link"))

    def test_a_tool_that_is_held_back_asks_why_before_it_is_sent_and_keeps_the_reason(self, world, thread_id, phone):
        asked = words(browser(world, "keyworker").get(f"/episodes/{thread_id}/tools/sadq/send-link"))
        assert "Why is it used all the same?" in asked
        assert "Fill in" in words(self.post(world, thread_id, tool="sadq"))
        answer = self.post(world, thread_id, tool="sadq", offered_because="Alcohol clinic asked for it")
        (address,) = set(re.findall(r"(/answer/[\w-]+)", answer.content.decode()))
        items = [item.id for item in instrument("sadq").items]
        answer_all(phone, address, dict.fromkeys(items, "1"))
        phone.post(address, {"_send": "1"})
        (done,) = kept(world)
        assert (done.mode, done.offered_because) == (Mode.LINK, "Alcohol clinic asked for it")

    def test_who_is_not_trained_in_a_tool_does_not_send_it(self, world, thread_id):
        TrainingRecord.objects.filter(user=world.staff["keyworker"]).update(expires_on=date(2014, 1, 1))
        html = words(browser(world, "keyworker").get(f"/episodes/{thread_id}/tools/crafft21/send-link"))
        assert "CRAFFT needs training" in html
        self.post(world, thread_id, tool="crafft21")
        look_as(world.worker)
        assert not OneTimeLink.objects.exists()

    def test_what_the_tool_must_know_is_said_by_the_sender_and_shown_to_the_person(self, world, thread_id, phone):
        assert "Fill in “Substance asked about”" in words(self.post(world, thread_id, tool="sds"))
        with pytest.raises(StepRefused):
            sent(world, thread_id, tool="sds")
        answer = self.post(world, thread_id, tool="sds", input_substance="heroin")
        (address,) = set(re.findall(r"(/answer/[\w-]+)", answer.content.decode()))
        answer_all(phone, address, {"q1": "1"})
        assert "About: heroin" in words(phone.get(f"{address}?question=q2"))
        answer_all(phone, address, {f"q{number}": "1" for number in range(2, 6)})
        assert "Thank you" in words(phone.post(address, {"_send": "1"}))
        (done,) = kept(world)
        assert (done.answers["substance"], done.total) == ("heroin", 5)

    def test_a_tool_that_this_service_asks_together_is_not_sent_and_the_page_says_so(self, world, thread_id):
        html = words(browser(world, "keyworker").get(f"/episodes/{thread_id}/tools/crafft21/send-link"))
        assert "This service asks CRAFFT together with the person, and does not send it" in html

    def test_what_the_answers_flag_is_an_alert_for_somebody_who_is_on_duty(self, world, thread_id, phone):
        address = sent(world, thread_id, tool="phq9")
        answer_all(phone, address, {f"q{number}": "3" for number in range(1, 10)})
        assert "Thank you" in words(phone.post(address, {"_send": "1"}))
        look_as(world.worker)
        alerts = Alert.objects.filter(source__kind="instrument_completed", source__thread_id=thread_id)
        assert alerts.exists()
        with link_context(find_link(address.removeprefix("/answer/"))):
            assert not Alert.objects.exists()

    def test_it_offers_the_usual_number_of_days(self, world, thread_id):
        html = browser(world, "keyworker").get(f"/episodes/{thread_id}/tools/audit/send-link").content.decode()
        assert re.search(rf'name="days"[^>]*value="{settings.LINK_DAYS}"', html)

    def test_a_withdrawn_link_opens_no_more(self, world, thread_id, phone):
        address = sent(world, thread_id)
        answer_all(phone, address)
        page = pages_of(world, thread_id)["withdraw"]
        assert "Partly answered, not sent yet" in words(browser(world, "keyworker").get(page))
        browser(world, "keyworker").post(page)
        answer = phone.post(address, {"_send": "1"})
        assert answer.status_code == 410
        assert "This link has been closed" in words(answer)
        assert not kept(world)
        assert link_of(world).answers == {}
        again = browser(world, "keyworker").post(page, follow=True)
        assert "the link was no longer open" in words(again)

    def test_the_list_says_how_each_stands_and_never_what_was_answered(self, world, thread_id, phone):
        for after in ("nothing", "opened", "answered", "sent", "handed back"):
            address = sent(world, thread_id)
            if after == "opened":
                phone.post(address, {"_start": "1"})
            if after in ("answered", "sent"):
                answer_all(phone, address, {"q1": "3"})
            if after == "sent":
                phone.post(address, {"_send": "1"})
            if after == "handed back":
                phone.post(address, {"_not_mine": "1"})
        html = words(browser(world, "keyworker").get(f"/episodes/{thread_id}/links"))
        for told in ("Not opened yet", "Opened, nothing answered yet", "Partly answered", "Answered:", "Handed back"):
            assert told in html
        assert html.count("Withdraw") == 3

    def test_the_list_costs_as_much_for_many_as_for_few(self, world, thread_id, django_assert_max_num_queries):
        def asked() -> int:
            with django_assert_max_num_queries(60) as queries:
                browser(world, "keyworker").get(f"/episodes/{thread_id}/links")
            return len(queries)

        sent(world, thread_id)
        asked()
        few = asked()
        for _time in range(3):
            sent(world, thread_id)
        assert asked() == few


@pytest.mark.parametrize("page", ["send", "links", "withdraw"])
class TestWhoMaySend:
    def test_another_agency_finds_no_such_page(self, world, thread_id, page):
        sent(world, thread_id)
        where = pages_of(world, thread_id)[page]
        assert browser(world, "stranger").get(where).status_code == 404
        assert browser(world, "stranger").post(where).status_code == 404

    @pytest.mark.parametrize("role", ["data_lead", "administrator", "commissioner"])
    def test_who_works_with_nobody_may_not(self, world, thread_id, page, role):
        sent(world, thread_id)
        assert browser(world, role).get(pages_of(world, thread_id)[page]).status_code == 403


def test_a_link_of_another_episode_is_not_withdrawn_here(world, thread_id):
    sent(world, thread_id)
    other = world.referred(world.person(), on=REFERRED)
    where = f"/episodes/{other}/links/{link_of(world).pk}/withdraw"
    assert browser(world, "keyworker").post(where).status_code == 404


# The person ---------------------------------------------------------------------------------------------------------


class TestAnswering:
    def test_it_begins_with_who_reads_it_and_changes_nothing_when_looked_at(self, world, thread_id, phone):
        address = sent(world, thread_id)
        html = words(phone.get(address))
        assert "Your worker and their team at Quayside read your answers once you send them, and not before." in html
        assert "10 questions at most" in html
        assert link_of(world).opened_at is None

    def test_it_names_nobody_and_leads_nowhere_into_the_service(self, world, thread_id, phone):
        address = sent(world, thread_id)
        for act in (lambda: phone.get(address), lambda: phone.post(address, {"_start": "1"}, follow=True)):
            html = act().content.decode()
            assert "Linnet" not in html
            assert "Brackwater" not in html
            assert "Throughcare" not in html.split("</head>")[1]
            leads_to = set(re.findall(r'(?:href|action)="([^"#]*)', html))
            within = {one for one in leads_to if one.startswith("/") and not one.startswith("/static/")}
            assert within <= {address}

    def test_it_sets_no_cookie_and_is_kept_and_told_nowhere(self, world, thread_id, phone):
        address = sent(world, thread_id)
        for answer in (phone.get(address), phone.post(address, {"_start": "1"}), phone.get("/answer/never")):
            assert not answer.cookies
            assert "no-store" in answer["Cache-Control"]
            assert answer["Referrer-Policy"] == "no-referrer"
            assert "noindex" in answer["X-Robots-Tag"]

    def test_one_question_at_a_time_with_its_place(self, world, thread_id, phone):
        address = sent(world, thread_id)
        html = words(phone.post(address, {"_start": "1"}, follow=True))
        assert "Question 1 of 10" in html
        assert "I would rather not say" in html
        assert say(phone, address, "q1", "3")["Location"] == f"{address}?question=q2"

    def test_what_was_passed_over_is_not_asked(self, world, thread_id, phone):
        address = sent(world, thread_id)
        assert say(phone, address, "q1", "0")["Location"] == f"{address}?question=q9"
        assert "Question 2 of 3" in words(phone.get(f"{address}?question=q9"))
        assert phone.get(f"{address}?question=q4").status_code == 200

    def test_an_earlier_answer_that_changes_opens_and_closes_later_ones(self, world, thread_id, phone):
        address = sent(world, thread_id)
        answer_all(phone, address)
        say(phone, address, "q1", "0")
        phone.post(address, {"_send": "1"})
        (done,) = kept(world)
        assert done.answers == {"q1": 0, "q9": 4, "q10": 2}

    def test_it_is_put_off_and_taken_up_again(self, world, thread_id, phone):
        address = sent(world, thread_id)
        say(phone, address, "q1", "3")
        answer = say(phone, address, "q2", "4", _pause="1")
        assert answer["Location"] == f"{address}?paused"
        assert "Your answers so far are saved" in words(phone.get(answer["Location"]))
        html = words(Client().get(address))
        assert "Question 3 of 10" in html
        assert not kept(world)

    def test_it_is_put_off_without_an_answer(self, world, thread_id, phone):
        address = sent(world, thread_id)
        assert phone.post(address, {"question": "q1", "_pause": "1"})["Location"] == f"{address}?paused"
        assert link_of(world).answers == {}

    def test_answers_are_looked_at_and_sent_once(self, world, thread_id, phone):
        address = sent(world, thread_id, stage="review")
        answer_all(phone, address)
        html = words(phone.get(address))
        assert "Look at your answers" in html
        answer = phone.post(address, {"_send": "1"})
        assert "Your worker and their team at Quayside will read them" in words(answer)
        assert str(settings.CRISIS_WORDS) in words(answer)
        (done,) = kept(world)
        assert (done.instrument, done.total, done.thread_id, done.mode) == ("audit", 27, thread_id, Mode.LINK)
        (milestone,) = recorded(world, "instrument_completed", thread_id)
        assert milestone.detail["stage"] == "review"
        assert is_the_person(milestone.recorded_by)
        link = link_of(world)
        assert (link.used_at is not None, link.answers) == (True, {})

    def test_nobody_has_to_answer(self, world, thread_id, phone):
        address = sent(world, thread_id)
        answer_all(phone, address, {**AUDIT, "q10": "rather_not"})
        assert "I would rather not say" in words(phone.get(address))
        phone.post(address, {"_send": "1"})
        (done,) = kept(world)
        assert "q10" not in done.answers
        assert (done.total, done.status) == (None, "incomplete")

    def test_a_number_may_be_left_unsaid_too(self, world, thread_id, phone):
        address = sent_as_it_is(world, thread_id, "crafft21")
        phone.post(address, {"question": "a1", "answer": "", "_rather_not": "1"})
        assert link_of(world).answers == {"a1": None}

    def test_the_look_is_logged(self, world, thread_id, phone):
        phone.post(sent(world, thread_id), {"_start": "1"})
        look_as(world.worker)
        line = AccessLogEntry.objects.get(why__contains="one-time link")
        assert (line.about, line.record_id) == ("episode", thread_id)

    def test_a_question_costs_the_same_number_of_queries_whatever_was_answered(
        self, world, thread_id, phone, django_assert_num_queries
    ):
        address = sent(world, thread_id)
        phone.post(address, {"_start": "1"})
        phone.get(address)
        with django_assert_num_queries(10):
            phone.get(address)
        for name in ("q1", "q2", "q3"):
            say(phone, address, name, "3")
        with django_assert_num_queries(10):
            phone.get(address)

    def test_somebody_who_is_signed_in_sees_the_same_page(self, world, thread_id):
        address = sent(world, thread_id)
        worker = browser(world, "keyworker")
        html = worker.get(address).content.decode()
        assert "Some questions for you" in html
        assert "Sign out" not in html
        assert worker.get(f"/episodes/{thread_id}/tools").status_code == 200


class TestFitForAlone:
    """What holds of a tool on a worker's page holds of the same tool sent to a phone."""

    @pytest.mark.parametrize(
        ("tool", "why"),
        [
            pytest.param("crafft21", "not answered in this way", id="this service asks it in an interview"),
            pytest.param("sadq", "offered only where something was found first", id="nothing was found yet"),
        ],
    )
    def test_a_tool_that_is_held_back_is_not_sent(self, world, thread_id, tool, why):
        with pytest.raises(StepRefused, match=why):
            sent(world, thread_id, tool=tool)
        assert not OneTimeLink.objects.exists()

    def test_what_comes_back_says_how_it_was_answered(self, world, thread_id, phone):
        address = sent(world, thread_id)
        answer_all(phone, address)
        phone.post(address, {"_send": "1"})
        assert [one.mode for one in kept(world)] == ["link"]


class TestWhatIsNotRight:
    @pytest.mark.parametrize(
        ("tool", "name", "given", "told"),
        [
            ("audit", "q1", "5", "choose one of the answers shown"),
            ("audit", "q1", "", "Choose an answer, or “I would rather not say”"),
            ("crafft21", "a1", "400", "enter a whole number from 0 to 365"),
            ("crafft21", "a1", "-1", "enter a whole number from 0 to 365"),
            ("crafft21", "a1", "lots", "enter a whole number from 0 to 365"),
        ],
    )
    def test_an_answer_that_is_not_possible_is_said_at_the_question_and_not_kept(
        self, world, thread_id, phone, tool, name, given, told
    ):
        address = sent_as_it_is(world, thread_id, tool)
        answer = say(phone, address, name, given)
        assert told in words(answer)
        assert 'href="#id_answer"' in answer.content.decode()
        assert link_of(world).answers == {}

    @pytest.mark.parametrize("name", ["", "q99", "used_at", "token_hash", "q1; drop table"])
    def test_a_question_that_the_tool_does_not_have_is_not_kept(self, world, thread_id, phone, name):
        address = sent(world, thread_id)
        assert say(phone, address, name, "3").status_code == 302
        assert link_of(world).answers == {}

    def test_other_answers_posted_beside_it_are_not_looked_at(self, world, thread_id, phone):
        address = sent(world, thread_id)
        say(phone, address, "q1", "3", q2="4", stage="exit", instrument="crafft21", thread_id="1", case_id="1")
        assert link_of(world).answers == {"q1": "3"}
        assert link_of(world).about == {"instrument": "audit", "stage": "start"}

    def test_nothing_at_all_cannot_be_sent(self, world, thread_id, phone):
        address = sent(world, thread_id)
        assert "Answer at least one question before you send" in words(phone.post(address, {"_send": "1"}))
        assert not kept(world)
        assert find_link(address.removeprefix("/answer/")).state == LinkState.OPEN

    def test_a_used_link_says_so_and_records_nothing_more(self, world, thread_id, phone):
        address = sent(world, thread_id)
        answer_all(phone, address)
        phone.post(address, {"_send": "1"})
        for answer in (phone.get(address), phone.post(address, {"_send": "1"}), say(phone, address, "q1", "0")):
            assert answer.status_code == 410
            assert "These answers have been sent" in words(answer)
        assert len(kept(world)) == 1

    def test_a_link_past_its_time_says_so_and_saves_nothing(self, world, thread_id, phone):
        now, person_id = timezone.now(), Episode.objects.get(pk=thread_id).person_id
        OneTimeLink.objects.create(
            case_id=thread_id, person_id=person_id, agency_id=world.worker.agency_id, task=LinkTask.INSTRUMENT,
            about={"instrument": "audit", "stage": "start"}, token_hash=hash_of("old"),
            issued_by_id=world.worker.user_id, issued_at=now - timedelta(days=8), expires_at=now - timedelta(days=1),
        )  # fmt: skip
        for answer in (phone.get("/answer/old"), say(phone, "/answer/old", "q1", "3")):
            assert answer.status_code == 410
            assert "The time for this link is over" in words(answer)
        assert link_of(world).answers == {}

    def test_a_link_that_never_was_does_not_tell_whether_there_is_another(self, world, thread_id, phone):
        sent(world, thread_id)
        answer = phone.get("/answer/never")
        assert answer.status_code == 404
        assert "This link does not work" in words(answer)
        assert phone.post("/answer/never", {"question": "q1", "answer": "3"}).status_code == 404

    def test_somebody_it_was_not_meant_for_hands_it_back(self, world, thread_id, phone):
        address = sent(world, thread_id)
        assert "nothing was saved" in words(phone.post(address, {"_not_mine": "1"}))
        assert "This link has been closed" in words(phone.get(address))
        assert is_the_person(link_of(world).revoked_by)

    def test_a_link_about_one_case_and_another_person_opens_nothing(self, world, thread_id, phone):
        other = world.person()
        _link, token = issue_link(
            by=world.worker, case_id=thread_id, person_id=other.pk, task=LinkTask.INSTRUMENT, days=7,
            about={"instrument": "audit", "stage": "start"},
        )  # fmt: skip
        assert phone.get(f"/answer/{token}").status_code == 410
        assert phone.post(f"/answer/{token}", {"_send": "1"}).status_code == 410
        assert not kept(world)

    def test_no_other_address_opens_with_a_link(self, world, thread_id, phone):
        address = sent(world, thread_id)
        phone.post(address, {"_start": "1"})
        for where in (f"/episodes/{thread_id}/tools", f"/episodes/{thread_id}/links", "/people", f"{address}/tools"):
            assert phone.get(where).status_code in (302, 404)

    def test_after_the_person_left_only_what_comes_after_is_still_asked(self, world, phone):
        gone = left(world, date(2014, 11, 3))
        with pytest.raises(StepRefused):
            send_link(gone, by=world.worker, instrument="audit", stage="start", days=7)
        after = sent(world, gone, stage="follow_up")
        answer_all(phone, after)
        assert "Thank you" in words(phone.post(after, {"_send": "1"}))

    def test_a_link_for_the_start_is_not_needed_once_the_person_has_left(self, world, thread_id, phone):
        address = sent(world, thread_id)
        answer_all(phone, address)
        look_as(world.worker)
        leave_treatment(thread_id, by=world.worker, on=date(2014, 12, 30), reason="completed_drug_free")
        for answer in (phone.get(address), phone.post(address, {"_send": "1"})):
            assert answer.status_code == 410
            assert "These questions are no longer needed" in words(answer)
        assert not kept(world)

    def test_a_withdrawal_meanwhile_is_said_and_nothing_recorded(self, world, thread_id, phone):
        address = sent(world, thread_id)
        answer_all(phone, address)
        look_as(world.worker)
        revoke_link(link_of(world).pk, by=world.worker)
        assert phone.post(address, {"_send": "1"}).status_code == 410
        assert not kept(world)


class TestTwoAtOnce:
    """Two tabs, or two people with the same link, and real transactions."""

    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.fixture
    def committed(self):
        made = make_world("southampton-esap")
        with pretending_today_is(TODAY), database_context(made.worker):
            thread_id = in_treatment(made, REFERRED)
            address = f"/answer/{send_link(thread_id, by=made.worker, instrument='audit', stage='start', days=7).token}"
        yield made, thread_id, address
        specifications.use(None)

    def test_one_of_them_is_recorded_and_the_other_is_told(self, committed, monkeypatch):
        made, _thread_id, address = committed
        answer_all(Client(), address)
        ready = Barrier(2)

        def slowly(*args, **kwargs):
            done = complete_instrument(*args, **kwargs)
            sleep(0.3)  # while the other waits for the link
            return done

        monkeypatch.setattr(actions, "complete_instrument", slowly)

        def send(_time) -> int:
            try:
                ready.wait(10)
                return Client().post(address, {"_send": "1"}).status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as both:
            assert sorted(both.map(send, range(2))) == [200, 410]
        with database_context(made.worker):
            assert Administration.objects.count() == 1
            assert OneTimeLink.objects.get().used_at is not None

    def test_answers_given_in_two_tabs_are_both_kept(self, committed):
        made, _thread_id, address = committed
        ready = Barrier(2)

        def say_in_a_tab(name) -> int:
            try:
                ready.wait(10)
                return say(Client(), address, name, "3").status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as both:
            assert list(both.map(say_in_a_tab, ["q1", "q2"])) == [302, 302]
        with database_context(made.worker):
            assert OneTimeLink.objects.get().answers == {"q1": "3", "q2": "3"}

    def test_what_fails_half_way_leaves_the_link_open_and_nothing_recorded(self, committed, monkeypatch):
        made, _thread_id, address = committed
        answer_all(Client(), address)

        def fails(_held):
            raise RuntimeError("the machine stops here")

        monkeypatch.setattr(actions, "use_up_link", fails)
        assert Client(raise_request_exception=False).post(address, {"_send": "1"}).status_code == 500
        monkeypatch.undo()
        with database_context(made.worker):
            assert not Administration.objects.exists()
        assert "Thank you" in words(Client().post(address, {"_send": "1"}))
