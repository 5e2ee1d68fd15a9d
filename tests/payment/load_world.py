"""A small honest world around a load: its company, a meter, a card, and a line that may lose what is said."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from kiosk.payment.invariants import Violation
from kiosk.payment.invariants_loads import LoadOutside, in_two_places, wrong_load_step, wrong_load_words
from kiosk.payment.ledger import LedgerTransaction, load_entries
from kiosk.payment.load import step_load
from kiosk.payment.load_events import (
    AskToken,
    ConfirmWritten,
    LoadAct,
    LoadDue,
    LoadEvent,
    LoadRefundReported,
    LoadReported,
    QueryLoad,
    QueryLoadRefund,
    RefundLoad,
    SendLoad,
    TakeBack,
    TakenBackReported,
    TokenReported,
    WrittenConfirmed,
)
from kiosk.payment.load_state import Load, LoadState

from .saga_world import TIMERS

Line = Literal["heard", "request_lost", "answer_lost"]
DIGITS = "12345678901234567890"


def a_load(way: Literal["meter", "card"] = "meter", *, refundable: bool = True) -> Load:
    by_card = way == "card"
    return Load(
        load_id="1" * 32 + "-0",
        payment_id="payment",
        leg=0,
        supply_id="meter",
        supply_no="supply",
        biller_id="biller",
        utility="electricity",
        load_no=1,
        way=way,
        amount_fen=5_000,
        refund_no="refund",
        refundable=refundable,
        state=LoadState.CARD_WAITING if by_card else LoadState.WAITING,
        created_ms=0,
        due_ms=None if by_card else 0,
    )


@dataclass
class Company:
    """`online_after_s` None: the meter is out of reach for ever."""

    online_after_s: int | None = 0
    gives_tokens: bool = True
    refuses: bool = False
    order_ms: int | None = None
    closed: bool = False
    token_given: bool = False
    taken_back: bool = False
    on_card: bool = False
    refunds: set[str] = field(default_factory=set)

    def in_meter(self, now_ms: int) -> bool:
        after = self.online_after_s
        if self.order_ms is None or after is None or self.refuses or self.closed:
            return self._before_closing
        return now_ms >= self.order_ms + after * 1000

    _before_closing = False

    def close(self, now_ms: int) -> None:
        self._before_closing, self.closed = self.in_meter(now_ms), True

    def does(self, act: LoadAct, load: Load, now_ms: int) -> LoadEvent:
        match act:
            case SendLoad():
                self.order_ms = now_ms if self.order_ms is None else self.order_ms
                return self._told(now_ms)
            case QueryLoad():
                return LoadReported("not_found") if self.order_ms is None else self._told(now_ms)
            case AskToken():
                self.close(now_ms)
                if self._before_closing:
                    return TokenReported("loaded")
                self.token_given = self.gives_tokens
                return TokenReported("token", DIGITS) if self.gives_tokens else TokenReported("refused")
            case TakeBack():
                self.close(now_ms)
                if self._before_closing or self.on_card:
                    return TakenBackReported("loaded")
                self.taken_back = not self.token_given
                return TakenBackReported("taken_back" if self.taken_back else "token")
            case RefundLoad():
                self.refunds.add(load.refund_no)
                return LoadRefundReported("accepted")
            case QueryLoadRefund():
                return LoadRefundReported("done" if load.refund_no in self.refunds else "unknown")
            case ConfirmWritten():
                return WrittenConfirmed()

    def _told(self, now_ms: int) -> LoadReported:
        if self.in_meter(now_ms):
            return LoadReported("loaded")
        if self.closed:
            return LoadReported("closed")
        return LoadReported("refused" if self.refuses else "under_way")


_SILENT: dict[type[LoadAct], LoadEvent] = {
    SendLoad: LoadReported("unknown"),
    QueryLoad: LoadReported("unknown"),
    AskToken: TokenReported("unknown"),
    TakeBack: TakenBackReported("unknown"),
    RefundLoad: LoadRefundReported("unknown"),
    QueryLoadRefund: LoadRefundReported("unknown"),
}


class LoadWorld:
    def __init__(self, load: Load, company: Company, line: Callable[[LoadAct], Line]) -> None:
        self.load = load
        self.company = company
        self.now_ms = 0
        self.acts: list[LoadAct] = []
        self.ledger: list[LedgerTransaction] = []
        self.wrong: list[Violation] = []
        self._line = line

    def tell(self, event: LoadEvent) -> None:
        events = deque([event])
        while events:
            event = events.popleft()
            before = self.load
            self.load, acts = step_load(before, event, self.now_ms, TIMERS)
            self.ledger += load_entries(before, self.load, "clearing:wechat")
            self.wrong += [*wrong_load_step(before, self.load, type(event).__name__)]
            self.wrong += [*wrong_load_words(self.load), *in_two_places(self.load, self.outside())]
            for act in acts:
                answer = self._does(act)
                if answer is not None:
                    events.append(answer)

    def let_pass(self, seconds: int) -> None:
        """Its timer is looked after every second."""
        for _ in range(seconds):
            self.now_ms += 1000
            if self.load.due_ms is not None and self.load.due_ms <= self.now_ms:
                self.tell(LoadDue())

    def outside(self) -> LoadOutside:
        there = self.company.in_meter(self.now_ms) or self.company.on_card
        return LoadOutside(
            loaded_fen={self.load.load_id: self.load.amount_fen} if there else {},
            tokens={self.load.load_id: DIGITS} if self.company.token_given else {},
            taken_back=frozenset({self.load.load_id} if self.company.taken_back else ()),
            refunded=frozenset(self.company.refunds),
        )

    def _does(self, act: LoadAct) -> LoadEvent | None:
        self.acts.append(act)
        line = self._line(act)
        if line == "request_lost":
            return _SILENT.get(type(act))
        answer = self.company.does(act, self.load, self.now_ms)
        return answer if line == "heard" else _SILENT.get(type(act))
