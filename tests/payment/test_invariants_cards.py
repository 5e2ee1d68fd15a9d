"""The invariants of meter cards find what they are for: units nobody paid for, and what is forgotten."""

from collections.abc import Iterable

from msgspec.structs import replace

from kiosk.payment import invariants_cards as rules
from kiosk.payment.invariants import Violation
from kiosk.payment.invariants_cards import OnCard
from kiosk.payment.load_state import Load

from .load_world import a_load

NOBODY: frozenset[str] = frozenset()


def told(found: Iterable[Violation]) -> list[str]:
    return [f"{each.rule} {each.told}" for each in found]


def on_card(load: Load, *written: OnCard, refunded: frozenset[str] = NOBODY) -> list[str]:
    return told(rules.wrong_card(load.supply_no, written, {load.load_id: load}, refunded))


def test_a_card_holds_its_own_load_once() -> None:
    load = a_load()
    fen = load.amount_fen
    assert on_card(load) == on_card(load, OnCard(load.load_id, fen)) == []
    assert on_card(load, OnCard(None, 700)) == ["I21 700 fen on the card, paid by nobody"]
    assert on_card(load, OnCard(load.load_id, fen + 1)) == [f"I21 {fen + 1} fen on the card of {fen} paid"]
    twice = on_card(load, OnCard(load.load_id, fen), OnCard(load.load_id, fen))
    assert twice == ["I21 on the card a second time"]


def test_a_card_holds_no_other_meters_load_and_none_that_was_given_back() -> None:
    load = a_load()
    other = replace(load, supply_no="another")
    written = [OnCard(load.load_id, load.amount_fen)]
    found = told(rules.wrong_card(load.supply_no, written, {load.load_id: other}, NOBODY))
    assert found == [f"I21 of another, and on the card of {load.supply_no}"]
    back = on_card(load, *written, refunded=frozenset({load.refund_no}))
    assert back == ["I9 on the card, and given back"]


def test_what_was_noted_is_there_until_the_gateway_has_said_how_it_ended() -> None:
    assert told(rules.session_forgotten("kiosk-1", ["a"], ["a", "b"])) == []
    assert len(told(rules.session_forgotten("kiosk-1", ["a", "b"], ["b"]))) == 1
    assert told(rules.let_go_too_early("a", has_ended=True)) == []
    assert len(told(rules.let_go_too_early("a", has_ended=False))) == 1
    assert len(told(rules.sessions_owed("kiosk-1", ["a", "b"]))) == 2
    assert len(told(rules.sessions_without_end(["a"]))) == 1


def test_a_step_is_given_once_and_in_turn() -> None:
    assert told(rules.step_given_again("a", 1, 2)) == []
    for no in (1, 2):
        assert len(told(rules.step_given_again("a", 2, no))) == 1


def test_what_is_told_as_written_is_on_the_card() -> None:
    load = a_load()
    assert told(rules.wrong_word_of_card(load, {load.load_id: load.amount_fen})) == []
    assert len(told(rules.wrong_word_of_card(load, {}))) == 1
    assert len(told(rules.wrong_word_of_card(None, {load.load_id: 1}))) == 1


def test_what_waits_is_carried_on_and_not_paid_again() -> None:
    load = a_load()
    assert rules.asked_to_pay_again(load.load_id).rule == "I21"
    assert rules.came_to_nothing(load).subject == load.load_id
