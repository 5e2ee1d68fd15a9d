"""A driver at work on the technician's bench: started, listened to, closed."""

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from drivers.events import DeviceEvent, DeviceIdentified, Identity, StatusChanged
from drivers.models import Driver
from drivers.status import Status
from drivers.vocabulary import DeviceState

E = TypeVar("E", bound=DeviceEvent)

SETTLES_WITHIN_S = 20.0
"""Longer than the longest start there is: a reset that moves a card out may take 15 s."""


class Nothing(Exception):
    """What was waited for did not come; the text says what, and how long."""


class Bench:
    """`device` is the driver; `heard` everything it has told so far, oldest first."""

    def __init__(self, make: Callable[[Callable[[DeviceEvent], None]], Driver]) -> None:
        self._events: queue.SimpleQueue[DeviceEvent] = queue.SimpleQueue()
        self.heard: list[DeviceEvent] = []
        self.device: Any = make(self._events.put)

    @contextmanager
    def open(self) -> Iterator["Bench"]:
        self.device.start()
        try:
            yield self
        finally:
            self.device.close()

    def wait_for(self, *kinds: type[E], within_s: float) -> E:
        """The next event of one of `kinds`. Raises `Nothing`."""
        until_s = time.monotonic() + within_s
        while (left_s := until_s - time.monotonic()) > 0:
            try:
                event = self._events.get(timeout=left_s)
            except queue.Empty:
                break
            self.heard.append(event)
            if isinstance(event, kinds):
                return event
        names = " or ".join(kind.__name__ for kind in kinds)
        raise Nothing(f"no {names} within {within_s:g} s")

    def settle(self) -> StatusChanged:
        """How the device is once it has come up, or failed to."""
        while True:
            told = self.wait_for(StatusChanged, within_s=SETTLES_WITHIN_S)
            if told.state is not DeviceState.STARTING and Status.BUSY not in told.statuses:
                return told

    def last(self, kind: type[E]) -> E | None:
        return next((event for event in reversed(self.heard) if isinstance(event, kind)), None)

    @property
    def identity(self) -> Identity:
        told = self.last(DeviceIdentified)
        return told.identity if told else Identity()
