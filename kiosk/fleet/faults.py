"""What goes wrong at a kiosk of the fleet and when, drawn from its seed; nothing once the visits are over."""

from collections.abc import Mapping
from random import Random
from threading import Event
from typing import Literal, TypeAlias

Fault: TypeAlias = Literal[
    "request_lost", "answer_lost", "slow", "repeated", "power_cut_before", "power_cut_after"
]
"""repeated: the same request goes twice. slow: the line holds it up. A power cut comes before a call or an
entry of the journal, or when it is done and nobody has heard of that."""

_OF_CALLS: Mapping[Fault, int] = {
    "request_lost": 15,
    "answer_lost": 30,
    "slow": 20,
    "repeated": 20,
    "power_cut_before": 5,
    "power_cut_after": 10,
}
_OF_ENTRIES: Mapping[Fault, int] = {"power_cut_before": 1, "power_cut_after": 1}
_IN_PASSING: Mapping[Fault, int] = {"request_lost": 1, "answer_lost": 2, "repeated": 1}
_ENTRIES_SHARE = 0.25
"""A payment has as many entries as calls, and a kiosk is seldom switched off."""


class PowerCut(BaseException):
    """The kiosk stands still, wherever it was. No error: only who holds the plug catches it."""


class Faults:
    def __init__(self, chance: Random, rate: float, over: Event) -> None:
        self._chance = chance
        self._rate = rate
        self._over = over

    def of_call(self) -> Fault | None:
        """Of one that somebody waits for."""
        return self._drawn(_OF_CALLS, self._rate)

    def in_passing(self) -> Fault | None:
        """Of a health check or a heartbeat."""
        return self._drawn(_IN_PASSING, self._rate)

    def of_entry(self) -> Fault | None:
        """Of something written into the journal."""
        return self._drawn(_OF_ENTRIES, self._rate * _ENTRIES_SHARE)

    def delay_s(self) -> float:
        return self._chance.uniform(0.3, 3.0)

    def _drawn(self, by_weight: Mapping[Fault, int], rate: float) -> Fault | None:
        if self._over.is_set() or self._chance.random() >= rate:
            return None
        return self._chance.choices(list(by_weight), list(by_weight.values()))[0]
