"""A code scanner on a line of any make: triggered while armed, its codes told only while armed.

Knows nothing of what a code means.
"""

from collections.abc import Callable
from typing import Final

from drivers.clock import DeviceClock
from drivers.events import Emit, Identity
from drivers.named_line import NamedLine
from drivers.owner import DeviceSilent, PortOwner
from drivers.scanner.dialects import NEWLAND, Dialect
from drivers.scanner.messages import Message, Reply, Rubbish, ScannedText
from drivers.scanner.port import CodeSeen
from drivers.scanner.recent import RecentCodes
from drivers.status import Status
from drivers.trace import Trace
from drivers.transport import Transport
from drivers.vocabulary import DeviceState

_LISTEN_S: Final = 0.1
_TRIGGER_AGAIN_S: Final = 4.0
"""A trigger lasts five seconds by default (Newland's ORTSET5000)."""

_GAP_S: Final = 0.05
"""Between two commands, by Newland's manuals; no harm to others."""

_HEARTBEAT_S: Final = 30.0
_REPLY_S: Final = 5.0
_TRIES: Final = 3


class LineScanner:
    """Implements `port.Scanner`. `open_line` is called whenever the line must be opened; see `PortOwner`."""

    def __init__(
        self,
        name: str,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        dialect: Dialect = NEWLAND,
        trace: Trace | None = None,
    ) -> None:
        self._open_line = open_line
        self._clock = clock
        self._dialect = dialect
        self._armed = False
        self._decoder = dialect.decoder()
        self._recent = RecentCodes(clock)
        self._identity = Identity()
        self._trigger_at_s = 0.0
        self._ask_at_s = 0.0
        self._sent_at_s = 0.0
        self._rubbish = False
        self._refuses = False
        self.owner = PortOwner(name, self._open, clock, self, emit, trace=trace)

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
        self._decoder = self._dialect.decoder()
        self._rubbish = False
        line.drain()
        self._make_sure_it_lives(line)
        self._ask_who_it_is(line)
        self.owner.report(DeviceState.ONLINE, f"{self.owner.name}: {self._how_well}")
        self._follow_arming(line)

    def turn(self, line: Transport) -> None:
        now_s = self._clock.monotonic_s()
        if self._armed and now_s >= self._trigger_at_s:
            self._trigger(line)
        if now_s >= self._ask_at_s:
            self._make_sure_it_lives(line)
            if self._refuses:
                self._follow_arming(line)  # perhaps somebody has set it right
        self._listen(line)

    def watch(self, button_pressed: bool) -> None:
        """A scanner has no button of ours."""

    def end(self, line: Transport) -> None:
        self._send(line, self._dialect.trigger_off)

    def _open(self) -> Transport:
        line = self._open_line()
        self._identity = line.identity() if isinstance(line, NamedLine) else Identity()
        return line

    def _follow_arming(self, line: Transport) -> None:
        if self._armed:
            self._trigger(line)
        else:
            self._recent.forget()
            self._send(line, self._dialect.trigger_off)

    def _trigger(self, line: Transport) -> None:
        self._trigger_at_s = self._clock.monotonic_s() + _TRIGGER_AGAIN_S
        self._send(line, self._dialect.trigger_on)

    def _send(self, line: Transport, command: bytes) -> None:
        if not command:
            return
        while self._clock.monotonic_s() < self._sent_at_s + _GAP_S:
            self._listen(line, self._sent_at_s + _GAP_S - self._clock.monotonic_s())
        line.write(command)
        self._sent_at_s = self._clock.monotonic_s()

    def _make_sure_it_lives(self, line: Transport) -> None:
        """Raises DeviceSilent when it answers none of three times."""
        for _ in range(_TRIES if self._dialect.question else 0):
            if self._answer_to(self._dialect.question, line) is not None:
                break
        else:
            if self._dialect.question:
                raise DeviceSilent(self._why_silent())
        self._ask_at_s = self._clock.monotonic_s() + _HEARTBEAT_S

    def _ask_who_it_is(self, line: Transport) -> None:
        """Older units do not know these questions; that is no fault of theirs."""
        said: dict[str, str] = {}
        for field, question in self._dialect.identity.items():
            reply = self._answer_to(question, line)
            if reply is None:
                break
            asked = question[6:-2].decode("ascii")
            said[field] = reply.command.removeprefix(asked).strip() if reply.outcome == "ok" else ""
        self.owner.identified(Identity(**said) if said else self._identity)

    def _answer_to(self, question: bytes, line: Transport) -> Reply | None:
        self._send(line, question)
        deadline_s = self._clock.monotonic_s() + _REPLY_S
        while self._clock.monotonic_s() < deadline_s:
            for message in self._listen(line):
                if isinstance(message, Reply):
                    return message
        return None

    @property
    def _how_well(self) -> str:
        """No more than is known."""
        if self._dialect.question:
            return "ready"
        return "line open; it cannot be asked, so scan a code to be sure"

    def _why_silent(self) -> str:
        name, words = self.owner.name, self._dialect.words
        if self._rubbish:
            return f"{name}: answers, but not in {words}; check baud rate and model"
        return f"{name}: no answer; check its power, its cable, and that it speaks {words}"

    def _listen(self, line: Transport, at_most_s: float = _LISTEN_S) -> list[Message]:
        """What has come, once the codes in it have been told."""
        data = line.read(self._dialect.silence_s if self._decoder.in_the_middle else at_most_s)
        messages = self._decoder.feed(data) if data else self._decoder.line_fell_silent()
        for message in messages:
            self._rubbish = isinstance(message, Rubbish)
            if isinstance(message, Reply):
                self._judge(message)
                continue
            self._trigger_at_s = 0.0  # a reading ends the trigger, be it told or not
            if isinstance(message, ScannedText):
                self._tell(message.text)
        return messages

    def _tell(self, text: str) -> None:
        if self._armed and self._recent.is_news(text):
            self.owner.outbox.put(CodeSeen(text, "unknown"))

    def _judge(self, reply: Reply) -> None:
        """A scanner that refuses its trigger stays dark for every resident."""
        if not self._dialect.trigger_echo or self._dialect.trigger_echo not in reply.command:
            return
        name, self._refuses = self.owner.name, reply.outcome != "ok"
        if self._refuses:
            reason = f"{name}: refuses its trigger ({reply.outcome}); check its model and reading mode"
            self.owner.report(DeviceState.HARDWARE_ERROR, reason, Status.NOT_INITIALISED)
        else:
            self.owner.report(DeviceState.ONLINE, f"{name}: ready")


def _is_repeated_by_begin(reason: str) -> None:
    """Without a line there is nothing to trigger; `begin` follows the arming as it is then."""
