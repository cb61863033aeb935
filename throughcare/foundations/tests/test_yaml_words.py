"""YAML whose words stay words, and the line of every part."""

from datetime import date

import pytest

from throughcare.foundations.yaml_words import YamlFault, load, load_with_lines

STORY = """\
today: 2015-01-31
people:
  - ref: amber
    story:
      - {on: 2014-10-01, do: receive_referral}
      - on: 2014-10-14
        answers:
          assault: no
"""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("OFF", "OFF"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("2.5", 2.5),
        ("1e3", 1000.0),
        ("14:30", "14:30"),
        ("2015-01-31", date(2015, 1, 31)),
        ("2015-01-31 10:00", "2015-01-31 10:00"),
        ("'12'", "12"),
        ("'true'", "true"),
    ],
)
def test_plain_words_are_words(text, value):
    assert load(f"key: {text}", "a.yaml").data == {"key": value}


def test_on_is_a_word_as_a_name_too():
    assert load("on: 2014-10-01\nno: yes", "a.yaml").data == {"on": date(2014, 10, 1), "no": "yes"}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("today",), 1),
        (("people", 0), 3),
        (("people", 0, "ref"), 3),
        (("people", 0, "story", 0, "do"), 5),
        (("people", 0, "story", 1, "answers", "assault"), 8),
        (("people", 0, "story", 1, "nothing", "here"), 6),
        (("people", 7), 2),
    ],
)
def test_every_part_has_its_line(tmp_path, path, line):
    file = tmp_path / "story.yaml"
    file.write_text(STORY)
    assert load_with_lines(file).line_of(path) == line


def test_json_has_lines_too():
    data, line_of = load('[\n  {"instrument": "audit",\n   "total": 3, "flag": true}\n]', "a.json")
    assert data == [{"instrument": "audit", "total": 3, "flag": True}]
    assert line_of((0, "total")) == 3


@pytest.mark.parametrize(
    ("text", "name", "line", "told"),
    [
        pytest.param("a: 1\nb: [", "a.yaml", 2, "", id="a bracket left open"),
        pytest.param("a: 1\nb: 2\na: 3", "a.yaml", 3, "a is there twice", id="a name twice"),
        pytest.param("a: 1\nb: 2015-02-30", "a.yaml", 2, "2015-02-30 is not a date", id="a day that there is not"),
        pytest.param("a: !!python/name:os.system x", "a.yaml", 1, "could not determine", id="nothing is ever run"),
        pytest.param("? [a]\n: 1", "a.yaml", 1, "a name must be a single word", id="a list as a name"),
        pytest.param('{"a": 1,\n"b": }', "a.json", 2, "", id="json that ends too soon"),
        pytest.param('{"a": 1,\n"a": 2}', "a.json", None, "a is there twice", id="a name twice in json"),
        pytest.param('{"a": NaN}', "a.json", None, "NaN is not a number", id="not a number"),
        pytest.param("a: 1\n---\nb: 2", "a.yaml", 2, "", id="two documents"),
    ],
)
def test_what_cannot_be_read_is_told_by_line(text, name, line, told):
    with pytest.raises(YamlFault) as fault:
        load(text, name)
    assert (fault.value.filename, fault.value.line) == (name, line)
    assert told in fault.value.message


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(YamlFault, match="No such file"):
        load_with_lines(tmp_path / "nothing.yaml")
