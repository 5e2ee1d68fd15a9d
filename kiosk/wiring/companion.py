"""Keeps a companion running on a thread of its own: feeds it, listens to it, and starts it again.

A companion may hang, flood or die at any moment; whoever shows pictures is never kept waiting.
"""

import logging
import os
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Thread
from typing import Final, TypeAlias

from msgspec import Struct

from kiosk.mirror.line import LineReader, encode
from kiosk.mirror.messages import Alive, Report, Snapshot
from kiosk.mirror.watch import FIRST_PAUSE_S, Fault, Watch
from kiosk.runtime.clock import Clock
from kiosk.wiring.companion_process import CompanionProcess

_log = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 0.25
STOP_WITHIN_S: Final = 5.0
_MOST_UNHEARD: Final = 1000
_RINGS: Final = 4096
"""Of the bell, silenced at once."""


class Lost(Struct, frozen=True):
    """The companion is gone, and what was held there is let go."""


Heard: TypeAlias = Report | Lost


class Companion:
    """`wake` is called from the companion's thread when there is something for `heard`."""

    def __init__(self, command: Sequence[str], clock: Clock, wake: Callable[[], None]) -> None:
        self._command, self._clock, self._wake = command, clock, wake
        self._watch = Watch()
        self._newest: Snapshot | None = None
        self._heard: deque[Heard] = deque(maxlen=_MOST_UNHEARD)
        self._stopping = Event()
        self._told = ""
        self._bell_in, self._bell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._thread = Thread(target=self._run, name="companion", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def show(self, snapshot: Snapshot) -> None:
        """From the kiosk's thread; only the newest is shown, and none once it was stopped."""
        if not self._stopping.is_set():
            self._newest = snapshot
            self._ring()

    def heard(self) -> list[Heard]:
        """What has come since the last time."""
        return [self._heard.popleft() for _ in range(len(self._heard))]

    def stop(self) -> None:
        """From the kiosk's thread. Returns when the companion has ended, or will not."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._ring()
        if self._thread.ident is not None:
            self._thread.join(STOP_WITHIN_S)
        if not self._thread.is_alive():  # one that hangs still listens to its bell
            os.close(self._bell_in)
            os.close(self._bell)

    def _ring(self) -> None:
        with suppress(BlockingIOError):  # it rings already
            os.write(self._bell, b"!")

    def _run(self) -> None:
        """A fault of ours ends the thread, and is told as every thread's is; nobody is left to be there."""
        while not self._stopping.wait(self._watch.pause_s):
            self._watch.started(self._clock.monotonic_s())
            try:
                reason = self._live()
            except OSError as error:
                reason = f"cannot be started: {error.strerror}"
            finally:
                self._watch.ended(self._clock.monotonic_s())
                if not self._stopping.is_set():
                    self._hand_on(Lost())
            if not self._stopping.is_set():
                self._tell(reason)

    def _live(self) -> str:
        """One life from its start to its end; why it ended."""
        process = CompanionProcess(self._command, silent=bool(self._told))
        fault: Fault | None = None
        try:
            fault = self._feed(process)
        finally:
            end = process.end(patient=fault is None)
        return fault or f"has ended ({end})"

    def _feed(self, process: CompanionProcess) -> Fault | None:
        """Until it has ended, is needed no more, or is at fault."""
        reader, offered = LineReader(), None
        while not self._stopping.is_set():
            snapshot, now_s = self._newest, self._clock.monotonic_s()
            if snapshot is not offered and snapshot is not None:
                process.offer(encode(snapshot))
                self._watch.latency.sent(snapshot.no, now_s)
                offered = snapshot
            data = process.turn(self._bell_in, LOOK_EVERY_S)
            if data is None:
                return None
            self._listen(reader, data)
            fault = self._watch.fault(reader.dropped, self._clock.monotonic_s())
            if fault is not None:
                return fault
        return None

    def _listen(self, reader: LineReader, data: bytes) -> None:
        now_s = self._clock.monotonic_s()
        for report in reader.feed(data, now_s):
            self._watch.heard(report, now_s)
            if not isinstance(report, Alive):
                self._hand_on(report)
        with suppress(BlockingIOError):
            os.read(self._bell_in, _RINGS)

    def _hand_on(self, heard: Heard) -> None:
        self._heard.append(heard)
        self._wake()

    def _tell(self, reason: str) -> None:
        """Once, not at every try of a night without a display."""
        if self._watch.pause_s <= FIRST_PAUSE_S:
            self._told = ""
        if reason != self._told:
            self._told = reason
            _log.warning("second display: the companion %s; it is started again", reason)
