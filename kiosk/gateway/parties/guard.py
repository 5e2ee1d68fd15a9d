"""Stands in front of every adapter: an answer that makes no sense is no answer, and never a success.

Checked are its form, that it is about what was asked, and that its sums are ours. The log names the party,
the call and the place of the fault, never what was answered.
"""

import logging
from collections.abc import Callable
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec

from kiosk.gateway.parties.adapters import (
    AccountPast,
    AdapterSilent,
    Biller,
    BillerBill,
    BillerRecords,
    ChargeProvider,
    PhoneCodeProvider,
    PostAnswer,
    RechargeCardIssuer,
    RechargeCardRecord,
)
from kiosk.payment.saga_events import ChargeReported, ReverseReported

log = logging.getLogger(__name__)

Form = TypeVar("Form")
Voided: TypeAlias = Literal["voided", "posted", "unsupported"]

_DECLINES = frozenset(
    {
        "declined",
        "declined_funds",
        "code_expired",
        "code_used",
        "code_wrong_kind",
        "recharge_unknown",
        "recharge_used",
        "recharge_expired",
        "recharge_blocked",
        "recharge_other_biller",
        "recharge_changed",
    }
)
"""Reasons residents have words for; any other is told as "declined"."""


class AnswerNonsense(AdapterSilent):
    """Carries the party's name only."""


class GuardedCharges:
    """Everything that is asked about one charge: its order number and sum."""

    def __init__(self, party: str, provider: ChargeProvider, order_no: str, amount_fen: int) -> None:
        self._party = party
        self._provider = provider
        self._order_no = order_no
        self._amount_fen = amount_fen

    def pay(self, provider: PhoneCodeProvider | RechargeCardIssuer, code: str) -> ChargeReported:
        return self._charge("pay", lambda: provider.pay(self._order_no, self._amount_fen, code))

    def query(self) -> ChargeReported:
        return self._charge("query", lambda: self._provider.query(self._order_no))

    def reverse(self) -> ReverseReported:
        answer = self._heard("reverse", lambda: self._provider.reverse(self._order_no), ReverseReported)
        return self._about(answer, "reverse", answer.order_no in {None, self._order_no})

    def refund(self, refund_no: str, amount_fen: int) -> None:
        def refund() -> object:
            put: Callable[[str, str, int], object] = self._provider.refund
            return put(self._order_no, refund_no, amount_fen)

        self._heard("refund", refund, type(None))

    def refund_done(self, refund_no: str) -> bool:
        return self._heard("refund_done", lambda: self._provider.refund_done(refund_no), bool)

    def _charge(self, call: str, ask: Callable[[], object]) -> ChargeReported:
        answer = self._heard(call, ask, ChargeReported)
        # What was taken and given back may have been another sum: a terminal is worked by hand.
        sums = answer.kind != "success" or answer.amount_fen == self._amount_fen
        contradicts = answer.was_paid and answer.kind != "closed"
        ours = answer.order_no in {None, self._order_no}
        told = self._about(answer, call, ours and sums and not contradicts)
        known = answer.reason is None or answer.reason in _DECLINES
        return told if known else msgspec.structs.replace(told, reason=None)

    def _heard(self, call: str, ask: Callable[[], object], form: type[Form]) -> Form:
        return heard(self._party, call, ask, form)

    def _about(self, answer: Form, call: str, holds: bool) -> Form:
        return about(self._party, call, answer, holds)


class GuardedIssuer:
    def __init__(self, party: str, issuer: RechargeCardIssuer) -> None:
        self._party = party
        self._issuer = issuer

    def card(self, code: str) -> RechargeCardRecord:
        card = heard(self._party, "card", lambda: self._issuer.card(code), RechargeCardRecord)
        return about(self._party, "card", card, (card.kind == "usable") is (card.face_fen > 0))


class GuardedBiller:
    def __init__(self, party: str, biller: Biller) -> None:
        self._party = party
        self._biller = biller

    def bills(self, account_number: str) -> tuple[BillerBill, ...]:
        """Raises AnswerNonsense for bills that cannot be, or a number that is there twice."""
        bills = heard(
            self._party, "bills", lambda: self._biller.bills(account_number), tuple[BillerBill, ...]
        )
        once = len({bill.bill_no for bill in bills}) == len(bills)
        return about(self._party, "bills", bills, once and all(_adds_up(bill) for bill in bills))

    def bill(self, bill_no: str) -> BillerBill | None:
        form: Any = BillerBill | None
        bill: BillerBill | None = heard(self._party, "bill", lambda: self._biller.bill(bill_no), form)
        holds = bill is None or (bill.bill_no == bill_no and _adds_up(bill))
        return about(self._party, "bill", bill, holds)

    def post(self, bill_no: str, amount_fen: int, posting_ref: str) -> PostAnswer:
        return self._posted("post", lambda: self._biller.post(bill_no, amount_fen, posting_ref), posting_ref)

    def credit(self, bill_no: str, amount_fen: int, posting_ref: str) -> PostAnswer:
        return self._posted(
            "credit", lambda: self._biller.credit(bill_no, amount_fen, posting_ref), posting_ref
        )

    def query(self, posting_ref: str) -> PostAnswer:
        return self._posted("query", lambda: self._biller.query(posting_ref), posting_ref)

    def void(self, posting_ref: str) -> Voided:
        form: Any = Voided
        word: Voided = heard(self._party, "void", lambda: self._biller.void(posting_ref), form)
        return word

    def of_sum(self, answer: PostAnswer, amount_fen: int) -> PostAnswer:
        """The answer, if it is about so much money or does not say."""
        return about(self._party, "posting", answer, answer.amount_fen in {None, amount_fen})

    def _posted(self, call: str, ask: Callable[[], object], posting_ref: str) -> PostAnswer:
        answer = heard(self._party, call, ask, PostAnswer)
        return about(self._party, call, answer, answer.posting_ref in {None, posting_ref})


class GuardedRecords:
    def __init__(self, party: str, records: BillerRecords) -> None:
        self._party = party
        self._records = records

    def past(self, account_number: str) -> AccountPast:
        """Raises AnswerNonsense for months that run backwards, or two bills of the same."""
        past = heard(self._party, "past", lambda: self._records.past(account_number), AccountPast)
        forwards = all(bill.period_from <= bill.period_to for bill in past.bills)
        once = len({bill.period_to for bill in past.bills}) == len(past.bills)
        return about(self._party, "past", past, forwards and once)


def heard(party: str, call: str, ask: Callable[[], object], form: type[Form]) -> Form:
    """Raises AnswerNonsense for what has another form, also where an adapter stumbles over it itself."""
    try:
        return msgspec.convert(msgspec.to_builtins(ask()), form)
    except (ValueError, TypeError, LookupError) as nonsense:
        where = str(nonsense).rpartition(" - at ")[2] if isinstance(nonsense, msgspec.DecodeError) else ""
        log.warning("%s answered nonsense to %s: %s %s", party, call, type(nonsense).__name__, where)
        raise AnswerNonsense(party) from None


def about(party: str, call: str, answer: Form, holds: bool) -> Form:
    """Raises AnswerNonsense for an answer about something else."""
    if not holds:
        log.warning("%s answered nonsense to %s: not what was asked, or another sum", party, call)
        raise AnswerNonsense(party)
    return answer


def _adds_up(bill: BillerBill) -> bool:
    items_fen = sum(item.fen for item in bill.items)
    return bill.late_fee_fen <= bill.due_fen and (not bill.items or items_fen == bill.due_fen)
