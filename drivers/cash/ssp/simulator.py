"""A simulated SSP note validator: speaks the unit's bytes and moves a note along a simulated path.

Answers as a slave does: the same sequence flag again brings the last answer again, and nothing is done.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from drivers.cash.note_path import Found, Happening, Place, Step
from drivers.cash.port import RefusalReason
from drivers.cash.simulated_acceptor import YUAN_NOTES_FEN, SimulatedAcceptor
from drivers.cash.ssp.frames import Decoder, Frame, encode
from drivers.cash.ssp.messages import Answer, Command, Event, PollEvent
from drivers.cash.ssp.setup import NoteChannel, Setup, setup_bytes
from drivers.clock import DeviceClock

_LATENCY_S: Final = 0.01
_START_S: Final = 1.5
_ESCROW_S: Final = 10.0
"""A note that is neither polled, held nor rejected for so long goes back (GA138, reject code 13)."""
_FORGOTTEN_S: Final = 10.0
"""Without a command for so long the unit disables itself (GA973)."""

_REJECT_CODES: Final = {
    None: 0x00,
    RefusalReason.INVALID_NOTE: 0x02,
    RefusalReason.VALUE_NOT_ENABLED: 0x06,
    RefusalReason.KIOSK_ASKED: 0x08,
    RefusalReason.ACCEPTOR_DISABLED: 0x0C,
    RefusalReason.FOREIGN_ITEMS_DETECTED: 0x0E,
    RefusalReason.ESCROW_TIME_OUT: 0x13,
}

_COMMANDS: Final = frozenset(Command)
_LENGTHS: Final = {Command.HOST_PROTOCOL: (1,), Command.SET_INHIBITS: (2, 3, 4, 5, 6, 7, 8)}

_ONCE: Final = {
    Step.PAST_RETURN: Event.CREDIT,
    Step.STACKED: Event.STACKED,
    Step.RETURNED: Event.REJECTED,
    Step.STRING_PULLED: Event.FRAUD,
    Step.BOX_REPLACED: Event.BOX_REPLACED,
}
_WHILE_THERE: Final = {
    Place.STACKING: Event.STACKING,
    Place.PAST_RETURN: Event.STACKING,
    Place.RETURNING: Event.REJECTING,
}
_WITH_CHANNEL: Final = frozenset({Event.CREDIT, Event.FRAUD})


@dataclass
class Quirks:
    """How units differ, and what a wrong one does."""

    no_note_to_hold: bytes = bytes([Answer.FAIL])
    """GA138; the guide GA973 has `CANNOT_PROCESS` instead."""
    newest_protocol: int = 7
    currency: str = "CNY"
    knows_values_at_power_up: bool = True
    unknown_event: bytes = b""
    """At the end of every answer to a poll."""
    demands_encryption: bool = False


@dataclass
class _Memory:
    """What a unit forgets with its power."""

    decoder: Decoder = field(default_factory=Decoder)
    last_sequence: bool | None = None
    last_answer: bytes = b""
    last_command_s: float = 0.0
    protocol_version: int = 5
    let_in: int = 0
    enabled: bool = False
    escrow_told: bool = False
    escrow_until_s: float = 0.0
    clearing: bool = False
    """A note found at power-up is still moving."""
    events: list[PollEvent] = field(default_factory=lambda: [PollEvent(Event.RESET)])


class SspSimulator(SimulatedAcceptor):
    def __init__(self, clock: DeviceClock, notes_fen: tuple[int, ...] = YUAN_NOTES_FEN) -> None:
        super().__init__("note acceptor", clock, notes_fen)
        self.quirks = Quirks()
        self.commands: deque[int] = deque(maxlen=1000)
        """The codes of the last commands carried out, repeats not counted."""
        self._ready_at_s = 0.0
        self._memory = _Memory()

    def announce(self, event: PollEvent) -> None:
        """Say this in the next answer to a poll, whatever is true: a unit gone wrong."""
        with self.hand():
            self._memory.events.append(event)

    # -- the line -----------------------------------------------------------------------------------

    def _heard(self, data: bytes, now_s: float) -> None:
        for frame in self._memory.decoder.feed(data):
            if isinstance(frame, Frame) and frame.address == 0 and now_s >= self._ready_at_s:
                self._obey(frame, now_s)

    def _obey(self, frame: Frame, now_s: float) -> None:
        if frame.sequence is not self._memory.last_sequence or frame.data[0] == Command.SYNC:
            self.commands.append(frame.data[0])
            answer = self._carry_out(frame.data, now_s)
            self._memory.last_sequence, self._memory.last_answer = frame.sequence, answer
        self._memory.last_command_s = now_s
        self._say(now_s + _LATENCY_S, encode(Frame(frame.sequence, self._memory.last_answer)))

    def _carry_out(self, data: bytes, now_s: float) -> bytes:
        if data[0] not in _COMMANDS:
            return bytes([Answer.UNKNOWN])
        command, parameters = Command(data[0]), data[1:]
        if len(parameters) not in _LENGTHS.get(command, (0,)):
            return bytes([Answer.WRONG_COUNT])
        if self.quirks.demands_encryption and command is not Command.SYNC:
            return bytes([Answer.KEY_NOT_SET])
        match command:
            case Command.POLL:
                return self._polled(now_s)
            case Command.HOLD:
                return self._held(now_s)
            case Command.REJECT:
                given_back = self.path.give_back(RefusalReason.KIOSK_ASKED)
                return bytes([Answer.OK if given_back else Answer.FAIL])
            case Command.HOST_PROTOCOL:
                return self._agree(parameters[0])
            case Command.SET_INHIBITS:
                self._memory.let_in = int.from_bytes(parameters, "little")
            case Command.ENABLE:
                self._memory.enabled = True
            case Command.DISABLE:
                self._disable()
            case Command.RESET:
                self.path.power_lost()
                self.path.power_back()
                self._restart(now_s)
        self._set_mouth()
        return bytes([Answer.OK]) + self._asked(command)

    def _asked(self, command: Command) -> bytes:
        match command:
            case Command.SETUP:
                return self._setup()
            case Command.SERIAL:
                return (1234567).to_bytes(4)
            case Command.LAST_REJECT:
                return bytes([_REJECT_CODES.get(self.path.refusal, 0x02)])
            case Command.FIRMWARE | Command.DATA_SET:
                return b"NV0200" + self.quirks.currency.encode("ascii")
        return b""

    def _agree(self, version: int) -> bytes:
        if version > self.quirks.newest_protocol:
            return bytes([Answer.FAIL])
        self._memory.protocol_version = version
        return bytes([Answer.OK])

    def _setup(self) -> bytes:
        channels = tuple(NoteChannel(self.quirks.currency, value_fen) for value_fen in self.notes_fen)
        setup = Setup(0, "0333", self._memory.protocol_version, channels)
        return setup_bytes(setup, self.quirks.currency)

    # -- notes --------------------------------------------------------------------------------------

    def _polled(self, now_s: float) -> bytes:
        if self.path.place is Place.ESCROW and self._memory.escrow_told:
            self.path.stack()
            self._settle(now_s)
        events, self._memory.events = self._memory.events, []
        self._memory.escrow_told |= any(event is Event.NOTE and channel for event, channel in events)
        if self.path.place is Place.ESCROW and self._memory.escrow_told:
            self._memory.escrow_until_s = now_s + _ESCROW_S
        answer = b"".join(event.to_bytes() for event in [*events, *self._lasting()])
        return bytes([Answer.OK]) + answer + self.quirks.unknown_event

    def _held(self, now_s: float) -> bytes:
        if self.path.place is not Place.ESCROW:
            return self.quirks.no_note_to_hold
        self._memory.escrow_until_s = now_s + _ESCROW_S
        return bytes([Answer.OK])

    def _lasting(self) -> list[PollEvent]:
        """What every answer says again while it lasts."""
        events = []
        place = self.path.place
        if place is Place.READING:
            events.append(PollEvent(Event.NOTE, 0))
        elif place in _WHILE_THERE:
            events.append(PollEvent(_WHILE_THERE[place]))
        if self.path.jammed:
            past = place is Place.PAST_RETURN
            events.append(PollEvent(Event.SAFE_JAM if past else Event.UNSAFE_JAM))
        if not self.path.box_in:
            events.append(PollEvent(Event.BOX_REMOVED))
        if self.path.box_full:
            events.append(PollEvent(Event.FULL))
        if not self._memory.enabled:
            events.append(PollEvent(Event.DISABLED))
        return events

    def _noticed(self, happening: Happening, now_s: float) -> None:
        step, value_fen = happening
        if step is Step.IN_ESCROW:
            self._memory.escrow_told, self._memory.escrow_until_s = False, now_s + _ESCROW_S
            self._memory.events.append(PollEvent(Event.NOTE, self._channel(value_fen)))
        elif step is Step.FREED and self.path.found is not None:
            self._clear(self.path.found)
        elif self._memory.clearing and step in {Step.RETURNED, Step.STACKED}:
            self._memory.clearing = False
        elif step in _ONCE:
            event = _ONCE[step]
            channel = self._channel(value_fen) if event in _WITH_CHANNEL else None
            self._memory.events.append(PollEvent(event, channel))

    def _settle(self, now_s: float) -> None:
        super()._settle(now_s)
        if self.path.place is Place.ESCROW and now_s >= self._memory.escrow_until_s:
            self.path.give_back(RefusalReason.ESCROW_TIME_OUT)
            super()._settle(now_s)
        if self._memory.enabled and now_s - self._memory.last_command_s >= _FORGOTTEN_S:
            self._memory.enabled = False
            self._set_mouth()

    def _disable(self) -> None:
        self._memory.enabled = False
        if self.path.place is Place.READING:
            self.path.give_back(RefusalReason.ACCEPTOR_DISABLED)

    def _inhibited(self, value_fen: int) -> bool:
        return not self._memory.let_in >> self.notes_fen.index(value_fen) & 1

    def _set_mouth(self) -> None:
        self.path.mouth_open = self._memory.enabled and self._memory.let_in != 0

    def _channel(self, value_fen: int | None) -> int:
        return 0 if value_fen is None else self.notes_fen.index(value_fen) + 1

    # -- power --------------------------------------------------------------------------------------

    def _power_lost(self) -> None:
        super()._power_lost()
        self._memory = _Memory()
        self._set_mouth()

    def _started(self, found: Found | None) -> None:
        self._restart(self._clock.monotonic_s() + _START_S)

    def _restart(self, ready_at_s: float) -> None:
        self._memory = _Memory()
        self._set_mouth()
        self._ready_at_s = ready_at_s
        if self.path.found is not None:
            self._clear(self.path.found)

    def _clear(self, found: Found) -> None:
        """The note is told at once and moves in its own time."""
        event = Event.CLEARED_TO_BOX if found is Found.IN_STACKER else Event.CLEARED_AT_FRONT
        note = self.path.note
        known = self.quirks.knows_values_at_power_up and note is not None
        self._memory.events.append(PollEvent(event, self._channel(note.value_fen) if note and known else 0))
        self._memory.clearing = True
        self.path.clear()
