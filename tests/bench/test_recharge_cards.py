"""The recharge cards on the bench are those the gateway's issuer knows, to be typed or to be shown."""

import pytest

from drivers.scanner.decode import decode
from kiosk.gateway.demonstration.recharge_cards import Card, cards_by_biller
from kiosk.gateway.parties.biller_rules import shipped_biller_book
from tests.bench.conftest import Workbench

SOLD = cards_by_biller(shipped_biller_book())["electric-city"]


def in_hand(workbench: Workbench) -> str:
    return "".join(character for character in workbench.device("recharge_cards").state if character.isdigit())


@pytest.mark.parametrize("yuan", [30, 50, 100, 200, 500])
def test_a_card_of_every_worth_can_be_typed(workbench: Workbench, yuan: int) -> None:
    workbench.press(f"recharge_cards.take_{yuan}")
    assert SOLD[in_hand(workbench)] == Card(yuan * 100, "usable")


@pytest.mark.parametrize("state", ["used", "expired", "blocked", "other_biller"])
def test_and_one_of_every_kind_that_cannot_pay(workbench: Workbench, state: str) -> None:
    workbench.press(f"recharge_cards.{state}")
    assert SOLD[in_hand(workbench)].state == state


def test_its_barcode_is_shown_at_the_window(workbench: Workbench) -> None:
    assert not workbench.control("recharge_cards.show").applies
    workbench.press("recharge_cards.take_100")
    assert not workbench.control("recharge_cards.show").applies, "nobody is looking"
    workbench.press("code_window.keep")
    assert workbench.control("recharge_cards.show").applies
    workbench.press("recharge_cards.show")
    camera = workbench.hands.camera
    assert camera is not None
    picture = camera.frame(0)
    assert picture is not None
    [code] = decode(picture, frozenset({"code128"}))
    assert code.text == in_hand(workbench)
