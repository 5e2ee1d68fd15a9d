"""The service door's contact, wired to a modem pin of a serial port: closed circuit, closed door.

A lost port is told as such, never as an open door. A cut wire cannot be told from one; the PIN still guards.
"""

from collections.abc import Callable
from typing import Final

from drivers.clock import DeviceClock
from drivers.door.port import DoorClosed, DoorOpened
from drivers.events import Emit
from drivers.owner import PortOwner
from drivers.transport import Transport
from drivers.vocabulary import DeviceState

SETTLED_S: Final = 0.2
"""A contact bounces for milliseconds and a shaken door for tenths of a second."""
_LOOK_EVERY_S: Final = 0.5


class DoorContact:
    """Nothing is written to the port; its lines are only looked at."""

    def __init__(
        self, open_line: Callable[[], Transport], clock: DeviceClock, emit: Emit, name: str = "door"
    ) -> None:
        self._clock = clock
        self._told_open: bool | None = None
        self._seen_open: bool | None = None
        self._since_s = 0.0
        self.owner = PortOwner(name, open_line, clock, self, emit)

    def start(self) -> None:
        self.owner.start()

    def close(self) -> None:
        self.owner.close()

    # -- in the owner's thread --------------------------------------------------------------------

    def begin(self, line: Transport) -> None:
        self._told_open = self._seen_open = None
        self.owner.report(DeviceState.ONLINE, f"{self.owner.name}: contact is looked at")

    def turn(self, line: Transport) -> None:
        self._look(is_open=not line.button_pressed())
        self.owner.idle(line, SETTLED_S / 2 if self._seen_open is not self._told_open else _LOOK_EVERY_S)

    def watch(self, button_pressed: bool) -> None:
        """Called while there is no line, too, so it is no place to look at the door."""

    def end(self, line: Transport) -> None:
        """Nothing moves."""

    def _look(self, *, is_open: bool) -> None:
        now_s = self._clock.monotonic_s()
        if is_open is not self._seen_open:
            self._seen_open, self._since_s = is_open, now_s
        elif is_open is not self._told_open and now_s - self._since_s >= SETTLED_S:
            self._told_open = is_open
            self.owner.outbox.put(DoorOpened() if is_open else DoorClosed())
