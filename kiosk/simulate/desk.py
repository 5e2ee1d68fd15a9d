"""The kiosk's cash desk: the production count of notes, the journal before every act, found notes told on.

The shell is the runtime's, written as flows of the kiosk. A journal that fails bars the slot until a restart,
and a note that could not be written down is taken up again, for its acceptor tells of it until it is.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.payment import cash as rules
from kiosk.payment.cash import CashRules, Count, CountAct, CountEvent
from kiosk.runtime.journal import Kind, Note
from kiosk.simulate.engine import Flow
from kiosk.simulate.network import Question

if TYPE_CHECKING:
    from kiosk.simulate.kiosk import Kiosk

NOTES_FEN = frozenset({100, 500, 1_000, 2_000, 5_000, 10_000})
_AGAIN_MS = 2_000
_TELL_AGAIN_MS = (5_000, 300_000)
_PATIENCE_MS = 8_000


class Desk:
    def __init__(self, kiosk: "Kiosk") -> None:
        self._kiosk = kiosk
        self.boot()

    def boot(self) -> None:
        """Of what was counted only the journal knows any more."""
        self._payment_id = ""
        self._count: Count | None = None
        self._notes: tuple[Note, ...] = ()
        self._barred = False
        self._owed: dict[str, Note] = {}
        self._telling = False

    # -- for the payments -----------------------------------------------------------------------------

    def start_count(self, payment_id: str, of: CashRules) -> None:
        if self._counting:
            self._kiosk.submit(self._kiosk.count_closed(payment_id, ()))
            return
        self._payment_id, self._notes = payment_id, ()
        self._count, acts = self._kiosk.world.build.open_count(of, self._kiosk.now_s())
        self._act(acts)

    def stop_count(self, payment_id: str) -> None:
        if payment_id == self._payment_id:
            self._step(rules.StopWanted(self._kiosk.now_s()))

    @property
    def _counting(self) -> bool:
        return self._count is not None and self._count.phase != "closed"

    def recover(self) -> None:
        for note in self._kiosk.journal.open_found_notes():
            self._owe(note)

    # -- for the acceptor -----------------------------------------------------------------------------

    def in_escrow(self, note: Note) -> None:
        self._do(self._in_escrow, note)

    def credited(self, note: Note) -> None:
        self._do(self._credited, note)

    def pending(self, note: Note) -> None:
        """In the box since before the start, and nobody saw it credited."""
        self._do(self._pending, note)

    def taking_none(self) -> None:
        if self._count is not None and self._count.phase == "closing":
            self._kiosk.begin(self._steps(rules.SlotClosed(self._kiosk.now_s())))

    def _do(self, act: Callable[[Note], Flow], note: Note) -> None:
        self._kiosk.begin(act(note))

    def _in_escrow(self, note: Note) -> Flow:
        yield from ()
        kiosk = self._kiosk
        taken = self._counting and not self._barred
        if not taken or not self._write(self._payment_id, "note_escrow", note):
            kiosk.acceptor.reject()
            return
        if "keep" in self._step(rules.Escrowed(kiosk.now_s(), note.value_fen)):
            kiosk.acceptor.accept(note.note_id)
        else:
            kiosk.acceptor.reject()

    def _credited(self, note: Note) -> Flow:
        """Tried again until it is on the disk; by then the count may be closed without it."""
        kiosk = self._kiosk
        while self._counting and not self._write(self._payment_id, "note_stacked", note):
            yield kiosk.world.engine.pause(_AGAIN_MS)
        if not self._counting:
            yield from self._found(note)
            return
        kiosk.acceptor.credit_recorded(note.note_id)
        self._notes = (*self._notes, note)
        self._step(rules.Credited(kiosk.now_s(), note.note_id, note.value_fen))

    def _pending(self, note: Note) -> Flow:
        if self._kiosk.journal.knows_note(note.note_id):
            self._kiosk.acceptor.credit_recorded(note.note_id)
            yield from ()
        else:
            yield from self._found(note)

    def _found(self, note: Note) -> Flow:
        while not self._write(f"found-{note.note_id}", "note_found", note):
            yield self._kiosk.world.engine.pause(_AGAIN_MS)
        self._kiosk.acceptor.credit_recorded(note.note_id)
        self._owe(note)

    # -- the count ------------------------------------------------------------------------------------

    def _steps(self, event: CountEvent) -> Flow:
        """A step of its own, which the power may be cut in."""
        yield from ()
        self._step(event)

    def _step(self, event: CountEvent) -> tuple[CountAct, ...]:
        if self._count is None:
            return ()
        acts: tuple[CountAct, ...]
        self._count, acts = self._kiosk.world.build.step_count(self._count, event)
        self._act(acts)
        return acts

    def _act(self, acts: tuple[CountAct, ...]) -> None:
        kiosk = self._kiosk
        for act in acts:
            match act:
                case "open_slot":
                    kiosk.acceptor.open = not self._barred
                    if kiosk.visit is not None and self._count is not None:
                        kiosk.visit.may_insert(self._count.rules)
                case "report_note":
                    kiosk.submit(kiosk.report_note(self._payment_id, self._notes[-1]))
                case "close_slot":
                    kiosk.acceptor.disable()
                case "count_closed":
                    self._write(self._payment_id, "cash_closed", None)
                    kiosk.submit(kiosk.count_closed(self._payment_id, self._notes))
        self._wake()

    def _wake(self) -> None:
        if self._count is not None and self._count.phase != "closed":
            wait_ms = int((self._count.due_s - self._kiosk.now_s()) * 1000) + 1
            self._kiosk.world.engine.after(max(0, wait_ms), self._time, self._kiosk.boots, self._count.due_s)

    def _time(self, boots: int, due_s: float) -> None:
        if boots == self._kiosk.boots and self._count is not None and self._count.due_s == due_s:
            self._kiosk.begin(self._steps(rules.TimePassed(self._kiosk.now_s())))

    def _write(self, payment_id: str, kind: Kind, note: Note | None) -> bool:
        """Whether it is on the disk; if not, no further note may get in."""
        body = f"{note.note_id} {note.value_fen}" if note else ""
        if self._kiosk.write(payment_id, kind, body):
            return True
        self._barred = True
        self._kiosk.acceptor.reject()
        if self._count is not None and self._count.phase == "open":
            self._step(rules.CannotGoOn(self._kiosk.now_s()))
        return False

    # -- found notes ----------------------------------------------------------------------------------

    def _owe(self, note: Note) -> None:
        self._owed[note.note_id] = note
        if not self._telling:
            self._telling = True
            self._kiosk.world.engine.after(0, self._kiosk.begin, self._tell())

    def _tell(self) -> Flow:
        """Until the gateway has acknowledged each."""
        kiosk, (wait_ms, most_ms) = self._kiosk, _TELL_AGAIN_MS
        while self._owed:
            note = next(iter(self._owed.values()))
            answer = yield Question(
                kiosk.world.engine, _PATIENCE_MS, kiosk.putting("found", kiosk.name, note)
            )
            if answer is None or not isinstance(answer, str):
                yield kiosk.world.engine.pause(wait_ms)
                wait_ms = min(2 * wait_ms, most_ms)
            else:
                del self._owed[note.note_id]
                kiosk.write(f"found-{note.note_id}", "closed", answer)
        self._telling = False
