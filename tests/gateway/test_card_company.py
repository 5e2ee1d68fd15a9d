"""The demonstration's card companies, with the simulated cards: read, written once, resumed, refused."""

from collections.abc import Iterator

import pytest

from drivers.card.simulated_meter_cards import SimulatedMeterCard
from drivers.card.water_card import WaterCard
from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.prepaid_adapters import CardDone, CardRead
from kiosk.runtime.clock import FakeClock
from kiosk.wire.loads import MemoryCode, MemoryWrite

from .card_sessions import CardTable, card_of, opened, refused
from .place import Place

KINDS = ["gas", "electricity", "water"]


@pytest.fixture
def table(place: Place, clock: FakeClock) -> Iterator[CardTable]:
    yield from opened(place, clock)


@pytest.mark.parametrize("kind", KINDS)
def test_before_money_a_card_tells_what_it_holds_and_may_be_sold(table: CardTable, kind: str) -> None:
    turn = table.read(card_of(kind), kind)
    assert isinstance(turn, CardRead)
    supply = turn.supply
    assert (supply.standing, supply.balance_fen, supply.last_load_fen) == ("may_load", 2_350, 5_000)
    assert 0 < supply.least_fen < supply.most_fen
    assert supply.presets_fen
    assert supply.next_load_no == 1
    assert table.company(kind).supply_of(supply.supply_no) == supply
    assert not any(isinstance(act, MemoryCode | MemoryWrite) for act in table.said)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_paid_is_written_read_back_and_taken_over_by_the_meter(table: CardTable, kind: str) -> None:
    card = card_of(kind)
    order = table.sell(card, kind)
    assert table.write(card, kind, order) == CardDone("written")
    table.company(kind).written(order.load_ref)
    assert refused_or_standing(table, card, kind) == "holds_units"
    assert card.visit_meter(at_s=1_796_100_000)
    turn = table.read(card, kind)
    assert isinstance(turn, CardRead)
    assert (turn.supply.standing, turn.supply.balance_fen) == ("may_load", 7_350)
    assert turn.supply.next_load_no == 2


def refused_or_standing(table: CardTable, card: object, kind: str) -> str | None:
    turn = table.read(card, kind)  # type: ignore[arg-type]  # a card
    return turn.supply.standing if isinstance(turn, CardRead) else refused(turn)


@pytest.mark.parametrize(
    ("name", "kind", "why"),
    [
        ("gas_with_units", "gas", "holds_units"),
        ("gas_never_in_meter", "gas", "never_in_meter"),
        ("gas_not_activated", "gas", "not_activated"),
        ("gas_blocked", "gas", "blocked"),
        ("gas_of_another_company", "gas", "other_company"),
        ("gas", "electricity", "other_company"),
        ("gas", "water", "other_company"),
        ("unknown", "gas", "other_company"),
        ("water_with_units", "water", "holds_units"),
        ("water_blocked", "water", "blocked"),
        ("water_one_try_left", "water", "blocked"),
        ("water_dead", "water", "damaged"),
        ("blank_memory", "water", "blank"),
    ],
)
def test_a_card_that_may_not_be_loaded_says_why_before_money(
    table: CardTable, name: str, kind: str, why: str
) -> None:
    card = card_of(name)
    assert refused_or_standing(table, card, kind) == why
    tries = getattr(card, "tries", None)
    assert tries == getattr(card_of(name), "tries", None), "no code was tried"


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_that_leaves_at_any_step_is_written_once_by_whoever_comes_next(
    table: CardTable, kind: str
) -> None:
    """Refused before the first byte, unknown after; and the same order again is never a second load."""
    results = []
    for leaves_at in range(1, 20):
        card = card_of(kind)
        order = table.sell(card, kind, f"{leaves_at:032x}-1")
        turn = table.session(card, kind, "write", order, before=leaves_at.__gt__)
        assert isinstance(turn, CardDone)
        results.append(turn.result)
        if turn.result != "written":
            assert turn.reason == "card_gone"
            assert table.write(card, kind, order) == CardDone("written")
        assert table.write(card, kind, order) == CardDone("written")
        assert bought_fen(card) == 5_000
        table.company(kind).written(order.load_ref)
    assert results == sorted(results, key=["refused", "unknown", "written"].index)
    assert set(results) == {"refused", "unknown", "written"}


def bought_fen(card: object) -> int:
    """The one load that stands on it."""
    if isinstance(card, WaterCard):
        bought = card.bought()
        assert bought is not None
        assert bought.load_no == 2
        return bought.amount_fen
    assert isinstance(card, SimulatedMeterCard)
    assert card.purchase.load_no == 2
    return card.purchase.amount_fen


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("after", range(9))
def test_an_answer_that_is_lost_at_any_step_costs_no_load(table: CardTable, kind: str, after: int) -> None:
    card = card_of(kind)
    order = table.sell(card, kind)
    said = 0

    def lose_one(no: int) -> bool:
        nonlocal said
        vars(card)["lost_answers"] = 1 if said == after else 0
        said += 1
        return True

    turn = table.session(card, kind, "write", order, before=lose_one)
    assert isinstance(turn, CardDone)
    if turn.result != "written":
        assert table.write(card, kind, order) == CardDone("written")
    assert bought_fen(card) == 5_000


def test_a_write_torn_in_two_leaves_the_old_one_and_is_written_again(table: CardTable) -> None:
    card = card_of("water")
    order = table.sell(card, "water")
    assert isinstance(card, WaterCard)
    card.torn_write_after = 9
    turn = table.write(card, "water", order)
    assert turn == CardDone("refused", "write_failed", proven=True)
    assert not card.visit_meter(0)
    assert table.write(card, "water", order) == CardDone("written")


def test_what_a_card_has_shown_not_to_hold_can_be_taken_back(table: CardTable) -> None:
    card = card_of("water")
    order = table.sell(card, "water")
    assert isinstance(card, WaterCard)
    card.torn_write_after = 9
    table.write(card, "water", order)
    assert table.company("water").take_back(order.load_ref) == "taken_back"
    assert refused(table.write(card, "water", order)) == "load_ended"


def test_a_chip_that_dies_while_it_is_written_leaves_it_unknown(table: CardTable) -> None:
    card = card_of("gas")
    order = table.sell(card, "gas")
    assert isinstance(card, SimulatedMeterCard)

    def die_for_good(no: int) -> bool:
        card.dies_after = 0 if no > 7 else None
        return True

    turn = table.session(card, "gas", "write", order, before=die_for_good)
    assert isinstance(turn, CardDone)
    assert (turn.result, turn.reason) == ("unknown", "write_failed")


def test_another_card_is_not_written_and_the_right_one_still_is(table: CardTable) -> None:
    card = card_of("gas")
    order = table.sell(card, "gas")
    other = card_of("gas")
    assert isinstance(other, SimulatedMeterCard)
    other.number = "90380502007"
    assert refused(table.write(other, "gas", order)) in {"other_card", "other_company"}
    assert other.purchase.load_no == 1
    assert table.write(card, "gas", order) == CardDone("written")


def test_an_order_taken_back_is_never_written(table: CardTable) -> None:
    card = card_of("gas")
    order = table.sell(card, "gas")
    assert table.company("gas").take_back(order.load_ref) == "taken_back"
    assert refused(table.write(card, "gas", order)) == "load_ended"
    assert not card.visit_meter(0)


def test_an_order_taken_back_in_the_middle_of_a_session_is_not_written(table: CardTable) -> None:
    card = card_of("gas")
    order = table.sell(card, "gas")

    def take_back_late(no: int) -> bool:
        if no == 6:
            assert table.company("gas").take_back(order.load_ref) == "taken_back"
        return True

    assert refused(table.session(card, "gas", "write", order, before=take_back_late)) == "load_ended"
    assert not card.visit_meter(0)


def test_an_order_that_may_stand_on_a_card_is_not_taken_back(table: CardTable) -> None:
    card = card_of("water")
    order = table.sell(card, "water")
    writes = 0

    def gone_after_the_write(no: int) -> bool:
        nonlocal writes
        writes += isinstance(table.said[-1], MemoryWrite)
        return not (writes and not isinstance(table.said[-1], MemoryWrite))

    turn = table.session(card, "water", "write", order, before=gone_after_the_write)
    assert isinstance(turn, CardDone)
    assert turn.result == "unknown"
    with pytest.raises(AdapterSilent):
        table.company("water").take_back(order.load_ref)
    assert table.write(card, "water", order) == CardDone("written")
    table.company("water").written(order.load_ref)
    assert table.company("water").take_back(order.load_ref) == "loaded"


def test_while_a_load_is_owed_no_other_may_be_bought(table: CardTable) -> None:
    card = card_of("gas")
    order = table.sell(card, "gas")
    assert refused_or_standing(table, card, "gas") == "load_unfinished"
    supply = table.company("gas").supply_of(order.supply_no)
    assert supply is not None
    assert (supply.standing, supply.most_fen) == ("load_unfinished", 0)


def test_a_written_order_is_not_written_again_after_the_card_has_gone_on(table: CardTable) -> None:
    card = card_of("gas")
    first = table.sell(card, "gas")
    table.write(card, "gas", first)
    table.company("gas").written(first.load_ref)
    card.visit_meter(0)
    second = table.sell(card, "gas", "b" * 32 + "-1")
    table.write(card, "gas", second)
    table.company("gas").written(second.load_ref)
    card.visit_meter(0)
    assert table.write(card, "gas", first) == CardDone("written")
    assert not card.visit_meter(0)
