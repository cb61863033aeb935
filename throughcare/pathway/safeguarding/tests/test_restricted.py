"""Restricted notes: their words are for named roles, and what is kept from somebody reaches none of their workers."""

from datetime import date

import pytest
from django.db import connections
from django.urls import URLPattern, get_resolver

from tests.pages import browser, day
from tests.test_another_agency import Attempt
from throughcare.access.actions import add_user
from throughcare.access.context import look_as
from throughcare.access.viewer import viewer_of
from throughcare.foundations.audit.models import AccessLogEntry
from throughcare.foundations.drafts.actions import keep_draft
from throughcare.pathway.casework.actions import assign_keyworker
from throughcare.pathway.episode.models import Episode
from throughcare.pathway.episode.rules import StepRefused
from throughcare.pathway.safeguarding.actions.abuse import grade_abuse, hear_marac
from throughcare.pathway.safeguarding.actions.restricted import write_restricted_note
from throughcare.pathway.safeguarding.models import KeptFrom, RestrictedNote, RestrictedWords
from throughcare.people.models import Person

REFERRED, WED = date(2014, 12, 1), date(2014, 12, 31)
SECRET = "zwetschge"  # a word that no page has
DRAFTED = "mirabelle"
ROLES = ("triage", "keyworker", "manager", "data_lead", "administrator", "commissioner", "operator", "stranger", "ash")


@pytest.fixture
def two(world):
    """A person who is afraid and the one they fear, each with a key worker of their own, and a note that is kept apart.

    `ash` is key worker of the one who is feared, and may read restricted notes besides.
    """
    ash = add_user("ash", "Ash Greenlee", world.provider, ["keyworker", "manager"], "words-for-a-test")
    world.staff["ash"] = ash
    afraid = world.referred(world.person(given_name="Tansy", family_name="Puddifoot"), on=REFERRED)
    feared = world.referred(world.person(given_name="Bracken", family_name="Thornley"), on=REFERRED)
    assign_keyworker(afraid, by=world.worker, on=WED, worker="keyworker")
    assign_keyworker(feared, by=world.worker, on=WED, worker="ash")
    told = {"kind": "address", "words": f"She stays at {SECRET} house"}
    note = write_restricted_note(
        afraid, by=world.worker, on=WED, kept_from=Episode.objects.get(pk=feared).person, **told
    )
    grade_abuse(afraid, by=world.worker, on=WED, lifted_by=["judgement"], reason=f"Afraid of {SECRET}")
    hear_marac(afraid, by=world.worker, on=WED, actions=["Ring"])
    keep_draft(f"/episodes/{afraid}/restricted/new", {"words": [DRAFTED]}, by=world.worker, thread_id=afraid)
    return afraid, feared, note.pk


def person_of(world, thread_id: int) -> Person:
    look_as(world.worker)
    return Episode.objects.get(pk=thread_id).person


class TestReading:
    def read(self, world, two, role, why="A call from the refuge"):
        afraid, _feared, note = two
        return browser(world, role).post(f"/episodes/{afraid}/restricted/{note}", {"why": why})

    def test_named_roles_read_it_with_a_reason_that_is_logged(self, world, two):
        afraid, _feared, note = two
        before = browser(world, "manager").get(f"/episodes/{afraid}/restricted/{note}").content.decode()
        assert SECRET not in before
        assert "Why do you need to read it?" in before
        assert SECRET in self.read(world, two, "manager").content.decode()
        look_as(world.viewer("manager"))
        (line,) = AccessLogEntry.objects.filter(about="restricted_note", record_id=note)
        assert (line.user_id, line.why) == (world.staff["manager"].pk, "A call from the refuge")

    def test_without_a_reason_no_word_is_shown_and_nothing_logged(self, world, two):
        html = self.read(world, two, "manager", why="").content.decode()
        assert "Say why you need to read it" in html
        assert SECRET not in html
        look_as(world.viewer("manager"))
        assert not AccessLogEntry.objects.filter(about="restricted_note").exists()

    def test_whoever_wrote_it_reads_it_and_others_with_the_case_see_only_that_there_is_one(self, world, two):
        assert SECRET in self.read(world, two, "keyworker").content.decode()
        refused = self.read(world, two, "triage")
        assert refused.status_code == 403
        person = person_of(world, two[0]).pk
        html = browser(world, "triage").get(f"/people/{person}").content.decode()
        assert "Restricted note: only named roles. Address of somebody at risk, 31 Dec, by Keyworker" in html

    def test_from_whom_it_is_kept_is_told_only_to_those_who_read_it(self, world, two):
        assert "Kept from the workers of Bracken Thornley" in self.read(world, two, "manager").content.decode()
        look_as(world.viewer("triage"))
        assert not KeptFrom.objects.exists()

    def test_the_worker_of_the_one_who_is_feared_finds_nothing(self, world, two):
        afraid, _feared, note = two
        theirs = browser(world, "ash")
        assert theirs.get(f"/episodes/{afraid}/restricted/{note}").status_code == 404
        assert self.read(world, two, "ash").status_code == 404
        for path in ("abuse", "abuse/refer", "abuse/marac"):
            assert theirs.get(f"/episodes/{afraid}/{path}").status_code == 404
        person = person_of(world, afraid).pk
        pages = (f"/people/{person}", f"/people/{person}/promises", f"/people/{person}/correct")
        for path in (*pages, f"/episodes/{afraid}/safeguarding"):
            html = theirs.get(path).content.decode()
            assert "Tansy" in html
            for word in ("Restricted note: only", "MARAC", "Afraid of", "domestic abuse"):
                assert word not in html, (path, word)

    def test_whoever_becomes_their_worker_later_loses_sight_of_it(self, world, two):
        _afraid, feared, _note = two
        assert SECRET in self.read(world, two, "manager").content.decode()
        look_as(world.worker)
        assign_keyworker(feared, by=world.worker, on=WED, worker="manager")
        assert self.read(world, two, "manager").status_code == 404


class TestWriting:
    def answers(self, **changed) -> dict:
        return {"kind": "safeguarding", "words": "The door code", **day("on", WED), **changed}

    def post(self, world, thread_id, **changed):
        return browser(world, "keyworker").post(f"/episodes/{thread_id}/restricted/new", self.answers(**changed))

    def test_a_note_is_kept_from_somebody_by_name_or_by_number(self, world, two):
        afraid, feared, _note = two
        for typed in ("Bracken Thornley", person_of(world, feared).service_user_id):
            assert self.post(world, afraid, kept_from=typed).status_code == 302
        look_as(world.worker)
        assert KeptFrom.objects.filter(person=person_of(world, feared)).count() == 3

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"words": ""}, "Write the note"),
            ({"kind": "gossip"}, "Choose one of the answers on the page"),
            ({"kept_from": "Nobody Known"}, "Nobody here has this name or number"),
            ({"kept_from": "Tansy Puddifoot"}, "This is the person whose record it is"),
            (day("on", date(2014, 1, 1)), "The note cannot be before the referral, 1 December 2014"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_half_saved(self, world, two, changed, words):
        assert words in self.post(world, two[0], **changed).content.decode()
        look_as(world.worker)
        assert RestrictedNote.objects.count() == RestrictedWords.objects.count() == 1

    def test_two_of_the_same_name_are_not_guessed_between(self, world, two):
        world.person(given_name="Bracken", family_name="Thornley")
        html = self.post(world, two[0], kept_from="Bracken Thornley").content.decode()
        assert "Several people here have this name" in html

    def test_their_own_worker_does_not_write_what_is_kept_from_them(self, world, two):
        afraid, feared, _note = two
        look_as(viewer_of(world.staff["ash"]))
        with pytest.raises(StepRefused, match="You are their key worker"):
            write_restricted_note(
                afraid, by=viewer_of(world.staff["ash"]), on=WED, kind="safeguarding", words="x",
                kept_from=Episode.objects.get(pk=feared).person,
            )  # fmt: skip

    def test_another_agency_finds_no_page_to_write_on_or_read(self, world, two):
        stranger = browser(world, "stranger")
        assert stranger.get(f"/episodes/{two[0]}/restricted/new").status_code == 404
        assert stranger.get(f"/episodes/{two[0]}/restricted/{two[2]}").status_code == 404

    def test_a_note_is_found_under_its_own_case_alone(self, world, two):
        _afraid, feared, note = two
        assert browser(world, "manager").get(f"/episodes/{feared}/restricted/{note}").status_code == 404


class TestTheDatabaseKeepsIt:
    """Whatever the application forgets."""

    @pytest.mark.parametrize("role", [role for role in ROLES if role not in ("keyworker", "manager", "operator")])
    def test_no_query_finds_the_words(self, world, two, role):
        look_as(viewer_of(world.staff[role]))
        for table in ("safeguarding_restrictedwords", "safeguarding_keptfrom"):
            assert Attempt(f"select * from {table}").rows == []

    def test_the_worker_of_the_one_who_is_feared_does_not_even_find_the_header(self, world, two):
        look_as(viewer_of(world.staff["triage"]))
        assert len(Attempt("select * from safeguarding_restrictednote").rows) == 1
        look_as(viewer_of(world.staff["ash"]))
        assert Attempt("select * from safeguarding_restrictednote").rows == []
        assert Attempt("select case_kept_from_viewer(%s)", [two[0]]).rows == [(True,)]

    @pytest.mark.parametrize("verb", ["update {} set thread_id = thread_id", "delete from {}"])
    @pytest.mark.parametrize("table", ["restrictednote", "restrictedwords", "keptfrom"])
    def test_nobody_changes_or_removes_what_was_written(self, world, two, table, verb):
        assert Attempt(verb.format(f"safeguarding_{table}")).is_refused

    @pytest.mark.django_db(databases=["default", "extract", "loader"])
    @pytest.mark.parametrize("alias", ["extract", "loader"])
    @pytest.mark.parametrize("table", ["restrictednote", "restrictedwords", "keptfrom"])
    def test_neither_extract_nor_loading_reaches_it(self, world, alias, table):
        with connections[alias].cursor() as cursor:
            cursor.execute("select has_table_privilege(%s, 'select')", [f"safeguarding_{table}"])
            assert cursor.fetchone() == (False,)

    def test_the_function_answers_nobody_who_is_not_looking(self, world):
        with connections["default"].cursor() as cursor:
            cursor.execute("select set_config('app.user_id', '', true)")
        for name in ("note_kept_from_viewer(1)", "case_kept_from_viewer(1)"):
            assert Attempt(f"select {name}").is_refused


def addresses(patterns=None, before: str = "/") -> list[str]:
    found = []
    for pattern in patterns or get_resolver().url_patterns:
        here = before + str(pattern.pattern)
        found += [here] if isinstance(pattern, URLPattern) else addresses(pattern.url_patterns, here)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_either_record_shows_a_word_to_anybody(world, two, role):
    """Every address of the product that can be filled in for these two people, opened by every role."""
    afraid, feared, note = two
    look_as(world.worker)
    people = {Episode.objects.get(pk=one).person_id for one in (afraid, feared)}
    theirs, opened = browser(world, role), 0
    may_see_grade = role not in ("ash", "data_lead")
    for pattern in addresses():
        for thread_id in (afraid, feared):
            for person_id in people:
                path = filled(pattern, thread_id, person_id, note)
                if path is None or path == "/sign-out":
                    continue
                answer = theirs.get(path)
                opened += answer.status_code == 200
                html = answer.content.decode(errors="replace")
                drafts_own = role == "keyworker" and path == f"/episodes/{afraid}/restricted/new"
                assert "stays at" not in html, path
                assert DRAFTED not in html or drafts_own, path
                assert may_see_grade or SECRET not in html, path
    assert opened or role in ("commissioner", "administrator")
    for words in ("?q=zwetschge", "?q=Tansy"):
        assert SECRET not in theirs.get(f"/people{words}").content.decode()


def filled(pattern: str, thread_id: int, person_id: int, note_id: int) -> str | None:
    for name, value in (("thread_id", thread_id), ("person_id", person_id), ("note_id", note_id)):
        pattern = pattern.replace(f"<int:{name}>", str(value))
    pattern = pattern.replace("<slug:about>", "mappa")
    return None if "<" in pattern else pattern
