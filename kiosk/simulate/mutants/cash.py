"""Planted bugs around banknotes, as field terminals have them: the box is not what the books say."""

from msgspec.structs import replace

from kiosk.payment import attempt as rules
from kiosk.payment import cash
from kiosk.payment.attempt import Stepped
from kiosk.payment.cash import Count, Counted, CountEvent
from kiosk.runtime.journal import Kind, Note
from kiosk.simulate.build import Build
from kiosk.simulate.desk import Desk
from kiosk.simulate.engine import Flow
from kiosk.simulate.kiosk import Kiosk
from kiosk.simulate.network import Question


def _with_desk(kind: type[Desk]) -> Build:
    class Equipped(Kiosk):
        desk_kind = kind

    return Build(kiosk=Equipped)


def found_note_is_a_line_in_the_log() -> Build:
    """A note without a payment is logged and told to nobody."""

    class Logging(Desk):
        def _found(self, note: Note) -> Flow:
            yield from ()
            self._kiosk.acceptor.credit_recorded(note.note_id)

    return _with_desk(Logging)


def note_written_down_late() -> Build:
    """The acceptor hears that a credit is recorded before it is on the disk."""

    class Late(Desk):
        def _credited(self, note: Note) -> Flow:
            self._kiosk.acceptor.credit_recorded(note.note_id)
            yield self._kiosk.world.engine.pause(300)
            yield from super()._credited(note)

    return _with_desk(Late)


def note_counted_again_after_a_start() -> Build:
    """What the acceptor tells of once more is taken for another note."""

    class Doubling(Desk):
        def _pending(self, note: Note) -> Flow:
            yield from self._found(Note(f"{note.note_id}-again", note.value_fen))
            self._kiosk.acceptor.credit_recorded(note.note_id)

    return _with_desk(Doubling)


def notes_go_in_without_a_journal() -> Build:
    """A journal that fails does not close the slot, and the note is only remembered."""

    class Careless(Desk):
        def _write(self, payment_id: str, kind: Kind, note: Note | None) -> bool:
            super()._write(payment_id, kind, note)
            self._barred = False
            return True

    return _with_desk(Careless)


def notes_remembered_only() -> Build:
    """After a power cut the notes of before are not known any more."""

    def recovers(*given: object, inserted_fen: int = 0, **more: object) -> Stepped:
        return rules.recover(*given, **more)  # type: ignore[arg-type] # handed through

    return Build(recover=recovers)


def stopped_count_is_cancelled() -> Build:
    """Whoever stops before the sum is inside is told that nothing was charged."""

    class Stopping(Kiosk):
        def count_closed(self, payment_id: str, notes: tuple[Note, ...]) -> Flow:
            entry = self._open.get(payment_id)
            short = entry is not None and sum(note.value_fen for note in notes) < entry.attempt.amount_fen
            yield from super().count_closed(payment_id, () if short else notes)

    return Build(kiosk=Stopping)


def last_note_dropped_while_closing() -> Build:
    """A credit that comes after the slot was told to close is overlooked."""

    def steps(count: Count, event: CountEvent) -> Counted:
        if isinstance(event, cash.Credited) and count.phase == "closing":
            return count, ()
        return cash.step_count(count, event)

    class Forgetful(Desk):
        def _credited(self, note: Note) -> Flow:
            if self._count is not None and self._count.phase == "closing":
                self._kiosk.acceptor.credit_recorded(note.note_id)
                yield from ()
            else:
                yield from super()._credited(note)

    return replace(_with_desk(Forgetful), step_count=steps)


def found_note_told_once() -> Build:
    """Whether the gateway has heard of it, nobody asks."""

    class Once(Desk):
        def _tell(self) -> Flow:
            kiosk = self._kiosk
            for note in self._owed.values():
                yield Question(kiosk.world.engine, 8_000, kiosk.putting("found", kiosk.name, note))
                kiosk.write(f"found-{note.note_id}", "closed", "")
            self._owed.clear()

    return _with_desk(Once)
