"""What every entry of a specification's files is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Flag = Annotated[bool, Field(strict=True)]
Age = Annotated[int, Field(strict=True, ge=0, le=120)]
Count = Annotated[int, Field(strict=True, gt=0)]


class Strict(BaseModel):
    """Nothing unknown is let through and nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(Strict):
    """One entry of a file: everything in a specification has a name, words, and the clause it comes from."""

    id: Id
    title: Text
    source: Text
    note: str = ""
