"""Each kind of file keeps to its own work: rules stay plain, views decide nothing, nobody listens for signals."""

import ast
import re

from tests.house import repository as repo

#: What rules may not know: the database, the clock on the wall, settings, Django, pages, and what holds them.
NOT_FOR_RULES = (
    "django",
    "psycopg",
    "environs",
    "os",
    "time",
    "random",
    "structlog",
    "jinja2",
    "pghistory",
    "pgtrigger",
)
OUTER_FILES = frozenset({"models", "queries", "actions", "forms", "views"})
WALL_CLOCKS = frozenset({"today", "now", "utcnow", "localdate"})
#: All that the coded words of a room need of Django.
FOR_TERMS = ("django.db.models.TextChoices", "django.db.models.IntegerChoices", "django.utils.translation")
RECORD_MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})


def faults_in_rules(code: ast.Module) -> list[str]:
    faults = []
    for line, name in repo.imports(code):
        parts = [part for part in name.split(".") if part]
        if parts and parts[0] in NOT_FOR_RULES:
            faults.append(f"{line}: rules may not import {name}")
        if name.startswith(("throughcare", ".")) and OUTER_FILES & set(parts):
            faults.append(f"{line}: rules may not lean on {name}")
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and repo.dotted(node.func).split(".")[-1] in WALL_CLOCKS:
            faults.append(f"{node.lineno}: rules are told the day, they do not look at the clock")
    return faults


def faults_in_terms(code: ast.Module) -> list[str]:
    return [
        f"{line}: terms may not import {name}"
        for line, name in repo.imports(code)
        if name.startswith("django") and not name.startswith(FOR_TERMS)
    ]


def faults_in_views(code: ast.Module) -> list[str]:
    faults = []
    for node in ast.walk(code):
        if isinstance(node, ast.Attribute) and node.attr in RECORD_MANAGERS:
            faults.append(f"{node.lineno}: .{node.attr} in a view goes past the viewer")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"save", "delete"}:
            faults.append(f"{node.lineno}: a view does not {node.func.attr}")
    for line, name in repo.imports(code):
        if name.startswith(("django.db", "django.views.generic")):
            faults.append(f"{line}: a view does not import {name}")
    return faults


def faults_in_forms(code: ast.Module) -> list[str]:
    faults = [
        f"{line}: a form does not import {name}" for line, name in repo.imports(code) if name.endswith("ModelForm")
    ]
    for node in ast.walk(code):
        if isinstance(node, ast.Attribute) and node.attr == "ModelForm":
            faults.append(f"{node.lineno}: a form asks and parses, it does not save")
        if isinstance(node, ast.FunctionDef) and node.name == "save":
            faults.append(f"{node.lineno}: a form asks and parses, it does not save")
    return faults


def faults_in_models(code: ast.Module) -> list[str]:
    return [
        f"{node.lineno}: workflow belongs in actions, not in {node.name}()"
        for node in ast.walk(code)
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}
    ]


def faults_in_actions_and_queries(code: ast.Module) -> list[str]:
    faults = []
    for line, name in repo.imports(code):
        if name == "django.http.Http404":
            continue  # "no such record for this viewer" is a query's own answer
        if name.startswith(("django.http", "django.shortcuts", "django.contrib.messages")):
            faults.append(f"{line}: knows about pages ({name})")
    for node in ast.walk(code):
        if isinstance(node, ast.FunctionDef):
            asked = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            if "request" in asked:
                faults.append(f"{node.lineno}: {node.name}() takes a request")
    return faults


def actions_without_actor(code: ast.Module) -> list[str]:
    """Whatever records a milestone says who acts: `by=`, never guessed from the surroundings."""
    faults = []
    for node in code.body:
        calls = {repo.dotted(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
        if not isinstance(node, ast.FunctionDef) or not any(re.search(r"(^|\.)(record|revise)$", c) for c in calls):
            continue
        if "by" not in {one.arg for one in (*node.args.args, *node.args.kwonlyargs)}:
            faults.append(f"{node.lineno}: {node.name}() does not say by whom")
    return faults


def signals(code: ast.Module) -> list[str]:
    return [
        f"{line}: {name}"
        for line, name in repo.imports(code)
        if name.startswith("django.dispatch") or "signals" in name.split(".")
    ]


def _in(name: str, check) -> list[str]:
    return [f"{repo.shown(path)}:{fault}" for path in repo.named(name) for fault in check(repo.tree(path))]


def test_rules_touch_no_database_clock_settings_or_django():
    assert not _in("rules", faults_in_rules)


def test_terms_hold_words_and_nothing_else_of_django():
    assert not _in("terms", faults_in_terms)


def test_views_reach_records_through_the_viewer_and_save_nothing():
    assert not _in("views", faults_in_views)


def test_forms_do_not_save():
    assert not _in("forms", faults_in_forms)


def test_models_hold_no_workflow():
    assert not _in("models", faults_in_models)


def test_actions_and_queries_know_nothing_of_pages():
    assert not _in("actions", faults_in_actions_and_queries) + _in("queries", faults_in_actions_and_queries)


def test_actions_say_who_acts():
    assert not _in("actions", actions_without_actor)


def test_nobody_listens_for_signals():
    assert not [f"{repo.shown(path)}:{one}" for path in repo.package_files() for one in signals(repo.tree(path))]


class TestTheseChecksCanFail:
    def test_rules_that_reach_out_are_found(self):
        code = ast.parse(
            "from django.db import models\nfrom throughcare.clocks.models import Clock\nfrom . import queries\n"
            "from datetime import date\nnow = date.today()\n"
        )
        assert [fault.split(":")[0] for fault in faults_in_rules(code)] == ["1", "2", "3", "5"]

    def test_rules_may_use_their_terms_and_other_rules(self):
        code = ast.parse(
            "from datetime import date\nfrom throughcare.clocks.rules import replay\nfrom .terms import Stage\n"
        )
        assert not faults_in_rules(code)

    def test_terms_with_a_table_are_found(self):
        assert faults_in_terms(ast.parse("from django.db.models import Model\n"))
        assert not faults_in_terms(ast.parse("from django.db.models import TextChoices\n"))

    def test_a_view_that_queries_or_saves_is_found(self):
        code = ast.parse("def page(request):\n    person = Person.objects.get()\n    person.save()\n")
        assert sorted(fault.split(":")[0] for fault in faults_in_views(code)) == ["2", "3"]
        assert faults_in_views(ast.parse("from django.views.generic import ListView\n"))

    def test_a_form_that_saves_is_found(self):
        assert faults_in_forms(ast.parse("class F(forms.ModelForm):\n    def save(self): ...\n"))

    def test_a_model_that_overrides_save_is_found(self):
        assert faults_in_models(ast.parse("class Case(Model):\n    def save(self): ...\n"))

    def test_an_action_that_takes_a_request_is_found(self):
        assert faults_in_actions_and_queries(ast.parse("def offer(request): ...\n"))
        assert faults_in_actions_and_queries(ast.parse("from django.shortcuts import redirect\n"))

    def test_an_action_by_nobody_is_found(self):
        assert actions_without_actor(ast.parse("def offer(case):\n    return record(case, by=somebody())\n"))
        assert not actions_without_actor(ast.parse("def offer(case, *, by):\n    return record(case, by=by)\n"))
        assert not actions_without_actor(ast.parse("def moment_of(case): ...\n"))

    def test_a_listener_is_found(self):
        assert signals(ast.parse("from django.db.models.signals import post_save\n"))
        assert signals(ast.parse("from django.dispatch import receiver\n"))

    def test_a_module_grown_into_a_folder_is_still_looked_at(self, tmp_path):
        folder = tmp_path / "throughcare" / "triage" / "views"
        folder.mkdir(parents=True)
        (folder / "offer.py").write_text("x = 1\n")
        assert repo.named("views", tmp_path) == [folder / "offer.py"]
