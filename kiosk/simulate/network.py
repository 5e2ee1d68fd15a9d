"""The lines between the parties: they lose, repeat, delay and so reorder what is said, and break at times."""

from collections.abc import Callable
from random import Random
from typing import Any, TypeAlias

from kiosk.simulate.engine import Continue, Engine
from kiosk.simulate.faults import Faults

Line: TypeAlias = tuple[str, str]
"""Who is nearer the resident, and who is further."""

_QUICK_MS = 60
_WAITED_S = 8
"""Somebody who waits for an answer has given up after that; what is slower arrives at nobody."""


class Network:
    def __init__(self, engine: Engine, chance: Random, faults: Faults) -> None:
        self.faults = faults
        self._engine = engine
        self._chance = chance
        self._cut: set[Line] = set()
        self._clogged: dict[Line, list[tuple[Callable[..., object], tuple[Any, ...]]]] = {}

    def send(self, line: Line, arrive: Callable[..., object], *given: Any, most_s: int = 900) -> None:
        """`arrive` is called once, twice or never. `most_s`: the line gives a message up after that."""
        if line in self._cut:
            return
        if line in self._clogged:
            self._clogged[line].append((arrive, given))
            return
        faults, draw = self.faults, self._chance.random
        luck = draw()
        if luck < faults.drop:
            return
        after = self._engine.after
        for _ in range(2 if luck > 1 - faults.duplicate else 1):
            wait_ms = 5 + int(draw() * _QUICK_MS)
            if faults.slow and draw() < faults.slow:
                longest_s = min(most_s, faults.slow_most_s)
                wait_ms += int(1000 * draw() * (longest_s if draw() < 0.5 else 2 * _WAITED_S))
            after(wait_ms, arrive, *given)

    def cut(self, line: Line, for_ms: int) -> None:
        """Both ways; a message under way arrives all the same."""
        self._cut.add(line)
        self._engine.after(for_ms, self._cut.discard, line)

    def clog(self, line: Line) -> None:
        """What is said from now on waits, either way, until it is released."""
        self._clogged.setdefault(line, [])

    def release(self, line: Line) -> None:
        for arrive, given in self._clogged.pop(line, []):
            self._engine.after(5 + int(self._chance.random() * _QUICK_MS), arrive, *given)

    def heal(self, faults: Faults) -> None:
        self.faults = faults
        self._cut.clear()
        for line in list(self._clogged):
            self.release(line)


class Question:
    """A wish for an answer over the network: the first counts, and none in time is None.

    `put` is handed the question when it is asked, and sends it off.
    """

    __slots__ = ("_engine", "_go_on", "_patience_ms", "_put")

    def __init__(self, engine: Engine, patience_ms: int, put: Callable[["Question"], object]) -> None:
        self._engine = engine
        self._patience_ms = patience_ms
        self._put = put
        self._go_on: Continue | None = None

    def __call__(self, go_on: Continue) -> None:
        self._go_on = go_on
        self._engine.after(self._patience_ms, self.answer, None)
        self._put(self)

    def answer(self, value: Any) -> None:
        go_on = self._go_on
        if go_on is not None:
            self._go_on = None
            go_on(value)
