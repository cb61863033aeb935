"""What a tool keeps of the Questionnaire it came from, so that its answers can be sent back in the same words."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

QuestionType = Literal["choice", "boolean", "integer", "string"]


class FromFhir(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceCoding(FromFhir):
    """One answer as the Questionnaire codes it."""

    code: str
    system: str = ""
    display: str = ""


class SourceItem(FromFhir):
    """One question: its linkId, and those of the groups and questions it stands in, the outermost first."""

    link_id: str
    type: QuestionType
    within: tuple[str, ...] = ()
    options: dict[str, SourceCoding] = {}


class Source(FromFhir):
    """The Questionnaire: its canonical address, its version, and its questions by the names of the tool's items."""

    url: str = ""
    version: str = ""
    items: dict[str, SourceItem] = {}

    @property
    def canonical(self) -> str:
        return f"{self.url}|{self.version}" if self.url and self.version else self.url
