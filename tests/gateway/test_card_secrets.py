"""The card companies' secrets: a forged card, a card that lies, a wrong code, a state in other hands."""

from collections.abc import Iterator

import pytest

from drivers.card.simulated_memory_card import SimulatedMemoryCard
from drivers.card.simulated_meter_cards import SimulatedMeterCard
from drivers.card.wallet import meter_card
from drivers.card.water_card import water_card
from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.prepaid_adapters import CardDone, CardRead
from kiosk.runtime.clock import FakeClock
from kiosk.wire.loads import ApduStep, CardAnswer, CardStep, MemoryWrite

from .card_sessions import CardTable, card_of, done, facts_of, opened, refused, told
from .place import Place


@pytest.fixture
def table(place: Place, clock: FakeClock) -> Iterator[CardTable]:
    yield from opened(place, clock)


def test_a_forged_card_is_refused_before_the_company_proves_itself(table: CardTable) -> None:
    """The right number and files, but not the key."""
    forged = card_of("gas")
    assert isinstance(forged, SimulatedMeterCard)
    forged.key = bytes(16)
    assert refused(table.read(forged, "gas")) == "other_company"
    order = table.sell(card_of("gas"), "gas")
    assert refused(table.write(forged, "gas", order)) == "other_company"
    assert forged.tries == 3
    external_authenticate = [act for act in table.said if getattr(act, "command", "").startswith("0082")]
    assert external_authenticate == []


@pytest.mark.parametrize("kind", ["gas", "water"])
def test_a_card_swapped_after_the_write_proves_nothing_about_the_one_before(
    table: CardTable, kind: str
) -> None:
    """Of another number, and clean: what was paid may stand on the first."""
    card = card_of(kind)
    order = table.sell(card, kind)
    swapped = water_card(number="0213806013") if kind == "water" else meter_card("gas", "90380502007")
    company = table.company(kind)
    state, turn = company.begin("write", facts_of(card), order)
    while isinstance(turn, CardStep):
        answer = told(turn.no, done(card, turn.act))
        if "d682" in getattr(turn.act, "command", "") or isinstance(turn.act, MemoryWrite):
            card, answer = swapped, CardAnswer(turn.no)
        state, turn = company.go_on(state, answer)
    assert isinstance(turn, CardDone)
    assert (turn.result, turn.proven) == ("unknown", False)


def test_a_card_that_lies_about_its_number_is_not_written(table: CardTable) -> None:
    """Facts of the right card, and another one on the contacts."""
    card, other = card_of("gas"), card_of("gas_of_another_company")
    order = table.sell(card, "gas")
    company = table.company("gas")
    state, turn = company.begin("write", facts_of(card), order)
    while not isinstance(turn, CardDone | CardRead):
        assert isinstance(turn.act, ApduStep)
        response = other.transmit(bytes.fromhex(turn.act.command))
        state, turn = company.go_on(state, CardAnswer(turn.no, response[:-2].hex(), response[-2:].hex()))
    assert refused(turn) == "other_card"


def test_a_code_is_presented_once_in_a_session_and_never_to_a_card_with_one_try(table: CardTable) -> None:
    card = card_of("water")
    order = table.sell(card, "water")
    assert isinstance(card, SimulatedMemoryCard)
    card.code = b"\0\0\0"
    assert refused(table.write(card, "water", order)) == "write_failed"
    assert refused(table.write(card, "water", order)) == "write_failed"
    assert card.tries.bit_count() == 1
    assert refused(table.write(card, "water", order)) == "blocked"
    assert card.tries.bit_count() == 1


def test_the_state_shows_no_key_and_opens_for_its_author_alone(table: CardTable) -> None:
    card = card_of("water")
    order = table.sell(card, "water")
    state, turn = table.company("water").begin("write", facts_of(card), order)
    assert isinstance(card, SimulatedMemoryCard)
    assert card.code not in state
    assert order.load_ref.encode() not in state
    with pytest.raises(AdapterSilent):
        table.company("gas").turn(state)
    with pytest.raises(AdapterSilent):
        table.company("water").go_on(state, CardAnswer(7, gone=True))
    assert card.code.hex() not in repr(turn)
