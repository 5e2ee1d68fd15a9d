"""A clock that one may wait by. Whoever plays in a faster time gives another one, and to the gateway."""

from threading import Event
from typing import Protocol

from kiosk.runtime.clock import Clock, SystemClock


class WaitingClock(Clock, Protocol):
    def pause(self, seconds: float) -> None:
        """Returns after so many seconds of this clock, or a little later."""
        ...


class RealTime(SystemClock):
    def __init__(self) -> None:
        self._never = Event()

    def pause(self, seconds: float) -> None:
        self._never.wait(seconds)
