"""Asking a printer how it is, over an open line, without losing what else it says meanwhile."""

from collections.abc import Iterable

from drivers.clock import DeviceClock
from drivers.owner import DeviceSilent
from drivers.printer import frames
from drivers.printer.frames import Condition, Message, RealTimeStatus, StatusDecoder
from drivers.transport import Transport

_ANSWER_S = 0.2
_TRIES = 3


class Enquiry:
    """Every method may raise `TransportLost`, which a `DeviceSilent` is, too."""

    def __init__(self, line: Transport, clock: DeviceClock) -> None:
        self._line = line
        self._clock = clock
        self._decoder = StatusDecoder()

    def condition(self) -> tuple[Condition, list[Message]]:
        """How the printer is, and what else it said. Raises `DeviceSilent` after three unanswered tries."""
        # A picture may hold the bytes of a question; what such a chance question brought is not our answer.
        others = _without_status(self.listen(0))
        answers = []
        for kind in frames.STATUS_KINDS:
            status, heard = self._ask(kind)
            answers.append(status.bits)
            others += heard
        return frames.condition(*answers), others

    def listen(self, timeout_s: float) -> list[Message]:
        """What the printer says until it has said something or `timeout_s` is over."""
        deadline_s = self._clock.monotonic_s() + timeout_s
        while True:
            left_s = max(0.0, deadline_s - self._clock.monotonic_s())
            data = self._line.read(left_s)
            messages = self._decoder.feed(data)
            if messages or not data:
                return messages

    def _ask(self, kind: int) -> tuple[RealTimeStatus, list[Message]]:
        others: list[Message] = []
        for _ in range(_TRIES):
            self._line.write(frames.ask_status(kind))
            messages = self.listen(_ANSWER_S)
            others += _without_status(messages)
            while messages:
                for message in messages:
                    if isinstance(message, RealTimeStatus):
                        return message, others
                messages = self.listen(_ANSWER_S)
                others += _without_status(messages)
        raise DeviceSilent(f"printer: DLE EOT {kind} not answered {_TRIES} times; check its power and cable")


def _without_status(messages: Iterable[Message]) -> list[Message]:
    return [message for message in messages if not isinstance(message, RealTimeStatus)]
