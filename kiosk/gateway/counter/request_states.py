"""The way of a service request, act by act. Pure."""

from typing import Literal, get_args

from kiosk.wire.requests import RequestState

Act = Literal["send", "withdraw", "take_up", "give_back", "defer", "transfer", "answer"]
ACTS: tuple[Act, ...] = get_args(Act)

EDGES: dict[tuple[RequestState, Act], RequestState] = {
    ("draft", "send"): "sent",
    ("draft", "withdraw"): "withdrawn",
    ("sent", "withdraw"): "withdrawn",
    ("sent", "take_up"): "taken_up",
    ("sent", "transfer"): "transferred",
    ("taken_up", "give_back"): "sent",
    ("taken_up", "defer"): "deferred",
    ("taken_up", "transfer"): "transferred",
    ("taken_up", "answer"): "answered",
    ("taken_up", "withdraw"): "withdrawn",
    ("deferred", "take_up"): "taken_up",
    ("deferred", "transfer"): "transferred",
    ("deferred", "answer"): "answered",
    ("deferred", "withdraw"): "withdrawn",
    # It is another company's now: what comes back is taken up again, or answered with their words.
    ("transferred", "take_up"): "taken_up",
    ("transferred", "answer"): "answered",
}

FINAL: frozenset[RequestState] = frozenset({"answered", "withdrawn"})
HANDED_OVER: frozenset[RequestState] = FINAL | {"transferred"}
"""From here on nobody at this counter needs the pictures any more: they are wiped."""


def after(state: RequestState, act: Act) -> RequestState | None:
    """None where that cannot be done now."""
    return EDGES.get((state, act))
