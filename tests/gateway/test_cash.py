"""Paying with notes: what is inside is settled to the last fen, whatever is lost, late or refused."""

from contextlib import closing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.gateway.cases.cash_cases import VOUCHER
from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.runtime.clock import FakeClock
from kiosk.wire.payments import PaymentAnswer

from .cash_desk import Slot, at_rest, biller_of, bills_of, credited_fen, open_cases
from .interposed import Call, interposed
from .place import Place
from .town import Town, answered, new_id, refused

WATER_FEN, ELECTRICITY_FEN, GAS_FEN = 7_245, 11_230, 5_400
"""The household's bills in their order; the gas company takes nothing on account."""
SUM_FEN = WATER_FEN + ELECTRICITY_FEN + GAS_FEN


def legs(answer: PaymentAnswer) -> list[tuple[str, str, str, int]]:
    return [(leg.utility, leg.kind, leg.state, leg.amount_fen) for leg in answer.legs]


def test_the_rules_are_said_before_the_slot_opens(town: Town) -> None:
    opened = Slot(town).opened
    assert (opened.outcome, opened.provider, opened.cash_rest) == ("cash_expected", "cash", "to_account")
    assert opened.inserted_fen == 0
    assert {bill.state for bill in town.household_bills()} == {"being_paid"}


def test_what_passes_the_sum_goes_to_the_last_account_that_takes_it(town: Town) -> None:
    slot = Slot(town)
    told = slot.put_in(10_000, 10_000, 5_000)
    assert (told.outcome, told.inserted_fen) == ("cash_expected", 25_000)
    settled = slot.close()
    assert (settled.outcome, settled.detail, settled.inserted_fen) == (
        "settled",
        "cash_rest_on_account",
        25_000,
    )
    assert legs(settled)[3] == ("electricity", "account", "posted", 25_000 - SUM_FEN)
    assert credited_fen(town) == 25_000 - SUM_FEN
    assert town.household_bills() == ()
    at_rest(town, 25_000)


def test_a_closing_with_too_little_pays_bills_in_order_and_the_rest_on_account(town: Town) -> None:
    slot = Slot(town)
    slot.put_in(10_000)
    ended = slot.close()
    assert (ended.outcome, ended.detail) == ("part_settled", "cash_short")
    assert legs(ended) == [
        ("water", "bill", "posted", WATER_FEN),
        ("electricity", "bill", "not_charged", ELECTRICITY_FEN),
        ("gas", "bill", "not_charged", GAS_FEN),
        ("electricity", "account", "posted", 10_000 - WATER_FEN),
    ]
    assert ended.receipt_no
    assert [bill.state for bill in town.household_bills()] == ["payable", "payable"]
    at_rest(town, 10_000)


def test_what_nobody_takes_is_a_voucher_with_a_case(town: Town) -> None:
    slot = Slot(town, bills_of(town, "gas"))
    assert slot.opened.cash_rest == "refused"
    slot.put_in(2_000)
    ended = slot.close()
    assert (ended.outcome, ended.detail) == ("part_settled", "cash_voucher")
    [case] = open_cases(town, VOUCHER)
    assert (case.number, case.fen) == (ended.legs[1].voucher_no, 2_000)
    assert town.balance_fen("refund_payable") == -2_000
    assert [bill.state for bill in bills_of(town, "gas")] == ["payable"]
    at_rest(town, 2_000)


def test_a_sum_no_notes_make_up_is_not_begun_where_the_rest_is_refused(file_town: Town) -> None:
    [gas] = bills_of(file_town, "gas")
    biller, bill_no = biller_of(file_town, gas)
    biller.change(bill_no, GAS_FEN + 50)
    file_town.clock.advance(30)
    opened = Slot(file_town, bills_of(file_town, "gas")).opened
    assert (opened.outcome, opened.detail) == ("not_charged", "cash_not_exact")


def test_the_notes_that_the_kiosk_takes_decide_whether_they_make_up_the_sum(town: Town) -> None:
    gas = bills_of(town, "gas")
    with_coins_worth = Slot(town, gas, cash_notes_fen=[100, 500, 1_000])
    assert (with_coins_worth.opened.outcome, with_coins_worth.opened.cash_rest) == (
        "cash_expected",
        "refused",
    )
    town.cancel(with_coins_worth.payment_id)
    from_five_yuan = Slot(town, gas, cash_notes_fen=[500, 1_000, 2_000, 5_000, 10_000])
    assert (from_five_yuan.opened.outcome, from_five_yuan.opened.detail) == ("not_charged", "cash_not_exact")
    with_an_account = Slot(town, bills_of(town, "water"), cash_notes_fen=[500])
    assert with_an_account.opened.outcome == "cash_expected"


def test_no_other_payment_speaks_of_notes(town: Town) -> None:
    body = town.request(bills_of(town, "gas"), None, cash_notes_fen=[500])
    assert (town.send(body).status_code, town.send(body).json()["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    ("utility", "notes_fen", "detail", "end"),
    [
        ("electricity", [10_000, 1_000, 500], "cash_bill_on_account", ("account", "posted")),
        ("gas", [5_000, 100, 100, 100, 100], "cash_voucher", ("bill", "voucher")),
    ],
)
def test_a_bill_its_biller_refuses_becomes_money_on_account_or_a_voucher(
    file_town: Town, utility: str, notes_fen: list[int], detail: str, end: tuple[str, str]
) -> None:
    bills = bills_of(file_town, utility)
    slot = Slot(file_town, bills)
    biller, bill_no = biller_of(file_town, bills[0])
    biller.withdraw(bill_no)
    slot.put_in(*notes_fen)
    ended = slot.close()
    assert (ended.outcome, ended.detail) == ("part_settled", detail)
    assert (ended.legs[0].kind, ended.legs[0].state) == end
    at_rest(file_town, sum(notes_fen))


class DeafBiller:
    """Hears nothing that is posted, but keeps its word on voids."""

    def __init__(self, deaf_to: str) -> None:
        self.deaf_to = deaf_to

    def around(self, call: Call) -> Call:
        def heard(*args: Any) -> Any:
            if call.__name__ == self.deaf_to:
                raise AdapterSilent
            return call(*args)

        return heard


def test_a_posting_nobody_answers_is_voided_and_its_money_put_on_account(file_town: Town) -> None:
    file_town.surround(interposed(file_town.gateway.parts.outside, DeafBiller("post").around))
    slot = Slot(file_town, bills_of(file_town, "water"))
    slot.put_in(5_000, 5_000)
    assert slot.close().outcome == "pending"
    ended = file_town.after(320, slot.payment_id)
    assert (ended.outcome, ended.detail) == ("part_settled", "cash_bill_on_account")
    assert credited_fen(file_town) == 10_000
    at_rest(file_town, 10_000)


def test_nothing_inside_is_nothing_charged(town: Town) -> None:
    ended = Slot(town).close()
    assert (ended.outcome, ended.detail, ended.inserted_fen) == ("not_charged", "cancelled", 0)
    assert {bill.state for bill in town.household_bills()} == {"payable"}
    at_rest(town, 0)


def test_cancelling_ends_an_empty_payment_and_never_one_with_notes_inside(file_town: Town) -> None:
    empty = Slot(file_town)
    assert file_town.cancel(empty.payment_id).outcome == "not_charged"
    slot = Slot(file_town)
    slot.put_in(1_000)
    assert file_town.cancel(slot.payment_id).outcome == "cash_expected"
    assert slot.close().outcome == "part_settled"
    at_rest(file_town, 1_000)


def test_an_empty_payment_without_a_word_gives_the_bills_free(file_town: Town) -> None:
    slot = Slot(file_town)
    assert file_town.after(1_199, slot.payment_id).outcome == "cash_expected"
    ended = file_town.after(1, slot.payment_id)
    assert (ended.outcome, ended.detail) == ("not_charged", "timed_out")
    assert {bill.state for bill in file_town.household_bills()} == {"payable"}


def test_cash_reports_are_for_cash_payments(file_town: Town) -> None:
    note = {"note_id": "n", "value_fen": 100}
    assert refused(file_town.post(f"/v1/payments/{new_id()}/notes", note)) == (404, "payment_unknown")
    card = file_town.pay(None).payment_id
    assert refused(file_town.post(f"/v1/payments/{card}/notes", note)) == (409, "payment_not_by_cash")
    closing = {"notes": [], "inserted_fen": 0}
    assert refused(file_town.post(f"/v1/payments/{card}/cash-closed", closing)) == (
        409,
        "payment_not_by_cash",
    )


@settings(max_examples=12, deadline=None)
@given(st.data(), st.lists(st.sampled_from([100, 500, 1_000, 2_000, 5_000, 10_000]), max_size=6))
def test_order_repetition_and_loss_of_reports_never_change_the_end(
    tmp_path_factory: pytest.TempPathFactory, draws: st.DataObject, notes_fen: list[int]
) -> None:
    town = Town(Place.file(tmp_path_factory.mktemp("cash")), FakeClock())
    with closing(town):
        slot = Slot(town)
        slot.put_in(*notes_fen, reported=False)
        heard = draws.draw(st.lists(st.sampled_from(slot.notes), max_size=8)) if slot.notes else []
        for note in heard:
            slot.report(note)
        ended = slot.close()
        for note in heard:
            assert answered(slot.report(note)) == ended
        assert slot.close() == ended
        kept = [leg.amount_fen for leg in ended.legs if leg.state != "not_charged"]
        assert sum(kept) == ended.inserted_fen == sum(notes_fen)
        assert ended.outcome == (
            "not_charged" if not notes_fen else "settled" if sum(notes_fen) >= SUM_FEN else "part_settled"
        )
        at_rest(town, sum(notes_fen))


def test_the_receipts_page_tells_bills_account_and_voucher_apart(file_town: Town) -> None:
    bills = file_town.household_bills()
    paid = Slot(file_town, bills[:2])
    paid.put_in(10_000, 10_000)
    page = file_town.http.get(str(paid.close().verification_url), headers={"accept": "text/html"}).text
    assert ["72.45" in page, "112.30" in page, "15.25" in page, "200.00" in page] == [True] * 4
    short = Slot(file_town, bills[2:])
    short.put_in(2_000)
    ended = short.close()
    page = file_town.http.get(str(ended.verification_url), headers={"accept": "text/html"}).text
    assert ["0.00" in page, "20.00" in page, str(ended.legs[1].voucher_no) in page] == [True] * 3
