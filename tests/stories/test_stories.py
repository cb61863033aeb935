"""Every story in the demo plays, and every story that breaks a rule is refused at the line that breaks it."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
GOOD = sorted((ROOT / "throughcare" / "demo" / "stories").glob("*.yaml"))
REFUSED = sorted(Path(__file__).parent.glob("*.yaml"))
PLAYER = ROOT / "throughcare" / "demo" / "management" / "commands" / "play.py"


def opening(text: str) -> str:
    """The comment at the top, as one line."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# "))
    return " ".join(lines)


def sentences(comment: str) -> int:
    return len(re.findall(r"[.?!](?= |$)", comment))


def refusal(text: str) -> tuple[int, list[str]]:
    """The line that is refused and the words that the refusal must say, from the comment at the top."""
    told = re.search(r"^# refused at line (\d+) with: (.+)$", text, flags=re.MULTILINE)
    return int(told[1]), [word.strip() for word in told[2].split(",")]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_story_opens_with_two_sentences(path):
    assert sentences(opening(path.read_text(encoding="utf-8"))) == 2


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_refused_story_says_where_and_with_which_words(path):
    text = path.read_text(encoding="utf-8")
    line, words = refusal(text)
    assert words
    assert text.splitlines()[line - 1].lstrip().startswith("- "), "the line is a step, or the first line of a person"


def test_there_is_a_story_for_each_way_through():
    assert len(GOOD) >= 10


@pytest.mark.skipif(not PLAYER.exists(), reason="the story player is not built yet")
@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
@pytest.mark.django_db
def test_a_story_plays(path):
    call_command("play", str(path))


@pytest.mark.skipif(not PLAYER.exists(), reason="the story player is not built yet")
@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
@pytest.mark.django_db
def test_a_story_that_breaks_a_rule_is_refused_at_its_line(path):
    from throughcare.foundations.command import BadInput

    line, words = refusal(path.read_text(encoding="utf-8"))
    with pytest.raises(BadInput) as refused:
        call_command("play", str(path))
    assert refused.value.line == line
    message = str(refused.value)
    assert not [word for word in words if word.lower() not in message.lower()], message


class TestTheseChecksCanFail:
    def test_sentences_are_counted(self):
        assert sentences("One. Two.") == 2
        assert sentences("Only one, on 3.5 lines.") == 1
        assert opening("# One.\n# Two.\nspecification: x\n# Three.\n") == "One. Two."

    def test_a_refusal_is_read(self):
        assert refusal("# Why.\n# refused at line 12 with: born, before\n") == (12, ["born", "before"])
