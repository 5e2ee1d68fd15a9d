"""Note acceptors that speak ITL's SSP: a note is held in escrow until the kiosk has decided.

A poll accepts a note in escrow, so there is none while the kiosk decides: the unit is told to hold instead.
Nor is there one while the kiosk writes a credit down, so that never more than one note is in question.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from drivers.cash.overdue import OVERDUE, RecordWatch
from drivers.cash.port import (
    NoteCredited,
    NotesKnown,
    PendingCredit,
    RefusalReason,
)
from drivers.cash.ssp.admission import Admission
from drivers.cash.ssp.conditions import AT_REST, Conditions
from drivers.cash.ssp.escrow import Escrow
from drivers.cash.ssp.frames import Frame
from drivers.cash.ssp.link import Link
from drivers.cash.ssp.messages import Command, Event, PollAnswer
from drivers.cash.ssp.passage import IN_ESCROW, Passage, Stage
from drivers.cash.ssp.unit import SspUnit, UnitFault
from drivers.clock import DeviceClock
from drivers.events import DeviceEvent, Emit
from drivers.owner import PortOwner
from drivers.status import Status
from drivers.trace import Trace
from drivers.transport import Transport, TransportLost
from drivers.vocabulary import DeviceState

_log = logging.getLogger(__name__)

_POLL_S: Final = 0.25
_IDLE_POLL_S: Final = 1.0
_AT_REST_S: Final = 5.0
"""A unit that tells of no note for so long holds none; power-up takes it less to find one."""
_TRY_AGAIN_S: Final = 5.0
_CREDIT_AT_END_S: Final = 2.0


class SspAcceptor:
    """Implements `NoteAcceptor`. Notes of another currency than `currency` are not known to it."""

    def __init__(
        self,
        name: str,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        currency: str = "CNY",
        trace: Trace | None = None,
    ) -> None:
        self.owner = PortOwner(name, open_line, clock, self, emit, trace=trace)
        self._clock = clock
        self._currency = currency
        self._passage = Passage(self._tell, self._value_of, self._make_id)
        self._escrow = Escrow(self._passage, clock)
        self._admission = Admission(self._tell, clock)
        self._conditions = Conditions(self._tell)
        self._unit: SspUnit | None = None
        self._values_fen: tuple[int, ...] = ()
        self._unrecorded: dict[str, NoteCredited | PendingCredit] = {}
        self._records = RecordWatch(clock)
        self._ids_made = 0
        self._settled = False
        self._fault: UnitFault | None = None
        self._moved_at_s = 0.0
        self._try_again_at_s = 0.0

    # -- for the kiosk, from any thread -------------------------------------------------------------

    def start(self) -> None:
        self.owner.start()

    def close(self) -> None:
        self.owner.close()

    def enable(self, notes_fen: frozenset[int]) -> None:
        self._admission.want(notes_fen)
        self.owner.submit(_wake, _ignore)

    def disable(self) -> None:
        self._admission.want(None)
        self.owner.submit(_wake, _ignore)

    def accept(self, credit_id: str) -> None:
        self.owner.submit(lambda line: self._passage.accept(credit_id), _ignore)

    def reject(self) -> None:
        self.owner.submit(lambda line: self._escrow.want_back(), _ignore)

    def credit_recorded(self, credit_id: str) -> None:
        self._unrecorded.pop(credit_id, None)
        self.owner.submit(_wake, _ignore)

    # -- in the owner's thread ----------------------------------------------------------------------

    def begin(self, line: Transport) -> None:
        for event in tuple(self._unrecorded.values()):
            self.owner.outbox.put(event)
        unit = self._unit = SspUnit(Link(line, self._clock, self._lost_poll()))
        try:
            if unit.link.unanswered is not None:
                self._digest(unit.understood(unit.link.repeat()))
            self._bring_up(unit)
        except TransportLost:
            self._passage.contact_lost()
            raise
        except UnitFault as fault:
            self._stand_down(fault)

    def turn(self, line: Transport) -> None:
        unit = self._unit
        if unit is None:
            return
        self._heed()
        try:
            if self._fault is None:
                self._serve(unit)
            elif self._clock.monotonic_s() >= self._try_again_at_s:
                self._bring_up(unit)
        except TransportLost:
            self._passage.contact_lost()
            raise
        except UnitFault as fault:
            self._stand_down(fault)
        busy = self._admission.open or self._passage.under_way is not None
        self.owner.idle(line, _POLL_S if busy else _IDLE_POLL_S)

    def watch(self, button_pressed: bool) -> None:
        """A note acceptor has no button of ours."""

    def end(self, line: Transport) -> None:
        unit = self._unit
        if unit is None:
            return
        self._admission.want(None)
        self._heed()
        try:
            self._end(unit)
        except UnitFault as fault:
            _log.warning("%s: closed without being disabled: %s", self.owner.name, fault)
        finally:
            self._passage.contact_lost()

    def _heed(self) -> None:
        if self._admission.heed():
            self._conditions.forgive()

    def _end(self, unit: SspUnit) -> None:
        if unit.link.unanswered is not None:
            was_poll = self._lost_poll() is not None
            answer = unit.link.repeat()
            if was_poll:
                self._digest(unit.understood(answer))
        if self._passage.stage in IN_ESCROW:
            self._escrow.give_back(unit, RefusalReason.KIOSK_ASKED)
        deadline_s = self._clock.monotonic_s() + _CREDIT_AT_END_S
        while self._passage.stage is Stage.ACCEPTED and self._clock.monotonic_s() < deadline_s:
            self._digest(unit.poll())
            self._clock.sleep(_POLL_S)
        unit.disable()

    def _lost_poll(self) -> Frame | None:
        """Only the answer to a poll carries what must not be lost."""
        unanswered = None if self._unit is None else self._unit.link.unanswered
        return unanswered if unanswered is not None and unanswered.data == bytes([Command.POLL]) else None

    def _bring_up(self, unit: SspUnit) -> None:
        self._admission.unit_is_disabled()
        self._settled = False
        unit.link.synchronise()
        if unit.hold():
            unit.reject()
            self._passage.returning(None)
        unit.agree_on_protocol()
        setup = unit.setup()
        self.owner.identified(unit.identity(setup))
        self._values_fen = tuple(
            channel.value_fen if channel.currency == self._currency else 0 for channel in setup.channels
        )
        self._tell(NotesKnown(self._currency, self._values_fen))
        if not any(self._values_fen):
            raise UnitFault(f"note acceptor reads no {self._currency} notes; load their data set")
        unit.disable()
        self._fault = None
        self._moved_at_s = self._clock.monotonic_s()

    def _serve(self, unit: SspUnit) -> None:
        self._passage.wanted_fen = wanted_fen = self._admission.wanted_fen
        if self._passage.under_way not in {None, Stage.READING}:
            self._admission.admit_no_second(unit)
        if self._unrecorded:
            pass  # no poll, and no further note, before the credit is on disk
        elif self._passage.stage in IN_ESCROW:
            self._escrow.attend(unit, disabled=not wanted_fen)
        else:
            self._escrow.is_empty()
            answer = unit.poll()
            self._digest(answer)
            if any(happened.event is Event.RESET for happened in answer.events):
                self._bring_up(unit)
            else:
                self._settled = True
                may_take_notes = self._conditions.may_take_notes
                self._admission.follow(unit, self._passage.under_way, may_take_notes, self._values_fen)
        self._report()

    def _digest(self, answer: PollAnswer) -> None:
        now_s = self._clock.monotonic_s()
        for happened in answer.events:
            self._passage.heard(happened)
        fraud = [happened.channel or 0 for happened in answer.events if happened.event is Event.FRAUD]
        self._conditions.heard(answer.events, self._value_of(fraud[0]) if fraud else 0)
        if answer.rest:
            _log.warning("%s: event %02X is not in the manual", self.owner.name, answer.rest[0])
        if answer.rest or any(happened.event not in AT_REST for happened in answer.events):
            self._moved_at_s = now_s
        elif now_s - self._moved_at_s >= _AT_REST_S:
            self._passage.nothing_under_way()
        if self._passage.came_back and self._unit is not None:
            self._passage.tell_reason(self._unit.last_reject())
        if any(happened.event is Event.DISABLED for happened in answer.events):
            self._admission.unit_is_disabled()

    def _tell(self, event: DeviceEvent) -> None:
        if isinstance(event, NoteCredited | PendingCredit):
            self._unrecorded[event.credit_id] = event
        self.owner.outbox.put(event)

    def _report(self) -> None:
        if self._settled:
            state, reason = self._conditions.described()
            if self._records.overdue(owed=bool(self._unrecorded)) and state is DeviceState.ONLINE:
                self.owner.report(DeviceState.DEVICE_BUSY, f"{self.owner.name}: {OVERDUE}", Status.BUSY)
                return
            self.owner.report(state, f"{self.owner.name}: {reason}", *self._conditions.statuses)

    def _stand_down(self, fault: UnitFault) -> None:
        self._fault = fault
        self._try_again_at_s = self._clock.monotonic_s() + _TRY_AGAIN_S
        self.owner.report(DeviceState.HARDWARE_ERROR, str(fault), Status.NOT_INITIALISED)

    def _value_of(self, channel: int) -> int:
        return self._values_fen[channel - 1] if 1 <= channel <= len(self._values_fen) else 0

    def _make_id(self) -> str:
        """Unlike all before, in this run and, by the wall clock, in every other."""
        self._ids_made += 1
        return f"{self.owner.name}-{int(self._clock.wall_s() * 1000)}-{self._ids_made}"


def _wake(line: Transport) -> None:
    """Nothing to do but to end the pause: the next turn sees what is wanted."""


def _ignore(reason: str) -> None:
    """Without a line there is no note in escrow to decide about: the unit gives it back by itself."""
