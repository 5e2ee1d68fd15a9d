"""What SSP frames say: commands, answers, the events of a poll, and why a note was rejected.

Source: ITL SSP protocol manual GA138 and implementation guide GA973, pay-in commands. Two events are printed
wrongly in some of GA973's tables; here they are as the rest of both documents has them.
"""

from enum import IntEnum
from typing import Final, NamedTuple

from drivers.cash.port import RefusalReason


class Command(IntEnum):
    RESET = 0x01
    SET_INHIBITS = 0x02
    LAMP_ON = 0x03
    LAMP_OFF = 0x04
    SETUP = 0x05
    HOST_PROTOCOL = 0x06
    POLL = 0x07
    REJECT = 0x08
    DISABLE = 0x09
    ENABLE = 0x0A
    SERIAL = 0x0C
    SYNC = 0x11
    LAST_REJECT = 0x17
    HOLD = 0x18
    FIRMWARE = 0x20
    DATA_SET = 0x21


class Answer(IntEnum):
    """The first byte of every answer."""

    OK = 0xF0
    UNKNOWN = 0xF2
    WRONG_COUNT = 0xF3
    OUT_OF_RANGE = 0xF4
    CANNOT_PROCESS = 0xF5
    SOFTWARE_ERROR = 0xF6
    FAIL = 0xF8
    KEY_NOT_SET = 0xFA


class Event(IntEnum):
    """In the answer to a poll, after `Answer.OK`."""

    RESET = 0xF1
    NOTE = 0xEF
    """Channel 0: being read; else: in escrow. Being polled once more after that accepts the note."""
    CREDIT = 0xEE
    REJECTING = 0xED
    REJECTED = 0xEC
    STACKING = 0xCC
    STACKED = 0xEB
    SAFE_JAM = 0xEA
    UNSAFE_JAM = 0xE9
    DISABLED = 0xE8
    FULL = 0xE7
    FRAUD = 0xE6
    TICKET = 0xE5
    BOX_REPLACED = 0xE4
    BOX_REMOVED = 0xE3
    CLEARED_TO_BOX = 0xE2
    CLEARED_AT_FRONT = 0xE1
    PATH_OPEN = 0xE0
    INHIBITED = 0xB5


_WITH_CHANNEL: Final = frozenset(
    {Event.NOTE, Event.CREDIT, Event.FRAUD, Event.CLEARED_TO_BOX, Event.CLEARED_AT_FRONT}
)


class PollEvent(NamedTuple):
    """`channel`: 1 is the first, 0 is no or an unknown note; None where the event has none."""

    event: Event
    channel: int | None = None

    def to_bytes(self) -> bytes:
        return bytes([self.event] if self.channel is None else [self.event, self.channel])


class PollAnswer(NamedTuple):
    """`rest`: from the first event whose length nobody knows; what follows it cannot be told apart."""

    events: tuple[PollEvent, ...]
    rest: bytes


def poll_answer(data: bytes) -> PollAnswer:
    """`data` is what follows the OK."""
    events: list[PollEvent] = []
    while data:
        if data[0] not in _KNOWN_EVENTS:
            break
        event = Event(data[0])
        length = 2 if event in _WITH_CHANNEL else 1
        if len(data) < length:
            break
        events.append(PollEvent(event, data[1] if length == 2 else None))
        data = data[length:]
    return PollAnswer(tuple(events), data)


_KNOWN_EVENTS: Final = frozenset(Event)

REJECT_REASONS: Final = {
    0x06: RefusalReason.VALUE_NOT_ENABLED,
    0x07: RefusalReason.SECOND_NOTE,
    0x08: RefusalReason.KIOSK_ASKED,
    0x0C: RefusalReason.ACCEPTOR_DISABLED,
    0x0D: RefusalReason.TRANSPORT_FAILURE,
    0x0E: RefusalReason.FOREIGN_ITEMS_DETECTED,
    0x0F: RefusalReason.COUNTERFEIT,
    0x13: RefusalReason.ESCROW_TIME_OUT,
} | dict.fromkeys(
    (
        0x01,
        0x02,
        0x03,
        0x04,
        0x05,
        0x09,
        0x0A,
        0x0B,
        0x10,
        0x11,
        0x12,
        0x14,
        0x15,
        0x16,
        0x17,
        0x18,
        0x19,
        0x1A,
    ),
    RefusalReason.INVALID_NOTE,
)
"""By the code that LAST_REJECT answers (GA973, appendix A). 00 means that the last note was kept."""
LAST_REJECT_CODES: Final = range(0x1B)


def inhibits(channels: frozenset[int], known: int) -> bytes:
    """The command that lets in the notes of these channels alone, of `known` that there are.

    A set bit lets a note in. Two bytes at least: an NV200 takes no fewer.
    """
    mask = sum(1 << (channel - 1) for channel in channels)
    return bytes([Command.SET_INHIBITS]) + mask.to_bytes(max(2, -(-known // 8)), "little")
