"""Simulated parties that misbehave on request, by name and for a number of calls or until told otherwise.

Kept in this process only: a restart of the gateway finds everybody well behaved.
"""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, get_args

from msgspec.structs import replace

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.wire.sandbox import BillerMood, Mood, ProviderMood

SLOW_S = 12.0
"""Longer than a kiosk waits for one answer."""
LATE_MS = 60_000

Call = Callable[..., Any]


class Moods:
    """`pause` lets the caller wait so many seconds."""

    def __init__(self, providers: frozenset[str], billers: frozenset[str]) -> None:
        self.pause: Callable[[float], None] = time.sleep
        self._providers = providers
        self._billers = billers
        self._lock = threading.Lock()
        self._moods: dict[str, tuple[Mood, int | None]] = {}

    def put(self, party: str, mood: Mood | None, calls: int | None = None) -> None:
        """From now on, for so many of the calls that the mood shows in; None, for all.

        Raises KeyError for a party nobody knows, ValueError for a mood it cannot have.
        """
        of_provider, of_biller = party in self._providers, party in self._billers
        if not (of_provider or of_biller):
            raise KeyError(party)
        if mood is not None and mood not in get_args(ProviderMood if of_provider else BillerMood):
            raise ValueError(mood)
        with self._lock:
            self._moods.pop(party, None)
            if mood is not None:
                self._moods[party] = (mood, calls)

    def now(self) -> Mapping[str, Mood]:
        with self._lock:
            return {party: mood for party, (mood, _) in self._moods.items()}

    def shown(self, party: str, *moods: Mood) -> Mood | None:
        """The party's mood if it is one of these: that is one call of it."""
        with self._lock:
            mood, calls = self._moods.get(party, (None, None))
            if mood not in moods or mood is None:
                return None
            if calls is not None:
                if calls <= 1:
                    del self._moods[party]
                else:
                    self._moods[party] = (mood, calls - 1)
            return mood


def spoilt(moods: Moods, party: str, call: Call, repeats: str, wrong_number: str) -> Any:
    """The answer of a call in the moods everybody can have. `repeats`: the field with our own number."""
    mood = moods.shown(party, "silent", "slow", "malformed", "answers_lost", "unknown_state", "wrong_sum")
    mood = mood or moods.shown(party, "wrong_number")
    if mood == "silent":
        raise AdapterSilent(party)
    if mood == "slow":
        moods.pause(SLOW_S)
    answer = call()
    match mood:
        case "answers_lost":
            raise AdapterSilent(party)
        case "malformed":
            return {"html": "<title>502</title>"}
        case "unknown_state":
            return replace(answer, kind="SETTLING") if hasattr(answer, "kind") else "SETTLING"
        case "wrong_sum" if hasattr(answer, "amount_fen"):
            return replace(answer, amount_fen=(answer.amount_fen or 0) + 1)
        case "wrong_number" if hasattr(answer, repeats):
            return replace(answer, **{repeats: wrong_number})
    return answer
