"""The one way out for messages to staff, which never say whom they are about: a file for each, or e-mail."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage

FILE, EMAIL = "file", "email"


@dataclass(frozen=True, slots=True)
class Message:
    """`id` is the same each time one message is tried: sent twice by mishap, it arrives once or can be told apart."""

    id: str
    to: str
    """The user name."""
    address: str
    subject: str
    words: str


def channel_for(address: str) -> str:
    """E-mail where the deployment sends any and knows the address, else a file that another program may pick up."""
    return EMAIL if address and settings.EMAIL_HOST else FILE


def send(channel: str, message: Message) -> None:
    """Raises what the channel raises when it could not be sent."""
    CHANNELS[channel](message)


def folder() -> Path:
    return settings.THROUGHCARE_HOME / "messages"


def _to_file(message: Message) -> None:
    """Whole or not at all; the same message a second time takes its own place."""
    folder().mkdir(parents=True, exist_ok=True)
    place = folder() / f"{message.id}.json"
    unfinished = place.with_suffix(f".{os.getpid()}")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(asdict(message), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(place)


def _by_email(message: Message) -> None:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    EmailMessage(
        message.subject, message.words, to=[message.address], headers={"Message-ID": f"<{message.id}@{host}>"}
    ).send()


CHANNELS: dict[str, Callable[[Message], None]] = {FILE: _to_file, EMAIL: _by_email}
