"""A recharge card from its code to the books: spent whole, or not touched; the screen and the books agree."""

import pytest

from kiosk.gateway.demonstration.residents import Household
from kiosk.session.events import MethodTapped
from kiosk.session.steps import ChooseMethod
from tests.journeys.books import Books
from tests.journeys.line import Forward, GatewayLine, Mood, Reply, answer_lost, request_lost
from tests.journeys.neighbours import Neighbours, account, code_on_bill, owes_one_of_each
from tests.journeys.recharge_cards import NOBODYS, Shop
from tests.journeys.resident import NOTHING_TAKEN, Resident
from tests.session.looking import button, words


@pytest.fixture(scope="module")
def shop() -> Shop:
    return Shop()


@pytest.fixture
def household(resident: Resident, neighbours: Neighbours) -> Household:
    """Whose electricity bill is on the screen; it owes less than 500 yuan."""
    household = neighbours.one(owes_one_of_each)
    resident.finds(*code_on_bill(account(household, "electricity")))
    resident.taps("pay", "recharge_card")
    return household


def due_fen(household: Household) -> int:
    return account(household, "electricity").bills[0].due_fen


def types(resident: Resident, code: str) -> None:
    resident.types(code)
    resident.taps("next")


def is_refused(resident: Resident, title: str) -> None:
    resident.hut.until(lambda: words(resident.view.title) == title, f"the words {title!r}")
    assert NOTHING_TAKEN in words(resident.view.prompt)


def test_a_card_pays_the_bill_and_the_rest_goes_on_account(
    resident: Resident, books: Books, shop: Shop, household: Household
) -> None:
    types(resident, shop.card(500))
    resident.reads("recharge_card")
    rest_fen = 50_000 - due_fen(household)
    assert f"{rest_fen // 100}.{rest_fen % 100:02d}" in words(resident.view.prompt)
    assert not books.open_payments()
    resident.taps("agree")
    outcome = resident.ends("settled")
    assert (outcome.face_fen, outcome.sum_fen("account")) == (50_000, rest_fen)
    assert sum(fen for fen in books.moved(outcome.payment_id).values() if fen > 0) == 50_000
    resident.wants_nothing_but("print")
    resident.takes_receipt()


def test_its_barcode_under_the_window_does_the_same(
    resident: Resident, shop: Shop, household: Household
) -> None:
    resident.shows(shop.card(500), "code128")
    resident.reads("recharge_card")
    resident.taps("agree")
    assert resident.ends("settled").method == "recharge_card"


def test_a_card_is_good_once(
    resident: Resident, neighbours: Neighbours, shop: Shop, household: Household
) -> None:
    code = shop.card(500)
    types(resident, code)
    resident.reads("recharge_card")
    resident.taps("agree")
    resident.ends("settled")
    resident.taps("another", "no_receipt")
    resident.finds(*code_on_bill(account(neighbours.one(owes_one_of_each), "electricity")))
    resident.taps("pay", "recharge_card")
    types(resident, code)
    is_refused(resident, "这张卡用过了")


def test_one_wrong_digit_is_put_right(resident: Resident, shop: Shop, household: Household) -> None:
    code = shop.card(500)
    types(resident, code[:-1] + str((int(code[-1]) + 1) % 10))
    is_refused(resident, "密码输错了")
    resident.taps("delete")
    resident.types(code[-1])
    resident.taps("next")
    resident.reads("recharge_card")


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("used", "这张卡用过了"),
        ("expired", "这张卡过期了"),
        ("blocked", "这张卡停用了"),
        ("other_biller", "是别家公司的卡"),
    ],
)
def test_a_card_that_cannot_pay_says_why_and_nothing_is_taken(
    resident: Resident, books: Books, shop: Shop, household: Household, state: str, title: str
) -> None:
    before = books.payments()
    types(resident, shop.card(100, state))
    is_refused(resident, title)
    assert books.payments() == before


def test_a_card_nobody_sold_is_unknown(resident: Resident, household: Household) -> None:
    types(resident, NOBODYS)
    is_refused(resident, "没有这个密码")


def test_a_card_worth_too_little_is_told_and_kept(
    resident: Resident, shop: Shop, household: Household
) -> None:
    types(resident, shop.card(30))
    is_refused(resident, "卡里的钱不够")
    assert "¥30.00" in words(resident.view.prompt)


def test_with_water_beside_it_the_card_is_off_and_says_which_to_take_off(
    resident: Resident, neighbours: Neighbours
) -> None:
    resident.reads("home")
    resident.taps("household", "typed", "electricity")
    resident.types(account(neighbours.one(owes_one_of_each), "electricity").number)
    resident.taps("next")
    resident.reads("bills")
    resident.taps("pay")
    reason = words(button(resident.view, "recharge_card").reason)
    assert reason == "只付电费,请返回去掉水费、燃气费"
    resident.hut.machine.post(MethodTapped("recharge_card"))
    resident.hut.machine.drain()
    assert isinstance(resident.hut.session.step, ChooseMethod)


def test_a_line_that_is_down_leaves_code_and_card_as_they_are(
    resident: Resident, line: GatewayLine, shop: Shop, household: Household
) -> None:
    line.cut()
    types(resident, shop.card(500))
    is_refused(resident, "网络断了")
    line.mend()
    resident.taps("next")
    resident.reads("recharge_card")
    resident.taps("agree")
    resident.ends("settled")


@pytest.mark.parametrize("mood", [answer_lost, request_lost])
def test_whatever_is_lost_on_the_way_the_card_is_spent_once(
    resident: Resident, books: Books, line: GatewayLine, shop: Shop, household: Household, mood: Mood
) -> None:
    types(resident, shop.card(500))
    resident.reads("recharge_card")

    def first_only(forward: Forward) -> Reply | None:
        line.recover()
        return mood(forward)

    line.behave(first_only, at="/v1/payments")
    resident.taps("agree")
    outcome = resident.ends("settled", hurry_s=0.5)
    assert sum(fen for fen in books.moved(outcome.payment_id).values() if fen > 0) == 50_000
