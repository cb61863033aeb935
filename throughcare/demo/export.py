"""Writes a story out as YAML, so that drawn people can be read, changed and played."""

from __future__ import annotations

from datetime import time
from typing import Any

import yaml

from throughcare.demo.stories import PersonStory, Step, Story


def as_yaml(story: Story) -> str:
    """A story that `throughcare play` plays and that gives the same story again when it is read."""
    written: dict[str, Any] = {"specification": story.specification, "today": story.today}
    if story.people:
        written["people"] = [_person(person) for person in story.people]
    if story.activity:
        written["activity"] = [_step(step) for step in story.activity]
    return yaml.safe_dump(written, sort_keys=False, allow_unicode=True, default_flow_style=None, width=120)


def _person(person: PersonStory) -> dict:
    return {"ref": person.ref, **person.details, "story": [_step(step) for step in person.steps]}


def _step(step: Step) -> dict:
    said: dict[str, Any] = {"on": step.on}
    if step.at is not None:
        said["at"] = step.at.isoformat("minutes")
    said["do"] = step.verb
    said |= {key: _plain(value) for key, value in step.arguments.items()}
    if step.recorded_on is not None:
        said["recorded_on"] = step.recorded_on
    if step.because:
        said["because"] = step.because
    if step.by:
        said["by"] = step.by
    return said


def _plain(value: Any) -> Any:
    """Lists and mappings of their own, so that YAML does not point from one step to another."""
    match value:
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case time():
            return value.isoformat("minutes")
    return value
