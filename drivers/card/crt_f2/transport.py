"""A CRT-571 or CRT-591 as a mechanism: where the card is, the entry, moving the card out, the chip.

Believes sensors alone, with one exception: these units do not report the entry, so it is known only from the
commands they have confirmed. Moves a card into the error bin only in `capture`.
"""

import logging
from typing import Final

from drivers.card.card_transport import CardUnitFault, MisfitCard, NoChip, UnitRestarted
from drivers.card.chip import UNKNOWN, Chip, ChipAnswer, ChipCommand, ChipKind, MemoryRead
from drivers.card.crt_f2 import chip, commands
from drivers.card.crt_f2.commands import RefusedF2
from drivers.card.crt_f2.dialogue import Dialogue
from drivers.card.crt_f2.frames import Frame
from drivers.card.position import OUT_AT_FRONT, Capture, Position, SlotStatus, StopAt
from drivers.card.who_answers import printable
from drivers.clock import DeviceClock
from drivers.events import Identity
from drivers.owner import DeviceSilent
from drivers.transport import Transport

_log = logging.getLogger(__name__)

_ANSWER_TIMEOUT_S: Final = 0.5
_CHIP_TIMEOUT_S: Final = 3.0
_STEP_TIMEOUT_S: Final = 2.0
"""A forced ejection waits for the step that runs, and no longer than this."""
_MOTION_TIMEOUT_S: Final = 8.0
_INIT_TIMEOUT_S: Final = 15.0
_SENSORS_AGREE_S: Final = 1.0
_POLL_S: Final = 0.1
_TRIES: Final = 3
_NOT_CAPTURED: Final = {
    commands.BIN_FULL: Capture.BIN_FULL,
    commands.MOVED_BY_HAND: Capture.TAKEN,
}


class CrtF2:
    """Implements `CardTransport`. `counts` has the unit count the cards it captures."""

    def __init__(self, line: Transport, clock: DeviceClock, *, counts: bool = False) -> None:
        self._line = line
        self._clock = clock
        self._dialogue = Dialogue(line, clock)
        self._initialisation = commands.INIT_KEEP_CARD_COUNTED if counts else commands.INIT_KEEP_CARD
        self._model = ""
        self._entry_open = False
        self._released = False
        """The card at the gate has been moved out of the rollers; without that it may be held there."""
        self._offered = False
        """The card at the gate is held there on its way out, not in."""
        self._at_contacts = False
        self._memory_awake = False

    # -- the mechanism ------------------------------------------------------------------------------

    def take_over(self) -> SlotStatus:
        self._dialogue.stop()
        try:
            return self.status()
        except UnitRestarted:
            self._initialise()
            return self.status()

    def status(self) -> SlotStatus:
        answer = self._ask(commands.STATUS)
        bin_full = answer.status[2:3] == commands.BIN_IS_FULL
        return SlotStatus(self._position(answer), self._entry_open, bin_full)

    def reset(self) -> None:
        self._initialise()
        self.close_entry()

    def identify(self) -> Identity:
        return Identity(self._model, self._text(commands.VERSION), self._text(commands.SERIAL_NUMBER))

    def open_entry(self, stop_at: StopAt) -> None:
        """An entering card goes to the one position for radio and contacts; `power_on` lowers these."""
        self._ask(commands.ENTRY_ON)
        self._entry_open = True

    def close_entry(self) -> None:
        self._ask(commands.ENTRY_OFF)
        self._entry_open = False

    def eject(self) -> Position | None:
        for initialise_first in (False, False, True):
            position = self._move_out(initialise_first)
            if position is not None:
                return position
        return None

    def offer(self) -> Position | None:
        try:
            self._dialogue.ask(commands.HOLD_AT_GATE, _MOTION_TIMEOUT_S, tries=1)
        except (CardUnitFault, DeviceSilent) as failure:
            _log.warning("card not offered at the first word: %s", failure)
            return self.eject()
        self._offered = True
        position = self.status().position
        return position if position in {Position.OFFERED, Position.EMPTY} else self.eject()

    def capture(self) -> Capture:
        """Confirmed by the unit, and no sensor may see the card any more."""
        try:
            self._dialogue.ask(commands.MOVE_TO_BIN, _MOTION_TIMEOUT_S, tries=1)
            ended = Capture.KEPT
        except RefusedF2 as refusal:
            _log.warning("card not captured: %s", refusal)
            ended = _NOT_CAPTURED.get(refusal.error, Capture.FAILED)
        except DeviceSilent as silence:
            _log.warning("card captured or not: %s", silence)
            ended = Capture.OUT_OF_SIGHT
        gone = self.status().position is Position.EMPTY
        if gone:
            return ended if ended in {Capture.KEPT, Capture.TAKEN} else Capture.OUT_OF_SIGHT
        return ended if ended is Capture.BIN_FULL else Capture.FAILED

    def cards_captured(self) -> int | None:
        """Digits, however many (to be checked on the unit)."""
        digits = self._text(commands.BIN_COUNTER)
        return int(digits) if digits.isascii() and digits.isdecimal() else None

    def force_eject(self) -> Position | None:
        """Stop what runs, initialise with the card kept, move it out."""
        for _ in range(_TRIES):
            self._dialogue.stop(hurried=True)
            position = self._move_out(initialise_first=True)
            if position is not None:
                return position
        return None

    # -- the chip -----------------------------------------------------------------------------------

    def recognises_card(self) -> bool:
        """Two characters; the first is 0 for a type it does not know (to be checked on the unit)."""
        try:
            return not self._ask(commands.CHIP_TYPE).content.startswith((b"0", b"N"))
        except RefusedF2:
            return False

    def power_on(self) -> Chip:
        try:
            self._ask(commands.MOVE_TO_CONTACTS, _MOTION_TIMEOUT_S)
            self._at_contacts = True
            return self._activated()
        except RefusedF2 as refusal:
            if refusal.error in commands.MISFIT:
                raise MisfitCard from refusal
            if refusal.error in commands.NO_CHIP:
                raise NoChip from refusal
            raise

    def power_off(self) -> None:
        self._ask(chip.MEMORY_OFF if self._memory_awake else commands.CPU_OFF, _CHIP_TIMEOUT_S)
        self._at_contacts = self._memory_awake = False

    def exchange(self, apdu: bytes) -> bytes:
        try:
            return self._ask(commands.cpu_apdu(apdu), _CHIP_TIMEOUT_S).content
        except RefusedF2 as refusal:
            if refusal.error in commands.NO_CHIP:
                return b""
            raise

    def run(self, command: ChipCommand) -> ChipAnswer:
        try:
            answer = self._dialogue.ask_once(chip.frame_of(command), _STEP_TIMEOUT_S)
        except RefusedF2 as refusal:
            _log.warning("a step for the chip: %s", refusal)
            return UNKNOWN
        return UNKNOWN if answer is None else chip.answer_of(command, answer.content)

    # -- inside -------------------------------------------------------------------------------------

    def _ask(self, command: Frame, timeout_s: float = _ANSWER_TIMEOUT_S, tries: int = _TRIES) -> Frame:
        try:
            return self._dialogue.ask(command, timeout_s, tries)
        except RefusedF2 as refusal:
            if refusal.error == commands.NOT_INITIALISED:
                raise UnitRestarted(f"{refusal}; bringing it up anew") from refusal
            raise

    def _initialise(self) -> None:
        """It must be the first command after power-on, clears errors, closes the entry, releases contacts."""
        self._model = printable(self._ask(self._initialisation, _INIT_TIMEOUT_S).content)
        self._entry_open = self._at_contacts = self._memory_awake = False

    def _activated(self) -> Chip:
        """A CPU card by EMV's rules, then without them, then a memory card."""
        for reset in (commands.CPU_RESET_EMV, commands.CPU_RESET_5V):
            try:
                content = self._ask(reset, _CHIP_TIMEOUT_S).content
            except RefusedF2 as refusal:
                if refusal.error == commands.NOT_EMV:
                    continue
                if refusal.error in commands.NO_CHIP:
                    break
                raise
            return Chip(ChipKind.CPU, content[1:])
        return self._memory_card()

    def _memory_card(self) -> Chip:
        try:
            self._ask(chip.MEMORY_RESET, _CHIP_TIMEOUT_S)
        except RefusedF2 as refusal:
            if refusal.error in commands.NO_MEMORY_CARDS:
                raise NoChip from refusal
            raise
        self._memory_awake = True
        reset_answer = self.run(MemoryRead(0, 4)).data
        if not reset_answer:
            raise NoChip
        return Chip(ChipKind.SLE4442, reset_answer)

    def _position(self, answer: Frame) -> Position:
        match answer.status[:1]:
            case commands.NO_CARD:
                self._released = self._offered = False
                return Position.EMPTY
            case commands.AT_GATE:
                held = Position.OFFERED if self._offered else Position.HELD_AT_FRONT
                return Position.EJECTED if self._released else held
            case commands.AT_RADIO_OR_CONTACTS:
                self._released = self._offered = False
                return Position.AT_CONTACTS if self._at_contacts else Position.INSIDE
        raise CardUnitFault(f"card transport: status {answer.status.hex(' ').upper()} is not the manual's")

    def _move_out(self, initialise_first: bool) -> Position | None:
        """None when the sensors still see the card held. A refusal alone decides nothing."""
        try:
            if initialise_first:
                self._initialise()
            self._dialogue.ask(commands.EJECT, _MOTION_TIMEOUT_S, tries=1)
            self._released = True
        except (CardUnitFault, DeviceSilent) as failure:
            _log.warning("card not moved out at the first word: %s", failure)
        deadline_s = self._clock.monotonic_s() + _SENSORS_AGREE_S
        while (position := self.status().position) not in OUT_AT_FRONT:
            if self._clock.monotonic_s() >= deadline_s:
                return None
            self._line.read(_POLL_S)
        return position

    def _text(self, question: Frame) -> str:
        try:
            return printable(self._ask(question).content)
        except RefusedF2 as refusal:
            _log.debug("not told: %s", refusal)
            return ""
