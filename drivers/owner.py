"""The one thread that may touch a port: opens it, keeps it, reopens it, runs the device's turns and commands.

Knows no protocol. Without `start()` it can be stepped by `run_once()`, which is how tests drive it.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

from drivers.clock import DeviceClock
from drivers.events import DeviceChecked, DeviceIdentified, Emit, Identity, StatusChanged
from drivers.outbox import Outbox
from drivers.status import Status, normalised
from drivers.trace import Trace
from drivers.transport import Transport, TransportLost, TransportRefused
from drivers.vocabulary import DeviceState
from drivers.watched_line import WatchedLine

_log = logging.getLogger(__name__)

SLICE_S = 0.1
"""The longest a driver is out of reach: its waits on the line are cut into slices of this length. Short
enough for commands, long enough to leave the processor alone; a timed button needs shorter ones."""

_FIRST_RETRY_S = 0.5
_LAST_RETRY_S = 5.0

Command = Callable[[Transport], None]
Failed = Callable[[str], None]


class Preempted(Exception):
    """Something urgent waits: leave the running exchange as it is and return to the owner."""


class DeviceSilent(TransportLost):
    """The port is there but the device behind it does not answer; the line is closed and opened again."""


class OwnedDevice(Protocol):
    """The protocol side of a driver. All methods run in the owner's thread; all but `watch` may raise
    `TransportLost` and let `Preempted` through."""

    def begin(self, line: Transport) -> None:
        """The line has just been opened: read the physical state, initialise, report."""
        ...

    def turn(self, line: Transport) -> None:
        """One round of listening or polling. Waits on the line, at most about a second."""
        ...

    def watch(self, button_pressed: bool) -> None:
        """Called once a slice, also in the middle of every wait: look at the clock, do no I/O."""
        ...

    def end(self, line: Transport) -> None:
        """The kiosk closes down: leave the device safe. At most about a second."""
        ...


class PortOwner:
    """`open_line` is called for every attempt; it may raise `TransportRefused`. `slice_s` is asked anew for
    every slice, in the owner's thread."""

    def __init__(
        self,
        name: str,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        device: OwnedDevice,
        emit: Emit,
        slice_s: Callable[[], float] = lambda: SLICE_S,
        trace: Trace | None = None,
    ) -> None:
        self.name = name
        self.outbox = Outbox(name, emit)
        self._trace = trace
        self._open_line = open_line if trace is None else lambda: trace.line(open_line())
        self._clock = clock
        self._device = device
        self._slice_s = slice_s
        self._commands: deque[tuple[Command, Failed]] = deque()
        self._urgent: deque[tuple[Command, Failed]] = deque()
        self._line: WatchedLine | None = None
        self._begun = False
        self._in_urgent = False
        self._state: DeviceState | None = None
        self._statuses: tuple[Status, ...] = ()
        self._identity: Identity | None = None
        self._identity_changed = False
        self._retry_at_s = clock.monotonic_s()
        self._retry_after_s = _FIRST_RETRY_S
        self._heartbeat_s = clock.monotonic_s()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def heartbeat_s(self) -> float:
        """The steady clock when the thread last looked around; old means that it hangs."""
        return self._heartbeat_s

    @property
    def state(self) -> DeviceState:
        return self._state or DeviceState.STARTING

    def start(self) -> None:
        self.outbox.start()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def close(self, patience_s: float = 3.0) -> None:
        """Stop, leaving the device safe; `patience_s` real seconds for the thread and again for the kiosk."""
        self._closing.set()
        if self._thread is None:
            self._finish()
        else:
            self._thread.join(patience_s)
        self.outbox.close(patience_s)

    def submit(self, command: Command, failed: Failed) -> None:
        """Run `command` in turn. Exactly one of the two happens: it runs to its end, or `failed(reason)`."""
        self._commands.append((command, failed))

    def preempt(self, command: Command, failed: Failed) -> None:
        """Run `command` before everything else, interrupting what runs within a slice; without a line, the
        next attempt to open it is made at once."""
        self._urgent.append((command, failed))

    def check(self) -> None:
        """From any thread: bring the device up anew, as after a return of the line. Ends in DeviceChecked."""
        self.submit(self._check, self._checked)

    def report(self, state: DeviceState, reason: str, *seen: Status) -> None:
        """Tell the kiosk how the device is, if this is news. `seen` is everything the device says of itself;
        it is normalised here, so that only edges between ways of being are announced."""
        if self._identity_changed:
            seen = (*seen, Status.IDENTITY_CHANGED)
        statuses = normalised(seen, self._statuses)
        if (state, statuses) != (self._state, self._statuses):
            self._state, self._statuses = state, statuses
            self.outbox.put(StatusChanged(self.name, state, reason, statuses))

    def identified(self, identity: Identity) -> None:
        """Who answers, asked in every `begin`. Another unit than before is a warning until the kiosk ends."""
        known, self._identity = self._identity, identity
        self._identity_changed |= known is not None and known != identity
        if identity != known:
            self.outbox.put(DeviceIdentified(self.name, identity, changed=known is not None))

    def idle(self, line: Transport, seconds: float) -> None:
        """Wait out a pause in which the device has nothing to say; ends early when a command waits."""
        deadline_s = self._clock.monotonic_s() + seconds
        while not self._commands and (left_s := deadline_s - self._clock.monotonic_s()) > 0:
            line.read(min(self._slice_s(), left_s))

    def run_once(self) -> None:
        """One round: open the line, begin, run one command, or give the device its turn."""
        try:
            if self._line is None:
                self._try_to_open()
            else:
                self._run_next(self._line)
        except Preempted:
            pass
        except DeviceSilent as silence:
            hint = self._trace.next_step() if self._trace else ""
            self._drop_line(DeviceState.OFFLINE, f"{silence}; {hint}" if hint else str(silence))
        except TransportLost as loss:
            self._drop_line(DeviceState.NO_DEVICE, str(loss))
        self.outbox.deliver()

    def _try_to_open(self) -> None:
        if self._clock.monotonic_s() < self._retry_at_s and not self._urgent:
            self._fail_all(f"{self.name}: no line to the device")
            self._clock.wait(self._closing, self._slice_s())
            self._look_around()
            return
        if self._state is None:
            self.report(DeviceState.STARTING, f"{self.name}: opening the line", Status.BUSY)
        try:
            line = self._open_line()
        except TransportRefused as refusal:
            self._drop_line(DeviceState.NO_DEVICE, str(refusal))
            return
        self._line = WatchedLine(line, self._clock, self._look_around, self._slice_s)
        self._begun = False

    def _run_next(self, line: WatchedLine) -> None:
        if self._urgent:
            self._in_urgent = True
            try:
                self._run_command(self._urgent, line)
            finally:
                self._in_urgent = False
        elif not self._begun:
            self._device.begin(line)
            self._begun = True
            self._retry_after_s = _FIRST_RETRY_S
        elif self._commands:
            self._run_command(self._commands, line)
        else:
            self._device.turn(line)

    def _run_command(self, lane: deque[tuple[Command, Failed]], line: WatchedLine) -> None:
        command, failed = lane.popleft()
        reason = "fault in the driver; see the log"
        try:
            command(line)
            reason = ""
        except (Preempted, TransportLost) as interruption:
            reason = str(interruption) or "interrupted by something urgent"
            raise
        finally:
            if reason:
                failed(reason)

    def _check(self, line: Transport) -> None:
        self._device.begin(line)
        self._checked()

    def _checked(self, problem: str = "") -> None:
        self.outbox.put(DeviceChecked(self.name, problem))

    def _look_around(self) -> None:
        self._heartbeat_s = self._clock.monotonic_s()
        self._device.watch(self._line is not None and self._line.button_pressed())
        self.outbox.deliver()
        if not self._in_urgent and (self._urgent or self._closing.is_set()):
            raise Preempted

    def _drop_line(self, state: DeviceState, reason: str) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        self._retry_at_s = self._clock.monotonic_s() + self._retry_after_s
        self._retry_after_s = min(self._retry_after_s * 2, _LAST_RETRY_S)
        self.report(state, reason, Status.NOT_AVAILABLE)
        self._fail_all(reason)

    def _fail_all(self, reason: str) -> None:
        for lane in (self._urgent, self._commands):
            while lane:
                lane.popleft()[1](reason)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self.run_once()
            except Exception:  # noqa: BLE001  # a worker loop: a faulty driver must start again
                _log.exception("%s: fault in the driver; starting it again", self.name)
                self._drop_line(DeviceState.HARDWARE_ERROR, "fault in the driver; see the log")
        self._finish()

    def _finish(self) -> None:
        self._in_urgent = True  # nothing interrupts the end
        if self._line is not None:
            try:
                self._device.end(self._line)
            except TransportLost as loss:
                _log.warning("%s: closed without a last word to the device: %s", self.name, loss)
            self._line.close()
            self._line = None
        self._fail_all(f"{self.name}: closed")
        self.outbox.deliver()
