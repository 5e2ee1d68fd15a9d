"""At every act of the kiosk the power may fail: what lies in the box is what the gateway accounts for."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runtime.cash_world import CashWorld, PowerCut

ACTS = 60
"""More than a payment with three notes takes."""
YUAN = st.lists(st.sampled_from([5, 10, 20, 50, 100]), max_size=4)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[CashWorld]:
    made = CashWorld(tmp_path)
    yield made
    made.close()


def until_the_power_fails(world: CashWorld, notes: list[int], blows_at: int) -> bool:
    """Whether it did, at that act of this payment."""
    world.fuse.acts, world.fuse.blows_at = 0, blows_at
    try:
        world.pay()
        world.insert(*notes)
        world.stop()
        world.passes(8)
    except PowerCut:
        return True
    finally:
        world.fuse.blows_at = None
    return False


def prove(world: CashWorld) -> None:
    """Once the power is back and an hour has passed."""
    world.passes(40)
    assert world.gateway.accounted_fen == sum(world.unit.box) == world.counted_fen
    assert world.unit.unrecorded is None
    assert world.journal.open_intents() == ()
    assert world.journal.open_found_notes() == ()
    assert set(world.gateway.notes) == world.gateway.ended


def test_the_world_acts_so_often_that_every_act_is_cut(tmp_path: Path) -> None:
    world = CashWorld(tmp_path)
    assert not until_the_power_fails(world, [100, 50, 100], 10_000)
    assert 50 < world.fuse.acts < ACTS
    prove(world)
    world.close()


@pytest.mark.parametrize("blows_at", range(1, ACTS))
def test_a_power_cut_at_any_act_loses_no_note_and_counts_none_twice(tmp_path: Path, blows_at: int) -> None:
    world = CashWorld(tmp_path)
    if until_the_power_fails(world, [100, 50, 100], blows_at):
        world.cut_power()
    prove(world)
    world.close()


@pytest.mark.parametrize("blackouts", [1, 2, 3])
def test_a_note_whose_credit_was_never_heard_has_a_case_however_often_the_power_fails(
    tmp_path: Path, blackouts: int
) -> None:
    """The unit told its credit to a kiosk that was dead, and tells it no more."""
    world = CashWorld(tmp_path)
    world.pay()
    accepting = 4  # the act after which the note moves, and nothing more is done
    world.fuse.acts, world.fuse.blows_at = 0, accepting
    with pytest.raises(PowerCut):
        world.insert(100)
    assert (world.unit.box, world.journal.history("p1")) == ([10_000], ("intent", "note_escrow"))
    world.unit.unrecorded = None
    for _ in range(blackouts):
        world.cut_power()
        world.passes(6)
    world.passes(60)
    assert list(world.gateway.found.values()) == [0]
    assert set(world.gateway.whose.values()) == {"p1"}
    assert world.journal.open_intents() == world.journal.open_found_notes() == ()
    world.close()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(YUAN, st.integers(1, 60), st.integers(0, 3)), min_size=1, max_size=3))
def test_power_cut_after_power_cut(lives: list[tuple[list[int], int, int]]) -> None:
    """Also one that fails again while the kiosk takes up what the last one left open."""
    with TemporaryDirectory() as folder:
        world = CashWorld(Path(folder))
        for notes, blows_at, silent_calls in lives:
            world.gateway.silent_calls = silent_calls
            if until_the_power_fails(world, notes, blows_at):
                world.cut_power()
                world.fuse.acts, world.fuse.blows_at = 0, blows_at // 4 + 1
                try:
                    world.passes(6)
                except PowerCut:
                    world.cut_power()
                world.fuse.blows_at = None
            world.passes(20)
        prove(world)
        world.close()


def test_after_a_power_cut_the_notes_in_the_journal_are_settled(world: CashWorld) -> None:
    world.pay()
    world.insert(100, 50)
    world.cut_power()
    world.passes(5)
    assert world.gateway.ended == {"p1"}
    assert world.gateway.notes["p1"] == {"note-1": 10000, "note-2": 5000}
    assert world.journal.open_intents() == ()
    assert "cash_closed" in world.journal.history("p1")


def test_after_a_power_cut_without_a_note_nothing_is_charged(world: CashWorld) -> None:
    world.pay()
    world.cut_power()
    world.passes(5)
    assert (world.gateway.ended, world.gateway.accounted_fen) == ({"p1"}, 0)


def test_a_note_in_escrow_at_the_power_cut_is_written_down_as_returned(world: CashWorld) -> None:
    world.pay()
    world.unit.insert(5000)
    vars(world.desk)["_acceptor"].accept = lambda credit_id: None
    world.desk.worker.run_pending()
    world.cut_power()
    world.passes(20)
    assert world.journal.history("p1")[1:3] == ("note_escrow", "note_returned")
    assert (world.gateway.found, world.unit.returned) == ({}, [5000])


def test_a_note_of_which_nobody_ever_tells_again_is_looked_for_by_staff(world: CashWorld) -> None:
    world.pay()
    world.unit.insert(5000)
    vars(world.desk)["_acceptor"].accept = lambda credit_id: None
    world.desk.worker.run_pending()
    world.unit.escrow = None  # it was pulled out, or went in: this unit forgets
    world.cut_power()
    world.passes(20)
    assert world.gateway.found == {"note-1": 0}
    assert world.gateway.whose == {"note-1": "p1"}
