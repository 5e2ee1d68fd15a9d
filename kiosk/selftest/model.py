"""What a self-test is before anything runs: tests, what they ask of a person, results and their age.

Pure, and the only part of this room that others than the wiring know.
"""

from typing import Final, Literal, TypeAlias

from msgspec import Struct

Part: TypeAlias = Literal[
    "id_reader",
    "card_reader",
    "scanner",
    "camera",
    "printer",
    "note_acceptor",
    "terminal",
    "eject_button",
    "touch",
    "display",
    "speaker",
    "network",
    "gateway",
    "clock",
    "disk",
    "journal",
]
"""What is tested: a fitted device, or a part of the machine itself."""

Outcome: TypeAlias = Literal["passed", "failed", "not_fitted", "not_done"]
"""`not_done`: broken off, or nobody answered; it says nothing about the part. Never counted as passed."""

MOST_TEST_AGE_S = 30 * 24 * 3600.0
"""A result older than thirty days is shown as out of date (a monthly visit is the service interval)."""


CELLS_HIT: Final = "cells_hit"
WIDEST_MISS: Final = "widest_miss"
"""The figures in the answer to the touch grid: "25/25" cells, and "1.8 mm"."""


class TestSpec(Struct, frozen=True):
    """`name` is stable ("printer.print_and_read"). A guided test needs somebody's hands or eyes.

    `limit_s` is the longest it may take by itself; waiting for a person is not counted.
    """

    name: str
    part: Part
    guided: bool
    limit_s: float


class Measured(Struct, frozen=True):
    """One figure a test found: `key` in the words' file, and the value as text with its unit."""

    key: str
    value: str


class Result(Struct, frozen=True):
    """`reason` is a stem of the words' file, empty when passed; `detail` is the driver's own text, in
    English, for engineers, without personal data. `number` counts up for ever: the latest result is the one
    with the highest number, whatever the clock was set to meanwhile."""

    number: int
    test: str
    part: Part
    outcome: Outcome
    reason: str = ""
    detail: str = ""
    measured: tuple[Measured, ...] = ()
    began_wall_s: float = 0.0
    took_s: float = 0.0


def is_out_of_date(result: Result, now_wall_s: float) -> bool:
    """Too old, or from a time that has not come yet, so that nobody knows how old."""
    return not 0.0 <= now_wall_s - result.began_wall_s <= MOST_TEST_AGE_S


class Ask(Struct, frozen=True):
    """What a guided test wants of a person: words by their stem, a picture, and the answers possible.

    `answers` are stems too; an ask without answers goes on by itself when the device has seen the act.
    `wait_s` is how long it waits; then the test ends as `not_done`. `kind` "grid" and "colours" are drawn as
    touch grid and display patterns instead of a picture.
    """

    test: str
    stem: str
    picture: str
    answers: tuple[str, ...]
    wait_s: float
    step: int
    of: int
    kind: Literal["picture", "grid", "colours"] = "picture"


class Answered(Struct, frozen=True):
    """A person's answer to an `Ask`. For the grid: how many cells were hit, and the widest miss."""

    test: str
    answer: str
    measured: tuple[Measured, ...] = ()


class PartState(Struct, frozen=True):
    """How a part is now, live: `state` in XFS4IoT's word, `statuses` the small words, `facts` for the card on
    the board (firmware, last answer in ms), `identity` as the unit says it. None of it is personal."""

    part: Part
    state: str
    level: Literal["ok", "warning", "error", "busy", "unknown"]
    statuses: tuple[str, ...] = ()
    reason: str = ""
    identity: str = ""
    facts: tuple[Measured, ...] = ()


class TestBegan(Struct, frozen=True):
    """Test number `done` + 1 of a run of `of`."""

    test: str
    done: int
    of: int


class RunEnded(Struct, frozen=True):
    """`cancelled`: somebody broke the run off; what had not begun has no result."""

    cancelled: bool = False


News: TypeAlias = TestBegan | Ask | Result | RunEnded
"""What a running self-test tells, in order, from its own thread."""
