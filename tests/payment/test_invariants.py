"""Each invariant finds what it is there for, and says nothing of a sound payment."""

from collections.abc import Iterable
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.payment.invariants import (
    Outside,
    Violation,
    held_too_long,
    not_at_rest,
    posted_twice,
    wrong_edge,
    wrong_money,
    wrong_step,
    wrong_sums,
)
from kiosk.payment.invariants_claims import charged_twice, wrong_claims
from kiosk.payment.invariants_kiosk import (
    another_end,
    false_paper,
    forgotten,
    ordered_unasked,
    second_original,
    taken_in_unmeant,
    unclosed,
    wrong_phase,
)
from kiosk.payment.invariants_ledger import CLEARING, unbalanced, wrong_balances, wrong_suspense
from kiosk.payment.ledger import LedgerLine, LedgerTransaction
from kiosk.payment.legs import Leg, LegState
from kiosk.payment.saga_state import Payment, PaymentState

WHOLE = 300


def leg(number: int, state: LegState, fen: int) -> Leg:
    return Leg(
        f"bill-{number}", "water", f"no-{number}", "water", fen, f"post-{number}", f"refund-{number}", state
    )


def payment(state: PaymentState, *legs: LegState, **more: Any) -> Payment:
    """Of two legs of 100 and 200 fen, charged in full unless said otherwise."""
    states = legs or (LegState.POSTED, LegState.POSTED)
    made = tuple(leg(n, each, (100, 200)[n]) for n, each in enumerate(states))
    charged_fen = more.pop("charged_fen", WHOLE)
    return Payment("p1", "k", "phone_code", "wechat", WHOLE, made, 0, state, charged_fen=charged_fen, **more)


POSTED = payment(PaymentState.POSTED)
PART = payment(PaymentState.PART_POSTED, LegState.POSTED, LegState.REFUNDED)
WAITING = payment(PaymentState.CHARGING, LegState.WAITING, LegState.WAITING, charged_fen=0)
BOTH = {"post-0": 100, "post-1": 200}


def rules(found: Iterable[Violation]) -> list[str]:
    return [violation.rule for violation in found]


def outside(paid_fen: int, returned_fen: int, posted: dict[str, int], *refunded: str) -> Outside:
    return Outside(paid_fen, returned_fen, posted, frozenset(refunded))


@pytest.mark.parametrize(
    ("of", "books", "broken"),
    [
        (POSTED, outside(300, 0, BOTH), []),
        (PART, outside(300, 200, {"post-0": 100}, "refund-1"), []),
        (POSTED, outside(600, 0, BOTH), ["I1"]),
        (POSTED, outside(300, 300, BOTH), ["I1"]),
        (PART, outside(300, 200, BOTH, "refund-1"), ["I1", "I9", "I1"]),
        (POSTED, outside(100, 0, {"post-0": 100}), ["I1"]),
    ],
)
def test_the_providers_keep_what_the_billers_hold(of: Payment, books: Outside, broken: list[str]) -> None:
    assert rules(wrong_money(of, books)) == broken


@pytest.mark.parametrize(
    ("of", "broken"),
    [
        (POSTED, []),
        (PART, []),
        (WAITING, []),
        (payment(PaymentState.REVERSED, LegState.WAITING, LegState.WAITING, reversed_fen=300), []),
        (payment(PaymentState.POSTED, LegState.POSTED, LegState.HELD), ["I1"]),
        (payment(PaymentState.POSTED, charged_fen=200), ["I1", "I1"][:1]),
        (payment(PaymentState.REVERSED, LegState.WAITING, LegState.WAITING), ["I1"]),
        (payment(PaymentState.DECLINED, LegState.POSTED, LegState.WAITING, charged_fen=0), ["I1"]),
        (payment(PaymentState.CHARGED, LegState.WAITING, LegState.WAITING, reversed_fen=400), ["I1", "I1"]),
        (replace(WAITING, amount_fen=299), ["I12"]),
    ],
)
def test_no_fen_is_in_a_payment_that_does_not_belong_to_it(of: Payment, broken: list[str]) -> None:
    assert rules(wrong_sums(of)) == broken


def test_money_nobody_takes_back_is_never_given_back() -> None:
    back = payment(PaymentState.PART_POSTED, LegState.POSTED, LegState.REFUNDED, inserted_fen=WHOLE)
    assert rules(wrong_sums(replace(back, method="cash"))) == ["I1"]
    assert [str(each) for each in wrong_sums(replace(back, method="cash"))] == [
        "I1 p1: cash given back, where nobody takes it back"
    ]


def test_a_change_is_an_edge_and_nothing_leaves_an_end() -> None:
    posting = payment(PaymentState.POSTING, LegState.POSTED, LegState.POSTING)
    assert rules(wrong_step(posting, POSTED, "PostReported")) == []
    assert rules(wrong_step(posting, POSTED, "ChargeReported")) == ["I5", "I5"]
    assert "I5" in rules(wrong_step(POSTED, replace(POSTED, provider_no="other"), "TimerDue"))
    assert rules(wrong_edge("p1", "reversing", "ChargeReported", "charged")) == ["I5"]
    assert rules(wrong_phase("p1", "asking", "NeverHeardOf", "ended")) == ["I5"]
    assert rules(wrong_phase("p1", "asking", "NeverHeardOf", "cancelling")) == []


def test_at_rest_only_what_is_held_may_wait() -> None:
    held = payment(PaymentState.HELD, LegState.HELD, LegState.POSTED)
    assert rules(not_at_rest([POSTED, held], held_allowed=True)) == []
    assert rules(not_at_rest([POSTED, held], held_allowed=False)) == ["I4"]
    assert rules(not_at_rest([WAITING], held_allowed=True)) == ["I4"]


def test_what_is_held_waits_two_days_for_its_file_and_not_longer() -> None:
    held = payment(PaymentState.HELD, LegState.HELD, LegState.POSTED)
    two_days_ms = held.legs[0].posting_since_ms + 48 * 3_600_000
    assert rules(held_too_long(held, two_days_ms)) == []
    assert rules(held_too_long(held, two_days_ms + 1)) == ["I4"]
    assert rules(held_too_long(POSTED, two_days_ms + 1)) == []


def test_a_bill_is_posted_once_and_for_no_more_than_is_owed() -> None:
    assert rules(posted_twice([("a", 5, 5), ("b", 7, 8)])) == []
    assert rules(posted_twice([("a", 5, 5), ("a", 5, 5)])) == ["I2"]
    assert rules(posted_twice([("a", 6, 5)])) == ["I2"]


def entry(kind: str, *lines: tuple[str, int]) -> LedgerTransaction:
    return LedgerTransaction(kind, 0, tuple(LedgerLine(account, fen) for account, fen in lines))


CHARGE = entry("charge", ("clearing:wechat", 300), ("suspense", -300))
POST = entry("post", ("suspense", 300), ("payable:water", -300))


def test_every_transaction_sums_to_zero_and_is_written_once() -> None:
    assert rules(unbalanced("p1", [CHARGE, POST])) == []
    assert rules(unbalanced("p1", [entry("charge", ("suspense", 1))])) == ["I6"]
    assert rules(unbalanced("p1", [entry("charge")])) == ["I6"]
    assert rules(unbalanced("p1", [CHARGE, CHARGE])) == ["I6"]


def test_suspense_is_the_money_without_a_home() -> None:
    charged = payment(PaymentState.CHARGED, LegState.WAITING, LegState.WAITING)
    assert rules(wrong_suspense(charged, [CHARGE])) == []
    assert rules(wrong_suspense(charged, [CHARGE, POST])) == ["I6"]
    assert rules(wrong_suspense(POSTED, [CHARGE, POST])) == []
    assert rules(wrong_suspense(POSTED, [CHARGE])) == ["I6", "I6"]


def test_clearing_is_what_the_provider_keeps() -> None:
    assert rules(wrong_balances(CLEARING, [CHARGE], {"wechat": 300, "alipay": 0})) == []
    assert rules(wrong_balances(CLEARING, [CHARGE], {"wechat": 299})) == ["I6"]
    assert rules(wrong_balances(CLEARING, [], {"alipay": 1})) == ["I6"]
    assert rules(wrong_balances(CLEARING, [CHARGE], {})) == ["I6"]


def test_a_bill_is_in_one_living_payment_and_claimed_by_it() -> None:
    other = replace(WAITING, payment_id="p2")
    mine = {"bill-0": "p1", "bill-1": "p1"}
    assert rules(wrong_claims([WAITING], mine)) == []
    assert rules(wrong_claims([WAITING, other], mine)) == ["I14", "I14"]
    assert rules(wrong_claims([WAITING], {"bill-0": "p1"})) == ["I14"]
    assert rules(wrong_claims([PART], mine)) == ["I14"]
    assert rules(wrong_claims([PART], {"bill-0": "p1"})) == []


def test_money_is_taken_for_a_bill_once() -> None:
    assert rules(charged_twice(["a"], {"a": "p1"}, "p1")) == []
    assert rules(charged_twice(["a", "b"], {"b": "p2"}, "p1")) == ["I14"]


def test_nothing_is_ordered_that_is_not_being_charged() -> None:
    assert rules(ordered_unasked(300, WAITING, "p1")) == []
    assert rules(ordered_unasked(299, WAITING, "p1")) == ["I12"]
    assert rules(ordered_unasked(300, None, "p1")) == ["I8"]
    assert rules(ordered_unasked(300, replace(WAITING, state=PaymentState.CREATED), "p1")) == ["I8"]


def test_a_payment_follows_an_intent_of_the_sum_that_was_shown() -> None:
    assert rules(taken_in_unmeant(WAITING, 300, 300)) == []
    assert rules(taken_in_unmeant(WAITING, 300, None)) == ["I8"]
    assert rules(taken_in_unmeant(WAITING, 299, 300)) == ["I12"]
    assert rules(taken_in_unmeant(WAITING, 300, 299)) == ["I12"]
    assert rules(taken_in_unmeant(replace(WAITING, legs=(), amount_fen=0), None, None)) == []


def test_paper_of_success_is_true_and_comes_out_once() -> None:
    assert rules(false_paper("settled", [True, True], "p1")) == []
    assert rules(false_paper("settled", [True, False], "p1")) == ["I3"]
    assert rules(false_paper("settled", [], "p1")) == ["I3"]
    assert rules(false_paper("not_charged", [], "p1")) == []
    assert rules(second_original({"p1": 1, "p2": 2})) == ["I7"]


def test_the_kiosk_says_how_the_payment_ended() -> None:
    assert rules(another_end("p1", "settled", POSTED)) == []
    assert rules(another_end("p1", "part_settled", PART)) == []
    assert rules(another_end("p1", "not_charged", None)) == []
    assert rules(another_end("p1", "not_charged", POSTED)) == ["I10"]
    assert rules(another_end("p1", "settled", WAITING)) == ["I10"]


def test_the_journal_forgets_nothing_and_closes_everything() -> None:
    assert rules(forgotten("k", ["a", "b"], ["a", "b"])) == []
    assert rules(forgotten("k", ["a"], ["a", "b"])) == []
    assert rules(forgotten("k", ["a", "b"], ["a"])) == ["I17"]
    assert rules(forgotten("k", ["a"], ["a", "b", "c"])) == ["I17"]
    assert rules(unclosed("k", ["p1"])) == ["I4"]
