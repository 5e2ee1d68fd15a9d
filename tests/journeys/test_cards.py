"""Identity and IC cards: whatever is put in comes back, and the screen says what was wrong with it."""

from collections.abc import Callable

import pytest

from drivers.card.crt310.simulator import Crt310Simulator
from drivers.card.position import Position
from drivers.card.simulated_cards import SimulatedCard, SimulatedCpuCard
from drivers.idcard.simulated_cards import SimulatedIdCard, id_card
from drivers.idcard.text_block import IdCardKind
from kiosk.gateway.demonstration.residents import Household
from tests.journeys.line import GatewayLine
from tests.journeys.neighbours import Neighbours, account, owes_one_of_each
from tests.journeys.resident import Resident, ic_card, identity_card


@pytest.fixture
def household(neighbours: Neighbours) -> Household:
    return neighbours.one(owes_one_of_each)


def upside_down(card: SimulatedCard) -> SimulatedCard:
    card.upside_down = True
    return card


def damaged(card: SimulatedIdCard) -> SimulatedIdCard:
    card.damaged = True
    return card


def goes_in_again_and_is_read(resident: Resident, household: Household) -> None:
    resident.inserts(identity_card(household))
    resident.reads("take_card")
    resident.takes_card_back()
    assert len(resident.reads("bills").bills) == 3


WRONG_ID_CARDS: dict[str, tuple[str, Callable[[], SimulatedCard]]] = {
    "upside down": ("card_upside_down", lambda: upside_down(id_card("Wang", "310108194002290011"))),
    "damaged": ("card_damaged", lambda: damaged(id_card("Wang", "310108194002290011"))),
    "a bus card": ("card_not_id", lambda: SimulatedCard(type_characters=b"00")),
    "a bank card": ("card_not_id", SimulatedCpuCard),
    "unknown kind": ("card_unsupported", lambda: id_card("Wang", "310108194002290011", type_letter="Z")),
}


@pytest.mark.parametrize("what", WRONG_ID_CARDS)
def test_a_card_that_cannot_be_read_comes_back_first_and_is_named_then(
    resident: Resident, household: Household, what: str
) -> None:
    problem, make = WRONG_ID_CARDS[what]
    resident.reads("home")
    resident.taps("household", "id_card")
    resident.inserts_into_id_slot(make())
    resident.reads("take_card")
    resident.takes_card_back()
    resident.is_told(problem)
    goes_in_again_and_is_read(resident, household)


def test_a_foreigners_card_is_read_and_its_household_is_not_known(resident: Resident) -> None:
    """Permanent residents' cards carry fifteen characters; no household of the demonstration has one."""
    card = id_card("SMITH JOHN", "USA310080010101", kind=IdCardKind.FOREIGN_PERMANENT_RESIDENT)
    resident.reads("home")
    resident.inserts(card)
    resident.reads("take_card")
    resident.takes_card_back()
    resident.is_told("household_unknown")


def test_a_card_pulled_out_while_it_is_read(resident: Resident, household: Household) -> None:
    resident.reads("home")
    resident.inserts(identity_card(household))
    resident.hut.until(lambda: resident.hut.session.slot("id_card") == "inside", "the card to be inside")
    assert resident.id_slot.pull() is not None
    resident.hut.until(
        lambda: resident.view.screen in {"notice", "bills", "take_card"}, "the machine to see it"
    )
    if resident.view.screen != "bills":
        # Pulled at the very end the card has been read; else it is told as pulled.
        resident.is_told("card_pulled")
        goes_in_again_and_is_read(resident, household)


def test_a_card_nobody_takes_is_waited_for(resident: Resident, household: Household) -> None:
    """The bills are there, but nobody can go on over somebody's identity card."""
    resident.reads("home")
    resident.inserts(identity_card(household))
    resident.hut.until(lambda: resident.hut.session.slot("id_card") == "offered", "the card to be held out")
    held_out_s = resident.hut.clock.monotonic_s()
    resident.hut.until(
        lambda: resident.hut.clock.monotonic_s() > held_out_s + 600, "ten minutes to pass", hurry_s=20.0
    )
    assert resident.view.screen == "take_card"
    resident.takes_card_back()
    resident.reads("bills")


def test_a_card_left_behind_at_the_end_keeps_the_next_session_waiting(
    resident: Resident, household: Household
) -> None:
    resident.reads("home")
    resident.inserts(identity_card(household))
    resident.hut.until(lambda: resident.hut.session.slot("id_card") == "offered", "the card to be held out")
    resident.taps("exit", "leave")
    resident.reads("goodbye")
    left_s = resident.hut.clock.monotonic_s()
    resident.hut.until(
        lambda: resident.hut.clock.monotonic_s() > left_s + 300, "five minutes to pass", hurry_s=20.0
    )
    assert resident.view.screen == "goodbye"
    resident.takes_card_back()
    resident.reads("home", hurry_s=5.0)


def test_a_jammed_card_is_owned_up_to_and_comes_out_at_the_red_button(
    resident: Resident, household: Household
) -> None:
    resident.reads("home")
    resident.inserts(identity_card(household))
    resident.id_slot.slot.jammed = True
    resident.hut.until(lambda: resident.hut.session.slot("id_card") == "jammed", "the jam to be told")
    assert resident.reads("take_card").hold is not None
    resident.id_slot.slot.jammed = False
    resident.id_slot.press_button()
    resident.hut.until(lambda: resident.id_slot.slot.position is Position.EJECTED, "the card to be out")
    resident.id_slot.release_button()
    resident.takes_card_back()
    resident.hut.until(lambda: resident.view.screen in {"bills", "notice"}, "words about it")


def takes(resident: Resident, slot: Crt310Simulator) -> None:
    resident.reads("take_card")
    resident.takes_card_back(slot)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: upside_down(ic_card("gas", "90380501234")), "card_turned"),
        (SimulatedCard, "card_turned"),
        (SimulatedCpuCard, "card_unknown"),
        (lambda: ic_card("citizen", "8800000000999999"), "card_unknown"),
        (lambda: ic_card("gas", "90999999999"), "card_unknown"),
    ],
)
def test_an_ic_card_that_leads_nowhere_comes_back_and_is_named(
    resident: Resident, household: Household, make: Callable[[], SimulatedCard], problem: str
) -> None:
    resident.reads("home")
    resident.taps("gas", "ic_card")
    resident.inserts(make())
    takes(resident, resident.card_slot)
    resident.is_told(problem)
    resident.inserts(ic_card("gas", account(household, "gas").number))
    takes(resident, resident.card_slot)
    assert len(resident.reads("bills").bills) == 1


def test_a_card_read_while_the_gateway_is_down_comes_back_all_the_same(
    resident: Resident, household: Household, line: GatewayLine
) -> None:
    resident.reads("home")
    line.cut()
    resident.inserts(identity_card(household))
    takes(resident, resident.id_slot)
    resident.is_told("gateway_down")
    line.mend()
    resident.hut.until(lambda: resident.hut.session.gateway_up, "the gateway to be found again", hurry_s=1.0)
