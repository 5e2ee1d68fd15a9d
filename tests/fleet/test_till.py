"""The played acceptor keeps the promises that the kiosk's note counting rests on."""

from random import Random
from typing import Any

import pytest

from kiosk.fleet.till import NOTES_FEN, Till, notes_for


class Desk:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *words: self.told.append((name, *words))

    def names(self) -> list[str]:
        return [each[0] for each in self.told]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def till(desk: Desk) -> Till:
    till = Till("FLEET-0001", Random(1))
    till.desk = desk  # type: ignore[assignment]  # by shape
    return till


def drawn_in(till: Till, desk: Desk, value_fen: int = 2_000) -> str:
    till.enable(frozenset(NOTES_FEN))
    assert till.insert(value_fen)
    return str(desk.told[-1][1])


def test_a_shut_slot_takes_nothing(till: Till, desk: Desk) -> None:
    assert not till.insert(2_000)
    assert desk.told == []


def test_a_note_is_stacked_when_the_desk_says_so_and_shut_is_confirmed_after_it(
    till: Till, desk: Desk
) -> None:
    note = drawn_in(till, desk)
    till.disable()
    assert desk.names() == ["note_in_escrow"]

    till.accept(note)
    till.credit_recorded(note)
    assert desk.names() == ["note_in_escrow", "note_credited", "taking_none", "note_in_box"]
    assert (till.stacked_fen, till.stacked_notes) == (2_000, 1)


def test_a_note_that_is_given_back_is_not_in_the_box(till: Till, desk: Desk) -> None:
    note = drawn_in(till, desk)
    till.reject()

    assert desk.told[-1] == ("note_returned", note)
    assert till.stacked_fen == 0


def test_the_power_gives_a_note_in_escrow_back(till: Till, desk: Desk) -> None:
    note = drawn_in(till, desk)
    till.power_returned(desk)  # type: ignore[arg-type]  # by shape

    assert desk.told[-2:] == [("works",), ("note_returned_at_power_up", note)]
    assert not till.insert(2_000)


def test_a_note_in_the_box_is_told_of_until_its_credit_is_recorded(till: Till, desk: Desk) -> None:
    note = drawn_in(till, desk)
    till.accept(note)
    till.power_returned(desk)  # type: ignore[arg-type]  # by shape
    assert desk.told[-1] == ("note_pending", note, 2_000)

    till.credit_recorded(note)
    till.power_returned(desk)  # type: ignore[arg-type]  # by shape
    assert desk.names()[-1] == "works"


@pytest.mark.parametrize("sum_fen", [1, 499, 500, 7_245, 23_075, 61_999])
def test_notes_pass_the_sum_by_less_than_the_smallest(sum_fen: int) -> None:
    for seed in range(20):
        inside_fen = sum(notes_for(sum_fen, Random(seed)))
        assert sum_fen <= inside_fen < sum_fen + min(NOTES_FEN)
