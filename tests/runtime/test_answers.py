"""From the gateway's messages to the session's values: what cannot be trusted becomes unknown."""

from typing import get_args

import pytest
from msgspec.structs import replace

from kiosk.runtime import answers
from kiosk.session import household, problems
from kiosk.session.household import Account, Basket, LocalTime
from kiosk.session.show_paying import PAYING_STAGES
from kiosk.wire.bills import AccountAnswer, BillAnswer, BillItem, HouseholdAnswer, LookUpAnswer
from kiosk.wire.payments import Detail, LegAnswer
from kiosk.wire.problem import ProblemCode
from tests.runtime.counter import BASKET
from tests.runtime.scripted_gateway import answer, posted_legs
from tests.session import facts

NOBODY = Basket("", "", ())


def bill_answer(next_opening: str | None = None, known_at: str | None = None) -> BillAnswer:
    return BillAnswer(
        bill_id="b1",
        version=2,
        account_id="a1",
        utility="water",
        account_masked="******5012",
        period_from="2026-09",
        period_to="2026-10",
        usage="21.5",
        usage_unit="m3",
        due_fen=7245,
        late_fee_fen=45,
        biller_name="Water",
        state="biller_closed",
        next_opening=next_opening,
        known_at=known_at,
        takes_on_account=True,
    )


def test_a_household_comes_over_with_its_accounts_and_bills() -> None:
    found = answers.findings(
        LookUpAnswer(
            HouseholdAnswer("h1", "Z**", "Road 380"),
            (AccountAnswer("a1", "water", "******5012", "Road 380"),),
            (bill_answer("2026-11-22T08:30:00+08:00"),),
        )
    )
    assert (found.holder_masked, found.address_masked) == ("Z**", "Road 380")
    assert found.accounts == (Account("a1", "water", "******5012", "Road 380"),)
    bill = found.bills[0]
    assert (bill.bill_id, bill.version, bill.due_fen, bill.late_fee_fen) == ("b1", 2, 7245, 45)
    assert (bill.state, bill.next_opening) == ("biller_closed", LocalTime(11, 22, 8, 30))
    assert bill.takes_on_account


def test_a_billers_word_for_an_item_has_one_line_and_no_more_room_than_there_is() -> None:
    items = (
        BillItem("fee", " 电梯\n照明\t ", 100),
        BillItem("late_fee", "\n", 45),
        BillItem("fee", "费" * 99, 7100),
    )
    told = answers.findings(
        LookUpAnswer(HouseholdAnswer("h1", "Z**", "Road 380"), (), (replace(bill_answer(), items=items),))
    )
    assert told.bills[0].items == (
        household.BillItem("电梯 照明", 100),
        household.BillItem("", 45, late_fee=True),
        household.BillItem("费" * answers.LONGEST_ITEM_NAME, 7100),
    )


@pytest.mark.parametrize(
    "nonsense", [None, "", "tomorrow", "2026-11-22T08:30:00", "2026-13-45T99:00:00+08:00"]
)
def test_an_opening_that_is_no_moment_is_unknown_and_the_bill_is_shown_all_the_same(
    nonsense: str | None,
) -> None:
    bills = answers.findings(LookUpAnswer(None, (), (bill_answer(nonsense),))).bills
    assert [bill.next_opening for bill in bills] == [None]


def test_a_look_up_without_a_household_finds_nothing() -> None:
    found = answers.findings(LookUpAnswer(None))
    assert (found.holder_masked, found.accounts, found.bills) == ("", (), ())


@pytest.mark.parametrize("code", get_args(ProblemCode))
def test_every_refusal_of_the_wire_has_words_for_residents(code: str) -> None:
    assert answers.look_up_problem(code) in problems.ALL
    assert answers.refusal(code) in problems.NOT_CHARGED


def test_a_refusal_of_a_later_gateway_is_told_as_unknown() -> None:
    assert answers.look_up_problem("printer_on_the_moon") == "unknown"
    assert answers.refusal("printer_on_the_moon") == "refused"


def test_the_refusals_residents_meet_have_words_of_their_own() -> None:
    codes = [
        "account_number_wrong",
        "rate_limited",
        "code_foreign",
        "household_unknown",
        "biller_unavailable",
    ]
    assert [answers.look_up_problem(code) for code in codes] == [
        "number_wrong",
        "too_many_tries",
        "code_foreign",
        "household_unknown",
        "biller_unavailable",
    ]


@pytest.mark.parametrize("detail", [None, *get_args(Detail)])
def test_every_detail_has_a_stage_that_the_waiting_screen_knows(detail: str | None) -> None:
    assert answers.stage(answer("working", detail)) in PAYING_STAGES


@pytest.mark.parametrize("method", ["phone_code", "bank_card"])
@pytest.mark.parametrize("detail", [None, *get_args(Detail)])
def test_whatever_the_reason_a_payment_not_charged_is_never_told_as_a_success(
    detail: str | None, method: str
) -> None:
    told = answers.outcome(answer("not_charged", detail), BASKET, method, facts.ALL_FEN)  # type: ignore[arg-type]  # parametrize forgets the type
    assert told.kind == "not_charged"
    assert (told.receipt_no, told.verification_url, told.legs) == ("", "", ())
    assert told.detail


def test_a_settled_payment_carries_its_receipt_its_moment_and_no_reason() -> None:
    told = answers.outcome(answer("settled"), BASKET, "phone_code", facts.ALL_FEN)
    assert (told.kind, told.detail) == ("settled", "")
    assert (told.receipt_no, told.verification_code) == ("202611200001", "7K4M")
    assert told.paid_wall_s == 1_795_142_460.0
    assert [(leg.utility, leg.amount_fen, leg.state) for leg in told.legs] == [
        ("electricity", 11230, "posted"),
        ("water", 7245, "posted"),
        ("gas", 5400, "posted"),
    ]


@pytest.mark.parametrize("nonsense", [None, "", "now", "2026-11-20T10:41:00", "9999999"])
def test_a_settled_payment_whose_moment_is_nonsense_is_settled_at_an_unknown_moment(
    nonsense: str | None,
) -> None:
    told = answers.outcome(answer("settled", paid_at=nonsense), BASKET, "phone_code", facts.ALL_FEN)
    assert (told.kind, told.paid_wall_s) == ("settled", 0.0)


def test_a_part_settled_payment_tells_the_legs_apart() -> None:
    legs = posted_legs()
    legs[1] = LegAnswer(legs[1].bill_id, "water", legs[1].amount_fen, "refunded")
    told = answers.outcome(answer("part_settled", "refunded", legs=legs), BASKET, "phone_code", facts.ALL_FEN)
    assert (told.kind, told.detail) == ("part_settled", "posting_failed")
    assert [leg.state for leg in told.legs] == ["posted", "returned", "posted"]


def wrong_legs(**changes: object) -> list[LegAnswer]:
    legs = posted_legs()
    own = {"bill_id": legs[0].bill_id, "utility": legs[0].utility, "amount_fen": 11230, "state": "posted"}
    return [LegAnswer(**{**own, **changes}), *legs[1:]]  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    "legs",
    [
        wrong_legs(amount_fen=11229),
        wrong_legs(bill_id="bill-of-somebody-else"),
        wrong_legs(state="refunding"),
        wrong_legs(state="waiting"),
        posted_legs()[1:],
        posted_legs() + posted_legs()[:1],
        [],
    ],
    ids=["sum", "stranger", "returned", "waiting", "missing", "twice", "none"],
)
def test_a_success_whose_parts_are_not_the_bills_agreed_to_is_pending(legs: list[LegAnswer]) -> None:
    told = answers.outcome(answer("settled", legs=legs), BASKET, "phone_code", facts.ALL_FEN)
    assert (told.kind, told.detail, told.amount_fen) == ("pending", "still_checking", facts.ALL_FEN)
    assert (told.receipt_no, told.legs) == ("", ())


def test_after_a_power_cut_the_sum_alone_is_compared() -> None:
    assert answers.outcome(answer("settled"), NOBODY, "phone_code", facts.ALL_FEN).kind == "settled"
    assert answers.outcome(answer("settled"), NOBODY, "phone_code", facts.ALL_FEN - 1).kind == "pending"


def test_a_barred_id_that_the_gateway_never_knew_has_no_sum_and_was_not_charged() -> None:
    barred = answer("not_charged", "cancelled", amount_fen=0, legs=())
    assert answers.outcome(barred, BASKET, "phone_code", facts.ALL_FEN).kind == "not_charged"


@pytest.mark.parametrize("outcome", ["working", "pending", "card_expected"])
def test_what_is_no_end_is_never_told_as_one(outcome: str) -> None:
    told = answers.outcome(answer(outcome), BASKET, "phone_code", facts.ALL_FEN)  # type: ignore[arg-type]  # parametrize forgets the type
    assert told.kind == "pending"


def test_a_bill_that_is_old_keeps_its_time() -> None:
    bills = (bill_answer(), bill_answer(known_at="2026-11-21T17:41:00+08:00"))
    found = answers.findings(LookUpAnswer(household=None, bills=bills)).bills
    assert [bill.known_at for bill in found] == [None, LocalTime(11, 21, 17, 41)]
