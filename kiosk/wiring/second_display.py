"""The second display as the session knows it: shown what is its own, asked what was pressed there.

On the kiosk's thread alone. Nothing that comes from there is believed but labels of what it was shown last.
"""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from kiosk.mirror.messages import Pressed, Ready, Snapshot, Touched
from kiosk.mirror.sent import Sent
from kiosk.mirror.sides import heard_from, touch_of
from kiosk.runtime.clock import Clock
from kiosk.session.events import Event, HelperDisplayChanged
from kiosk.session.model import Session
from kiosk.wiring.companion import Heard, Lost

_log = logging.getLogger(__name__)

GONE_AFTER_S: Final = 5.0
"""A companion that is started again is back by then; nobody is sent to another display before."""


class Picture(Protocol):
    """Somebody who shows pictures elsewhere, and is heard; see `Companion`."""

    def start(self) -> None: ...
    def show(self, snapshot: Snapshot) -> None: ...
    def heard(self) -> list[Heard]: ...
    def stop(self) -> None: ...


class SecondDisplay:
    """`touched` is told whose finger was laid on it, as an event of theirs."""

    def __init__(
        self,
        companion: Picture,
        clock: Clock,
        post: Callable[[Event], None],
        touched: Callable[[Event], None],
    ) -> None:
        self._companion, self._clock = companion, clock
        self._post, self._touched = post, touched
        self._sent = Sent("second")
        self._session: Session | None = None
        self._there = False
        self._lost_s: float | None = None

    def start(self) -> None:
        self._companion.start()

    def stop(self) -> None:
        self._companion.stop()

    def show(self, session: Session) -> None:
        self._session = session
        snapshot = self._sent.next(session)
        if snapshot is not None:
            self._companion.show(snapshot)

    def hear(self) -> None:
        """What has happened there since the last time, in its order."""
        for heard in self._companion.heard():
            match heard:
                case Pressed() if self._session is not None:
                    self._pressed(heard, self._session)
                case Touched() if self._session is not None:
                    self._touched(touch_of(self._session, "second"))
                case Ready():
                    _log.info("second display: there")
                    self._tell_whether_there(True)
                    self._lost_s = None
                case Lost():
                    self._lost()

    def tick(self) -> None:
        if self._lost_s is not None and self._clock.monotonic_s() - self._lost_s > GONE_AFTER_S:
            self._tell_whether_there(False)

    def _pressed(self, pressed: Pressed, session: Session) -> None:
        event = heard_from(session, "second", self._sent.meant_by(pressed))
        if event is not None:
            self._post(event)

    def _lost(self) -> None:
        for event in self._sent.let_go():
            if isinstance(event, Event):
                self._post(event)
        if self._lost_s is None:
            self._lost_s = self._clock.monotonic_s()

    def _tell_whether_there(self, there: bool) -> None:
        if there != self._there:
            self._there = there
            self._post(HelperDisplayChanged(there))


def companion_command(config: Path, scale: float) -> list[str]:
    return [sys.executable, "-m", "kiosk", "companion", "--config", str(config), "--scale", str(scale)]
