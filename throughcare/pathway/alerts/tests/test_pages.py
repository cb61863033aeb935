"""The pages of alerts and of duty, and where else an alert stands: My day, the person, every screen about them."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse

from tests.pages import browser, day, drafts_kept, recorded
from tests.world import TODAY
from throughcare.access.context import look_as
from throughcare.foundations.dates import TIME_ZONE
from throughcare.pathway.alerts.actions import acknowledge, pass_on
from throughcare.pathway.alerts.actions.duty import put_on_duty
from throughcare.pathway.alerts.models import Delivery, Duty, Recipient
from throughcare.pathway.alerts.tests.factories import at, low_answers, urgent, with_keyworker
from throughcare.pathway.episode.models import Matter, Note

ACTION = {"action": "spoke_with_person", "words": "Rang; safe with her aunt."}


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def alert(world):
    with at("10:00"):
        return urgent(world, with_keyworker(world, given_name="Juniper"))


def page_of(alert) -> str:
    return reverse("alerts:alert", args=[alert.pk])


def person_of(world, alert) -> int:
    look_as(world.worker)
    return Matter.objects.get(pk=alert.pk).person_id


def my_day(world, role="keyworker") -> str:
    return text_of(browser(world, role).get(reverse("casework:my_day")))


class TestMyDay:
    def test_it_begins_with_the_alert_with_whom_it_is_and_to_whom_it_goes(self, world, alert):
        with at("10:30"):
            page = my_day(world)
        assert "1 alert to act on" in page
        assert "Alert: Thoughts of self-harm" in page
        assert "3 hours left" in page
        assert "With Keyworker Brackwater. Goes to Manager Brackwater at 14:00 unless somebody acts." in page
        assert page.index("Alert: Thoughts") < page.index("Promises, soonest first")

    def test_a_colleague_and_a_manager_in_time_do_not_see_it_and_a_manager_sees_it_past_its_time(self, world, alert):
        with at("10:30"):
            assert "Thoughts of self-harm" not in my_day(world, "triage")
            assert "Thoughts of self-harm" not in my_day(world, "manager")
        with at("14:05"):
            page = my_day(world, "manager")
        assert "Thoughts of self-harm" in page
        assert "Overdue by 5 minutes" in page

    def test_that_nobody_is_on_duty_is_said_and_to_whom_it_goes(self, world):
        begins = datetime.combine(TODAY, time(1), TIME_ZONE)
        put_on_duty(
            by=world.worker, user_id=world.staff["triage"].pk, starts_at=begins, ends_at=begins + timedelta(hours=1)
        )
        with at("10:00"):
            urgent(world, with_keyworker(world))
        with at("10:30"):
            page = my_day(world, "manager")
        assert "With Manager Brackwater. Nobody is on duty now." in page
        assert "Goes to Keyworker Brackwater at 14:00 unless somebody acts." in page

    def test_once_acted_on_it_is_gone(self, world, alert):
        acknowledge(alert.pk, by=world.worker, **ACTION)
        assert "alert to act on" not in my_day(world)

    def test_many_alerts_cost_as_many_queries_as_one(self, world, alert, django_assert_max_num_queries):
        client, url = browser(world, "keyworker"), reverse("casework:my_day")
        client.get(url)
        with django_assert_max_num_queries(60) as few:
            client.get(url)
        look_as(world.worker)
        for _more in range(3):
            urgent(world, with_keyworker(world))
        with django_assert_max_num_queries(60) as many:
            client.get(url)
        assert len(many) == len(few)

    def test_other_matters_stand_there_with_their_deadline_in_hours(self, world):
        from throughcare.pathway.episode.matters import open_matter, record_on
        from throughcare.pathway.episode.models import Episode

        matter = open_matter("information_request", Episode.objects.get(pk=with_keyworker(world)), on=TODAY)
        said = {"priority": "two_hours", "source": "police"}
        record_on(matter.pk, "request_received", by=world.worker, on=TODAY, at=time(10), detail=said)
        with at("10:30"):
            page = my_day(world, "manager")
            assert "Answer an urgent MASH request" in page
            assert "Due 12:00" in page
            assert "1 hour left" in page
            assert "Answer an urgent MASH request" not in my_day(world, "keyworker")


class TestTheAlert:
    def test_it_says_what_was_said_what_is_wanted_and_who_gets_it_next(self, world, alert):
        with at("10:30"):
            page = text_of(browser(world, "keyworker").get(page_of(alert)))
        assert "Same-day risk assessment" in page
        assert "Has it since 10:00" in page
        assert "Gets it at 14:00" in page
        assert "This service keeps no duty list" in page
        assert "Juniper Copplestone" in page

    def test_opening_it_changes_nothing_and_it_goes_on_all_the_same(self, world, alert):
        for _look in range(3):
            browser(world, "keyworker").get(page_of(alert))
        look_as(world.viewer("operator"))
        assert Recipient.objects.count() == 1
        with at("14:01"):
            assert pass_on(alert.pk, by=world.viewer("operator")) is not None

    def test_an_action_ends_it_and_leads_to_the_person(self, world, alert):
        answer = browser(world, "keyworker").post(page_of(alert), ACTION, follow=True)
        assert "Acted on the alert: Thoughts of self-harm" in text_of(answer)
        (milestone,) = recorded(world, "alert_acknowledged")
        assert milestone.detail == {"action": "spoke_with_person"}
        assert Note.objects.get(milestone=milestone).words == ACTION["words"]
        page = text_of(browser(world, "manager").get(page_of(alert)))
        assert "Keyworker Brackwater acted on it" in page
        assert ACTION["words"] in page
        assert "End the alert" not in page

    def test_without_words_nothing_is_kept_but_what_was_chosen(self, world, alert):
        answer = browser(world, "triage").post(page_of(alert), {**ACTION, "words": ""})
        assert "Say in a few words what you did" in text_of(answer)
        assert not recorded(world, "alert_acknowledged")
        assert drafts_kept(world) == [page_of(alert)]

    def test_the_second_to_act_is_told_who_did(self, world, alert):
        browser(world, "keyworker").post(page_of(alert), ACTION)
        answer = text_of(browser(world, "manager").post(page_of(alert), ACTION))
        assert "Keyworker Brackwater acted on this alert on" in answer
        assert len(recorded(world, "alert_acknowledged")) == 1

    def test_another_agency_finds_none_and_who_may_only_read_cannot_act(self, world, alert):
        assert browser(world, "stranger").get(page_of(alert)).status_code == 404
        assert browser(world, "stranger").post(page_of(alert), ACTION).status_code == 404
        assert "End the alert" not in text_of(browser(world, "data_lead").get(page_of(alert)))
        assert browser(world, "data_lead").post(page_of(alert), ACTION).status_code == 403
        assert browser(world, "administrator").get(page_of(alert)).status_code == 403


class TestThePerson:
    def test_it_stands_at_the_top_of_their_page_and_in_the_strip_of_every_screen(self, world, alert):
        client = browser(world, "keyworker")
        person = person_of(world, alert)
        look_as(world.worker)
        thread = Matter.objects.get(pk=alert.pk).episode_id
        pages = [
            reverse("casework:person", args=[person]),
            reverse("instruments:choose", args=[thread]),
            reverse("casework:assign_keyworker", args=[thread]),
            page_of(alert),
        ]
        for url in pages:
            assert f'<a href="{page_of(alert)}">' in text_of(client.get(url)), url
        assert "With Keyworker Brackwater. Wanted: Same-day risk assessment." in text_of(client.get(pages[0]))

    def test_the_page_costs_one_query_more_and_no_more_for_many(self, world, alert, django_assert_max_num_queries):
        client, url = browser(world, "keyworker"), reverse("casework:person", args=[person_of(world, alert)])
        client.get(url)
        with django_assert_max_num_queries(60) as few:
            client.get(url)
        look_as(world.worker)
        urgent(world, Matter.objects.get(pk=alert.pk).episode_id, flag="another")
        with django_assert_max_num_queries(60) as many:
            client.get(url)
        assert len(many) == len(few)

    def test_completing_the_questionnaire_says_that_an_alert_was_raised_and_to_whom(self, world):
        thread = with_keyworker(world)
        said = {"stage": "start", "answer_psych_health": "3", **day("on", TODAY)}
        page = browser(world, "triage").post(reverse("instruments:complete", args=[thread, "top"]), said, follow=True)
        assert "Alert raised. It went to Keyworker Brackwater" in text_of(page)


class TestTheList:
    def test_mine_and_the_teams(self, world, alert):
        client, url = browser(world, "triage"), reverse("alerts:open")
        assert "No alert waits." in text_of(client.get(url))
        assert "Thoughts of self-harm" in text_of(client.get(url, {"whose": "team"}))

    def test_who_may_open_it(self, world, alert):
        assert browser(world, "data_lead").get(reverse("alerts:open")).status_code == 403
        look_as(world.stranger)
        page = browser(world, "stranger").get(reverse("alerts:open"), {"whose": "team"})
        assert "No alert waits." in text_of(page)

    def test_it_costs_the_same_for_many(self, world, alert, django_assert_max_num_queries):
        client, url = browser(world, "keyworker"), reverse("alerts:open")
        client.get(url)
        with django_assert_max_num_queries(30) as few:
            client.get(url)
        look_as(world.worker)
        for _more in range(3):
            urgent(world, with_keyworker(world))
        with django_assert_max_num_queries(30) as many:
            client.get(url)
        assert len(many) == len(few)


class TestDuty:
    SAID = {"day_day": 31, "day_month": 12, "day_year": 2014, "starts": "22:00", "ends": "6am"}

    def test_a_manager_puts_somebody_on_duty_over_night_and_takes_them_off(self, world):
        client, url = browser(world, "manager"), reverse("alerts:duty")
        assert "This service keeps no duty list." in text_of(client.get(url))
        client.post(url, {**self.SAID, "who": world.staff["triage"].pk})
        look_as(world.worker)
        duty = Duty.objects.get()
        assert duty.ends_at == datetime(2015, 1, 1, 6, tzinfo=TIME_ZONE)
        with at("23:00"):
            assert "On duty now: Triage Brackwater." in text_of(client.get(url))
        with at("12:00"):
            assert "Nobody is on duty now." in text_of(client.get(url))
        client.post(reverse("alerts:remove_duty", args=[duty.pk]))
        look_as(world.worker)
        assert not Duty.objects.exists()

    def test_the_same_time_twice_is_refused_at_its_field(self, world):
        client, url = browser(world, "manager"), reverse("alerts:duty")
        for _time in range(2):
            answer = client.post(url, {**self.SAID, "who": world.staff["triage"].pk})
        assert "They are on duty at that time already" in text_of(answer)

    def test_another_agency_cannot_remove_it_and_a_key_worker_cannot_set_it(self, world):
        browser(world, "manager").post(reverse("alerts:duty"), {**self.SAID, "who": world.staff["triage"].pk})
        look_as(world.worker)
        url = reverse("alerts:remove_duty", args=[Duty.objects.get().pk])
        assert browser(world, "stranger").post(url).status_code == 404
        assert browser(world, "keyworker").post(url).status_code == 403
        assert browser(world, "manager").get(url).status_code == 405


def test_the_worklist_and_the_clocks_of_a_person_have_the_alert(world):
    from throughcare.pathway.casework.queries import clocks_of, worklist
    from throughcare.people.models import Person

    alert = low_answers(world, with_keyworker(world))
    listed = [due for due in worklist(world.worker, TODAY, "keyworker") if due.thread_id == alert.pk]
    assert [(due.definition.id, due.clock.due_on, due.worker) for due in listed] == [
        ("alert-prompt", date(2015, 1, 5), "keyworker")
    ]
    person = Person.objects.get(pk=person_of(world, alert))
    assert "alert-prompt" in {clock.definition_id for _case, clock in clocks_of(world.worker, person, TODAY)}
    assert Delivery.objects.count() == 1
