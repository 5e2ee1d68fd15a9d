"""How a bill was worked out, and what was paid for its account last: told where known, never in the way."""

import msgspec
import pytest

from kiosk.gateway.parties.adapters import BillerBill, Received
from kiosk.gateway.payments.bill_workings import workings
from kiosk.gateway.payments.last_payments import last_of
from kiosk.wire.bill_details import BillDetails, LastPayment, LateFeeTerms, PriceTier, Readings
from kiosk.wire.bills import LookUpAnswer

from .town import ELECTRICITY, GAS, WATER, Town

TOLD = BillDetails(Readings("604", "622.5"), (PriceTier("18.5", "2.8", 5180),), LateFeeTerms(40, 10))
BILL = BillerBill("B1", 1, "2026-10", "2026-10", "18.5", "立方米", 5387, 207, details=TOLD)


def test_the_household_of_the_walk_through_sees_readings_and_tiers(quiet_town: Town) -> None:
    bill = quiet_town.look_up("account", ELECTRICITY, utility="electricity").bills[0]
    assert bill.details is not None
    assert [(tier.quantity, tier.yuan_a_unit, tier.fen) for tier in bill.details.tiers] == [
        ("150", "0.6036", 9054),
        ("32", "0.68", 2176),
    ]
    readings = bill.details.readings
    assert readings is not None
    assert int(readings.after) - int(readings.before) == int(bill.usage)


def test_arrears_say_for_how_many_days_they_are_late(quiet_town: Town) -> None:
    bills = quiet_town.look_up("code", "3102664400011").bills
    days = [bill.details.late_fee.days if bill.details and bill.details.late_fee else 0 for bill in bills]
    assert days == [110, 0, 0, 26, 0]
    read = [bill.details.readings for bill in bills if bill.details and bill.details.readings]
    assert [each.before for each in read[1:]] == [each.after for each in read[:-1]]


@pytest.mark.parametrize(
    ("told", "left"),
    [
        (TOLD, TOLD),
        (None, None),
        (BillDetails(), None),
        (BillDetails(readings=Readings("604", "600")), None),
        (BillDetails(tiers=(PriceTier("18.5", "2.8", 5182),)), None),
        (BillDetails(tiers=(PriceTier("100", "1", 10_000),)), None),
    ],
)
def test_what_does_not_come_out_is_not_told(told: BillDetails | None, left: BillDetails | None) -> None:
    assert workings(msgspec.structs.replace(BILL, details=told)) == left


def test_no_late_fee_no_terms() -> None:
    bill = msgspec.structs.replace(BILL, late_fee_fen=0, details=BillDetails(late_fee=LateFeeTerms(3, 5)))
    assert workings(bill) is None


def test_what_was_paid_elsewhere_is_told_by_its_biller(quiet_town: Town) -> None:
    for number, utility in ((ELECTRICITY, "electricity"), (WATER, "water"), (GAS, "gas")):
        last = quiet_town.look_up("account", number, utility=utility).bills[0].last_payment
        assert last is not None
        assert last.where != "this_kiosk"


@pytest.mark.parametrize(("asks", "where"), [("kiosk-1", "this_kiosk"), ("kiosk-2", "other_kiosk")])
def test_what_was_paid_at_a_kiosk_stands_beside_the_bills_that_are_left(
    town: Town, asks: str, where: str
) -> None:
    code = "3102664400011"
    first = town.look_up("code", code).bills[0]
    assert town.pay("134567890123450000", (first,)).outcome == "settled"
    response = town.post("/v1/look-ups", {"by": "code", "value": code}, **{"X-Kiosk-Id": asks})
    left = msgspec.json.decode(response.content, type=LookUpAnswer).bills
    assert {bill.last_payment for bill in left} == {LastPayment("2026-11-21", first.due_fen, where)}


@pytest.mark.parametrize(
    ("here", "elsewhere", "last"),
    [
        ("2026-11-02", "2026-10-12", "this_kiosk"),
        ("2026-10-12", "2026-10-12", "this_kiosk"),
        ("2026-09-02", "2026-10-12", "phone"),
        (None, "2026-10-12", "phone"),
        ("2026-09-02", None, "this_kiosk"),
    ],
)
def test_the_last_is_the_later_of_both(here: str | None, elsewhere: str | None, last: str) -> None:
    ours = LastPayment(here, 8620, "this_kiosk") if here else None
    theirs = Received(elsewhere, 500, "phone") if elsewhere else None
    found = last_of(ours, theirs)
    assert found is not None
    assert found.where == last
