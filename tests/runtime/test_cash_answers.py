"""What the gateway makes of banknotes, in the session's words: all notes are somewhere, or it is unknown."""

import pytest

from kiosk.runtime import answers
from kiosk.session.household import Basket, Outcome
from kiosk.wire.payments import LegAnswer, PaymentAnswer
from tests.runtime.counter import BASKET
from tests.runtime.scripted_gateway import answer
from tests.session import facts

GAS, WATER = facts.GAS, facts.WATER
PAID = LegAnswer(WATER.bill_id, "water", WATER.due_fen, "posted")
REST = LegAnswer(WATER.bill_id, "water", 2755, "posted", "account")
UNPAID = LegAnswer(GAS.bill_id, "gas", GAS.due_fen, "not_charged")


def cash(kind: str, *legs: LegAnswer, inserted_fen: int = 10000, detail: str | None = None) -> PaymentAnswer:
    return answer(kind, detail, legs=legs, inserted_fen=inserted_fen)  # type: ignore[arg-type]  # as it comes


def told(said: PaymentAnswer, inserted_fen: int = 10000, basket: Basket = BASKET) -> Outcome:
    return answers.outcome(said, basket, "cash", facts.ALL_FEN, inserted_fen)


def test_what_was_paid_what_is_on_account_and_what_was_not_reached() -> None:
    outcome = told(cash("part_settled", PAID, UNPAID, REST, detail="cash_short"))
    assert (outcome.kind, outcome.inserted_fen) == ("part_settled", 10000)
    assert (outcome.sum_fen("bill"), outcome.sum_fen("account"), outcome.sum_fen("voucher")) == (
        7245,
        2755,
        0,
    )
    assert [leg.state for leg in outcome.legs] == ["posted", "not_charged", "posted"], "no money was in it"


def test_a_voucher_comes_with_its_number() -> None:
    voucher = LegAnswer(WATER.bill_id, "water", 10000, "voucher", "account", "V-0042")
    (leg,) = told(cash("part_settled", voucher, detail="cash_voucher")).legs
    assert (leg.state, leg.kind, leg.amount_fen, leg.voucher_no) == ("voucher", "account", 10000, "V-0042")


@pytest.mark.parametrize(
    "said",
    [
        cash("part_settled", PAID),
        cash("part_settled", PAID, REST, inserted_fen=5000),
        cash("part_settled", LegAnswer(WATER.bill_id, "water", 10000, "posted")),
        cash("part_settled", LegAnswer("nobody's", "water", 10000, "posted")),
        cash("settled", inserted_fen=10000),
        cash("not_charged", inserted_fen=0),
    ],
    ids=["too little", "another sum", "another bill's sum", "another bill", "nothing", "no notes"],
)
def test_an_end_that_does_not_account_for_every_note_is_no_end(said: PaymentAnswer) -> None:
    outcome = told(said)
    assert (outcome.kind, outcome.detail) == ("pending", "still_checking")
    assert outcome.inserted_fen == 10000, "what the resident put in is said all the same"


def test_with_nobody_waiting_the_sum_alone_is_compared() -> None:
    assert told(cash("part_settled", PAID, REST), basket=Basket("", "", ())).kind == "part_settled"


def test_notes_of_a_payment_that_had_ended_are_for_people_to_settle() -> None:
    outcome = told(cash("not_charged", detail="cash_unclaimed"))
    assert (outcome.kind, outcome.detail) == ("pending", answers.UNCLAIMED)


def test_no_notes_and_nothing_charged_is_told_with_the_reason() -> None:
    outcome = told(cash("not_charged", detail="cash_not_exact", inserted_fen=0), inserted_fen=0)
    assert (outcome.kind, outcome.detail) == ("not_charged", "cash_not_exact")
