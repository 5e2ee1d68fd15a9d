"""A kiosk killed while it spends a recharge card: it is spent once or not at all, and its code is nowhere."""

from pathlib import Path

import pytest

from kiosk.gateway.demonstration.residents import Household
from tests.journeys.books import Books
from tests.journeys.line import GatewayLine, Held
from tests.journeys.neighbours import Neighbours, account, code_on_bill, owes_one_of_each
from tests.journeys.recharge_cards import Shop
from tests.system.canaries import everything_below
from tests.system.processes import PATIENCE_S, KioskProcess
from tests.system.test_power_cuts import comes_to_its_end, history, the_payment


@pytest.fixture(scope="module")
def shop() -> Shop:
    return Shop()


@pytest.fixture
def household(neighbours: Neighbours) -> Household:
    return neighbours.one(owes_one_of_each)


def killed_while_spending(
    kiosk: KioskProcess, household: Household, line: GatewayLine, held: Held, code: str
) -> None:
    kiosk.does("finds", *code_on_bill(account(household, "electricity")))
    kiosk.does("taps", "pay", "recharge_card")
    kiosk.does("types", code)
    kiosk.does("taps", "next")
    kiosk.does("reads", "recharge_card")
    line.behave(held, at="/v1/payments")
    kiosk.does("taps", "agree")
    assert held.reached.wait(PATIENCE_S)
    kiosk.kill()
    line.recover()


@pytest.mark.parametrize("forwarded", [False, True])
def test_killed_while_a_recharge_card_is_being_spent(
    kiosk: KioskProcess,
    household: Household,
    line: GatewayLine,
    books: Books,
    shop: Shop,
    tmp_path: Path,
    forwarded: bool,
) -> None:
    """Before the gateway heard of it, the id is barred and the card is good; after, all of it is placed."""
    code = shop.card(500)
    killed_while_spending(kiosk, household, line, Held(forwarded=forwarded), code)
    comes_to_its_end(kiosk)
    payment_id = the_payment(line)
    assert history(kiosk, payment_id) == ("intent", "result", "closed")
    placed = sum(fen for fen in books.moved(payment_id).values() if fen > 0)
    assert placed == (50_000 if forwarded else 0)
    assert [path for path, held in everything_below(tmp_path).items() if code.encode() in held] == []
    books.check()
    if not forwarded:
        kiosk.start()
        kiosk.does("finds", *code_on_bill(account(household, "electricity")))
        kiosk.does("taps", "pay", "recharge_card")
        kiosk.does("types", code)
        kiosk.does("taps", "next")
        kiosk.does("reads", "recharge_card")
