"""A kiosk that takes banknotes in a world that keeps what happened: unit, box, gateway and disk outlive it.

The power may fail at any of the kiosk's acts; `fuse` counts them. The unit does what a real one does then: it
gives back what was in escrow, and tells of a note in the box until it hears that the credit is recorded.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.payment.methods import CashRest
from kiosk.runtime.cash_desk import CashDesk
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.payments import Payments
from kiosk.session.effects import StartPayment
from kiosk.session.events import CashExpected, Event, PaymentEnded
from kiosk.supplies.store import SupplyStore
from kiosk.wiring.box_counter import BoxCounter
from tests.runtime.cash_gateway import CashGateway
from tests.runtime.counter import BASKET
from tests.runtime.journals import journal_at

NOTES_FEN = (500, 1000, 2000, 5000, 10000)


class PowerCut(BaseException):
    """Nothing of the kiosk goes on after this; no handler of its own may catch it."""


class Fuse:
    """Blows at the act of that number, counted from 1; never where it is None."""

    def __init__(self) -> None:
        self.blows_at: int | None = None
        self.acts = 0

    def act(self) -> None:
        self.acts += 1
        if self.acts == self.blows_at:
            raise PowerCut

    def wire(self, of: Any, *names: str) -> None:
        """Before and after each of these calls the power may fail."""
        for name in names:
            setattr(of, name, self._fused(getattr(of, name)))

    def _fused(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def fused(*args: Any, **words: Any) -> Any:
            self.act()
            result = call(*args, **words)
            self.act()
            return result

        return fused


class Unit:
    """One note at a time; the box keeps all there ever were. `desk` is the kiosk that is switched on."""

    def __init__(self) -> None:
        self.desk: CashDesk | None = None
        self.box: list[int] = []
        self.takes: frozenset[int] = frozenset()
        self.escrow: tuple[str, int] | None = None
        self.unrecorded: tuple[str, int] | None = None
        self.returned: list[int] = []
        self._number = 0

    def insert(self, value_fen: int) -> bool:
        """False while the mouth is shut, and while a credit is not recorded."""
        if value_fen not in self.takes or self.escrow or self.unrecorded or self.desk is None:
            return False
        self.escrow = (self._new_id(), value_fen)
        self.desk.note_in_escrow(*self.escrow)
        return True

    def switched_on_again(self, desk: CashDesk) -> None:
        self.desk, self.takes = desk, frozenset()
        if self.escrow is not None:
            self.returned.append(self.escrow[1])
            self.escrow = None
            desk.note_returned_at_power_up(None)
        if self.unrecorded is not None:
            self.unrecorded = (self._new_id(), self.unrecorded[1])
            desk.note_pending(*self.unrecorded)
        desk.works()

    def _new_id(self) -> str:
        self._number += 1
        return f"note-{self._number}"

    # -- what a kiosk asks of it -----------------------------------------------------------------------

    def enable(self, notes_fen: frozenset[int]) -> None:
        self.takes = notes_fen

    def disable(self) -> None:
        self.takes = frozenset()
        self.reject()
        if self.desk is not None:
            self.desk.taking_none()

    def accept(self, credit_id: str) -> None:
        if self.escrow is not None and self.escrow[0] == credit_id and self.desk is not None:
            self.unrecorded, self.escrow = self.escrow, None
            self.box.append(self.unrecorded[1])
            self.desk.note_credited(*self.unrecorded)

    def reject(self) -> None:
        if self.escrow is not None and self.desk is not None:
            credit_id, value_fen = self.escrow
            self.escrow = None
            self.returned.append(value_fen)
            self.desk.note_returned(credit_id)

    def credit_recorded(self, credit_id: str) -> None:
        if self.unrecorded is not None and self.unrecorded[0] == credit_id and self.desk is not None:
            self.unrecorded = None
            self.desk.note_in_box(credit_id)


class CashWorld:
    """`told` is everything the session was told, over all the kiosk's lives."""

    def __init__(self, folder: Path, rest: CashRest = "to_account") -> None:
        self._folder = folder
        self.clock = FakeClock()
        self.fuse = Fuse()
        self.unit = Unit()
        self.gateway = CashGateway(rest)
        self.told: list[Event] = []
        self._payments = 0
        self.switch_on()

    def switch_on(self) -> None:
        self.journal = journal_at(self._folder / "journal.db")
        self.store = SupplyStore(self._folder / "supplies.db", 0.0)
        for kept in (self.journal, self.store):
            vars(kept)["_db"].execute("PRAGMA synchronous=OFF")  # this world's power cuts spare the disk
        counter = BoxCounter(self.clock)
        counter.open(self.store, lambda: None)
        self.desk = CashDesk(self.unit, counter, self.journal, self.clock, self._tell, frozenset(NOTES_FEN))
        self.payments = Payments(
            self.gateway,
            self.journal,
            self.clock,
            self._tell,
            kiosk_id="k",
            new_id=self._new_id,
            terminal=None,
            desk=self.desk,
        )
        self._wire_fuse(counter)
        self.desk.slot.keep_shut(shut=False)
        self.desk.recover()
        self.payments.recover()
        self.unit.switched_on_again(self.desk)

    def _wire_fuse(self, counter: BoxCounter) -> None:
        self.fuse.wire(self.journal, "write")
        self.fuse.wire(counter, "note_credited", "note_found", "note_stacked")
        records = vars(self.desk)["_records"]
        vars(records)["_counter"] = counter
        acceptor = _Fused(self.unit)
        self.fuse.wire(acceptor, "accept", "credit_recorded", "enable", "disable", "reject")
        for holder in (self.desk, records, self.desk.slot):
            vars(holder)["_acceptor"] = acceptor
        calls = _Fused(self.gateway)
        self.fuse.wire(calls, "submit", "note_stacked", "cash_closed", "payment", "cancel", "note_found")
        vars(self.payments)["_gateway"] = calls
        vars(vars(self.payments)["_found"])["_tell"] = calls.note_found

    def _new_id(self) -> str:
        self._payments += 1
        return f"p{self._payments}"

    def _tell(self, event: Event) -> None:
        """The journey opens the mouth when it is told that notes are expected."""
        self.told.append(event)
        if isinstance(event, CashExpected):
            self.desk.slot.arm(armed=True)
        if isinstance(event, PaymentEnded):
            self.desk.slot.arm(armed=False)

    def cut_power(self) -> None:
        self.unit.desk = None
        self.fuse.blows_at = None
        self.journal.close()
        self.store.close()
        self.switch_on()

    def pay(self) -> None:
        self.payments.begin(StartPayment(1, BASKET, "cash"))
        self.work()

    def insert(self, *yuan: int) -> None:
        """Each as soon as the mouth takes it, for up to five seconds; a note that is not taken is kept."""
        for each in yuan:
            for _ in range(20):
                if self.unit.insert(each * 100):
                    break
                self.passes(0.25)
            self.passes(0.5)

    def stop(self) -> None:
        self.payments.cancel(f"p{self._payments}")
        self.work()

    def work(self) -> None:
        for _ in range(4):
            self.desk.worker.run_pending()
            self.payments.worker.run_pending()

    def passes(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.25)):
            self.clock.advance(0.25)
            self.work()

    def close(self) -> None:
        self.journal.close()
        self.store.close()

    @property
    def counted_fen(self) -> int:
        """What the figures of the cash box say."""
        return sum(value * count for value, count in self.store.supplies().box.notes.items())

    def all_told(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.told if isinstance(event, kind)]


class _Fused:
    """Stands before another object, so that its calls can be wired."""

    def __init__(self, of: Any) -> None:
        self._of = of

    def __getattr__(self, name: str) -> Any:
        return getattr(self._of, name)
