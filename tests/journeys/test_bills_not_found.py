"""What was shown or typed leads to no bill: the screen says so, nothing is taken, and the next try works."""

import pytest

from kiosk.gateway.demonstration.residents import Household
from tests.journeys.line import GatewayLine
from tests.journeys.neighbours import Neighbours, account, code_on_bill, owes_nothing, owes_one_of_each
from tests.journeys.resident import NOTHING_TAKEN, Resident
from tests.session.looking import words

PHONE = "134567890199990000"


@pytest.fixture
def household(neighbours: Neighbours) -> Household:
    return neighbours.one(owes_one_of_each)


@pytest.mark.parametrize(
    ("text", "symbology", "problem"),
    [
        ("hello, is this the right window?", "qr", "code_unknown"),
        ("6901234567892", "code128", "code_foreign"),
        ("https://bill.example.evil.example/g?acct=90380501234", "qr", "code_unknown"),
        ("https://pay.bill-elsewhere.example/g?acct=90380501234", "qr", "code_foreign"),
        ("https://bill.example/g?acct=90380501234&next=1", "qr", "code_unknown"),
        ("3102664100018", "code128", "code_unknown"),
        ("W0213805013202610" + "00007245", "qr", "code_unknown"),
        ("W9913805012202610" + "00007245", "qr", "code_foreign"),
        (PHONE, "qr", "pay_code_too_early"),
        (PHONE, "code128", "pay_code_too_early"),
    ],
)
def test_a_code_that_is_no_bill_of_ours(
    resident: Resident, household: Household, text: str, symbology: str, problem: str
) -> None:
    resident.reads("home")
    resident.shows(text, symbology)
    resident.is_told(problem)
    resident.taps("retry")
    resident.shows(*code_on_bill(account(household, "electricity")))
    resident.reads("bills")


def test_a_phone_shown_as_a_bill_never_leaves_the_kiosk(resident: Resident, line: GatewayLine) -> None:
    """The code could be spent by whoever sees it."""
    resident.reads("home")
    resident.taps("electricity", "scan")
    resident.shows(PHONE)
    resident.is_told("pay_code_too_early")
    resident.taps("retry")
    resident.reads("present")
    assert not [asked for asked in line.asked if PHONE.encode() in asked.body]


def test_a_bill_shown_as_a_phone_charges_nothing(
    resident: Resident, household: Household, line: GatewayLine
) -> None:
    bill = code_on_bill(account(household, "gas"))
    resident.finds(*bill)
    resident.taps("pay", "phone_code")
    resident.shows(*bill)
    resident.reads_in_prompt(NOTHING_TAKEN)
    assert resident.view.screen == "pay_code"
    assert not [asked for asked in line.asked if asked.path.startswith("/v1/payments")]
    resident.shows("13456789019998" + "0000")
    resident.ends("settled")


def test_a_picture_without_a_code_of_ours_changes_nothing(resident: Resident, household: Household) -> None:
    """A parcel's label, held to the window by mistake, and then the bill in its place."""
    resident.reads("home")
    resident.shows("nothing of ours in this symbology", "datamatrix")
    assert resident.view.screen == "home"
    resident.shows(*code_on_bill(account(household, "water")))
    resident.reads("bills")


def types_number(resident: Resident, utility: str, number: str) -> None:
    resident.reads("home")
    resident.taps(utility, "typed")
    resident.types(number)
    resident.taps("next")


def test_a_mistyped_number_is_told_before_anybody_is_asked(
    resident: Resident, household: Household, line: GatewayLine
) -> None:
    number = account(household, "electricity").number
    types_number(resident, "electricity", number[:-1] + str((int(number[-1]) + 1) % 10))
    resident.reads_in_prompt(NOTHING_TAKEN)
    assert resident.view.screen == "keypad"
    assert not [asked for asked in line.asked if asked.path == "/v1/look-ups"]
    resident.taps("delete", f"digit_{number[-1]}", "next")
    resident.reads("bills")


def test_a_number_nobody_has_is_told_and_can_be_corrected(resident: Resident, household: Household) -> None:
    types_number(resident, "electricity", "3109990000006")
    resident.is_told("account_unknown")
    resident.taps("retry")
    assert resident.reads("keypad").keypad is not None
    resident.taps("clear")
    resident.types(account(household, "electricity").number)
    resident.taps("next")
    resident.reads("bills")


def test_a_number_of_no_biller_is_told(resident: Resident) -> None:
    """Its check digit is right, but no biller's numbers begin so."""
    types_number(resident, "gas", "50000000003")
    resident.is_told("number_wrong")


def test_after_two_failures_a_person_is_offered(resident: Resident) -> None:
    resident.reads("home")
    resident.taps("water", "scan")
    resident.shows("first nonsense")
    resident.is_told("code_unknown")
    resident.taps("retry")
    resident.shows("second nonsense")
    resident.is_told("code_unknown")
    resident.taps("call_help")
    assert resident.view.overlay is not None
    resident.taps("stay")
    resident.is_told("code_unknown")


def test_who_owes_nothing_is_told_so(resident: Resident, neighbours: Neighbours) -> None:
    household = neighbours.one(owes_nothing)
    types_number(resident, "water", account(household, "water").number)
    shown = resident.reads("notice")
    assert shown.title.key == "nothing_owed.title_one"
    assert household.holder not in words(shown.prompt)
    resident.taps("finish")
    resident.reads("goodbye")
