"""A card that stays inside, its chip awake, until it is asked out: what is said to it, and for how long.

Relays; tries nothing by itself, least of all a code. A command is carried out once at most: when its answer
is lost the chip is reset before the next one, so that no late answer is taken for another's.
"""

import logging
from typing import Final, Protocol

from drivers.card.card_transport import CardUnitFault, MisfitCard, NoChip
from drivers.card.chip import (
    DONE,
    GONE,
    IDENTITY_BYTES,
    NOT_FOR_THIS_CARD,
    UNKNOWN,
    Apdu,
    Chip,
    ChipAnswer,
    ChipCommand,
    MemoryRead,
    fits,
)
from drivers.card.port import CardHeld, CardRead, Unreadable
from drivers.clock import DeviceClock

_log = logging.getLogger(__name__)

LONGEST_S: Final = 300.0
"""Nobody's card stays inside when the kiosk has had nothing to say to it for so long."""
_WRONG_LENGTH: Final = 0x6C
_MORE: Final = 0x61
_GET_RESPONSE: Final = bytes.fromhex("00 C0 00 00")


class Contacts(Protocol):
    """What a card reader of any kind can do with the chip of the card in it; see `CardTransport`."""

    def power_on(self) -> Chip: ...

    def power_off(self) -> None: ...

    def run(self, command: ChipCommand) -> ChipAnswer: ...


class Holding:
    """Of one slot. All methods run in the owner's thread; `wanted` says whether the next card is to stay."""

    def __init__(self, clock: DeviceClock) -> None:
        self._clock = clock
        self._chip: Chip | None = None
        self._reset_first = False
        self._until_s = 0.0
        self.wanted = False

    @property
    def lasts(self) -> bool:
        """Whether the card read last is to stay where it is."""
        return self._chip is not None and self._clock.monotonic_s() < self._until_s

    def begin(self, chip: Chip) -> None:
        self._chip, self._reset_first = chip, False
        self._until_s = self._clock.monotonic_s() + LONGEST_S

    def end(self) -> None:
        self._chip = None

    def let_go(self, contacts: Contacts) -> None:
        """Switch the chip off, so that the card may be moved."""
        if self._chip is None:
            return
        self._chip = None
        try:
            contacts.power_off()
        except CardUnitFault as fault:
            _log.warning("the chip was not switched off: %s", fault)

    def run(self, contacts: Contacts, command: ChipCommand) -> ChipAnswer:
        """Of the card that stays. Whether it is still there when nobody knows, others look."""
        if self._chip is None:
            return GONE
        self._until_s = self._clock.monotonic_s() + LONGEST_S
        if not fits(command, self._chip.kind):
            return ChipAnswer(status=NOT_FOR_THIS_CARD)
        reset_first, self._reset_first = self._reset_first, True
        if reset_first and not _woken_again(contacts, self._chip):
            return UNKNOWN
        answer = contacts.run(command)
        if isinstance(command, Apdu):
            answer = whole_answer(contacts, command, answer)
        self._reset_first = answer.status is None
        return answer


def whole_answer(contacts: Contacts, command: Apdu, answer: ChipAnswer) -> ChipAnswer:
    """What T=0 gives only when asked for it: a card of the wrong length asked for has done nothing yet, and
    one with more to say has done all (ISO 7816-3, 7816-4)."""
    if answer.status is not None and answer.status[0] == _WRONG_LENGTH:
        answer = contacts.run(Apdu(command.command[:-1] + answer.status[1:]))
    if answer.status is not None and answer.status[0] == _MORE:
        answer = contacts.run(Apdu(_GET_RESPONSE + answer.status[1:]))
    return answer


def held_memory_card(chip: Chip, contacts: Contacts) -> CardHeld | Unreadable:
    """With the part of it that can be protected: what it is, and its number. Anybody may read it."""
    answer = contacts.run(MemoryRead(0, IDENTITY_BYTES))
    return CardHeld(chip, answer.data) if answer.status == DONE else Unreadable.DAMAGED


def _woken_again(contacts: Contacts, chip: Chip) -> bool:
    """Whether the same kind of card answers its reset again."""
    try:
        return contacts.power_on() == chip
    except (NoChip, MisfitCard):
        return False


def held_cpu_card(chip: Chip, read: CardRead | Unreadable) -> CardHeld | Unreadable:
    """Of what the profiles made of it. A card that none knows is held as it is."""
    if read is Unreadable.UNSUPPORTED_CARD:
        return CardHeld(chip, b"")
    if isinstance(read, Unreadable):
        return read
    packed = bytes.fromhex(read.card_number + "f" * (len(read.card_number) % 2))
    return CardHeld(chip, packed, read.card_kind, read.number_masked)
