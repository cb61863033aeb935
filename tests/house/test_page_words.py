"""Every word that somebody reads goes through gettext, so that Welsh comes as an equal."""

import ast
import re

import pytest

from tests.house import repository as repo

TEMPLATES = [path for path in repo.files() if path.suffix in {".html", ".jinja", ".j2"} and "templates" in path.parts]
#: Attributes and macro parameters whose value is read out or shown.
SHOWN = (
    r"(?:title|alt|placeholder|aria-label|label|legend|hint|text|titleText|heading|caption|description|summary|name_of)"
)
SAID_IN_FORMS = frozenset({"label", "help_text", "message", "initial_text", "verbose_name", "required", "invalid"})


def bare_text(template: str) -> list[tuple[int, str]]:
    """Text between tags, and shown attributes and parameters, that no `_()` or `{% trans %}` wraps."""
    quiet = _blank(r"\{#.*?#\}|<!--.*?-->|<!doctype[^>]*>", template)
    quiet = _blank(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", quiet)
    quiet = _blank(r"\{%-?\s*block\s+\w*class\w*\s*-?%\}.*?\{%-?\s*endblock\b.*?%\}", quiet)
    quiet = _blank(r"<(script|style|svg)\b.*?</\1>", quiet)
    found = []
    for told in re.finditer(rf"\b{SHOWN}\s*[=:]\s*([\"'])((?:(?!\1).)*[A-Za-z]{{2}}(?:(?!\1).)*)\1", quiet):
        if _reads_like_words(re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", told[2])):
            found.append((_line(quiet, told.start()), told[2]))
    text = _blank(r"\{\{.*?\}\}|\{%.*?%\}", quiet)
    text = _blank(r"<[^>]*>", text)
    text = _blank(r"&#?\w+;", text)
    for number, line in enumerate(text.splitlines(), start=1):
        if re.search(r"[A-Za-z]{2}", line):
            found.append((number, line.strip()))
    return sorted(found)


def _reads_like_words(value: str) -> bool:
    """`Save and continue` is shown; `triage-offer`, `date_of_birth` and `/people` are names of things."""
    return bool(re.search(r"[A-Za-z]{2,} [A-Za-z]|^[A-Z][a-z]+[.?!]?$", value.strip()))


def _blank(pattern: str, text: str) -> str:
    """Takes the matches away and keeps the lines, so that a fault can be found again."""
    return re.sub(pattern, lambda told: re.sub(r"[^\n]", " ", told[0]), text, flags=re.DOTALL)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def bare_words_in_code(code: ast.Module) -> list[int]:
    lines = []
    for node in ast.walk(code):
        if isinstance(node, ast.keyword) and node.arg in SAID_IN_FORMS and _is_text(node.value):
            lines.append(node.value.lineno)
        if isinstance(node, ast.Call) and repo.dotted(node.func).split(".")[-1] == "ValidationError":
            lines += [argument.lineno for argument in node.args[:1] if _is_text(argument)]
    return lines


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return True
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(re.search(r"[A-Za-z]", node.value))


@pytest.mark.parametrize("path", TEMPLATES, ids=repo.shown)
def test_no_template_says_a_bare_word(path):
    found = bare_text(path.read_text(encoding="utf-8"))
    assert not found, repo.listed(f"{repo.shown(path)}:{line}: {text}" for line, text in found)


def test_no_form_says_a_bare_word():
    found = [
        f"{repo.shown(path)}:{line}"
        for name in ("forms", "models", "views")
        for path in repo.named(name)
        for line in bare_words_in_code(repo.tree(path))
    ]
    assert not found, repo.listed(found)


class TestTheseChecksCanFail:
    @pytest.mark.parametrize(
        "template",
        [
            "<h1>My day</h1>",
            "<p>\n  {{ name }} is waiting\n</p>",
            '<a href="/x" aria-label="Open the case">{{ _("Open") }}</a>',
            '{{ button({"text": "Save and continue"}) }}'.replace('"text": ', "text: "),
            '{{ button(text="Save") }}',
        ],
    )
    def test_a_bare_word_is_found(self, template):
        assert bare_text(template)

    @pytest.mark.parametrize(
        "template",
        [
            "<h1>{{ _('My day') }}</h1>",
            "{% trans count=n %}{{ count }} day left{% pluralize %}{{ count }} days left{% endtrans %}",
            "{# a remark #}<!-- another --><script>let word = 'bare';</script>&nbsp;&middot; 12:00",
            '{{ input(label=_("Date"), name="happened-on", classes="nhsuk-input") }}',
            '<svg role="img"><title>drawn by code</title></svg>',
            "<body class='{% block body_class %}tc-public{% endblock %}'></body>",
        ],
    )
    def test_wrapped_words_and_names_of_things_pass(self, template):
        assert not bare_text(template)

    def test_a_bare_label_in_a_form_is_found(self):
        code = ast.parse(
            'a = CharField(label="Name")\nb = CharField(label=_("Name"))\nraise ValidationError("Too old")\n'
        )
        assert sorted(bare_words_in_code(code)) == [1, 3]
