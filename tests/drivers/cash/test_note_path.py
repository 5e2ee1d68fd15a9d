"""The way of a note through a simulated acceptor, and what hands can do to it in words."""

import pytest

from drivers.cash.note_path import Found, NotePath, Place, Step
from drivers.cash.port import RefusalReason
from drivers.cash.simulated_acceptor import SimulatedAcceptor
from drivers.simulation.acts import WrongWords, work
from tests.drivers.cash.acceptor_bench import ACCEPTORS, AcceptorBench, wait
from tests.drivers.cash.conftest import MakeBench

for_every_model = pytest.mark.parametrize("model", ACCEPTORS)


@pytest.fixture
def path() -> NotePath:
    path = NotePath(lambda note: None if note.value_fen else RefusalReason.INVALID_NOTE)
    path.mouth_open = True
    return path


def steps(path: NotePath, until_s: float) -> list[Step]:
    return [happening.step for happening in path.settle(until_s)]


def test_a_note_stays_in_escrow_until_it_is_stacked(path: NotePath) -> None:
    assert path.insert(500)
    assert steps(path, 100.0) == [Step.DRAWN_IN, Step.IN_ESCROW]
    assert path.stack()
    assert steps(path, 200.0) == [Step.STACKING, Step.PAST_RETURN, Step.STACKED]
    assert (path.box, path.note, path.place) == ({500: 1}, None, None)


def test_paper_comes_back_and_hangs_at_the_mouth_until_it_is_taken(path: NotePath) -> None:
    assert path.insert(None)
    assert steps(path, 100.0) == [Step.DRAWN_IN, Step.RETURNING, Step.RETURNED]
    assert path.refusal is RefusalReason.INVALID_NOTE
    assert not path.insert(500)
    assert path.take() is not None
    assert path.take() is None
    assert path.insert(500)


def _bring_to(path: NotePath, place: Place) -> None:
    path.insert(500)
    if place is Place.READING:
        return
    path.settle(2.0)
    if place is Place.RETURNING:
        path.give_back(RefusalReason.KIOSK_ASKED)
    elif place is not Place.ESCROW:
        path.stack()
    if place is Place.PAST_RETURN:
        path.settle(2.6)
    assert path.place is place


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (Place.READING, Found.IN_ACCEPTOR),
        (Place.ESCROW, Found.IN_ACCEPTOR),
        (Place.STACKING, Found.IN_ACCEPTOR),
        (Place.RETURNING, Found.IN_ACCEPTOR),
        (Place.PAST_RETURN, Found.IN_STACKER),
    ],
)
def test_after_a_power_cut_a_note_is_where_it_was_and_goes_where_it_must(
    path: NotePath, place: Place, found: Found
) -> None:
    _bring_to(path, place)
    path.power_lost()
    assert steps(path, 50.0) == []
    path.power_back()
    assert steps(path, 60.0) == []
    assert path.found is found
    path.clear()
    path.settle(70.0)
    assert path.found is None
    assert path.place is (Place.MOUTH if found is Found.IN_ACCEPTOR else None)
    assert path.box.total() == (0 if found is Found.IN_ACCEPTOR else 1)


@pytest.mark.parametrize("place", [Place.READING, Place.STACKING, Place.PAST_RETURN, Place.RETURNING])
def test_a_jam_holds_the_note_until_it_is_freed(path: NotePath, place: Place) -> None:
    _bring_to(path, place)
    path.jam(place)
    assert steps(path, 50.0)[-1] is Step.JAMMED
    stuck_at = path.place
    path.free()
    assert Step.FREED in steps(path, 60.0)
    assert (stuck_at, path.place is place) == (place, False)


def test_a_note_jammed_over_a_power_cut_waits_to_be_cleared(path: NotePath) -> None:
    _bring_to(path, Place.STACKING)
    path.jam(Place.STACKING)
    path.power_lost()
    path.power_back()
    path.clear()
    assert path.found is None
    path.free()
    assert path.found is Found.IN_ACCEPTOR


def test_a_box_that_is_out_stops_a_note_before_it(path: NotePath) -> None:
    _bring_to(path, Place.PAST_RETURN)
    path.remove_box()
    path.settle(50.0)
    assert (path.place, path.jammed) == (Place.PAST_RETURN, True)
    path.replace_box()
    path.settle(60.0)
    assert path.box == {500: 1}


@for_every_model
def test_hands_can_be_asked_for_in_words(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model, decide=wait)
    bench.ready()
    assert _said(bench, "take") == "nothing sticks out"
    assert _said(bench, "count_box") == "empty"
    assert _said(bench, "insert 20") == "drawn in"
    assert _said(bench, "insert 20") == "the mouth does not take it"
    assert _said(bench, "pull_string") == "the unit noticed"
    assert _said(bench, "take") == "20 yuan"
    bench.run(3.0)
    assert _said(bench, "insert_fake") == "drawn in"
    bench.run(3.0)
    assert _said(bench, "take") == "paper"
    for line in ("jam stacking", "free", "fill_box", "remove_box", "replace_box"):
        work(bench.unit, line)


@for_every_model
@pytest.mark.parametrize("line", ["insert", "insert five", "insert -5", "jam nowhere", "jam", "shake"])
def test_words_that_name_no_act_say_what_is_possible(model: str, line: str, make_bench: MakeBench) -> None:
    unit: SimulatedAcceptor = make_bench(model).unit
    with pytest.raises(WrongWords):
        work(unit, line)


def _said(bench: AcceptorBench, line: str) -> str:
    seen = work(bench.unit, line)
    bench.run(4.0)
    return seen
