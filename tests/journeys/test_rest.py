"""Who comes for one bill is offered the household's others once they have paid it, in the real town."""

import pytest

from kiosk.gateway.demonstration.residents import Household
from kiosk.session.steps import ConfirmBills, Done, Printing
from kiosk.session.steps_rest import OfferRest
from tests.journeys.hut import Hut
from tests.journeys.neighbours import Neighbours, account, code_on_bill, due_fen, number_of, owes_one_of_each
from tests.journeys.resident import Resident, identity_card


@pytest.fixture
def household(neighbours: Neighbours) -> Household:
    return neighbours.one(owes_one_of_each)


def pays(resident: Resident, household: Household, nth: int = 0) -> int:
    resident.taps("pay", "phone_code")
    resident.shows(f"1345678901{nth}{number_of(household):03d}0000")
    return resident.ends("settled").amount_fen


def shows_id_card_for(resident: Resident, household: Household, wish: str) -> None:
    resident.reads("home")
    resident.taps(wish, "id_card")
    resident.inserts(identity_card(household))
    resident.reads("take_card")
    resident.takes_card_back()
    assert len(resident.reads("bills").bills) == 1


def test_whoever_came_for_one_pays_the_others_too_and_has_one_paper(
    resident: Resident, hut: Hut, household: Household
) -> None:
    shows_id_card_for(resident, household, "gas")
    first_fen = pays(resident, household)
    resident.taps("print")
    assert isinstance(hut.session.step, OfferRest)
    resident.taps("rest")
    rest_fen = pays(resident, household, 1)
    assert first_fen + rest_fen == due_fen(household)
    resident.taps("print")
    resident.takes_receipt()
    assert len(resident.printer.printed()) == 1


def test_no_is_one_tap_and_nobody_is_asked_again(resident: Resident, hut: Hut, household: Household) -> None:
    shows_id_card_for(resident, household, "electricity")
    pays(resident, household)
    resident.taps("print")
    assert isinstance(hut.session.step, OfferRest)
    resident.taps("finish")
    assert isinstance(hut.session.step, Printing)
    resident.takes_receipt()
    assert len(resident.printer.printed()) == 1


def test_a_bill_before_the_camera_is_enough(resident: Resident, hut: Hut, household: Household) -> None:
    resident.finds(*code_on_bill(account(household, "electricity")))
    assert len(resident.view.bills) == 1
    paid_fen = pays(resident, household)
    hut.until(lambda: others_are_known(hut), "the gateway to tell of the household")
    resident.taps("no_receipt", "rest")
    assert pays(resident, household, 1) == due_fen(household) - paid_fen
    resident.taps("print")
    resident.takes_receipt()


def others_are_known(hut: Hut) -> bool:
    step = hut.session.step
    return isinstance(step, Done) and isinstance(step.back, ConfirmBills) and bool(step.back.findings.others)


def test_a_typed_number_tells_nothing_of_the_household(
    resident: Resident, hut: Hut, household: Household
) -> None:
    resident.reads("home")
    resident.taps("electricity", "typed")
    resident.types(account(household, "electricity").number)
    resident.taps("next")
    resident.reads("bills")
    pays(resident, household)
    resident.taps("print")
    assert isinstance(hut.session.step, Printing)
    resident.takes_receipt()
