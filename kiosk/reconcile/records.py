"""What a day's three books have in common: one movement of money, known by a number both sides wrote down.

Pure values. `fen` is always positive; the direction is the kind.
"""

from typing import Literal, NamedTuple, TypeAlias

import msgspec

MovementKind: TypeAlias = Literal["charge", "refund", "posting"]

Source: TypeAlias = str
"""Whose book it is: a provider's name as in the ledger (`wechat`), or `biller:<id>`."""


ORDER_NO_CHARACTERS = 32
"""An order is known by its payment's id without dashes; refunds and postings have longer numbers."""


class Key(NamedTuple):
    """What a movement is found by: the order's number, the refund's, or the posting's reference."""

    kind: MovementKind
    number: str


class Movement(NamedTuple):
    """One line of a book. `at_ms` is milliseconds since 1970; `line` is where it stands in a file, else 0."""

    key: Key
    fen: int
    at_ms: int
    line: int = 0


DifferenceKind: TypeAlias = Literal[
    "provider_only", "ours_only", "amount_differs", "biller_only", "ours_not_biller", "told_twice"
]
"""provider_only: money came that we know nothing of. ours_only: the ledger has what the provider has
not. biller_only: the biller holds a posting that is not ours; ours_not_biller: the other way round.
told_twice: one number stands in a file more than once."""


class Difference(msgspec.Struct, frozen=True):
    """What does not agree. A sum is None where the movement is missing on that side."""

    kind: DifferenceKind
    source: Source
    movement: MovementKind
    number: str
    ours_fen: int | None
    theirs_fen: int | None
    at_ms: int


class SourceResult(msgspec.Struct, frozen=True):
    """One book against ours. `at_the_edge` are movements that belong to the neighbouring day's file."""

    source: Source
    matched: int
    matched_fen: int
    at_the_edge: int
    differences: tuple[Difference, ...]


UndoneWhy: TypeAlias = Literal["missing", "refused", "unreadable"]
"""There was no file, what stands in it was refused, or it could not be read."""


class Undone(msgspec.Struct, frozen=True):
    """A source that was not compared, and what our own book holds of it. `why` is for the operator."""

    source: Source
    movements: int
    fen: int
    why: str
    state: UndoneWhy
