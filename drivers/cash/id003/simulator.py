"""A simulated note acceptor that speaks ID-003: tells its states when polled, keeps saying vend valid until
the host acknowledges it, and comes back from a power cut with the note it holds.
"""

from collections.abc import Callable
from enum import Enum, auto
from typing import Final

from drivers.cash.id003.frames import Decoder, Frame, encode
from drivers.cash.id003.messages import Ask, State
from drivers.cash.id003.simulated_settings import UnitSettings
from drivers.cash.note_path import Found, Happening, Place, Step
from drivers.cash.port import RefusalReason
from drivers.cash.simulated_acceptor import YUAN_NOTES_FEN, SimulatedAcceptor
from drivers.clock import DeviceClock
from drivers.simulation.acts import Acts, HandAct, times_of

_LATENCY_S: Final = 0.02
_BOOT_S: Final = 1.5
_INITIALISE_S: Final = 1.5
_HELD_S: Final = 10.0
_STACKED_S: Final = 0.4
_NOTICED_S: Final = 2.0
"""How long fraud and a second note are told."""

_VERSION: Final = b"U(CHN)-24-SS ID003-05V110-33 23MAY08 4D2B"
_REJECT_CODES: Final = {RefusalReason.INVALID_NOTE: 0x76, RefusalReason.VALUE_NOT_ENABLED: 0x79}
_OPERATION: Final = 0x7B
_BEFORE_RESET: Final = {Ask.STATUS, Ask.RESET, Ask.GET_VERSION, Ask.GET_BOOT_VERSION}
_INVALID: Final = Frame(State.INVALID_COMMAND)
_ACK: Final = Frame(Ask.ACK)


class _Credit(Enum):
    """Of the last note that was stacked. The unit keeps it without power."""

    NONE = auto()
    DUE = auto()
    SAID = auto()
    """Vend valid is said until the host acknowledges it."""
    ACKNOWLEDGED = auto()


class _Phase(Enum):
    BOOTING = auto()
    """Answers everything with a single 00."""
    POWERED_UP = auto()
    """Says what it found inside until it is reset."""
    INITIALISING = auto()
    RUNNING = auto()


class Id003Simulator(SimulatedAcceptor):
    """Implements `SimulatedPeer`. Starts as a unit that has power and was not yet spoken to.

    `says_vend_valid_again`: after a power cut with a note in the stacker, once it is reset, says vend valid
    for that note; other units tell of it with their power-up state alone.
    """

    def __init__(self, clock: DeviceClock, notes_fen: tuple[int, ...] = YUAN_NOTES_FEN) -> None:
        super().__init__("note acceptor", clock, notes_fen)
        self.says_vend_valid_again = False
        self.version = _VERSION
        self.lost_commands = 0
        """So many of the host's next frames do not arrive."""
        self.settings = UnitSettings(notes_fen)
        self.on_command: Callable[[float, Frame], None] = lambda now_s, command: None
        """Told of every command that arrives, and when by the steady clock."""
        self._decoder = Decoder()
        self._phase = _Phase.POWERED_UP
        self._phase_ends_s = 0.0
        self._power_up = State.POWER_UP
        self._credit = _Credit.NONE
        self._stack_1 = False
        self._from_escrow = False
        self._escrow_ends_s = 0.0
        self._holding = False
        self._failure: int | None = None
        self._told_until_s: dict[State, float] = {}

    # -- the hand -----------------------------------------------------------------------------------

    def push_second_note(self) -> None:
        """The unit pauses until it is pulled out, here after a moment."""
        with self.hand():
            self._told_until_s[State.PAUSE] = self._clock.monotonic_s() + _NOTICED_S

    def fail(self, failure: int) -> None:
        """A unit inside fails with this code of the manual."""
        with self.hand():
            self._failure = failure

    def mend(self) -> None:
        with self.hand():
            self._failure = None

    def acts(self) -> Acts:
        return super().acts() | {
            "second_note": HandAct("", "push another note in early", lambda words: self.push_second_note()),
            "fail": HandAct("CODE", "a unit inside fails: A2, AB, ...", self._fail),
            "mend": HandAct("", "mend what failed", lambda words: self.mend()),
            "lose_commands": HandAct("TIMES", "the host's next frames do not arrive", self._lose_commands),
        }

    def _fail(self, words: list[str]) -> None:
        self.fail(bytes.fromhex(words[0])[0])

    def _lose_commands(self, words: list[str]) -> None:
        self.lost_commands = times_of(words)

    # -- time and power -----------------------------------------------------------------------------

    def _settle(self, now_s: float) -> None:
        if self._phase in {_Phase.BOOTING, _Phase.INITIALISING} and now_s >= self._phase_ends_s:
            booted = self._phase is _Phase.BOOTING
            self._phase = _Phase.POWERED_UP if booted else _Phase.RUNNING
        super()._settle(now_s)
        if self.path.place is Place.ESCROW and now_s >= self._escrow_ends_s:
            self.path.give_back(RefusalReason.ESCROW_TIME_OUT)
            super()._settle(now_s)
        kept_shut = self._credit is _Credit.SAID or self._failure is not None or self._noticed_until(now_s)
        self.path.mouth_open = self._phase is _Phase.RUNNING and self.settings.takes_notes and not kept_shut

    def _started(self, found: Found | None) -> None:
        self._enter(_Phase.BOOTING, self._clock.monotonic_s() + _BOOT_S)
        self.settings.clear()
        self._decoder = Decoder()
        self._holding = False
        self._told_until_s.clear()
        if self._credit is _Credit.SAID or self.path.place is Place.PAST_RETURN:
            self._power_up = State.POWER_UP_BILL_IN_STACKER
        elif self.path.place in {Place.MOUTH, None}:
            self._power_up = State.POWER_UP
        else:
            self._power_up, self._credit = State.POWER_UP_BILL_IN_ACCEPTOR, _Credit.NONE

    def _enter(self, phase: _Phase, until_s: float) -> None:
        self._phase, self._phase_ends_s = phase, until_s

    def _noticed(self, happening: Happening, now_s: float) -> None:
        match happening.step:
            case Step.DRAWN_IN:
                self._from_escrow = False
            case Step.IN_ESCROW:
                self._from_escrow, self._holding = True, False
                self._escrow_ends_s = now_s + _HELD_S
            case Step.PAST_RETURN if self._stack_1 and self._credit is _Credit.DUE:
                self._credit = _Credit.SAID
            case Step.STACKED if self._credit is _Credit.DUE:
                self._credit = _Credit.SAID
            case Step.STACKED:
                self._told_until_s[State.STACKED] = now_s + _STACKED_S
            case Step.RETURNING if self._credit is _Credit.DUE:
                self._credit = _Credit.NONE
            case Step.FREED if self._phase in {_Phase.INITIALISING, _Phase.RUNNING}:
                self.path.clear()  # it lay still since the power was cut
            case Step.STRING_PULLED:
                self._told_until_s[State.CHEATED] = now_s + _NOTICED_S

    # -- what it answers ----------------------------------------------------------------------------

    def _heard(self, data: bytes, now_s: float) -> None:
        for message in self._decoder.feed(data):
            if not isinstance(message, Frame):
                continue
            if self.lost_commands:
                self.lost_commands -= 1
                continue
            self.on_command(now_s, message)
            if self._phase is _Phase.BOOTING:
                self._say(now_s + _LATENCY_S, b"\x00")
            elif (answer := self._obey(message, now_s)) is not None:
                self._say(now_s + _LATENCY_S, encode(answer))
        self._settle(now_s)

    def _obey(self, asked: Frame, now_s: float) -> Frame | None:
        if self._phase is _Phase.POWERED_UP and asked.code not in _BEFORE_RESET:
            return _INVALID
        match asked.code:
            case Ask.STATUS:
                return self._state(now_s)
            case Ask.ACK:
                self._acknowledged(now_s)
                return None
            case Ask.RESET:
                self._reset(now_s)
                return _ACK
            case Ask.STACK1 | Ask.STACK2 | Ask.RETURN | Ask.HOLD | Ask.WAIT:
                return _ACK if self._move(asked.code, now_s) else _INVALID
            case Ask.GET_VERSION | Ask.GET_BOOT_VERSION if self.version:
                return Frame(asked.code, self.version)
        return self.settings.answer(asked) or _INVALID

    def _move(self, command: int, now_s: float) -> bool:
        if self.path.place is not Place.ESCROW or self.path.jammed:
            return False
        match command:
            case Ask.STACK1 | Ask.STACK2:
                self._stack_1, self._credit = command == Ask.STACK1, _Credit.DUE
                return self.path.stack()
            case Ask.RETURN:
                return self.path.give_back(RefusalReason.KIOSK_ASKED)
            case Ask.HOLD:
                self._holding, self._escrow_ends_s = True, now_s + _HELD_S
        return True

    def _reset(self, now_s: float) -> None:
        """A credit that nobody acknowledged is forgotten, but for a unit that says it again."""
        if self._phase is _Phase.POWERED_UP and self.says_vend_valid_again:
            if self._credit is _Credit.SAID and self.path.place is Place.PAST_RETURN:
                self._credit = _Credit.DUE
        elif self._credit is not _Credit.ACKNOWLEDGED:
            self._credit = _Credit.NONE
        self.path.give_back(RefusalReason.UNKNOWN)
        self.path.clear()
        self._enter(_Phase.INITIALISING, now_s + _INITIALISE_S)

    def _acknowledged(self, now_s: float) -> None:
        if self._credit is _Credit.SAID:
            self._credit = _Credit.ACKNOWLEDGED
            if self.path.note is None:
                self._told_until_s[State.STACKED] = now_s + _STACKED_S

    def _state(self, now_s: float) -> Frame:
        if self._phase is _Phase.POWERED_UP:
            return Frame(self._power_up)
        if self._phase is _Phase.INITIALISING:
            return Frame(State.INITIALISE)
        if self._credit is _Credit.SAID:
            return Frame(State.VEND_VALID)
        if (noticed := self._noticed_until(now_s)) is not None:
            return Frame(noticed)
        if self._failure is not None:
            return Frame(State.FAILURE, bytes([self._failure]))
        return self._state_of_note() or self._state_of_box(now_s)

    def _noticed_until(self, now_s: float) -> State | None:
        for state in (State.CHEATED, State.PAUSE):
            if self._told_until_s.get(state, now_s) > now_s:
                return state
        return None

    def _state_of_note(self) -> Frame | None:
        path = self.path
        if path.jammed:
            in_stacker = path.place in {Place.STACKING, Place.PAST_RETURN}
            return Frame(State.JAM_STACKER if in_stacker else State.JAM_ACCEPTOR)
        match path.place:
            case Place.READING:
                return Frame(State.ACCEPTING)
            case Place.ESCROW if self._holding:
                return Frame(State.HOLDING)
            case Place.ESCROW if path.note is not None and path.note.value_fen is not None:
                return Frame(State.ESCROW, bytes([self.settings.code_of(path.note.value_fen)]))
            case Place.STACKING | Place.PAST_RETURN:
                return Frame(State.STACKING)
            case Place.RETURNING if self._from_escrow or path.refusal is None:
                return Frame(State.RETURNING)
            case Place.RETURNING if path.refusal is not None:
                return Frame(State.REJECTING, bytes([_REJECT_CODES.get(path.refusal, _OPERATION)]))
        return None

    def _state_of_box(self, now_s: float) -> Frame:
        if not self.path.box_in:
            return Frame(State.STACKER_OPEN)
        if self._told_until_s.get(State.STACKED, now_s) > now_s:
            return Frame(State.STACKED)
        if self.path.box_full:
            return Frame(State.STACKER_FULL)
        return Frame(State.IDLE if self.settings.takes_notes else State.DISABLED)

    def _inhibited(self, value_fen: int) -> bool:
        return self.settings.switched_off(value_fen)
