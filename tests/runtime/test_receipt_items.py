"""What a paid bill is made up of, on its receipt: as long as the paper stays one that fits a hand."""

import pytest
from msgspec.structs import replace

from kiosk.receipt.document import ReceiptItem, ReceiptLine
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Journal
from kiosk.runtime.receipts import MOST_ITEMS, Receipts
from kiosk.session.effects import PrintReceipt
from kiosk.session.events import Event
from kiosk.session.household import Basket, Bill, BillItem, Outcome
from kiosk.texts import load_texts
from tests.session import facts

MANY = replace(facts.WATER, items=tuple(BillItem(f"第{n}档", 1000) for n in range(9)), due_fen=9000)


@pytest.fixture
def receipts(journal: Journal, clock: FakeClock, told: list[Event]) -> Receipts:
    def nothing(*_: object) -> object:
        raise AssertionError("nothing is printed here")

    return Receipts(None, nothing, load_texts("zh"), facts.RULES, journal, clock, told.append)  # type: ignore[arg-type]  # never drawn


def lines(receipts: Receipts, outcome: Outcome, *bills: Bill) -> tuple[ReceiptLine, ...]:
    basket = Basket(facts.HOLDER, facts.ADDRESS, bills)
    return receipts.compose(PrintReceipt(outcome, basket)).lines


def paid(receipts: Receipts, *bills: Bill) -> tuple[ReceiptLine, ...]:
    basket = Basket(facts.HOLDER, facts.ADDRESS, bills)
    return lines(receipts, facts.settled("pay-1", basket), *bills)


def test_items_stand_under_their_bill(receipts: Receipts) -> None:
    water, gas = paid(receipts, facts.WATER, facts.GAS)
    assert water.items == (ReceiptItem("水费", 4221), ReceiptItem("污水处理费", 3024))
    assert gas.items == (ReceiptItem("本期费用", 5280), ReceiptItem("滞纳金", 120))


def test_a_bill_of_one_part_is_not_said_twice(receipts: Receipts) -> None:
    assert paid(receipts, facts.ELECTRICITY)[0].items == ()


def test_a_long_bill_is_folded(receipts: Receipts) -> None:
    items = paid(receipts, MANY)[0].items
    assert len(items) == 4
    assert items[-1] == ReceiptItem("其他", 6000)


@pytest.mark.parametrize("count", [3, 5, 6, 7, 24])
def test_many_bills_do_not_make_the_paper_longer_than_a_hand_holds(receipts: Receipts, count: int) -> None:
    bills = [replace(MANY, bill_id=f"bill-{n}") for n in range(count)]
    printed = paid(receipts, *bills)
    assert len(printed) == count
    assert sum(len(line.items) for line in printed) <= MOST_ITEMS


def test_only_what_was_paid_is_itemised(receipts: Receipts) -> None:
    bills = (facts.WATER, facts.GAS)
    outcome = facts.part_settled("pay-1", Basket(facts.HOLDER, facts.ADDRESS, bills))
    posted, returned = lines(receipts, outcome, *bills)
    assert posted.items
    assert returned.items == ()


def test_money_on_an_account_has_no_items(receipts: Receipts) -> None:
    basket = Basket(facts.HOLDER, facts.ADDRESS, (facts.WATER,))
    outcome = facts.settled_with_notes("pay-1", basket, 2 * facts.WATER.due_fen)
    bill, rest = lines(receipts, outcome, facts.WATER)
    assert bill.items
    assert rest.items == ()


def test_a_paper_whose_items_do_not_add_up_must_not_exist() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        ReceiptLine("水费", "2026-10", "****5012", 7245, items=(ReceiptItem("水费", 4221),))
