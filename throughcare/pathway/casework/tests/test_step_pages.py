"""The steps of no single stage: who is key worker, work with other agencies, the referral onward with consent."""

from datetime import date

import pytest

from tests.pages import browser, day, recorded
from tests.ways import drafts_of, with_plan
from throughcare.access.context import look_as
from throughcare.access.models import User
from throughcare.pathway.casework.actions import assign_keyworker
from throughcare.pathway.casework.queries.colleagues import possible_keyworkers
from throughcare.pathway.episode.models import Episode

REFERRED = date(2014, 12, 1)
TODAY = date(2014, 12, 31)


@pytest.fixture
def thread_id(world):
    return with_plan(world, REFERRED)


class TestKeyWorker:
    def address(self, thread_id: int) -> str:
        return f"/episodes/{thread_id}/keyworker"

    def test_colleagues_are_shown_with_how_many_people_they_have(self, world, thread_id):
        other = with_plan(world, REFERRED)
        assign_keyworker(other, by=world.worker, on=TODAY, worker="keyworker")
        html = browser(world, "manager").get(self.address(thread_id)).content.decode()
        assert "Key worker: 1 person" in html
        assert "Service manager: nobody yet" in html
        assert "Stranger Tidewell" not in html
        assert "Administrator Brackwater" not in html
        assert "Operator Brackwater" not in html

    def test_the_key_worker_is_named(self, world, thread_id):
        said = {"worker": "triage", **day("on", TODAY)}
        html = browser(world, "manager").post(self.address(thread_id), said, follow=True).content.decode()
        assert "Triage Brackwater is now key worker for Linnet Copplestone" in html
        look_as(world.worker)
        assert Episode.objects.get(pk=thread_id).keyworker == world.staff["triage"]
        assert not drafts_of(world, "manager")

    @pytest.mark.parametrize("worker", ["stranger", "administrator", "", "nobody"])
    def test_only_a_colleague_can_be_chosen(self, world, thread_id, worker):
        said = {"worker": worker, **day("on", TODAY)}
        html = browser(world, "manager").post(self.address(thread_id), said).content.decode()
        assert "Who becomes key worker?”" in html
        assert not recorded(world, "keyworker_assigned", thread_id)
        assert drafts_of(world, "manager") == [self.address(thread_id)]

    def test_who_may_no_longer_sign_in_is_not_offered(self, world):
        User.objects.filter(username="triage").update(is_active=False)
        assert "triage" not in [one.username for one in possible_keyworkers(world.worker)]

    def test_the_list_costs_the_same_for_many_people(self, world, thread_id, django_assert_num_queries):
        with django_assert_num_queries(2):
            possible_keyworkers(world.worker)
        for _number in range(3):
            assign_keyworker(with_plan(world, REFERRED), by=world.worker, on=TODAY, worker="keyworker")
        with django_assert_num_queries(2):
            assert possible_keyworkers(world.worker)[0].caseload == 3


class TestJointWork:
    def test_it_is_recorded_with_agency_and_kind(self, world, thread_id):
        said = {"agency": "camhs", "how": "joint_session", **day("on", TODAY), "words": "Agreed who calls"}
        client = browser(world, "keyworker")
        assert client.post(f"/episodes/{thread_id}/joint-work", said).status_code == 302
        (work,) = recorded(world, "joint_work_recorded", thread_id)
        assert work.detail == {"agency": "camhs", "how": "joint_session"}
        assert "Last joint work" in client.get(f"/episodes/{thread_id}/joint-work").content.decode()

    def test_both_must_be_said(self, world, thread_id):
        html = browser(world, "keyworker").post(f"/episodes/{thread_id}/joint-work", day("on", TODAY)).content.decode()
        assert "There are 2 things to put right" in html
        assert not recorded(world, "joint_work_recorded", thread_id)


class TestReferOnward:
    def test_without_consent_it_is_refused_with_the_clause_and_what_to_do(self, world, thread_id):
        said = {"to": "camhs", "consent": "no", **day("on", TODAY)}
        html = browser(world, "keyworker").post(f"/episodes/{thread_id}/refer-onward", said).content.decode()
        assert "A referral onward needs the person&#39;s consent. Ask first." in html
        assert "(004 section 8.10.1)" in html
        assert 'href="#id_consent"' in html
        assert not recorded(world, "referred_onward", thread_id)
        assert drafts_of(world) == [f"/episodes/{thread_id}/refer-onward"]

    def test_with_consent_it_is_recorded(self, world, thread_id):
        said = {"to": "camhs", "consent": "yes", **day("on", TODAY)}
        assert browser(world, "keyworker").post(f"/episodes/{thread_id}/refer-onward", said).status_code == 302
        (onward,) = recorded(world, "referred_onward", thread_id)
        assert onward.detail == {"to": "camhs", "consent": "yes"}
        assert not drafts_of(world)


@pytest.mark.parametrize("page", ["keyworker", "joint-work", "refer-onward"])
class TestWhoMayOpenIt:
    def test_another_agency_finds_no_such_page(self, world, thread_id, page):
        assert browser(world, "stranger").get(f"/episodes/{thread_id}/{page}").status_code == 404

    @pytest.mark.parametrize("role", ["data_lead", "administrator", "commissioner"])
    def test_who_works_with_nobody_may_not(self, world, thread_id, page, role):
        assert browser(world, role).get(f"/episodes/{thread_id}/{page}").status_code == 403

    def test_a_service_with_other_words_has_the_same_page(self, tiny_world, page):
        thread_id = with_plan(tiny_world, date(2021, 12, 1))
        role = "manager" if page == "keyworker" else "keyworker"
        html = browser(tiny_world, role).get(f"/episodes/{thread_id}/{page}").content.decode()
        assert ("Harbour guide" if page == "keyworker" else "Coastguard") in html
