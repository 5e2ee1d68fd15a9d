"""A party that answers nonsense is an unknown outcome, never a success: every call, every kind."""

import logging
from typing import Any

import msgspec
import pytest

from kiosk.gateway.parties.adapters import AdapterSilent, BillerBill, BillerItem, PostAnswer
from kiosk.gateway.parties.guard import AnswerNonsense, GuardedBiller
from kiosk.gateway.payments.acts import Outside, order_no, perform
from kiosk.payment.legs import Leg
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
from kiosk.payment.saga_events import ChargeReported, RefundReported, ReverseReported
from kiosk.payment.saga_state import Payment

LEG = Leg("bill", "water", "B1", "water", 500, "post-1", "refund-1")
PAYMENT = Payment("1" * 32, "kiosk", "phone_code", "wechat", 500, (LEG,), 0)
ORDER = order_no(PAYMENT)
BILL = BillerBill("B1", 1, "2026-10", "2026-10", "7.5", "t", 500, 20)


class Says:
    """Whatever is asked, by whatever name, gets this answer."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def __getattr__(self, name: str) -> Any:
        def answered(*_: object) -> Any:
            if isinstance(self._answer, Exception):
                raise self._answer
            return self._answer

        return answered


def told(act: Act, answer: Any) -> Any:
    party = Says(answer)
    return perform(Outside({"wechat": party}, None, {"water": party}), PAYMENT, act, "13")


def of_another_form(form: type, **fields: Any) -> Any:
    """As a careless adapter would make it: nothing checks a struct's fields when it is made."""
    return form(**fields)


MALFORMED: list[Any] = [
    "<html>502</html>", b"", 7, {}, {"kind": "success"}, [], ...,
    ValueError("unexpected token <"), KeyError("trade_state"), TypeError("none"), IndexError(),
]  # fmt: skip
"""What no call may answer, or how an adapter stumbles over it."""

CHARGES: list[Any] = [
    *MALFORMED, None, True, PostAnswer("posted"), ReverseReported("done"),
    ChargeReported("success"),  # no sum
    ChargeReported("success", amount_fen=499),
    ChargeReported("success", amount_fen=-500),
    of_another_form(ChargeReported, kind="success", amount_fen="500"),
    of_another_form(ChargeReported, kind="success", amount_fen=500.0),
    of_another_form(ChargeReported, kind="success", amount_fen=500, was_paid="yes"),
    of_another_form(ChargeReported, kind="SUCCESS", amount_fen=500),
    of_another_form(ChargeReported, kind=None, amount_fen=500),
    ChargeReported("success", amount_fen=500, order_no="0" * 32),
    ChargeReported("declined", was_paid=True),
    ChargeReported("success", amount_fen=500, was_paid=True),
]  # fmt: skip
REVERSES: list[Any] = [
    *MALFORMED, None, True, ChargeReported("closed"),
    of_another_form(ReverseReported, kind="DONE"),
    ReverseReported("done", order_no="0" * 32),
]  # fmt: skip
POSTS: list[Any] = [
    *MALFORMED, None, True,
    of_another_form(PostAnswer, kind="paid"),
    of_another_form(PostAnswer, kind="posted", biller_no=7),
    PostAnswer("posted", "x" * 65),
    PostAnswer("posted", "P1", posting_ref="post-2"),
    PostAnswer("posted", "P1", posting_ref="post-1", amount_fen=501),
    PostAnswer("rejected", posting_ref="post-2"),
]  # fmt: skip
VOIDS: list[Any] = [*MALFORMED, None, True, "VOIDED", "", PostAnswer("posted")]
REFUNDS: list[Any] = [*MALFORMED, True, "accepted", RefundReported(0, "done")]
DONES: list[Any] = [*MALFORMED, None, 1, "done", "true", RefundReported(0, "done")]

EVERY: list[tuple[Act, list[Any]]] = [
    (Pay(), CHARGES), (QueryCharge(), CHARGES), (ReverseCharge(), REVERSES),
    (PostLeg(0), POSTS), (QueryPosting(0), POSTS), (VoidPosting(0), VOIDS),
    (RefundLeg(0), REFUNDS), (RefundCharge(), REFUNDS), (QueryRefund(0), DONES), (QueryChargeRefund(), DONES),
]  # fmt: skip


@pytest.mark.parametrize(
    ("act", "answer"), [(act, answer) for act, answers in EVERY for answer in answers], ids=repr
)
def test_nonsense_is_unknown(act: Act, answer: Any) -> None:
    assert told(act, answer).kind == "unknown"


@pytest.mark.parametrize(
    ("act", "answer", "kind"),
    [
        (Pay(), ChargeReported("success", amount_fen=500, order_no=ORDER), "success"),
        (QueryCharge(), ChargeReported("success", amount_fen=500), "success"),
        (QueryCharge(), ChargeReported("closed", amount_fen=1, was_paid=True), "closed"),
        (ReverseCharge(), ReverseReported("done", order_no=ORDER), "done"),
        (PostLeg(0), PostAnswer("posted", "P1", "post-1", 500), "posted"),
        (QueryPosting(0), PostAnswer("posted"), "posted"),
        (VoidPosting(0), "voided", "voided"),
        (RefundLeg(0), None, "accepted"),
        (QueryRefund(0), True, "done"),
        (QueryChargeRefund(), False, "unknown"),
    ],
)
def test_sense_is_believed(act: Act, answer: Any, kind: str) -> None:
    assert told(act, answer).kind == kind


def test_a_reason_without_words_is_left_out() -> None:
    declined = told(Pay(), ChargeReported("declined", reason="RISK_CONTROL_4711"))
    assert (declined.kind, declined.reason) == ("declined", None)
    assert told(Pay(), ChargeReported("declined", reason="code_used")).reason == "code_used"


@pytest.mark.parametrize(
    "changed",
    [
        {"bill_no": "B2"}, {"bill_no": ""}, {"version": 0}, {"version": "1"}, {"period_from": "2026-13"},
        {"period_to": "10/2026"}, {"usage": "-3"}, {"usage": 7.5}, {"due_fen": 0}, {"due_fen": -500},
        {"due_fen": 500.0}, {"due_fen": 100_000_001}, {"late_fee_fen": 501}, {"late_fee_fen": -1},
        {"items": (BillerItem("water", 499),)}, {"items": (BillerItem("Water Fee", 500),)}, {"items": None},
    ],
    ids=repr,
)  # fmt: skip
def test_a_bill_that_cannot_be_is_no_bill(changed: dict[str, Any]) -> None:
    wrong = msgspec.structs.replace(BILL, **changed)
    with pytest.raises(AnswerNonsense):
        GuardedBiller("water", Says(wrong)).bill("B1")
    if changed != {"bill_no": "B2"}:
        with pytest.raises(AnswerNonsense):
            GuardedBiller("water", Says((wrong,))).bills("7")


@pytest.mark.parametrize(
    "answer", [*MALFORMED[:3], *MALFORMED[6:], None, True, (None,), (BILL, BILL)], ids=repr
)
def test_a_list_of_bills_that_is_none_is_silence(answer: Any) -> None:
    with pytest.raises(AdapterSilent):
        GuardedBiller("water", Says(answer)).bills("7")


def test_bills_that_can_be_are_shown() -> None:
    parts = msgspec.structs.replace(BILL, items=(BillerItem("water", 480), BillerItem("late_fee", 20)))
    assert GuardedBiller("water", Says((parts,))).bills("7") == (parts,)
    assert GuardedBiller("water", Says(None)).bill("B1") is None


def test_the_log_names_party_and_call_and_nothing_that_was_answered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        told(Pay(), of_another_form(ChargeReported, kind="secret-4711", amount_fen=500))
        told(PostLeg(0), PostAnswer("posted", posting_ref="secret-4711"))
    assert [record.getMessage().split(" answered ")[0] for record in caplog.records] == ["wechat", "water"]
    assert "secret-4711" not in caplog.text
