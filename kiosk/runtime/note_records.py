"""Writes banknotes down: in the journal, then in the figures of the box; only then is the acceptor told.

What cannot be written or counted is tried again for ever; meanwhile the acceptor takes no further note.
"""

import logging
from collections import deque
from collections.abc import Callable
from functools import partial

from kiosk.runtime.clock import Clock
from kiosk.runtime.devices import NoteAcceptor, NoteCounter
from kiosk.runtime.journal import Journal, JournalFailed, Note, NoteKind, found_under
from kiosk.runtime.note_doubts import NoteDoubts

_log = logging.getLogger(__name__)

TRY_AGAIN_S = 2.0

RECORDED_WITHIN_S = 2.0
"""So long a unit may take to hear that a note is recorded; a power cut before that makes it tell again."""


class NoteRecords:
    """On one thread. `failed` is told that something is not in the journal, `stuck` that it is not in the
    figures: no further note may get in.

    `known` is told of each found note once the unit will not tell of it again, with the payment that it may
    be of, empty where nobody can say.
    """

    def __init__(
        self,
        acceptor: NoteAcceptor,
        counter: NoteCounter,
        journal: Journal,
        clock: Clock,
        failed: Callable[[], None],
        stuck: Callable[[], None],
        known: Callable[[Note, str], None],
    ) -> None:
        self._acceptor = acceptor
        self._counter = counter
        self._journal = journal
        self._clock = clock
        self._failed = failed
        self._stuck = stuck
        self._known = known
        self._confirmations: list[tuple[float, Callable[[], None]]] = []
        self._doubts = NoteDoubts()
        self._on_disk: deque[str] = deque(maxlen=64)
        self._owed: list[Callable[[], bool]] = []
        self._to_close: list[str] = []
        self._try_again_s = 0.0

    def recover(self) -> None:
        """Before the acceptor's first word. A power cut may have come between the journal and the figures."""
        for intent in self._journal.open_intents():
            entries = self._journal.notes(intent.payment_id)
            self._doubts.take_up(intent.payment_id, entries)
            for entry in entries:
                if entry.kind == "note_stacked":
                    self.sure(partial(self._counted_before, entry.note))
        for note in self._journal.open_found_notes():
            if not any(entry.kind == "note_stacked" for entry in self._journal.notes(found_under(note))):
                self._doubts.expect_again(note)
                self.sure(partial(self._counter.note_found, note.note_id, note.value_fen))

    def look_after(self) -> None:
        now_s = self._clock.monotonic_s()
        if self._owed and now_s >= self._try_again_s:
            self._try_again_s = now_s + TRY_AGAIN_S
            owed, self._owed = self._owed, []
            self._owed = [act for act in owed if not act()] + self._owed
        confirm = [act for due_s, act in self._confirmations if now_s >= due_s]
        self._confirmations = [(due_s, act) for due_s, act in self._confirmations if now_s < due_s]
        for act in confirm:
            act()
        self._close_what_is_sure()

    def is_on_disk(self, note: Note) -> bool:
        """Whether an acceptor tells of it again: it does so until it hears that the credit is recorded."""
        return note.note_id in self._on_disk

    def was_written_down(self, note: Note) -> bool:
        """Whether a note found at power-up is one of before, under whatever id; then it is taken care of.

        What says that it is one of before stands until the unit has surely heard that it is recorded.
        """
        again = self._doubts.told_again(note)
        if again is not None:
            self._acceptor.credit_recorded(note.note_id)
            self._later_still(partial(self._confirmed, again, ""))
            return True
        if self._counter.is_counted(note.note_id, note.value_fen):
            self._acceptor.credit_recorded(note.note_id)
            self._later_still(partial(self._in_box_after_all, note))
            return True
        return False

    def escrow(self, payment_id: str, note: Note) -> bool:
        """Whether it may be stacked now."""
        return self._write_note(payment_id, "note_escrow", note)

    def stacked(self, payment_id: str, note: Note) -> bool:
        """Whether it is the payment's money now."""
        if not self._write_note(payment_id, "note_stacked", note):
            return False
        self._on_disk.append(note.note_id)
        self.count(note)
        return True

    @property
    def owes(self) -> bool:
        """Whether something waits to be written."""
        return bool(self._owed)

    def found(self, note: Note, payment_id: str = "") -> bool:
        """Whether it is on the disk; `known` is told of it a little later. `payment_id`: whose it may be."""
        if not self._write_note(found_under(note), "note_found", note):
            return False
        self._on_disk.append(note.note_id)
        payment_id = self._doubts.explained(note) or payment_id
        self.count_found(note)
        self._later_still(partial(self._confirmed, note, payment_id))
        return True

    def returned(self, payment_id: str, note_id: str) -> None:
        for entry in self._journal.notes(payment_id) if payment_id else ():
            if entry.kind == "note_escrow" and entry.note.note_id == note_id:
                self._write_note(payment_id, "note_returned", entry.note)
                return

    def returned_at_power_up(self, note_id: str | None) -> bool:
        """Whether it was one of before the kiosk was switched off."""
        payment_id, note = self._doubts.returned(note_id)
        if note is not None:
            self._write_note(payment_id, "note_returned", note)
        return note is not None

    def unexplained(self) -> tuple[tuple[str, Note], ...]:
        """Accepted before the kiosk was switched off, and the acceptor tells nothing of it. Given once."""
        for heard in self._doubts.not_told_again():
            self._confirmed(heard, "")
        return self._doubts.unexplained()

    def closed(self, payment_id: str) -> None:
        self._durable(lambda: self._journal.write(payment_id, "cash_closed", self._clock.wall_s()))

    def close(self, payment_id: str) -> None:
        """Nothing is owed for it any more. While a note of it is in doubt, only once that is cleared: should
        the power go before, the doubt must be found again."""
        self._to_close.append(payment_id)
        self._close_what_is_sure()

    def _close_what_is_sure(self) -> None:
        if self._owed:
            return
        waiting, self._to_close = self._to_close, []
        for payment_id in waiting:
            if self._doubts.is_about(payment_id):
                self._to_close.append(payment_id)
            else:
                self._durable(partial(self._journal.write, payment_id, "closed", self._clock.wall_s()))

    def count(self, note: Note) -> None:
        self.sure(lambda: self._recorded(note, self._counter.note_credited(note.note_id, note.value_fen)))

    def count_found(self, note: Note) -> None:
        self.sure(lambda: self._recorded(note, self._counter.note_found(note.note_id, note.value_fen)))

    def in_box(self, note_id: str) -> None:
        self.sure(lambda: self._counter.note_stacked(note_id))

    def sure(self, act: Callable[[], bool]) -> None:
        """Now, or again and again until it is done."""
        if not act():
            self.later(act)
            self._stuck()

    def later(self, act: Callable[[], bool]) -> None:
        self._try_again_s = self._clock.monotonic_s() + TRY_AGAIN_S
        self._owed.append(act)

    def _later_still(self, act: Callable[[], None]) -> None:
        self._confirmations.append((self._clock.monotonic_s() + RECORDED_WITHIN_S, act))

    def _confirmed(self, found: Note, payment_id: str) -> None:
        self._write_note(found_under(found), "note_stacked", found)
        self._known(found, payment_id)

    def _in_box_after_all(self, note: Note) -> None:
        self.sure(partial(self._counter.note_found, note.note_id, note.value_fen))

    def _counted_before(self, note: Note) -> bool:
        return self._counter.note_credited(note.note_id, note.value_fen)

    def _recorded(self, note: Note, counted: bool) -> bool:
        """Only what is in the journal and in the figures is called recorded."""
        if counted:
            self._acceptor.credit_recorded(note.note_id)
        return counted

    def _write_note(self, payment_id: str, kind: NoteKind, note: Note) -> bool:
        return self._durable(lambda: self._journal.write_note(payment_id, kind, note, self._clock.wall_s()))

    def _durable(self, write: Callable[[], int]) -> bool:
        try:
            write()
        except JournalFailed as error:
            _log.error("the journal failed: %s", error)
            self._failed()
            return False
        return True
