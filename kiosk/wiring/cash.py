"""Cash on one machine: a desk over its note acceptor, the figures of the box, whether the slot stays shut."""

from collections.abc import Callable

from drivers.cash.port import NoteAcceptor
from kiosk.runtime.cash_desk import CashDesk
from kiosk.runtime.clock import Clock
from kiosk.runtime.journal import Journal
from kiosk.runtime.note_slot import NoteSlot
from kiosk.runtime.workers import Worker
from kiosk.session.events import CashChanged, Event
from kiosk.supplies.store import SupplyStore
from kiosk.wiring.box_counter import BoxCounter


class Cash:
    """Without an acceptor there is no desk. Without a technician's mode, which keeps the figures of the box,
    the slot stays shut."""

    def __init__(
        self,
        acceptor: NoteAcceptor | None,
        journal: Journal,
        clock: Clock,
        post: Callable[[Event], None],
        notes_fen: tuple[int, ...],
    ) -> None:
        self._post = post
        self._stays_off: Callable[[], bool] = lambda: True
        self._off: bool | None = None
        self.counter = BoxCounter(clock)
        self.desk = (
            None
            if acceptor is None
            else CashDesk(acceptor, self.counter, journal, clock, post, frozenset(notes_fen))
        )

    @property
    def slot(self) -> NoteSlot | None:
        return None if self.desk is None else self.desk.slot

    @property
    def workers(self) -> tuple[Worker, ...]:
        return () if self.desk is None else (self.desk.worker,)

    def lend_figures(
        self, store: SupplyStore | None, stays_off: Callable[[], bool], changed: Callable[[], None]
    ) -> None:
        """By the technician's mode, before the machine starts. `changed` is told after every counted note."""
        self.counter.open(store, changed)
        self._stays_off = stays_off

    def recover(self) -> None:
        if self.desk is not None:
            self.desk.recover()

    def tick(self) -> None:
        """On the machine's thread."""
        off = self._stays_off() or (self.desk is not None and self.desk.in_trouble)
        if off != self._off and self.slot is not None:
            self._off = off
            self.slot.keep_shut(shut=off)
            self._post(CashChanged(off))
