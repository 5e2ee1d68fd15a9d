"""The lines between the parties: they lose, repeat, delay and so reorder what is said, and break at times."""

from collections.abc import Callable
from random import Random
from typing import Any

from kiosk.simulate.engine import Continue, Engine, Wish
from kiosk.simulate.faults import Faults

_QUICK_MS = 60
_WAITED_S = 8
"""Somebody who waits for an answer has given up after that; what is slower arrives at nobody."""


class Network:
    def __init__(self, engine: Engine, chance: Random, faults: Faults) -> None:
        self.faults = faults
        self._engine = engine
        self._chance = chance
        self._cut: set[tuple[str, str]] = set()
        self.lost = 0

    def send(
        self, line: tuple[str, str], arrive: Callable[..., None], *given: Any, most_s: int = 900
    ) -> None:
        """`arrive` is called once, twice or never. `most_s`: the line gives a message up after that."""
        if line in self._cut:
            self.lost += 1
            return
        faults, chance = self.faults, self._chance
        draw = chance.random()
        if draw < faults.drop:
            self.lost += 1
            return
        self._deliver(arrive, given, most_s)
        if draw > 1 - faults.duplicate:
            self._deliver(arrive, given, most_s)

    def _deliver(self, arrive: Callable[..., None], given: tuple[Any, ...], most_s: int) -> None:
        chance = self._chance
        wait_ms = 5 + int(chance.random() * _QUICK_MS)
        if chance.random() < self.faults.slow:
            longest_s = min(most_s, self.faults.slow_most_s)
            wait_ms += int(1000 * chance.random() * (longest_s if chance.random() < 0.5 else 2 * _WAITED_S))
        self._engine.after(wait_ms, arrive, *given)

    def cut(self, line: tuple[str, str], for_ms: int) -> None:
        """Both ways; a message under way arrives all the same."""
        self._cut.add(line)
        self._engine.after(for_ms, self._cut.discard, line)

    def heal(self, faults: Faults) -> None:
        self.faults = faults
        self._cut.clear()


class Ask:
    """One question over the network: the first answer counts, and none at all is None after `patience_ms`."""

    __slots__ = ("_go_on",)

    def __init__(self) -> None:
        self._go_on: Continue | None = None

    def wish(self, engine: Engine, patience_ms: int, put: Callable[["Ask"], None]) -> Wish:
        def begin(go_on: Continue) -> None:
            self._go_on = go_on
            engine.after(patience_ms, self.answer, None)
            put(self)

        return begin

    def answer(self, value: Any) -> None:
        if self._go_on is not None:
            go_on, self._go_on = self._go_on, None
            go_on(value)
