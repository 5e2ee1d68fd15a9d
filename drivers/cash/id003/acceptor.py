"""The driver of a note acceptor that speaks ID-003: polls it, and answers each of its states.

Nothing but settings and questions is ever sent unless the unit has just said the state that it answers; so
after a lost answer a note is never stacked twice blindly.
"""

import logging
import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import msgspec

from drivers.cash.id003.custody import Custody
from drivers.cash.id003.dialogue import Dialogue
from drivers.cash.id003.frames import Frame
from drivers.cash.id003.health import Health
from drivers.cash.id003.messages import ACCEPT_OFF, ESCROW_CODES, POWER_UPS, Ask, State, identity
from drivers.cash.id003.note import NotesTaken
from drivers.cash.id003.settings import NotSetUp, Settings, set_up
from drivers.cash.overdue import OVERDUE, RecordWatch
from drivers.cash.port import AcceptorDisabled, AcceptorEnabled, NotesKnown, RefusalReason
from drivers.clock import DeviceClock
from drivers.events import Emit
from drivers.owner import PortOwner
from drivers.status import Status
from drivers.trace import Trace
from drivers.transport import Transport, TransportLost
from drivers.vocabulary import DeviceState

_log = logging.getLogger(__name__)

_POLL_S: Final = 0.15
_LAST_POLLS_S: Final = 0.8
"""At the end, for a note to leave escrow."""
_TRY_AGAIN_S: Final = 1.0
_TRIES: Final = 3

_STATUS: Final = Frame(Ask.STATUS)
_RESTARTS: Final = POWER_UPS | {State.INITIALISE}
_OPENED_IN: Final = {State.IDLE, State.DISABLED}
_NOTE_MOVES: Final = {
    State.ACCEPTING,
    State.ESCROW,
    State.STACKING,
    State.VEND_VALID,
    State.STACKED,
    State.REJECTING,
    State.RETURNING,
    State.HOLDING,
}
_MAY_TAKE_NOTES: Final = _NOTE_MOVES | {State.IDLE}


class Id003Options(msgspec.Struct, frozen=True):
    """`country`: the maker's number of the currency's country; None takes the one country a unit knows.

    `stack_1`: credit a note when it has passed the stacker's lever, a moment before it lies in the box.
    Off: after a power cut between the two, a unit says of an already credited note that it found one in the
    stacker, and only a driver that lived through the cut can tell that it is the same.
    """

    currency: str = "CNY"
    country: int | None = None
    stack_1: bool = False


_USUAL: Final = Id003Options()


class Id003Acceptor:
    """Implements `NoteAcceptor`."""

    def __init__(
        self,
        name: str,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        options: Id003Options = _USUAL,
        trace: Trace | None = None,
    ) -> None:
        self.owner = PortOwner(name, open_line, clock, self, emit, trace=trace)
        self._clock = clock
        self._options = options
        self._tell = self.owner.outbox.put
        self._wishes: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        stack = Frame(Ask.STACK1 if options.stack_1 else Ask.STACK2)
        self._custody = Custody(stack, self._tell, self._make_credit_id)
        self._ids_made = 0
        self._wanted_fen: frozenset[int] | None = None
        self._owed: type[AcceptorEnabled | AcceptorDisabled] | None = None
        """What the kiosk's last word is to be answered with, when it is so."""
        self._dialogue: Dialogue | None = None
        self._settings: Settings | None = None
        self._tries_left = _TRIES
        self._try_again_at_s = 0.0
        self._health = Health(self._tell)
        self._records = RecordWatch(clock)
        self._last_code: int | None = None
        self._identity_tries = 0

    # -- for the kiosk, from any thread -------------------------------------------------------------

    def start(self) -> None:
        self.owner.start()

    def close(self) -> None:
        self.owner.close()

    def enable(self, notes_fen: frozenset[int]) -> None:
        self._wish(lambda: self._want(notes_fen))

    def disable(self) -> None:
        self._wish(self._want_none)

    def accept(self, credit_id: str) -> None:
        self._wish(lambda: self._custody.accept(credit_id))

    def reject(self) -> None:
        self._wish(lambda: self._custody.give_back(RefusalReason.KIOSK_ASKED))

    def credit_recorded(self, credit_id: str) -> None:
        self._wish(lambda: self._custody.recorded(credit_id))

    def _wish(self, wish: Callable[[], None]) -> None:
        """Kept over a lost line: a record on disk stays one."""
        self._wishes.put(wish)
        self.owner.submit(_wake, _ignore)

    # -- in the owner's thread ----------------------------------------------------------------------

    def begin(self, line: Transport) -> None:
        self._dialogue = Dialogue(line, self._clock)
        self._settings, self._last_code, self._tries_left = None, None, _TRIES
        self._grant_wishes()
        self._custody.line_back()
        with self._minding_loss():
            while (answer := self._dialogue.ask(_STATUS)) is None:
                if self._dialogue.booting:
                    self.owner.report(DeviceState.STARTING, "note acceptor is booting", Status.BUSY)
                self.owner.idle(line, _POLL_S)
            self._saw(self._dialogue, answer)

    def turn(self, line: Transport) -> None:
        dialogue = self._dialogue
        if dialogue is None:
            return
        self._grant_wishes()
        with self._minding_loss():
            answer = dialogue.ask(_STATUS)
            if answer is not None:
                self._saw(dialogue, answer)
            self.owner.idle(line, _POLL_S)

    def watch(self, button_pressed: bool) -> None:
        """A note acceptor has no button of ours."""

    def end(self, line: Transport) -> None:
        dialogue = self._dialogue or Dialogue(line, self._clock)
        self._grant_wishes()
        self._want_none()
        try:
            dialogue.ask(ACCEPT_OFF)
            deadline_s = self._clock.monotonic_s() + _LAST_POLLS_S
            while self._custody.busy and self._clock.monotonic_s() < deadline_s:
                answer = dialogue.ask(_STATUS)
                if answer is not None:
                    self._answer(dialogue, answer)
                line.read(_POLL_S)
        finally:
            self._custody.line_lost()

    def _grant_wishes(self) -> None:
        while not self._wishes.empty():
            self._wishes.get()()

    def _want(self, notes_fen: frozenset[int]) -> None:
        self._wanted_fen, self._owed = notes_fen, AcceptorEnabled
        self._health.forgive()

    def _want_none(self) -> None:
        self._wanted_fen, self._owed = None, AcceptorDisabled
        self._custody.give_back(RefusalReason.KIOSK_ASKED)

    def _saw(self, dialogue: Dialogue, answer: Frame) -> None:
        begins, self._last_code = answer.code != self._last_code, answer.code
        if begins and answer.code in _RESTARTS:
            self._settings, self._tries_left, self._identity_tries = None, _TRIES, 0
        if self._identity_tries < _TRIES:
            self._ask_identity(dialogue)
        self._answer(dialogue, answer)
        if self._settings is None and answer.code not in POWER_UPS | _NOTE_MOVES:
            self._set_up(dialogue)
        if self._settings is not None:
            self._open_or_close(dialogue, self._settings, State(answer.code))
        self._report()

    def _ask_identity(self, dialogue: Dialogue) -> None:
        """The unit's word about itself decides nothing, so it may be missing."""
        self._identity_tries += 1
        version = dialogue.ask(Frame(Ask.GET_VERSION))
        if version is not None and version.code == Ask.GET_VERSION:
            self._identity_tries = _TRIES
            self.owner.identified(identity(version.data))

    def _answer(self, dialogue: Dialogue, answer: Frame) -> None:
        now_s = self._clock.monotonic_s()
        self._health.heard(answer, now_s)
        known = {} if self._settings is None else self._settings.known
        reply = self._custody.saw(answer, now_s, NotesTaken(known, self._wanted_fen))
        if reply is None and not self._custody.money_at_stake and self._health.wants_reset(now_s):
            reply = Frame(Ask.RESET)
        if reply is None:
            return
        if reply.code == Ask.ACK:
            dialogue.say(reply)
        elif dialogue.ask(reply) != Frame(Ask.ACK):
            _log.info("%s: %r was not confirmed; its next state will tell", self.owner.name, reply)

    def _set_up(self, dialogue: Dialogue) -> None:
        now_s = self._clock.monotonic_s()
        if now_s < self._try_again_at_s and self._tries_left < _TRIES:
            return
        try:
            self._settings = set_up(dialogue, self._options.country)
        except NotSetUp as failure:
            self._try_again_at_s = now_s + _TRY_AGAIN_S
            self._tries_left -= 1
            if self._tries_left <= 0:
                self.owner.report(DeviceState.HARDWARE_ERROR, str(failure), Status.NOT_INITIALISED)
            return
        values_fen = tuple(self._settings.known.get(code, 0) for code in ESCROW_CODES)
        self._tell(NotesKnown(self._options.currency, values_fen))

    def _open_or_close(self, dialogue: Dialogue, settings: Settings, state: State) -> None:
        wanted_fen = self._wanted_fen
        if wanted_fen is None or self._custody.owes_credit:
            closed = settings.closed or settings.close(dialogue)
            if wanted_fen is None and closed and state not in _MAY_TAKE_NOTES and not self._custody.busy:
                self._pay_owed(AcceptorDisabled())
        elif state in _OPENED_IN and settings.open_for(dialogue, wanted_fen):
            self._pay_owed(AcceptorEnabled(wanted_fen & frozenset(settings.known.values())))

    def _pay_owed(self, answer: AcceptorEnabled | AcceptorDisabled) -> None:
        if self._owed is type(answer):
            self._owed = None
            self._tell(answer)

    def _report(self) -> None:
        condition = self._health.condition()
        if self._records.overdue(owed=self._custody.owes_credit) and condition.state is DeviceState.ONLINE:
            self.owner.report(DeviceState.DEVICE_BUSY, f"{self.owner.name}: {OVERDUE}", Status.BUSY)
            return
        if self._settings is not None or not condition.well:
            self.owner.report(condition.state, f"{self.owner.name}: {condition.reason}", *condition.statuses)

    @contextmanager
    def _minding_loss(self) -> Iterator[None]:
        try:
            yield
        except TransportLost:
            self._custody.line_lost()
            raise

    def _make_credit_id(self) -> str:
        """Unlike all before, in this run and, by the wall clock, in every other."""
        self._ids_made += 1
        return f"{self.owner.name}-{int(self._clock.wall_s() * 1000)}-{self._ids_made}"


def _wake(line: Transport) -> None:
    """Nothing to do but to end the pause: the next turn sees what is wanted."""


def _ignore(reason: str) -> None:
    """Without a line the wish waits for the next one."""
