"""Paying at the terminal: whatever card, line and resident do, the acquirer's books decide."""

import pytest

from drivers.terminal.port import DeclineReason
from kiosk.gateway.demonstration.residents import Household
from tests.journeys import codes
from tests.journeys.books import Books
from tests.journeys.line import GatewayLine, answer_lost
from tests.journeys.neighbours import Neighbours, account, code_on_bill, owes_one_of_each
from tests.journeys.resident import Resident
from tests.session.looking import fault


@pytest.fixture
def at_the_terminal(resident: Resident, neighbours: Neighbours) -> Household:
    """A water bill, and the terminal asks for a card."""
    household = neighbours.one(owes_one_of_each)
    resident.finds(*code_on_bill(account(household, "water")))
    resident.taps("pay", "bank_card")
    resident.waits_for_terminal("insert_card")
    return household


def paid(household: Household) -> dict[str, int]:
    fen = account(household, "water").bills[0].due_fen
    return {"clearing:card": fen, "payable:water-city": -fen}


@pytest.mark.parametrize(
    ("card", "problem"), [("6222000000000051", "declined_funds"), ("6222000000000054", "card_declined")]
)
def test_a_bank_that_says_no_takes_nothing_and_a_phone_may_pay_instead(
    resident: Resident, books: Books, at_the_terminal: Household, card: str, problem: str
) -> None:
    resident.pays_at_terminal(card)
    outcome = resident.ends("not_charged", hurry_s=0.1)
    resident.is_told(problem)
    assert books.moved(outcome.payment_id) == {}
    resident.taps("retry")
    resident.reads("methods")
    resident.shows(codes.wechat("0000"))
    resident.ends("settled")


def test_a_terminal_that_declines_by_itself_ends_the_payment(
    resident: Resident, books: Books, at_the_terminal: Household
) -> None:
    resident.terminal.decline_next(DeclineReason.REFUSED)
    resident.pays_at_terminal()
    outcome = resident.ends("not_charged", hurry_s=0.1)
    assert books.moved(outcome.payment_id) == {}


def test_a_wrong_pin_ends_the_payment(resident: Resident, at_the_terminal: Household) -> None:
    assert resident.terminal.insert_card("6222000000003446")
    resident.waits_for_terminal("enter_pin")
    assert resident.terminal.enter_pin(right=False)
    resident.waits_for_terminal("remove_card")
    assert resident.terminal.take_card()
    resident.ends("not_charged", hurry_s=0.1)


def test_who_cancels_on_the_screen_is_not_charged(
    resident: Resident, books: Books, at_the_terminal: Household
) -> None:
    resident.taps("cancel_payment")
    outcome = resident.ends("not_charged", hurry_s=0.1)
    assert fault(resident.view) in {"cancelled", "card_timeout"}  # whether gateway or terminal was first
    resident.is_told(outcome.detail)
    assert books.charges(outcome.payment_id) == 0
    assert not resident.terminal.insert_card("6222000000003446")


def test_who_cancels_on_the_terminal_is_not_charged(
    resident: Resident, books: Books, at_the_terminal: Household
) -> None:
    assert resident.terminal.insert_card("6222000000003446")
    resident.waits_for_terminal("enter_pin")
    resident.terminal.press_cancel()
    resident.waits_for_terminal("remove_card")
    assert resident.terminal.take_card()
    outcome = resident.ends("not_charged", hurry_s=0.1)
    assert books.moved(outcome.payment_id) == {}


def test_a_card_pulled_before_the_pin_is_not_charged(
    resident: Resident, books: Books, at_the_terminal: Household
) -> None:
    assert resident.terminal.insert_card("6222000000003446")
    resident.waits_for_terminal("enter_pin")
    assert resident.terminal.take_card()
    outcome = resident.ends("not_charged", hurry_s=0.1)
    assert books.charges(outcome.payment_id) == 0


def test_a_terminal_that_falls_silent_after_approval_has_charged_once(
    resident: Resident, books: Books, at_the_terminal: Household
) -> None:
    """The acquirer knows; the gateway asks it without waiting for the terminal."""
    resident.terminal.fall_silent_after_approval()
    assert resident.terminal.insert_card("6222000000003446")
    resident.waits_for_terminal("enter_pin")
    assert resident.terminal.enter_pin()
    outcome = resident.ends("settled", hurry_s=0.2)
    assert books.charges(outcome.payment_id) == 1
    assert books.moved(outcome.payment_id) == paid(at_the_terminal)
    resident.terminal.speak_again()
    resident.terminal.take_card()


def test_a_result_that_goes_astray_is_asked_for(
    resident: Resident, books: Books, at_the_terminal: Household
) -> None:
    resident.terminal.lose_results()
    resident.pays_at_terminal()
    outcome = resident.ends("settled", hurry_s=0.1)
    assert books.moved(outcome.payment_id) == paid(at_the_terminal)


def test_an_acquirer_whose_answer_is_lost_has_charged_once(
    resident: Resident, books: Books, at_the_terminal: Household
) -> None:
    resident.pays_at_terminal("6222000000000091")
    outcome = resident.ends("settled", hurry_s=0.1)
    assert books.charges(outcome.payment_id) == 1
    assert books.moved(outcome.payment_id) == paid(at_the_terminal)


def test_a_report_of_the_card_that_is_lost_is_made_up_for(
    resident: Resident, books: Books, line: GatewayLine, at_the_terminal: Household
) -> None:
    line.behave(answer_lost, at="/v1/payments")
    resident.pays_at_terminal()
    resident.hut.until(lambda: any(a.path.endswith("/card-result") for a in line.asked), "the card's report")
    line.recover()
    outcome = resident.ends("settled", hurry_s=0.1)
    assert books.charges(outcome.payment_id) == 1
    assert books.moved(outcome.payment_id) == paid(at_the_terminal)


def test_who_leaves_the_terminal_waiting_is_told_and_not_charged(
    resident: Resident, books: Books, at_the_terminal: Household
) -> None:
    """The terminal waits a minute for a card, the gateway no longer than its deadline."""
    outcome = resident.ends("not_charged", hurry_s=0.2)
    assert fault(resident.view) in {"card_timeout", "card_declined"}
    assert books.charges(outcome.payment_id) == 0
