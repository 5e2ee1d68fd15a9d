"""Counts banknotes, one payment after the other: the acceptor tells, the pure count decides, the slot does.

The rules are `payment.cash`. Everything is in the journal before the act it names. One thread of its own, so
that no gateway keeps a note waiting.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace

from kiosk.payment import cash as rules
from kiosk.payment.cash import CashRules, Count, CountAct, CountEvent
from kiosk.runtime.clock import Clock
from kiosk.runtime.devices import NoteAcceptor, NoteCounter
from kiosk.runtime.journal import Journal, Note
from kiosk.runtime.note_records import NoteRecords
from kiosk.runtime.note_slot import NoteSlot
from kiosk.runtime.workers import Worker
from kiosk.session.events import CashClosed, CashExpected, Event, NoteCameBack, NoteCounted

_log = logging.getLogger(__name__)

LOOK_S = 0.25
FOUND_WITHIN_S = 15.0
"""A unit that has started tells of a note that it found within a few seconds, or not at all."""


class CashListener(Protocol):
    """Told from the desk's own thread."""

    def note_stacked(self, payment_id: str, note: Note) -> None: ...
    def count_closed(self, payment_id: str, notes: tuple[Note, ...]) -> None: ...
    def note_found(self, note: Note, payment_id: str) -> None: ...


class CashDesk:
    """Everything may be called from any thread and returns at once; the work is the worker's.

    `listener` is set by whoever speaks to the gateway, before the first note.
    """

    listener: CashListener

    def __init__(
        self,
        acceptor: NoteAcceptor,
        counter: NoteCounter,
        journal: Journal,
        clock: Clock,
        post: Callable[[Event], None],
        notes_fen: frozenset[int],
    ) -> None:
        self._acceptor = acceptor
        self._clock = clock
        self._post = post
        self.notes_fen = notes_fen
        self._records = NoteRecords(
            acceptor, counter, journal, clock, self._journal_failed, self._cannot_go_on, self._is_known
        )
        self.slot = NoteSlot(acceptor, notes_fen)
        self._payment_id = ""
        self._count: Count | None = None
        self._notes: tuple[Note, ...] = ()
        self._too_much = ""
        self._last_in_escrow = ""
        self._told_all_s: float | None = None
        self._fresh = True
        """Since this start no note was taken: one that is found now may be of before."""
        self.worker = Worker("cash", clock, idle=self._look_after, idle_s=LOOK_S)

    # -- for the payments ----------------------------------------------------------------------------

    def start_count(self, payment_id: str, of: CashRules) -> None:
        self.worker.submit(lambda: self._start_count(payment_id, replace(of, notes_fen=self.notes_fen)))

    def stop_count(self, payment_id: str) -> None:
        self.worker.submit(lambda: self._stop_count(payment_id))

    def close(self, payment_id: str) -> None:
        """Write down that the payment is closed, as soon as none of its notes is in doubt."""
        self.worker.submit(lambda: self._records.close(payment_id))

    def recover(self) -> None:
        """What the journal knows of notes; to be called before the acceptor's first word."""
        self.worker.submit(self._records.recover)

    # -- for the acceptor ----------------------------------------------------------------------------

    def note_in_escrow(self, note_id: str, value_fen: int) -> None:
        self.worker.submit(lambda: self._in_escrow(Note(note_id, value_fen)))

    def note_credited(self, note_id: str, value_fen: int) -> None:
        self.worker.submit(lambda: self._credited(Note(note_id, value_fen)))

    def note_in_box(self, note_id: str) -> None:
        self.worker.submit(lambda: self._records.in_box(note_id))

    def note_pending(self, note_id: str, value_fen: int | None) -> None:
        """In the box, and nobody saw it credited."""
        self.worker.submit(lambda: self._pending(Note(note_id, value_fen or 0)))

    def note_refused(self, *, other_value: bool = False) -> None:
        """Given back before it reached escrow: a good note of a value that is not taken, or any other."""
        self._post(NoteCameBack("other_value" if other_value else "not_taken"))

    def note_returned(self, note_id: str) -> None:
        self.worker.submit(lambda: self._returned(note_id))

    def note_returned_at_power_up(self, note_id: str | None) -> None:
        self.worker.submit(lambda: self._returned_at_power_up(note_id))

    def taking_none(self) -> None:
        """The unit confirms: it takes no note and holds none."""
        self.worker.submit(self._taking_none)

    def works(self) -> None:
        """The unit has started; what it has found in itself it tells now."""
        self.worker.submit(self._works)

    # -- in the worker's thread ----------------------------------------------------------------------

    def _start_count(self, payment_id: str, of: CashRules) -> None:
        if self._counting:
            _log.error("payment %s: the notes of another one are still being counted", payment_id)
            self.listener.count_closed(payment_id, ())
            return
        self._payment_id, self._notes = payment_id, ()
        self._count, acts = rules.open_count(of, self._now())
        self._act(acts)

    def _stop_count(self, payment_id: str) -> None:
        if payment_id == self._payment_id:
            self._step(rules.StopWanted(self._now()))

    @property
    def _counting(self) -> bool:
        return self._count is not None and self._count.phase != "closed"

    def _now(self) -> float:
        return self._clock.monotonic_s()

    def _look_after(self) -> None:
        self._records.look_after()
        if self._told_all_s is not None and self._now() >= self._told_all_s:
            self._told_all_s = None
            for payment_id, note in self._records.unexplained():
                # Only what is seen in the box counts; staff must look.
                self._found(Note(note.note_id, 0), payment_id)
        self._step(rules.TimePassed(self._now()))

    def _step(self, event: CountEvent) -> tuple[CountAct, ...]:
        if self._count is None:
            return ()
        self._count, acts = rules.step_count(self._count, event)
        self._act(acts)
        return acts

    def _act(self, acts: tuple[CountAct, ...]) -> None:
        for act in acts:
            match act:
                case "open_slot" if self._count is not None:
                    self.slot.count(counting=True)
                    self._post(CashExpected(self._payment_id, self._count.rules.rest))
                case "report_note":
                    self.listener.note_stacked(self._payment_id, self._notes[-1])
                case "close_slot":
                    self.slot.shut()
                case "count_closed":
                    self._close_count()

    def _close_count(self) -> None:
        self.slot.count(counting=False)
        self._records.closed(self._payment_id)
        self.listener.count_closed(self._payment_id, self._notes)
        self._post(CashClosed(self._payment_id, self._inside_fen))

    @property
    def _inside_fen(self) -> int:
        return sum(note.value_fen for note in self._notes)

    def _in_escrow(self, note: Note) -> None:
        """Without a payment it goes back; nothing is stacked that is not on the disk."""
        self._fresh, self._last_in_escrow = False, note.note_id
        if not self._counting or not self._records.escrow(self._payment_id, note):
            self._acceptor.reject()
            return
        acts = self._step(rules.Escrowed(self._now(), note.value_fen))
        if "keep" in acts:
            self._acceptor.accept(note.note_id)
        else:
            too_much = self._count is not None and self._count.phase == "open"
            self._too_much = note.note_id if too_much else ""
            self._acceptor.reject()

    def _credited(self, note: Note) -> None:
        """Told twice, it counts once. What comes after the count, or without one, is a found note."""
        if self._records.is_on_disk(note):
            self._records.count(note)
        elif not self._counting:
            self._found(note, self._payment_of(note))
        elif not self._records.stacked(self._payment_id, note):
            self._records.later(lambda: self._again(self._credited, note))
        else:
            self._notes = (*self._notes, note)
            self._post(NoteCounted(self._payment_id, note.value_fen, self._inside_fen))
            self._step(rules.Credited(self._now(), note.note_id, note.value_fen))

    def _pending(self, note: Note) -> None:
        if self._records.is_on_disk(note):
            self._records.count_found(note)
        elif not (self._fresh and self._records.was_written_down(note)):
            self._found(note, self._payment_of(note))

    def _payment_of(self, note: Note) -> str:
        """Whose a note may be that comes too late to be counted."""
        return self._payment_id if note.note_id == self._last_in_escrow else ""

    def _found(self, note: Note, payment_id: str) -> None:
        if not self._records.found(note, payment_id):
            self._records.later(lambda: self._again(lambda late: self._found(late, payment_id), note))

    def _is_known(self, found: Note, payment_id: str) -> None:
        self.listener.note_found(found, payment_id)

    def _again(self, take: Callable[[Note], None], note: Note) -> bool:
        """What the journal would not take: the acceptor waits, and the note is not forgotten."""
        take(note)
        return True

    def _returned(self, note_id: str) -> None:
        why = "too_much" if self._too_much == note_id else "not_taken"
        self._too_much = ""
        self._records.returned(self._payment_id, note_id)
        self._post(NoteCameBack(why))

    def _returned_at_power_up(self, note_id: str | None) -> None:
        if not self._records.returned_at_power_up(note_id) and note_id is not None:
            self._records.returned(self._payment_id, note_id)
        self._post(NoteCameBack("not_taken"))

    def _taking_none(self) -> None:
        """Also where the slot was shut by the journey before the count heard of it."""
        if self._count is None or self.slot.is_open:
            return
        if self._count.phase == "closing" or self.slot.was_open:
            self._step(rules.SlotClosed(self._now()))

    def _works(self) -> None:
        self._told_all_s = self._now() + FOUND_WITHIN_S

    @property
    def in_trouble(self) -> bool:
        """Whether something waits to be written; the acceptor takes no note meanwhile."""
        return self._records.owes

    def _journal_failed(self) -> None:
        """No further note, now or before the next start: a note in escrow goes back."""
        self.slot.bar()
        self._cannot_go_on()

    def _cannot_go_on(self) -> None:
        self._step(rules.CannotGoOn(self._now()))
