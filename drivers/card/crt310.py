"""The CRT-310 as a mechanism: where the card is, the entry, moving the card out, lending the line.

Believes sensors alone: after a command that moves something it asks until the sensors agree. Never captures
a card: it has no command that moves one to the rear.
"""

import logging

from drivers.card import commands
from drivers.card.commands import CardType, Position, Status
from drivers.card.dialogue import CardUnitFault, Dialogue, Refused
from drivers.card.frames import Frame
from drivers.clock import DeviceClock
from drivers.owner import DeviceSilent
from drivers.transport import Transport

_log = logging.getLogger(__name__)

_ANSWER_TIMEOUT_S = 0.5
_MOTION_TIMEOUT_S = 8.0
_RESET_TIMEOUT_S = 15.0
_SENSORS_AGREE_S = 1.0
_POLL_S = 0.1
_TRIES = 3
_OUT_AT_FRONT = frozenset({Position.EJECTED, Position.EMPTY})


class Crt310:
    """Over one open line. Every method may raise `CardUnitFault`, `DeviceSilent` and `TransportLost`."""

    def __init__(self, line: Transport, clock: DeviceClock) -> None:
        self._line = line
        self._clock = clock
        self._dialogue = Dialogue(line, clock)
        self._line_lent = False

    def take_over(self) -> Status:
        """The first words on a fresh line, whatever went on before. No card moves."""
        self._dialogue.abandon()
        self.take_line_back()
        return self.status()

    def status(self) -> Status:
        answer = self.ask(commands.STATUS)
        try:
            return Status.from_bytes(answer)
        except ValueError as error:
            raise CardUnitFault(f"card transport: status not understood ({error})") from error

    def ask(self, command: Frame, timeout_s: float = _ANSWER_TIMEOUT_S) -> bytes:
        return self._dialogue.ask(command, timeout_s)

    def reset(self) -> None:
        """Reset with the card where it is, then close what a reset leaves open: entry and rear."""
        self.ask(commands.RESET_KEEP_CARD, _RESET_TIMEOUT_S)
        self.close_entry()

    def open_entry(self, stop_at: Frame) -> None:
        """Let one card in, to stop at `commands.STOP_AT_RADIO` or `commands.STOP_AT_CONTACTS`."""
        self.ask(stop_at)
        self._set_entry(commands.OPEN_ENTRY, entry_open=True)
        self._set_lamp(commands.LAMP_ON)

    def close_entry(self) -> None:
        self._set_entry(commands.CLOSE_ENTRY, entry_open=False)
        self._set_lamp(commands.LAMP_OFF)

    def eject(self) -> Position | None:
        """Move the card out at the front; where the sensors then see it, or None when it is stuck inside."""
        return self._eject_by(commands.EJECT_FRONT, commands.EJECT_FRONT, commands.RESET_EJECT_FRONT)

    def force_eject(self) -> Position | None:
        """As `eject`, whatever runs: take the line back, cancel, reset with ejection to the front."""
        if self._line_lent:
            self.take_line_back()
        self._dialogue.abandon()
        return self._eject_by(*[commands.RESET_EJECT_FRONT] * _TRIES)

    def lend_line(self) -> None:
        """From now on the line is the module's, until `take_line_back`."""
        self._line_lent = True
        self.ask(commands.LEND_LINE)
        self._dialogue.forget()

    def take_line_back(self) -> None:
        self._dialogue.forget()
        try:
            self.ask(commands.TAKE_LINE_BACK)
        except Refused as refusal:
            _log.debug("the line was not lent: %s", refusal)
        self._line_lent = False

    def card_type(self) -> CardType:
        return CardType(self.ask(commands.CARD_TYPE).decode("ascii", "replace"))

    def _eject_by(self, *attempts: Frame) -> Position | None:
        for command in attempts:
            position = self._move_out(command)
            if command == commands.RESET_EJECT_FRONT:
                self.close_entry()  # a reset opens it
            if position in _OUT_AT_FRONT:
                return position
        return None

    def _move_out(self, command: Frame) -> Position:
        """What the transport says about its motion is not believed, only what its sensors see afterwards."""
        try:
            self._dialogue.ask(command, _MOTION_TIMEOUT_S, tries=1)
        except (Refused, DeviceSilent) as failure:
            _log.warning("card not moved out at the first word: %s", failure)
            self._dialogue.abandon()
        deadline_s = self._clock.monotonic_s() + _SENSORS_AGREE_S
        while (position := self.status().position) not in _OUT_AT_FRONT:
            if self._clock.monotonic_s() >= deadline_s:
                break
            self._line.read(_POLL_S)
        return position

    def _set_entry(self, command: Frame, entry_open: bool) -> None:
        """The answer's S is printed the wrong way round in the manual, so the status is asked instead."""
        for _ in range(_TRIES):
            self.ask(command)
            status = self.status()
            if status.entry_open is entry_open and not status.rear_open:
                return
        raise CardUnitFault("card transport: the entry does not obey; check shutter and sensors")

    def _set_lamp(self, command: Frame) -> None:
        try:
            self.ask(command)
        except Refused as refusal:  # a transport without a lamp works all the same
            _log.debug("no lamp: %s", refusal)
