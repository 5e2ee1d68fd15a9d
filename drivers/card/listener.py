"""Takes the messages of a card reader's line one at a time, each before a deadline."""

from collections.abc import Callable
from typing import Final, Generic, Protocol, TypeVar

from drivers.clock import DeviceClock
from drivers.transport import Transport

_SILENCE_IN_FRAME_S: Final = 0.1
"""A byte takes a millisecond at 9600; a pause this long ends a frame that broke off."""
_KEPT_BYTES: Final = 512

Message = TypeVar("Message")


class MessageDecoder(Protocol[Message]):
    def feed(self, data: bytes) -> list[Message]: ...

    def line_fell_silent(self) -> list[Message]: ...


class Listener(Generic[Message]):
    def __init__(
        self, line: Transport, clock: DeviceClock, make_decoder: Callable[[], MessageDecoder[Message]]
    ) -> None:
        self._line = line
        self._clock = clock
        self._make_decoder = make_decoder
        self._decoder = make_decoder()
        self._arrived: list[Message] = []
        self._junk = b""

    @property
    def junk(self) -> bytes:
        """What has arrived since the last message and is none, the last of it."""
        return self._junk

    def next(self, timeout_s: float, *, until_broken: bool = False) -> Message | None:
        """None when none came; with `until_broken` also as soon as one has come that is broken."""
        deadline_s = self._clock.monotonic_s() + timeout_s
        while not self._arrived:
            left_s = max(0.0, deadline_s - self._clock.monotonic_s())
            data = self._line.read(min(left_s, _SILENCE_IN_FRAME_S) if self._junk else left_s)
            self._junk = (self._junk + data)[-_KEPT_BYTES:]
            self._arrived += self._decoder.feed(data) if data else self._decoder.line_fell_silent()
            if data or self._arrived:
                continue
            if (self._junk and until_broken) or self._clock.monotonic_s() >= deadline_s:
                return None
        self._junk = b""
        return self._arrived.pop(0)

    def forget(self) -> None:
        """Whatever has arrived belongs to something given up."""
        self._line.drain()
        self._decoder = self._make_decoder()
        self._arrived.clear()
        self._junk = b""
