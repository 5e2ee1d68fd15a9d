"""Virtual time: a heap of what happens next, and flows that a power cut ends where they stand.

A flow is a generator. It yields a wish, a function that is handed the flow's continuation and calls it once,
now or later. Nothing here knows what the world is about.
"""

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from typing import Any, TypeAlias

Continue: TypeAlias = Callable[[Any], None]
Wish: TypeAlias = Callable[[Continue], None]
Flow: TypeAlias = Generator[Wish, Any, Any]


class Crashed(BaseException):
    """The power of the process is cut here and now. Nobody on the way may take it for an error."""


class Engine:
    def __init__(self) -> None:
        self.now_ms = 0
        self._heap: list[tuple[int, int, Callable[..., object], tuple[Any, ...]]] = []
        self._scheduled = 0

    def after(self, wait_ms: int, act: Callable[..., object], *given: Any) -> None:
        self._scheduled = number = self._scheduled + 1
        heappush(self._heap, (self.now_ms + wait_ms, number, act, given))

    def run(self, until_ms: int) -> None:
        """Let everything happen that is due until then, each at its moment."""
        heap = self._heap
        while heap and heap[0][0] <= until_ms:
            self.now_ms, _, act, given = heappop(heap)
            act(*given)
        self.now_ms = until_ms

    def pause(self, wait_ms: int) -> Wish:
        return lambda go_on: self.after(wait_ms, go_on, None)


class Process:
    """A machine or program that runs flows; `boots` tells one life from the next."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.up = False
        self.boots = 0

    def boot(self) -> None:
        self.up = True
        self.boots += 1

    def cut(self) -> None:
        """Whatever it was doing is never continued; what was sent stays under way."""
        self.up = False
        self.boots += 1

    def power_fails(self, boots: int) -> None:
        """In the life of that number, whatever it is waiting for."""
        if self.up and self.boots == boots:
            self.cut()

    def begin(self, flow: Flow, done: Continue | None = None) -> None:
        if self.up:
            _Running(self, flow, done)(None)


class _Running:
    """One flow of one life of its process; calling it continues the flow."""

    __slots__ = ("_boot", "_done", "_flow", "_process")

    def __init__(self, process: Process, flow: Flow, done: Continue | None) -> None:
        self._process = process
        self._boot = process.boots
        self._flow = flow
        self._done = done

    def __call__(self, value: Any) -> None:
        if self._boot != self._process.boots:
            return
        try:
            wish = self._flow.send(value)
        except StopIteration as end:
            if self._done is not None:
                self._done(end.value)
        except Crashed:
            self._process.cut()
        else:
            wish(self)
