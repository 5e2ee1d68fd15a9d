"""A small honest world around the saga: one provider, one biller, and a line that may lose what is said."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from kiosk.gateway.parties.provider_rules import shipped_providers
from kiosk.payment.ledger import LedgerTransaction, entries
from kiosk.payment.legs import Leg
from kiosk.payment.saga import step
from kiosk.payment.saga_acts import (
    Act,
    Pay,
    PostLeg,
    QueryCharge,
    QueryChargeRefund,
    QueryPosting,
    QueryRefund,
    RefundCharge,
    RefundLeg,
    ReverseCharge,
    VoidPosting,
)
from kiosk.payment.saga_events import (
    Begun,
    ChargeRefundReported,
    ChargeReported,
    Event,
    PostReported,
    RefundReported,
    ReverseReported,
    TimerDue,
    VoidReported,
)
from kiosk.payment.saga_state import Payment, PaymentState, open_payment

TIMERS = shipped_providers().timers()
ORDER = "order"
Line = Literal["heard", "request_lost", "answer_lost"]


def payment(amounts: tuple[int, ...] = (11230, 7245), provider: str = "wechat") -> Payment:
    legs = tuple(
        Leg(f"bill-{n}", "biller", f"no-{n}", "water", fen, f"post-{n}", f"refund-{n}")
        for n, fen in enumerate(amounts)
    )
    opened = Payment(
        payment_id="1" * 32,
        kiosk_id="kiosk",
        method="bank_card" if provider == "card" else "phone_code",
        provider=provider,
        amount_fen=sum(amounts),
        legs=legs,
        created_ms=0,
    )
    return open_payment(opened)


@dataclass
class Provider:
    """`pays_after_s` None: the payer has no money; otherwise how long typing the password takes."""

    pays_after_s: int | None = 0
    order_ms: int | None = None
    closed: bool = False
    paid_when_closed: bool = False
    refunded_fen: dict[str, int] = field(default_factory=dict)
    reverses_within_s: int = 1 << 40

    def paid(self, now_ms: int) -> bool:
        if self.order_ms is None or self.pays_after_s is None:
            return False
        return self.paid_when_closed if self.closed else now_ms >= self.order_ms + self.pays_after_s * 1000

    def net_fen(self, charged: int, now_ms: int) -> int:
        held = self.paid(now_ms) and not self.closed
        return (charged if held else 0) - sum(self.refunded_fen.values())


@dataclass
class Biller:
    """`refuses`: legs whose bills it will not take; `refuses_credit`: those it takes no account money for."""

    refuses: frozenset[int] = frozenset()
    refuses_credit: frozenset[int] = frozenset()
    posted: dict[str, int] = field(default_factory=dict)
    voided: set[str] = field(default_factory=set)


@dataclass
class SagaWorld:
    """`line(act)` says how the call for an act goes; every change is checked into the ledger."""

    payment: Payment
    provider: Provider
    biller: Biller
    line: Callable[[Act], Line]
    now_ms: int = 0
    ledger: list[LedgerTransaction] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    def begin(self) -> None:
        self.tell(Begun())

    def tell(self, event: Event) -> None:
        events = deque([event])
        while events:
            before = self.payment
            self.payment, acts = step(before, events.popleft(), self.now_ms, TIMERS)
            self.ledger.extend(entries(before, self.payment))
            self.acts.extend(acts)
            events.extend(self._answers(acts))
            if not events and self.payment.state is PaymentState.CHARGED:
                events.append(TimerDue())

    def let_pass(self, seconds: int) -> None:
        self.now_ms += seconds * 1000
        while self.payment.due_ms is not None and self.payment.due_ms <= self.now_ms:
            self.tell(TimerDue())

    def run_until_final(self, most_s: int = 3600) -> None:
        until_ms = self.now_ms + most_s * 1000
        while not self.payment.final and self.now_ms < until_ms:
            self.let_pass(1)

    def _answers(self, acts: Iterable[Act]) -> Iterable[Event]:
        for act in acts:
            line = self.line(act)
            answer = silence(act) if line == "request_lost" else self._call(act)
            yield silence(act) if line == "answer_lost" else answer

    def _call(self, act: Act) -> Event:
        match act:
            case Pay():
                return self._pay()
            case QueryCharge():
                return self._charge()
            case ReverseCharge():
                return self._reverse()
            case RefundCharge():
                return self._refund_charge()
            case QueryChargeRefund():
                refunded = ORDER in self.provider.refunded_fen
                return ChargeRefundReported("done" if refunded else "unknown")
            case PostLeg(leg=leg):
                return self._post(leg)
            case QueryPosting(leg=leg):
                return self._posting(leg)
            case VoidPosting(leg=leg):
                return self._void(leg)
            case RefundLeg(leg=leg):
                return self._refund(leg)
            case QueryRefund(leg=leg):
                done = self.payment.legs[leg].refund_no in self.provider.refunded_fen
                return RefundReported(leg, "done" if done else "unknown")

    def _pay(self) -> ChargeReported:
        assert self.provider.order_ms is None, "charged twice"
        self.provider.order_ms = self.now_ms
        return self._charge()

    def _charge(self) -> ChargeReported:
        provider = self.provider
        if provider.order_ms is None:
            return ChargeReported("not_found")
        if provider.closed:
            return ChargeReported("closed", was_paid=provider.paid_when_closed)
        if provider.pays_after_s is None:
            return ChargeReported("declined", reason="declined_funds")
        if provider.paid(self.now_ms):
            return ChargeReported("success", amount_fen=self.payment.amount_fen, provider_no="P1")
        return ChargeReported("payer_confirming")

    def _reverse(self) -> ReverseReported:
        if self.provider.order_ms is None:
            return ReverseReported("not_found")
        if self.now_ms - self.provider.order_ms >= self.provider.reverses_within_s * 1000:
            return ReverseReported("try_again")
        if not self.provider.closed:
            self.provider.paid_when_closed = self.provider.paid(self.now_ms)
            self.provider.closed = True
        return ReverseReported("done")

    def _refund_charge(self) -> ChargeRefundReported:
        if self.provider.paid(self.now_ms) and not self.provider.closed:
            self.provider.refunded_fen[ORDER] = self.payment.amount_fen
        return ChargeRefundReported("accepted")

    def _post(self, leg: int) -> PostReported:
        now = self.payment.legs[leg]
        ref, fen = now.posting_ref, now.amount_fen
        refused = self.biller.refuses if now.kind == "bill" else self.biller.refuses_credit
        if ref in self.biller.voided or leg in refused:
            return PostReported(leg, "rejected")
        self.biller.posted[ref] = fen
        return PostReported(leg, "posted", "B1")

    def _posting(self, leg: int) -> PostReported:
        posted = self.payment.legs[leg].posting_ref in self.biller.posted
        return PostReported(leg, "posted" if posted else "not_found")

    def _void(self, leg: int) -> VoidReported:
        ref = self.payment.legs[leg].posting_ref
        if ref in self.biller.posted:
            return VoidReported(leg, "posted")
        self.biller.voided.add(ref)
        return VoidReported(leg, "voided")

    def _refund(self, leg: int) -> RefundReported:
        now = self.payment.legs[leg]
        self.provider.refunded_fen[now.refund_no] = now.amount_fen
        return RefundReported(leg, "accepted")


def silence(act: Act) -> Event:
    match act:
        case Pay() | QueryCharge():
            return ChargeReported("unknown")
        case ReverseCharge():
            return ReverseReported("unknown")
        case RefundCharge() | QueryChargeRefund():
            return ChargeRefundReported("unknown")
        case PostLeg(leg=leg) | QueryPosting(leg=leg):
            return PostReported(leg, "unknown")
        case VoidPosting(leg=leg):
            return VoidReported(leg, "unknown")
        case RefundLeg(leg=leg) | QueryRefund(leg=leg):
            return RefundReported(leg, "unknown")
