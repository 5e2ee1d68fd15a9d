"""What the demonstration's companies say of a card that comes no more, once they have looked into it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.card.simulated_cards import SimulatedCard
from drivers.card.water_card import WaterCard
from kiosk.gateway.demonstration.card_books import CardBooks
from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.prepaid_adapters import CardDone, CardOrder
from kiosk.runtime.clock import FakeClock
from kiosk.wire.loads import MemoryWrite

from .card_loads_desk import COMPANY, Card, Company, surround_with
from .card_sessions import CardTable, card_of, opened, refused
from .place import Place
from .test_loads_unfetched import bought
from .town import Town
from .town import refused as refused_by_http


@pytest.fixture
def table(tmp_path: Path, clock: FakeClock) -> Iterator[CardTable]:
    yield from opened(Place.file(tmp_path), clock)


def torn_away(table: CardTable, card: SimulatedCard, order: CardOrder) -> None:
    """After the write, before it was read back."""
    writes = 0

    def gone_after_the_write(no: int) -> bool:
        nonlocal writes
        writes += isinstance(table.said[-1], MemoryWrite)
        return not (writes and not isinstance(table.said[-1], MemoryWrite))

    table.session(card, "water", "write", order, before=gone_after_the_write)


def test_what_a_card_has_shown_to_be_on_it_is_not_taken_back_confirmed_or_not(table: CardTable) -> None:
    card, company = card_of("water"), table.company("water")
    order = table.sell(card, "water")
    assert table.write(card, "water", order) == CardDone("written")
    assert company.take_back(order.load_ref) == "loaded"
    assert company.take_back(order.load_ref) == "loaded"
    company.written(order.load_ref)
    assert isinstance(card, WaterCard)
    assert card.visit_meter(at_s=1_796_100_000)
    assert table.sell(card, "water", "b" * 32 + "-1").load_no == order.load_no + 1


def test_a_lost_card_on_which_its_company_finds_nothing_lets_the_load_go_back(table: CardTable) -> None:
    card, company = card_of("water"), table.company("water")
    order = table.sell(card, "water")
    torn_away(table, card, order)
    with pytest.raises(AdapterSilent):
        company.take_back(order.load_ref)
    company.found_nothing(order.load_ref)
    assert company.take_back(order.load_ref) == "taken_back"
    assert refused(table.write(card, "water", order)) == "load_ended"


def test_whoever_plays_the_company_finds_nothing_on_a_card(file_town: Town) -> None:
    surround_with(file_town, Company())
    load_id = bought(file_town, Card())
    shown = file_town.gateway.demonstration
    assert shown is not None
    CardBooks(shown.world).writing(load_id)
    with pytest.raises(AdapterSilent):
        shown.cards[COMPANY].take_back(load_id)
    told = file_town.http.put(f"/sandbox/card-loads/{load_id}/not-on-card")
    assert (told.status_code, told.json()["state"]) == (200, "card_waiting")
    assert shown.cards[COMPANY].take_back(load_id) == "taken_back"
    nobodys = file_town.http.put(f"/sandbox/card-loads/{'0' * 32}-0/not-on-card")
    assert refused_by_http(nobodys) == (404, "load_unknown")
