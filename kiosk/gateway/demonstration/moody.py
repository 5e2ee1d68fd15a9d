"""In front of simulated parties, their moods: well behaved without one."""

from collections.abc import Callable
from typing import Any, Literal, Protocol

from msgspec.structs import replace

from kiosk.gateway.demonstration.biller import SimulatedBiller
from kiosk.gateway.demonstration.moods import LATE_MS, Moods, spoilt
from kiosk.gateway.parties.adapters import (
    AdapterSilent,
    BillerBill,
    CardAcquirer,
    PhoneCodeProvider,
    PostAnswer,
    RechargeCardIssuer,
    RechargeCardRecord,
)
from kiosk.gateway.steady_time import SteadyTime
from kiosk.payment.saga_events import ChargeReported, ReverseReported

ANOTHERS = "0" * 32


class TakesBack(Protocol):
    def take_back(self, order_no: str) -> None: ...


class MoodyCharges:
    """A provider of phone codes, an issuer of recharge cards, or the acquirer, which has no `pay`."""

    def __init__(self, party: str, charges: Any, moods: Moods) -> None:
        self._party = party
        self._charges = charges
        self._moods = moods

    def card(self, code: str) -> RechargeCardRecord:
        issuer: RechargeCardIssuer = self._charges
        if self._moods.shown(self._party, "wrong_sum"):
            card = issuer.card(code)
            return replace(card, face_fen=card.face_fen + 100)
        answer: RechargeCardRecord = self._spoilt(lambda: issuer.card(code))
        return answer

    def pay(self, order_no: str, amount_fen: int, code: str) -> ChargeReported:
        provider: PhoneCodeProvider = self._charges
        if self._moods.shown(self._party, "takes_back"):
            provider.pay(order_no, amount_fen, code)
            taking_back: TakesBack = self._charges
            taking_back.take_back(order_no)
            raise AdapterSilent(self._party)
        return self._charge(lambda: provider.pay(order_no, amount_fen, code))

    def query(self, order_no: str) -> ChargeReported:
        charges: CardAcquirer = self._charges
        return self._charge(lambda: charges.query(order_no))

    def reverse(self, order_no: str) -> ReverseReported:
        if self._moods.shown(self._party, "reverses_nothing"):
            return ReverseReported("done", order_no=order_no)
        answer: ReverseReported = self._spoilt(lambda: self._charges.reverse(order_no))
        return answer

    def refund(self, order_no: str, refund_no: str, amount_fen: int) -> None:
        answer: None = self._spoilt(lambda: self._charges.refund(order_no, refund_no, amount_fen))
        return answer

    def refund_done(self, refund_no: str) -> bool:
        done: bool = self._spoilt(lambda: self._charges.refund_done(refund_no))
        return done

    def _charge(self, call: Callable[[], ChargeReported]) -> ChargeReported:
        answer: ChargeReported = self._spoilt(call)
        return answer

    def _spoilt(self, call: Callable[[], Any]) -> Any:
        return spoilt(self._moods, self._party, call, "order_no", ANOTHERS)


class MoodyBiller:
    def __init__(self, party: str, biller: SimulatedBiller, moods: Moods, time: SteadyTime) -> None:
        self._party = party
        self._biller = biller
        self._moods = moods
        self._time = time
        self._late: dict[str, tuple[int, Callable[[], PostAnswer]]] = {}

    def bills(self, account_number: str) -> tuple[BillerBill, ...]:
        found: tuple[BillerBill, ...] = self._spoilt(lambda: self._biller.bills(account_number), "bill_no")
        return found

    def bill(self, bill_no: str) -> BillerBill | None:
        if self._moods.shown(self._party, "changes_bills"):
            now = self._biller.bill(bill_no)
            if now is not None:
                self._biller.change(bill_no, now.due_fen + 100)
        found: BillerBill | None = self._spoilt(lambda: self._biller.bill(bill_no), "bill_no")
        return found

    def post(self, bill_no: str, amount_fen: int, posting_ref: str) -> PostAnswer:
        return self._put(posting_ref, lambda: self._biller.post(bill_no, amount_fen, posting_ref))

    def credit(self, bill_no: str, amount_fen: int, posting_ref: str) -> PostAnswer:
        return self._put(posting_ref, lambda: self._biller.credit(bill_no, amount_fen, posting_ref))

    def query(self, posting_ref: str) -> PostAnswer:
        self._still_working(posting_ref)
        answer: PostAnswer = self._spoilt(lambda: self._biller.query(posting_ref), "posting_ref")
        return answer

    def void(self, posting_ref: str) -> Literal["voided", "posted", "unsupported"]:
        if self._moods.shown(self._party, "no_voids"):
            return "unsupported"
        self._still_working(posting_ref)
        word: Literal["voided", "posted", "unsupported"] = self._spoilt(
            lambda: self._biller.void(posting_ref), ""
        )
        return word

    def _put(self, posting_ref: str, put: Callable[[], PostAnswer]) -> PostAnswer:
        if self._moods.shown(self._party, "rejects"):
            return PostAnswer("rejected", posting_ref=posting_ref)
        if self._moods.shown(self._party, "late"):
            self._late[posting_ref] = self._time.now_ms() + LATE_MS, put
        self._still_working(posting_ref)
        answer: PostAnswer = self._spoilt(put, "posting_ref")
        return answer

    def _still_working(self, posting_ref: str) -> None:
        """Raises AdapterSilent while a late posting is not done; does it when it is time."""
        if posting_ref in self._late:
            due_ms, put = self._late[posting_ref]
            if self._time.now_ms() < due_ms:
                raise AdapterSilent(self._party)
            del self._late[posting_ref]
            put()

    def _spoilt(self, call: Callable[[], Any], repeats: str) -> Any:
        return spoilt(self._moods, self._party, call, repeats, ANOTHERS)
