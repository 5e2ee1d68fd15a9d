"""The CRT-310 as a mechanism: where the card is, the entry, moving the card out, the chip, lending the line.

Believes sensors alone: after a command that moves something it asks until the sensors agree. Moves a card to
the rear only in `capture`.
"""

import logging
from collections.abc import Collection
from typing import Final

from drivers.card.card_transport import CardUnitFault, NoChip, Refused, ShutterFault, UnitRestarted
from drivers.card.chip import UNKNOWN, Chip, ChipAnswer, ChipCommand, ChipKind, MemoryRead
from drivers.card.crt310 import chip, commands
from drivers.card.crt310.commands import TransportStatus
from drivers.card.crt310.dialogue import Dialogue
from drivers.card.crt310.frames import Frame
from drivers.card.position import GONE, OUT_AT_FRONT, Capture, Position, SlotStatus, StopAt
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
_RESET_TIMEOUT_S: Final = 15.0
_SENSORS_AGREE_S: Final = 1.0
_POLL_S: Final = 0.1
_TRIES: Final = 3
_STOPS: Final = {StopAt.RADIO: commands.STOP_AT_RADIO, StopAt.CONTACTS: commands.STOP_AT_CONTACTS}
_CAPTURED_IF_GONE: Final = {
    bytes([commands.DONE]): Capture.KEPT,
    bytes([commands.NO_CARD]): Capture.TAKEN,
}


class Crt310:
    """Implements `CardTransport`, and lends its line to a module that shares it."""

    def __init__(self, line: Transport, clock: DeviceClock) -> None:
        self._line = line
        self._clock = clock
        self._dialogue = Dialogue(line, clock)
        self._line_lent = False
        self._rear_closed = False
        self._offered = False
        """The card held at the front is on its way out, not in."""
        self._version = ""
        self._relay = commands.CPU_APDU_T0

    # -- the mechanism ------------------------------------------------------------------------------

    def take_over(self) -> SlotStatus:
        self._rear_closed = False
        self._dialogue.abandon()
        self.take_line_back()
        return self.status()

    def status(self) -> SlotStatus:
        seen = self._sensors()
        if seen.rear_open and self._rear_closed:
            raise UnitRestarted("card transport: it has been without power; bringing it up anew")
        return SlotStatus(self._seen_as(seen.position), seen.entry_open)

    def reset(self) -> None:
        """A reset opens entry and rear: close them."""
        self._rear_closed = False
        self._version = printable(self._ask(commands.RESET_KEEP_CARD, _RESET_TIMEOUT_S))
        self.close_entry()

    def identify(self) -> Identity:
        """The last word of the version is the firmware's ("CRT 310 V3.0")."""
        model, _, firmware = self._version.rpartition(" ")
        return Identity(model, firmware, self._serial_number())

    def open_entry(self, stop_at: StopAt) -> None:
        self._ask(_STOPS[stop_at])
        self._set_entry(commands.OPEN_ENTRY, entry_open=True)
        self._set_lamp(commands.LAMP_ON)

    def close_entry(self) -> None:
        self._set_entry(commands.CLOSE_ENTRY, entry_open=False)
        self._set_lamp(commands.LAMP_OFF)

    def eject(self) -> Position | None:
        return self._eject_by(commands.EJECT_FRONT, commands.EJECT_FRONT, commands.RESET_EJECT_FRONT)

    def offer(self) -> Position | None:
        position = self._move(commands.HOLD_AT_FRONT, frozenset({Position.HELD_AT_FRONT, *OUT_AT_FRONT}))
        if position is not Position.HELD_AT_FRONT:
            return position if position in OUT_AT_FRONT else self.eject()
        self._offered = True
        return Position.OFFERED

    def capture(self) -> Capture:
        """What the unit answers counts only together with sensors that see no card. A card that stays at the
        rear has found no room behind it."""
        answer = self._answer_to_motion(commands.CAPTURE)
        position = self._settled(GONE)
        if position is Position.CAPTURED:
            return Capture.KEPT
        if position is Position.EMPTY:
            return _CAPTURED_IF_GONE.get(answer, Capture.OUT_OF_SIGHT)
        return Capture.BIN_FULL if position is Position.HELD_AT_REAR else Capture.FAILED

    def cards_captured(self) -> int | None:
        return None

    def force_eject(self) -> Position | None:
        """Take the line back, cancel, reset with ejection to the front."""
        for _ in range(_TRIES):
            if self._line_lent:
                self._dialogue.insist(commands.TAKE_LINE_BACK, _POLL_S)
            self._dialogue.abandon(hurried=True)
            position = self._eject_by(commands.RESET_EJECT_FRONT)
            if position is not None:
                self._line_lent = False
                return position
        return None

    # -- the line shared with a module --------------------------------------------------------------

    def lend_line(self) -> None:
        """From now on the line is the module's, until `take_line_back`."""
        self._line_lent = True
        self._ask(commands.LEND_LINE)
        self._dialogue.forget()

    def take_line_back(self) -> None:
        self._dialogue.forget()
        try:
            self._ask(commands.TAKE_LINE_BACK)
        except Refused as refusal:
            _log.debug("the line was not lent: %s", refusal)
        self._line_lent = False

    # -- the chip -----------------------------------------------------------------------------------

    def recognises_card(self) -> bool:
        return not self._ask(commands.CARD_TYPE).startswith(b"N")

    def power_on(self) -> Chip:
        self._ask(commands.CONTACTS_ON, _CHIP_TIMEOUT_S)
        answer = self._ask(commands.CPU_COLD_RESET, _CHIP_TIMEOUT_S)
        outcome = answer[:1]
        if outcome not in {bytes([commands.CPU_T0]), bytes([commands.CPU_T1])}:
            return self._memory_card()
        self._relay = commands.CPU_APDU_T0 if outcome[0] == commands.CPU_T0 else commands.CPU_APDU_T1
        return Chip(ChipKind.CPU, answer[3 : 3 + int.from_bytes(answer[1:3])])

    def power_off(self) -> None:
        self._ask(commands.CONTACTS_OFF, _CHIP_TIMEOUT_S)

    def exchange(self, apdu: bytes) -> bytes:
        """Answered with: done, two bytes of length, the response."""
        content = len(apdu).to_bytes(2) + apdu
        relay = Frame(self._relay.command, self._relay.parameter, content)
        answer = self._ask(relay, _CHIP_TIMEOUT_S)
        if answer[:1] != bytes([commands.DONE]):
            return b""
        return answer[3 : 3 + int.from_bytes(answer[1:3])]

    def run(self, command: ChipCommand) -> ChipAnswer:
        try:
            answer = self._dialogue.ask_once(chip.frame_of(command, self._relay), _STEP_TIMEOUT_S)
        except Refused as refusal:
            _log.warning("a step for the chip: %s", refusal)
            return UNKNOWN
        return UNKNOWN if answer is None else chip.answer_of(command, answer)

    # -- inside -------------------------------------------------------------------------------------

    def _ask(self, command: Frame, timeout_s: float = _ANSWER_TIMEOUT_S) -> bytes:
        return self._dialogue.ask(command, timeout_s)

    def _memory_card(self) -> Chip:
        """Raises `NoChip`. An SLE4442's answer to reset is what its first four bytes say."""
        if not self._ask(chip.MEMORY_RESET, _CHIP_TIMEOUT_S).startswith(bytes([commands.DONE])):
            raise NoChip
        reset_answer = self.run(MemoryRead(0, 4)).data
        if not reset_answer:
            raise NoChip
        return Chip(ChipKind.SLE4442, reset_answer)

    def _sensors(self) -> TransportStatus:
        try:
            return TransportStatus.from_bytes(self._ask(commands.STATUS))
        except ValueError as error:
            raise CardUnitFault(f"card transport: status not understood ({error})") from error

    def _serial_number(self) -> str:
        try:
            answer = self._ask(commands.SERIAL_NUMBER)
        except Refused as refusal:
            _log.debug("no serial number: %s", refusal)
            return ""
        return printable(answer[1:]) if answer[:1] == bytes([commands.DONE]) else ""

    def _eject_by(self, *attempts: Frame) -> Position | None:
        for command in attempts:
            position = self._move(command, OUT_AT_FRONT)
            if command == commands.RESET_EJECT_FRONT:
                self._close_after_reset()
            if position in OUT_AT_FRONT:
                return position
        return None

    def _close_after_reset(self) -> None:
        """A reset opens the entry. One that stays open keeps no card in; whoever looks next sees it."""
        try:
            self.close_entry()
        except (ShutterFault, Refused) as fault:
            _log.warning("after a reset: %s", fault)

    def _move(self, command: Frame, there: Collection[Position]) -> Position:
        """What the transport says about its motion is not believed, only what its sensors see afterwards."""
        self._answer_to_motion(command)
        return self._settled(there)

    def _answer_to_motion(self, command: Frame) -> bytes:
        """b"" where there was none, or a refusal."""
        self._offered = False
        self._rear_closed = self._rear_closed and command != commands.RESET_EJECT_FRONT
        try:
            return self._dialogue.ask(command, _MOTION_TIMEOUT_S, tries=1)
        except (Refused, DeviceSilent) as failure:
            _log.warning("card not moved at the first word: %s", failure)
            self._dialogue.abandon()
            return b""

    def _settled(self, there: Collection[Position]) -> Position:
        """Where the card is when the sensors have had time to agree."""
        deadline_s = self._clock.monotonic_s() + _SENSORS_AGREE_S
        while (position := self._sensors().position) not in there:
            if self._clock.monotonic_s() >= deadline_s:
                break
            self._line.read(_POLL_S)
        return position

    def _seen_as(self, position: Position) -> Position:
        self._offered = self._offered and position is Position.HELD_AT_FRONT
        return Position.OFFERED if self._offered else position

    def _set_entry(self, command: Frame, entry_open: bool) -> None:
        """The answer's S is printed the wrong way round in the manual, so the status is asked instead."""
        for _ in range(_TRIES):
            self._ask(command)
            seen = self._sensors()
            if seen.entry_open is entry_open and not seen.rear_open:
                self._rear_closed = True
                return
        raise ShutterFault("card transport: the entry does not obey; check shutter and sensors")

    def _set_lamp(self, command: Frame) -> None:
        try:
            self._ask(command)
        except Refused as refusal:  # a transport without a lamp works all the same
            _log.debug("no lamp: %s", refusal)
