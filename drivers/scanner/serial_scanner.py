"""A code scanner on a serial line: triggered while armed, its codes told only while armed.

Knows nothing of what a code means.
"""

from collections.abc import Callable

import msgspec

from drivers.clock import DeviceClock
from drivers.events import Emit
from drivers.owner import DeviceSilent, PortOwner
from drivers.scanner import frames
from drivers.scanner.frames import Message, Reply, ScannedText, ScannerDecoder
from drivers.scanner.port import CodeSeen
from drivers.scanner.recent import RecentCodes
from drivers.transport import Transport
from drivers.vocabulary import DeviceState

_LISTEN_S = 0.1
_SILENCE_ENDS_CODE_S = 0.05
_TRIGGER_AGAIN_S = 4.0
"""A trigger lasts five seconds by default (ORTSET5000)."""

_HEARTBEAT_S = 30.0
_REPLY_S = 5.0
_TRIES = 2


class ScannerSettings(msgspec.Struct, frozen=True):
    """`commanded` False: a scanner of any make that looks by itself and takes no commands."""

    commanded: bool = True


class SerialScanner:
    """`open_line` is called whenever the line must be opened; see `PortOwner`."""

    def __init__(
        self,
        name: str,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        settings: ScannerSettings | None = None,
    ) -> None:
        self._clock = clock
        self._commanded = (settings or ScannerSettings()).commanded
        self._armed = False
        self._decoder = ScannerDecoder()
        self._recent = RecentCodes(clock)
        self._trigger_at_s = 0.0
        self._ask_at_s = 0.0
        self.owner = PortOwner(name, open_line, clock, self, emit)

    def start(self) -> None:
        self.owner.start()

    def close(self) -> None:
        self.owner.close()

    def arm(self, symbologies: frozenset[str]) -> None:
        """Which symbologies are wanted is the scanner's own setting; the kiosk judges what comes."""
        self._armed = bool(symbologies)
        self.owner.submit(self._follow_arming, _is_repeated_by_begin)

    def disarm(self) -> None:
        self.arm(frozenset())

    # -- in the owner's thread --------------------------------------------------------------------

    def begin(self, line: Transport) -> None:
        self._decoder = ScannerDecoder()
        line.drain()
        self._make_sure_it_lives(line)
        self.owner.report(DeviceState.ONLINE, f"{self.owner.name}: ready")
        self._follow_arming(line)

    def turn(self, line: Transport) -> None:
        now_s = self._clock.monotonic_s()
        if self._armed and now_s >= self._trigger_at_s:
            self._trigger(line)
        if now_s >= self._ask_at_s:
            self._make_sure_it_lives(line)
        self._tell(self._listen(line))

    def watch(self, button_pressed: bool) -> None:
        """A scanner has no button of ours."""

    def end(self, line: Transport) -> None:
        self._send(line, frames.TRIGGER_OFF)

    def _follow_arming(self, line: Transport) -> None:
        if self._armed:
            self._trigger(line)
        else:
            self._recent.forget()
            self._send(line, frames.TRIGGER_OFF)

    def _trigger(self, line: Transport) -> None:
        self._trigger_at_s = self._clock.monotonic_s() + _TRIGGER_AGAIN_S
        self._send(line, frames.TRIGGER_ON)

    def _send(self, line: Transport, command: str) -> None:
        if self._commanded:
            line.write(frames.encode(command))

    def _listen(self, line: Transport) -> list[Message]:
        data = line.read(_SILENCE_ENDS_CODE_S if self._decoder.in_the_middle else _LISTEN_S)
        return self._decoder.feed(data) if data else self._decoder.line_fell_silent()

    def _make_sure_it_lives(self, line: Transport) -> None:
        """Raises DeviceSilent when it answers neither time."""
        self._ask_at_s = self._clock.monotonic_s() + _HEARTBEAT_S
        if not self._commanded:
            return
        for _ in range(_TRIES):
            line.write(frames.encode(frames.ASK_MODE))
            deadline_s = self._clock.monotonic_s() + _REPLY_S
            while self._clock.monotonic_s() < deadline_s:
                messages = self._listen(line)
                self._tell(messages)
                if any(isinstance(message, Reply) for message in messages):
                    return
        raise DeviceSilent(f"{self.owner.name}: no answer to {frames.ASK_MODE}; check its power and cable")

    def _tell(self, messages: list[Message]) -> None:
        for message in messages:
            if isinstance(message, ScannedText):
                self._trigger_at_s = 0.0  # a reading ends the trigger
                if self._armed and self._recent.is_news(message.text):
                    self.owner.outbox.put(CodeSeen(message.text, "unknown"))


def _is_repeated_by_begin(reason: str) -> None:
    """Without a line there is nothing to trigger; `begin` follows the arming as it is then."""
