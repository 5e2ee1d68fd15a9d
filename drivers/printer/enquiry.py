"""Asking a printer how it is, over an open line, without losing what else it says meanwhile."""

from collections.abc import Iterable
from typing import Final

from drivers.clock import DeviceClock
from drivers.events import Identity
from drivers.owner import DeviceSilent
from drivers.printer import frames
from drivers.printer.condition import Condition, condition
from drivers.printer.frames import (
    FlowControl,
    FullStatus,
    Information,
    Message,
    RealTimeStatus,
    StatusDecoder,
)
from drivers.transport import Transport

_ANSWER_S: Final = 0.2
_IDENTITY_S: Final = 0.3
_TRIES: Final = 3
"""A lost answer is nothing; the third one in a row is silence."""


class Enquiry:
    """`in_full`: the printer knows the full status of presenters. `room` False: its last word was XOFF.

    Every method may raise `TransportLost`, which a `DeviceSilent` is, too.
    """

    def __init__(self, line: Transport, clock: DeviceClock, *, in_full: bool = False) -> None:
        self.room = True
        self._line = line
        self._clock = clock
        self._in_full = in_full
        self._decoder = StatusDecoder()

    def condition(self) -> tuple[Condition | None, list[Message]]:
        """How the printer is, and what else it said. None where it says only that its buffer is full: it is
        as it was. Raises `DeviceSilent` after three unanswered tries."""
        # A picture may hold the bytes of a question; what such a chance question brought is not our answer.
        others = _without_status(self.listen(0))
        answers = []
        for kind in frames.STATUS_KINDS:
            status, heard = self._ask(kind)
            others += heard
            if status is None:
                return None, others
            answers.append(status.bits)
        full = self._ask_in_full(others) if self._in_full else None
        return condition(*answers, full=full), others

    def identity(self) -> Identity | None:
        """Who answers; None for a printer that does not know the question. Ask only one that is well."""
        model = self._ask_information(frames.ASK_MODEL)
        if model is None:
            return None
        firmware = self._ask_information(frames.ASK_FIRMWARE)
        serial = self._ask_information(frames.ASK_SERIAL)
        return Identity(model=model, firmware=firmware or "", serial=serial or "")

    def listen(self, timeout_s: float) -> list[Message]:
        """What the printer says until it has said something or `timeout_s` is over."""
        deadline_s = self._clock.monotonic_s() + timeout_s
        while True:
            left_s = max(0.0, deadline_s - self._clock.monotonic_s())
            data = self._line.read(left_s)
            messages = self._decoder.feed(data)
            for message in messages:
                if isinstance(message, FlowControl):
                    self.room = message.room
            if messages or not data:
                return messages

    def _ask(self, kind: int) -> tuple[RealTimeStatus | None, list[Message]]:
        others: list[Message] = []
        stopped = False
        for _ in range(_TRIES):
            self._line.write(frames.ask_status(kind))
            messages = self.listen(_ANSWER_S)
            while messages:
                others += _without_status(messages)
                for message in messages:
                    if isinstance(message, RealTimeStatus):
                        return message, others
                    stopped |= isinstance(message, FlowControl) and not message.room
                messages = self.listen(_ANSWER_S)
        if stopped:
            return None, others
        strange = "; what it says instead is no answer: check baud rate and model" if others else ""
        raise DeviceSilent(
            f"printer: DLE EOT {kind} not answered {_TRIES} times; check its power and cable, "
            f"and that no other program prints on it{strange}"
        )

    def _ask_in_full(self, others: list[Message]) -> FullStatus | None:
        self._line.write(frames.ASK_FULL_STATUS)
        found = None
        while found is None and (messages := self.listen(_ANSWER_S)):
            found = next((message for message in messages if isinstance(message, FullStatus)), None)
            others += _without_status(messages)
        return found

    def _ask_information(self, question: bytes) -> str | None:
        self._line.write(question)
        while messages := self.listen(_IDENTITY_S):
            for message in messages:
                if isinstance(message, Information):
                    return message.text
        return None


def _without_status(messages: Iterable[Message]) -> list[Message]:
    return [message for message in messages if not isinstance(message, RealTimeStatus | FullStatus)]
