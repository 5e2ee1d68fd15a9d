"""What a phone's code can bring: each ends with the truth about the money, on the screen and in the books."""

import pytest

from kiosk.gateway.demonstration.residents import Household
from tests.journeys import codes
from tests.journeys.books import Books
from tests.journeys.clocks import ElasticClock
from tests.journeys.neighbours import Neighbours, account, code_on_bill, owes_one_of_each
from tests.journeys.resident import GIVEN_BACK, Resident
from tests.session.looking import fault


@pytest.fixture
def at_the_bill(resident: Resident, neighbours: Neighbours) -> Household:
    """A resident before an electricity bill."""
    household = neighbours.one(owes_one_of_each)
    resident.finds(*code_on_bill(account(household, "electricity")))
    return household


def meet_next_timer(resident: Resident, books: Books, clock: ElasticClock) -> None:
    """To the very moment of it, for two seconds after the deadline the payer has paid."""
    due_s = books.next_due_s()
    clock.leap(max(0.0, due_s - clock.wall_s() + 0.002))
    resident.hut.until(lambda: books.next_due_s() != due_s, "the gateway to meet its timer")


def paid(household: Household, provider: str) -> dict[str, int]:
    fen = account(household, "electricity").bills[0].due_fen
    return {f"clearing:{provider}": fen, "payable:electric-city": -fen}


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (codes.quick_pass("0002"), "declined_funds"),
        (codes.wechat("9999"), "code_expired"),
        (codes.alipay("9999"), "code_expired"),
        (codes.wechat("0002"), "declined_funds"),
        (codes.alipay("0002"), "declined_funds"),
    ],
)
def test_a_code_that_is_refused_takes_nothing_and_another_may_follow(
    resident: Resident, books: Books, at_the_bill: Household, code: str, problem: str
) -> None:
    resident.shows_phone(code)
    outcome = resident.ends("not_charged")
    resident.is_told(problem)
    assert (books.moved(outcome.payment_id), books.charges(outcome.payment_id)) == ({}, 0)
    resident.taps("retry")
    resident.reads("methods")
    resident.shows(codes.wechat("0000"))
    assert books.moved(resident.ends("settled").payment_id) == paid(at_the_bill, "wechat")


def test_a_code_is_good_once(resident: Resident, at_the_bill: Household) -> None:
    code = codes.wechat("0000")
    resident.shows_phone(code)
    resident.ends("settled")
    resident.taps("another", "no_receipt")
    resident.finds(*code_on_bill(account(at_the_bill, "gas")))
    resident.shows_phone(code)
    resident.ends("not_charged")
    resident.is_told("code_used")


@pytest.mark.parametrize("name", ["quick_pass", "digital_yuan"])
def test_union_pay_and_digital_yuan_pay_like_the_others(
    resident: Resident, books: Books, at_the_bill: Household, name: str
) -> None:
    resident.shows_phone(getattr(codes, name)("0000"))
    outcome = resident.ends("settled")
    provider = {"quick_pass": "unionpay", "digital_yuan": "ecny"}[name]
    assert (outcome.provider, books.moved(outcome.payment_id)) == (provider, paid(at_the_bill, provider))


@pytest.mark.parametrize("provider", ["wechat", "alipay"])
@pytest.mark.parametrize("ending", ["0000", "0001", "0003"])
def test_the_endings_that_charge_charge_once(
    resident: Resident, books: Books, at_the_bill: Household, provider: str, ending: str
) -> None:
    resident.shows_phone(getattr(codes, provider)(ending))
    outcome = resident.ends("settled", hurry_s=0.5)
    assert books.charges(outcome.payment_id) == 1
    assert books.moved(outcome.payment_id) == paid(at_the_bill, provider)


@pytest.mark.parametrize("provider", ["wechat", "alipay"])
def test_a_lost_answer_that_has_not_charged_is_taken_back_for_certain(
    resident: Resident, books: Books, at_the_bill: Household, provider: str
) -> None:
    resident.shows_phone(getattr(codes, provider)("0004"))
    outcome = resident.ends("not_charged", hurry_s=0.5)
    resident.is_told("timed_out")
    assert books.moved(outcome.payment_id) == {}


@pytest.mark.parametrize("provider", ["wechat", "alipay"])
def test_a_success_after_the_deadline_is_given_back(
    resident: Resident, books: Books, clock: ElasticClock, at_the_bill: Household, provider: str
) -> None:
    resident.shows_phone(getattr(codes, provider)("0005"))
    resident.hut.until(
        lambda: resident.view.title.key == "paying.payer_confirming.title", "the wait for the payer"
    )
    [payment_id] = books.open_payments()
    with clock.held():
        while books.state(payment_id) == "charging":
            meet_next_timer(resident, books, clock)
    outcome = resident.ends("not_charged", hurry_s=0.15)
    resident.is_told("late_success_returned", GIVEN_BACK)
    assert books.entries(outcome.payment_id) == ["charge", "reverse"]
    assert books.moved(outcome.payment_id) == {}
    resident.taps("retry")
    resident.reads("methods")
    resident.shows(codes.wechat("0000"))
    resident.ends("settled")


def test_who_changes_their_mind_while_the_phone_asks_for_the_password_is_not_charged(
    resident: Resident, books: Books, at_the_bill: Household
) -> None:
    resident.shows_phone(codes.wechat("0001"))
    resident.hut.until(
        lambda: resident.view.title.key == "paying.payer_confirming.title", "the wait for the payer"
    )
    resident.taps("cancel_payment")
    outcome = resident.ends("not_charged", hurry_s=0.5)
    assert fault(resident.view) in {"cancelled", "late_success_returned"}
    assert books.moved(outcome.payment_id) == {}
