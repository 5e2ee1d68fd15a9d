"""The way of a remote command at the gateway, act by act. Pure.

delivered: it was in an answer to the kiosk, which may not have arrived; it is told again until the kiosk says
something. unanswered: its time is over and nobody knows what became of it; a later word of the kiosk counts.
"""

from typing import Literal, get_args

from kiosk.wire.commands import CourseState

CommandState = Literal[
    "queued", "delivered", "taken", "done", "refused", "failed", "withdrawn", "expired", "unanswered"
]
CommandAct = Literal["deliver", "withdraw", "run_out"] | CourseState
STATES: tuple[CommandState, ...] = get_args(CommandState)
ACTS: tuple[CommandAct, ...] = ("deliver", "withdraw", "run_out", *get_args(CourseState))

_ENDS: tuple[CourseState, ...] = ("done", "refused", "failed")

EDGES: dict[tuple[CommandState, CommandAct], CommandState] = {
    ("queued", "deliver"): "delivered",
    ("queued", "withdraw"): "withdrawn",
    ("queued", "run_out"): "expired",
    ("delivered", "taken"): "taken",
    ("delivered", "run_out"): "unanswered",
    ("taken", "run_out"): "unanswered",
    ("unanswered", "taken"): "taken",
    **{(state, end): end for state in ("delivered", "taken", "unanswered") for end in _ENDS},
}

FINAL: frozenset[CommandState] = frozenset({"done", "refused", "failed", "withdrawn", "expired"})
TOLD: frozenset[CommandState] = frozenset({"queued", "delivered"})
"""Told to the kiosk, again and again, until it says that it has it."""
OPEN: frozenset[CommandState] = frozenset({"queued", "delivered", "taken"})
"""Its time may run out."""


def after(state: CommandState, act: CommandAct) -> CommandState | None:
    """None where that is no news, or can be no longer."""
    return EDGES.get((state, act))
