"""What staff at the counter ask of the gateway about money that somebody must look into."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Words = Annotated[
    str, Meta(min_length=1, max_length=500, description="why it is closed; nobody is named in them")
]


class CaseExplanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: Words


class CaseActAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`at`: ISO with zone. `by`: an operator's name, or the gateway. `words`: why, if asked for."""

    at: str
    act: str
    by: str
    words: str = ""


class CaseAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`ref` is in the gateway's own numbers. `history` begins with the opening and is only added to."""

    number: str
    kind: str
    ref: str
    fen: int
    state: Literal["open", "closed"]
    closed_how: str | None
    history: tuple[CaseActAnswer, ...]


class CasesAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The oldest first. `after` asks for the next page; None, this is the last."""

    cases: tuple[CaseAnswer, ...]
    after: str | None = None
