"""Frames to and from a payment terminal over an open line: acknowledged, repeated, in order."""

from collections import deque
from typing import TypeVar

from drivers.clock import DeviceClock
from drivers.owner import DeviceSilent
from drivers.terminal.frames import (
    ACK,
    NAK,
    Acknowledged,
    Broken,
    Cancel,
    Enquiry,
    FrameDecoder,
    HostMessage,
    Identified,
    Identify,
    LastResult,
    Reverse,
    Sale,
    State,
    TerminalMessage,
    encode,
)
from drivers.transport import Transport

Kind = TypeVar("Kind", State, Identified)

_ACKNOWLEDGE_S = 0.3
_TRIES = 3
_HALF_FRAME_S = 0.3


class TerminalLink:
    """Every method may raise `TransportLost`, which a `DeviceSilent` is, too.

    What came broken is asked for again three times: two ends that answer noise with noise never stop.
    """

    def __init__(self, line: Transport, clock: DeviceClock) -> None:
        self._line = line
        self._clock = clock
        self._decoder = FrameDecoder()
        self._received: deque[TerminalMessage] = deque()
        self._refused = 0

    def send(self, message: HostMessage) -> None:
        """Raises `DeviceSilent` when three tries were not acknowledged; it may have arrived all the same."""
        frame = encode(message)
        for _ in range(_TRIES):
            self._line.write(frame)
            if self._acknowledged():
                return
        raise DeviceSilent(f"payment terminal: not acknowledged {_TRIES} times; check its power and cable")

    def _acknowledged(self) -> bool:
        deadline_s = self._clock.monotonic_s() + _ACKNOWLEDGE_S
        while (left_s := deadline_s - self._clock.monotonic_s()) > 0:
            answer = self._listen(left_s)
            if answer is not None:
                return answer.well
        return False

    def receive(self, timeout_s: float) -> TerminalMessage | None:
        """The next message, acknowledged; None when none came in time."""
        deadline_s = self._clock.monotonic_s() + timeout_s
        while not self._received:
            left_s = deadline_s - self._clock.monotonic_s()
            if left_s <= 0:
                return None
            self._listen(min(left_s, _HALF_FRAME_S))
        return self._received.popleft()

    def receive_one(self, kind: type[Kind], timeout_s: float) -> Kind | None:
        """The next message of this kind; what else comes is passed over."""
        deadline_s = self._clock.monotonic_s() + timeout_s
        while (left_s := deadline_s - self._clock.monotonic_s()) > 0:
            message = self.receive(left_s)
            if isinstance(message, kind):
                return message
        return None

    def _listen(self, timeout_s: float) -> Acknowledged | None:
        """Collect messages; whether our own frame was acknowledged, if that was heard."""
        answer, broken, before = None, False, len(self._received)
        data = self._line.read(timeout_s)
        for found in self._decoder.feed(data) if data else self._decoder.line_fell_silent():
            match found:
                case Acknowledged():
                    answer = found
                case Broken():
                    broken = True
                case Sale() | LastResult() | Reverse() | Cancel() | Enquiry() | Identify():
                    continue  # our own words, echoed by a badly wired line
                case _:
                    self._line.write(bytes((ACK,)))
                    self._received.append(found)
        if len(self._received) > before:
            self._refused = 0
        elif broken and self._refused < _TRIES:
            self._refused += 1
            self._line.write(bytes((NAK,)))
        return answer
