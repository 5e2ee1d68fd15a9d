"""The simulation's store and the production one side by side: every call goes to both, with one answer."""

from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import msgspec
from msgspec.structs import replace

from kiosk.gateway.payment_store import (
    BillClaimed,
    DayLimitReached,
    IdTaken,
    PaymentStore,
    StalePayment,
    StoredPayment,
)
from kiosk.gateway.payments.driver import decide
from kiosk.payment.legs import Leg
from kiosk.payment.saga_events import (
    Begun,
    CancelAsked,
    CashClosed,
    ChargeReported,
    DayEndReported,
    Event,
    NotesKnown,
    PostReported,
    RefundReported,
    TimerDue,
    VoidReported,
)
from kiosk.payment.saga_state import Payment, open_payment
from kiosk.simulate.providers import PROVIDERS
from kiosk.simulate.sql_store import SqlStore
from kiosk.simulate.store import MemoryStore

TIMERS = PROVIDERS.timers()
BILLS = [f"bill-{n}" for n in range(5)]
Said = tuple[str, Any]


def payment(payment_id: str, bills: Sequence[str], now_ms: int, *, cash: bool = False) -> Payment:
    """The last two bills are of one account, with a limit of its day."""
    legs = tuple(
        replace(
            Leg(bill, "water", bill, "water", 100 + n, f"{payment_id}-{n}", f"R{payment_id}{n:02d}"),
            limited_account="account" if bill in BILLS[3:] else None,
            most_fen_a_day=150 if bill in BILLS[3:] else None,
        )
        for n, bill in enumerate(bills)
    )
    total_fen = sum(leg.amount_fen for leg in legs)
    method, provider = ("cash", "cash") if cash else ("phone_code", "alipay")
    opened = Payment(payment_id, "kiosk", method, provider, total_fen, legs, created_ms=now_ms)
    return replace(open_payment(opened), due_ms=now_ms + 10_000)


class Pair:
    """`calls` counts what came back, by the name of the call and of what it raised."""

    def __init__(self, memory: MemoryStore, sql: SqlStore, chance: Random) -> None:
        self.calls: set[str] = set()
        self.now_ms = 1_790_000_000_000
        self._memory = memory
        self._sql = sql
        self._chance = chance
        self._held: list[str] = []
        self._read: dict[str, StoredPayment] = {}

    def both(self, name: str, *given: Any) -> Said:
        said = [_said(store, name, given) for store in (self._memory, self._sql)]
        assert _told(said[0]) == _told(said[1]), (name, given)
        self.calls.add(f"{name} {said[0][0]}")
        return said[0]

    def something(self) -> None:
        self.now_ms += self._chance.choice((0, 100, 3_000, 40_000))
        acts: list[Callable[[], None]] = [self._create, self._change, self._change, self._change, self._lease]
        self._chance.choice(acts)()
        self.both("next_due_ms")
        self.both("due", self.now_ms, self._chance.choice((1, 100)))
        assert self._memory.claims == self._sql.claims
        assert +self._memory.counted == +Counter(self._sql.counted)
        self.both("latest_ms")

    def ledgers(self) -> tuple[object, object]:
        return self._memory.ledger, self._sql.ledger

    def _create(self) -> None:
        chance = self._chance
        again = self._held and chance.random() < 0.2
        payment_id = chance.choice(self._held) if again else f"{len(self._held):032x}"
        bills = chance.sample(BILLS, chance.choice((1, 2, 3)))
        made = payment(payment_id, bills, self.now_ms, cash=chance.random() < 0.4)
        changes = decide(made, Begun(), self.now_ms, TIMERS)[0] if chance.random() < 0.8 else ()
        if self.both("create", made, chance.choice((None, "content")), changes, self.now_ms)[0] == "returned":
            self._held.append(payment_id)
            self._reads(payment_id)

    def _reads(self, payment_id: str) -> None:
        found = self.both("load", payment_id)[1]
        if found is not None:
            self._read[payment_id] = found

    def _change(self) -> None:
        """By what was read last, which may be stale."""
        if not self._held:
            return
        payment_id = self._chance.choice(self._held)
        if self._chance.random() < 0.8:
            self._reads(payment_id)
        stored = self._read[payment_id]
        changes, _ = decide(stored.payment, self._event(stored.payment), self.now_ms, TIMERS)
        if changes:
            self.both("save", stored, changes, self.now_ms)

    def _event(self, payment: Payment) -> Event:
        chance = self._chance
        leg = chance.randrange(len(payment.legs))
        events: list[Event] = [
            Begun(),
            TimerDue(),
            ChargeReported("success", payment.amount_fen),
            PostReported(leg, chance.choice(("posted", "posted", "rejected", "unknown"))),
            VoidReported(leg, chance.choice(("voided", "posted", "unsupported"))),
            RefundReported(leg, "done"),
            DayEndReported(leg, posted=chance.random() < 0.5),
        ]
        if payment.method == "cash":
            events += [NotesKnown(chance.choice((50, 150))), CashClosed(chance.choice((0, 100, 250)))]
        return CancelAsked() if chance.random() < 0.05 else chance.choice(events)

    def _lease(self) -> None:
        chance = self._chance
        payment_id = chance.choice([*self._held, "nobody's"])
        owner = chance.choice(("one", "other"))
        if chance.random() < 0.3:
            self.both("release", payment_id, owner)
        else:
            until_ms = self.now_ms + chance.choice((1_000, 30_000, 90_000_000))
            self.both("lease", payment_id, owner, self.now_ms, until_ms)


def _said(store: PaymentStore, name: str, given: tuple[Any, ...]) -> Said:
    try:
        return "returned", getattr(store, name)(*given)
    except (IdTaken, BillClaimed, DayLimitReached, StalePayment) as refused:
        return type(refused).__name__, None


def _told(said: Said) -> Said:
    """Receipt numbers are each store's own; whether there is one is not."""
    kind, value = said
    if isinstance(value, StoredPayment) and value.receipt is not None:
        value = msgspec.structs.replace(value, receipt=None), "with a receipt"
    return kind, value
