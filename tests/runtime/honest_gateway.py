"""A gateway that keeps its promises behind a line that keeps none.

One id is one payment; an id that was barred stays barred; what has ended never changes. Requests may be
lost, answered into the void, or arrive long after everybody has stopped waiting for them.
"""

from collections.abc import Callable
from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.backend.errors import GatewayGarbage, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.runtime.clock import FakeClock
from kiosk.wire.cash import CashClosing, FoundNote, FoundNoteAnswer, StackedNote
from kiosk.wire.payments import CardResult, Outcome, PaymentAnswer, PaymentRequest
from tests.runtime.scripted_gateway import answer

Line: TypeAlias = Literal[
    "heard", "unreachable", "lost", "late", "void", "garbage", "throttled", "proxy", "fault"
]
LINES: tuple[Line, ...] = (
    "heard",
    "unreachable",
    "lost",
    "late",
    "void",
    "garbage",
    "throttled",
    "proxy",
    "fault",
)

LATE_S = 75.0
"""How long a request may be under way: longer than anybody waits for its answer."""


class Taken(Struct):
    """A payment at the gateway. At `ends_s` it comes to its `fate`, unless it is cancelled before."""

    ends_s: float
    method: str
    fate: Outcome
    outcome: Outcome = "working"
    amount_fen: int = 0


class HonestGateway:
    """`line` says what becomes of the next call; `fate` is how a payment ends that nobody cancels."""

    def __init__(self, clock: FakeClock, line: Callable[[], Line], fate: Outcome, takes_s: float) -> None:
        self._clock = clock
        self._line = line
        self._fate = fate
        self._takes_s = takes_s
        self.taken: dict[str, Taken] = {}
        self.sent_s: list[float] = []
        self._under_way: list[tuple[float, Callable[[], PaymentAnswer]]] = []

    def submit(self, request: PaymentRequest) -> PaymentAnswer:
        self.sent_s.append(self._clock.monotonic_s())
        return self._call(lambda: self._take_in(request))

    def payment(self, payment_id: str) -> PaymentAnswer:
        return self._call(lambda: self._answer(payment_id))

    def cancel(self, payment_id: str) -> PaymentAnswer:
        return self._call(lambda: self._bar(payment_id))

    def card_result(self, payment_id: str, result: CardResult) -> PaymentAnswer:
        return self._call(lambda: self._report(payment_id, result))

    def note_stacked(self, payment_id: str, note: StackedNote) -> PaymentAnswer:
        raise AssertionError("no notes go in at this kiosk")

    def cash_closed(self, payment_id: str, closing: CashClosing) -> PaymentAnswer:
        raise AssertionError("no notes go in at this kiosk")

    def note_found(self, note: FoundNote) -> FoundNoteAnswer:
        raise AssertionError("no notes go in at this kiosk")

    def settled(self, payment_id: str) -> bool:
        """Once everything under way has arrived and time has done its work."""
        self._go_on()
        assert self._under_way == []
        return payment_id in self.taken and self.taken[payment_id].outcome == "settled"

    def _call(self, act: Callable[[], PaymentAnswer]) -> PaymentAnswer:
        self._go_on()
        match self._line():
            case "heard":
                return act()
            case "unreachable":
                raise GatewayUnreachable
            case "lost":
                raise GatewaySlow
            case "late":
                self._under_way.append((self._clock.monotonic_s() + LATE_S, act))
                raise GatewaySlow
            case "void":
                act()
                raise GatewaySlow
            case "garbage":
                act()
                raise GatewayGarbage
            case "throttled":
                raise GatewayRefused("rate_limited", 429)
            case "proxy":
                raise GatewayRefused("not_found", 404)
            case "fault":
                raise GatewayRefused("fault", 500)

    def _go_on(self) -> None:
        now_s = self._clock.monotonic_s()
        for arrives_s, act in list(self._under_way):
            if now_s >= arrives_s:
                self._under_way.remove((arrives_s, act))
                _quietly(act)
        for taken in self.taken.values():
            if taken.outcome == "working" and now_s >= taken.ends_s:
                taken.outcome = taken.fate

    def _take_in(self, request: PaymentRequest) -> PaymentAnswer:
        ends_s = self._clock.monotonic_s() + self._takes_s
        fate: Outcome = "not_charged" if request.method == "bank_card" else self._fate
        taken = Taken(ends_s, request.method, fate, "working", request.amount_fen)
        self.taken.setdefault(request.payment_id, taken)
        return self._answer(request.payment_id)

    def _bar(self, payment_id: str) -> PaymentAnswer:
        taken = self.taken.setdefault(payment_id, Taken(0.0, "", "not_charged", "not_charged"))
        if taken.outcome == "working":
            taken.outcome = "not_charged"
        return self._answer(payment_id)

    def _report(self, payment_id: str, result: CardResult) -> PaymentAnswer:
        taken = self.taken.get(payment_id)
        if taken is not None and taken.outcome == "working":
            taken.outcome = self._fate if result.outcome == "approved" else "not_charged"
        return self._answer(payment_id)

    def _answer(self, payment_id: str) -> PaymentAnswer:
        taken = self.taken.get(payment_id)
        if taken is None:
            raise GatewayRefused("payment_unknown", 404)
        outcome = taken.outcome
        if outcome == "working" and taken.method == "bank_card":
            outcome = "card_expected"
        detail = "cancelled" if outcome == "not_charged" else None
        legs = () if taken.amount_fen == 0 else None
        return answer(outcome, detail, payment_id=payment_id, amount_fen=taken.amount_fen, legs=legs)


def _quietly(act: Callable[[], PaymentAnswer]) -> None:
    """A request that arrives after its caller has gone: nobody hears the answer."""
    try:
        act()
    except GatewayRefused:
        return
