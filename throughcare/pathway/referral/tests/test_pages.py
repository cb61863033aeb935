"""The pages of a referral: who it is, nobody twice, nobody refused; and of the first contact."""

from datetime import date

import pytest

from tests.pages import browser, day, drafts_kept, recorded
from throughcare.access.context import look_as
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.pathway.episode.models import Episode, Note
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.exit.actions import withdraw
from throughcare.pathway.instruments.models import Administration
from throughcare.pathway.referral.actions import receive_referral
from throughcare.people.models import Person, Registration

NEW = "/referrals/new"
NUMBER = "9990000018"


def who(**changed) -> dict:
    said = {"given_name": "Sorrel", "family_name": "Fernyhough", **day("born", date(1999, 3, 11)), "nhs_number": ""}
    return {**said, **changed}


def referral(**changed) -> dict:
    said = {"source": "school", "channel": "telephone", "connection": "yes", "concern": "Sleeps in class"}
    return {**said, **day("on", date(2014, 12, 30)), **changed}


def answers(**changed) -> dict:
    return {**who(), "sex": "female", "ethnicity": "not_asked", "postcode": "so147du", **referral(), **changed}


def people(world) -> list[Person]:
    look_as(world.worker)
    return list(Person.objects.filter(family_name__iexact="Fernyhough").order_by("id"))


class TestSomebodyNew:
    def test_the_person_and_the_referral_are_recorded_together(self, world):
        answer = browser(world).post(NEW, answers(nhs_number="999 000 0018", urgency="soon", at="9am"))
        assert answer.status_code == 302
        (person,) = people(world)
        assert (person.nhs_number, person.postcode, person.ethnicity) == (NUMBER, "SO14 7DU", "not_asked")
        (received,) = recorded(world, "referral_received")
        assert received.detail == {"source": "school", "channel": "telephone", "urgency": "soon"}
        assert Episode.objects.get(person=person).opened_on == date(2014, 12, 30)
        notes = dict(Note.objects.values_list("about", "words"))
        assert notes == {"concern": "Sleeps in class", "connection": "yes"}
        assert not drafts_kept(world)

    def test_the_page_says_which_promises_start(self, world):
        page = browser(world).get(NEW).content.decode()
        assert "Promise starts: Offer of a triage by Mon 5 Jan" in page
        assert "checked" not in page
        assert page.partition("<main")[2].count('class="nhsuk-button"') == 1

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"nhs_number": "9990000019"}, "The figures of this NHS number do not fit together. Read it again, or"),
            ({"nhs_number": "99900"}, "The NHS number must have 10 figures. Read it again, or leave it empty"),
            ({"postcode": "SO14"}, "The postcode must be a whole one, such as SO14 7DU. Correct it, or leave it empty"),
            (day("born", date(2015, 1, 1)), "The date of birth cannot be after today, 31 December 2014"),
            (day("on", date(2015, 1, 1)), "The referral cannot be after today, 31 December 2014"),
            (day("on", date(1999, 3, 10)), "The referral cannot be before the birth, 11 March 1999. Correct one of"),
            ({"connection": ""}, "or choose “Not asked”"),
            ({"source": "the_moon"}, "Who refers them?"),
            ({"ethnicity": ""}, "Ethnic group"),
            ({"given_name": ""}, "First name"),
        ],
    )
    def test_what_is_wrong_is_said_nothing_is_half_saved_and_the_draft_stays(self, world, changed, words):
        answer = browser(world).post(NEW, answers(**changed))
        assert answer.status_code == 200
        page = answer.content.decode()
        assert words in page
        assert "thing to put right" in page
        assert not people(world)
        assert not recorded(world, "referral_received")
        assert drafts_kept(world) == [NEW]

    def test_a_rule_that_refuses_the_referral_leaves_no_person_behind(self, world, monkeypatch):
        def refuse(*args, **kwargs):
            from throughcare.pathway.episode.rules import StepRefused

            raise StepRefused("source", "A rule says no", "Do this instead.")

        monkeypatch.setattr("throughcare.pathway.referral.actions.receive_referral", refuse)
        page = browser(world).post(NEW, answers()).content.decode()
        assert "A rule says no. Do this instead." in page
        assert not people(world)


class TestNobodyIsRefused:
    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            (day("born", date(1986, 3, 11)), "This service is for people from 11 to 24."),
            (day("born", date(2006, 3, 11)), "This service is for people from 11 to 24."),
            ({"connection": "no"}, "They have no connection with Southampton."),
        ],
    )
    def test_outside_the_lines_the_referral_is_recorded_with_a_kind_word(self, world, changed, words):
        mine = browser(world)
        assert mine.post(NEW, answers(**changed)).status_code == 302
        assert len(recorded(world, "referral_received")) == 1
        page = mine.get(NEW).content.decode()
        assert words in page
        assert "Take the referral all the same" in page

    @pytest.mark.parametrize("answer", ["not_asked", "declined", "not_known", "yes"])
    def test_inside_the_lines_nothing_is_added(self, world, answer):
        mine = browser(world)
        mine.post(NEW, answers(connection=answer))
        assert "all the same" not in mine.get(NEW).content.decode()


class TestSomebodyKnown:
    def known(self, world, **said) -> Person:
        look_as(world.worker)
        return world.person(given_name="Sorrel", family_name="Fernyhough", born=date(1999, 3, 11), **said)

    def test_a_look_finds_them_and_asks_for_nothing_else(self, world):
        person = self.known(world)
        page = browser(world).post(NEW, {**who(), "_look": "1"}).content.decode()
        assert "Use this record: Sorrel Fernyhough, born 11 March 1999" in page
        assert f"Number {person.service_user_id}, registered with this service" in page
        assert "thing to put right" not in page
        assert not recorded(world, "referral_received")

    def test_a_look_that_finds_nobody_says_so(self, world):
        page = browser(world).post(NEW, {**who(), "_look": "1"}).content.decode()
        assert "Nobody with these details is recorded yet. Go on here." in page

    def test_a_look_without_enough_says_what_is_needed(self, world):
        page = browser(world).post(NEW, {"given_name": "Sorrel", "_look": "1"}).content.decode()
        assert "To look, give the NHS number, or both names and the date of birth" in page

    def test_every_look_is_logged(self, world):
        browser(world).post(NEW, {**who(), "_look": "1"})
        look_as(world.worker)
        assert AccessLogEntry.objects.filter(looked="found", about="index").count() == 1

    def test_nobody_is_recorded_twice_unseen(self, world):
        self.known(world)
        page = browser(world).post(NEW, answers(family_name="FERNYHOUGH")).content.decode()
        assert "Say which record to use, or that this is somebody else" in page
        assert len(people(world)) == 1
        assert not recorded(world, "referral_received")

    def test_their_record_is_used_and_need_not_be_described_again(self, world):
        person = self.known(world)
        sent = {**who(), **referral(), "who": str(person.id)}
        assert browser(world).post(NEW, sent).status_code == 302
        assert len(people(world)) == 1
        assert Episode.objects.get().person_id == person.id

    def test_somebody_else_with_the_same_name_and_birth_is_a_person_of_their_own(self, world):
        self.known(world)
        assert browser(world).post(NEW, answers(who="somebody_else")).status_code == 302
        assert len(people(world)) == 2

    def test_the_same_nhs_number_is_never_given_to_two_people(self, world):
        self.known(world, nhs_number=NUMBER)
        page = browser(world).post(NEW, answers(nhs_number=NUMBER, who="somebody_else")).content.decode()
        assert "This NHS number is on another record already. Check the number, or look again" in page
        assert len(people(world)) == 1
        assert drafts_kept(world) == [NEW]

    def test_a_record_that_was_not_found_cannot_be_used(self, world):
        self.known(world)
        other = world.person()
        page = browser(world).post(NEW, answers(who=str(other.id))).content.decode()
        assert "Is it somebody who is recorded already?" in page
        assert not recorded(world, "referral_received")

    def test_somebody_known_elsewhere_is_registered_here_too(self, world):
        look_as(world.viewer("stranger"))
        from throughcare.people.actions import register_person

        theirs = register_person(
            by=world.viewer("stranger"), registered_on=date(2014, 1, 2), given_name="Sorrel",
            family_name="Fernyhough", born=date(1999, 3, 11), sex="female",
        )  # fmt: skip
        mine = browser(world)
        page = mine.post(NEW, {**who(), "_look": "1"}).content.decode()
        assert "registered with another service; using it registers them here too" in page
        assert mine.post(NEW, {**who(), **referral(), "who": str(theirs.id)}).status_code == 302
        look_as(world.worker)
        assert Registration.objects.filter(person_id=theirs.id).count() == 1
        assert [person.id for person in people(world)] == [theirs.id]


class TestAgain:
    def test_a_second_source_joins_the_open_episode(self, world):
        person = world.person()
        thread_id = world.referred(person, on=date(2014, 12, 22), source="school")
        address, mine = f"/people/{person.id}/referral", browser(world)
        assert "It joins the care that began on 22 December 2014" in mine.get(address).content.decode()
        assert mine.post(address, referral(source="gp")).status_code == 302
        assert len(recorded(world, "referral_received", thread_id)) == 2

    def test_the_same_source_on_the_same_day_is_the_same_referral(self, world):
        person = world.person()
        thread_id = world.referred(person, on=date(2014, 12, 22), source="school")
        address = f"/people/{person.id}/referral"
        page = browser(world).post(address, referral(**day("on", date(2014, 12, 22)))).content.decode()
        assert "A referral from School or college on 22 December 2014 is already recorded." in page
        assert "open it instead of recording it twice" in page
        assert len(recorded(world, "referral_received", thread_id)) == 1
        assert drafts_kept(world) == [address]

    def test_somebody_who_comes_back_begins_anew(self, world):
        person = world.person()
        thread_id = world.referred(person, on=date(2014, 11, 3))
        withdraw(thread_id, by=world.worker, on=date(2014, 11, 20), reason="declined_treatment")
        address, mine = f"/people/{person.id}/referral", browser(world)
        page = mine.get(address).content.decode()
        assert "Until 20 November 2014" in page
        assert "Promise starts: First contact" in page
        assert mine.post(address, referral()).status_code == 302
        look_as(world.worker)
        assert Episode.objects.filter(person=person).count() == 2

    def test_others_find_nothing_here(self, world):
        person = world.person()
        address = f"/people/{person.id}/referral"
        assert browser(world, "stranger").get(address).status_code == 404
        assert browser(world, "stranger").post(address, referral()).status_code == 404
        assert browser(world, "data_lead").get(address).status_code == 403
        assert browser(world, "commissioner").get(NEW).status_code == 403

    def test_the_page_asks_for_the_same_number_of_rows_however_often_they_came(
        self, world, django_assert_max_num_queries
    ):
        person = world.person()
        address, mine = f"/people/{person.id}/referral", browser(world)

        def came(month: int) -> None:
            look_as(world.worker)
            thread_id = world.referred(person, on=date(2014, month, 3))
            withdraw(thread_id, by=world.worker, on=date(2014, month, 20), reason="declined_treatment")

        came(month=1)
        mine.get(address)
        with django_assert_max_num_queries(30) as few:
            mine.get(address)
        for month in (3, 5, 7):
            came(month)
        with django_assert_max_num_queries(30) as more:
            mine.get(address)
        assert len(few) == len(more)


class TestFirstContact:
    def test_each_way_says_whether_it_keeps_the_promise(self, world):
        thread_id = world.referred(on=date(2014, 12, 30))
        page = browser(world).get(f"/episodes/{thread_id}/first-contact").content.decode()
        assert page.count("Keeps the promise: First contact") == 2
        assert page.count("This promise stays open: First contact") == 1

    def test_it_is_recorded_with_its_words(self, world):
        thread_id = world.referred(on=date(2014, 12, 30))
        sent = {**day("on", date(2014, 12, 31)), "how": "telephone", "words": "Call after four"}
        assert browser(world).post(f"/episodes/{thread_id}/first-contact", sent).status_code == 302
        assert recorded(world, "first_contact_made", thread_id)[0].detail == {"how": "telephone"}
        assert Note.objects.get(thread_id=thread_id, about="what was said").words == "Call after four"

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"how": ""}, "How did you speak?"),
            (day("on", date(2014, 12, 29)), "The first contact cannot be before the referral, 30 December 2014"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_recorded(self, world, changed, words):
        thread_id = world.referred(on=date(2014, 12, 30))
        sent = {**day("on", date(2014, 12, 31)), "how": "telephone", **changed}
        page = browser(world).post(f"/episodes/{thread_id}/first-contact", sent).content.decode()
        assert words in page
        assert "1 thing to put right" in page
        assert not recorded(world, "first_contact_made", thread_id)

    def test_others_find_nothing_here(self, world):
        thread_id = world.referred(on=date(2014, 12, 30))
        assert browser(world, "stranger").get(f"/episodes/{thread_id}/first-contact").status_code == 404
        assert browser(world, "data_lead").get(f"/episodes/{thread_id}/first-contact").status_code == 403


class TestAScreeningResultSentWithIt:
    def test_its_total_is_scored_and_stands_with_the_referral(self, world):
        sent = answers(screening="audit", screening_total="17")
        assert browser(world).post(NEW, sent).status_code == 302
        (received,) = recorded(world, "referral_received")
        (done,) = recorded(world, "instrument_completed")
        assert (done.thread_id, done.happened_on) == (received.thread_id, received.happened_on)
        assert done.detail == {"instrument": "audit", "stage": "start"}
        (kept,) = Administration.objects.all()
        assert (kept.total, kept.band, kept.status) == (17, "higher_risk", "complete")

    @pytest.mark.parametrize(
        ("sent", "words", "field"),
        [
            ({"screening": "audit", "screening_total": "41"}, "The total of AUDIT is from 0 to 40", "screening_total"),
            ({"screening": "audit"}, "Give the total, or choose “None” above it", "screening_total"),
            ({"screening_total": "4"}, "Say which questionnaire this is the total of", "screening"),
            ({"screening": "audit", "screening_total": "many"}, "needs a whole number", "screening_total"),
            ({"screening": "horoscope", "screening_total": "1"}, "Choose one of the answers", "screening"),
        ],
    )
    def test_a_result_that_cannot_be_is_told_at_its_field_and_nothing_is_kept(self, world, sent, words, field):
        page = browser(world).post(NEW, answers(**sent)).content.decode()
        assert words in page
        assert f'href="#id_{field}"' in page
        assert not people(world)
        assert not recorded(world, "instrument_completed")

    def test_answers_that_cannot_be_take_the_referral_with_them(self, world):
        person = world.person(given_name="Linnet")
        sent = [{"instrument": "audit", "answers": {"q1": 9}}]
        with pytest.raises(StepRefused, match="q1"):
            receive_referral(
                person,
                by=world.worker,
                on=date(2014, 12, 1),
                source="school",
                channel="telephone",
                instruments=sent,
            )
        assert not recorded(world, "referral_received")
