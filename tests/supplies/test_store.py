"""Supplies on the disk: counted once, exchanged by acts that stay, one period after the other."""

import sqlite3
from pathlib import Path

import pytest

from kiosk.supplies.store import SuppliesDamaged, SuppliesFailed, SupplyStore
from kiosk.technician.supplies import CashAct, CountedLine
from tests.supplies.counting import BEGAN_WALL_S, REMOVED_WALL_S, cash_act, exchange, fill, paper_act


def reopened(store: SupplyStore, path: Path) -> SupplyStore:
    store.close()
    return SupplyStore(path, BEGAN_WALL_S + 1e6)


def test_a_new_machine_counts_from_its_first_moment(store: SupplyStore) -> None:
    supplies = store.supplies()
    assert (supplies.paper.since_wall_s, supplies.box.since_wall_s) == (BEGAN_WALL_S, BEGAN_WALL_S)
    assert (supplies.paper.slips, supplies.box.notes, store.exchange()) == (0, {}, None)


def test_a_note_told_twice_is_counted_once(store: SupplyStore, path: Path) -> None:
    fill(store)
    fill(store)
    assert reopened(store, path).supplies().box.notes == {500: 1, 2000: 1, 10000: 2}


def test_a_note_of_unknown_value_is_counted_as_such(store: SupplyStore) -> None:
    store.note_credited("strange", 0, BEGAN_WALL_S)
    assert store.supplies().box.notes == {0: 1}


@pytest.mark.parametrize("told_fen", [2000, 0])
def test_a_note_credited_before_a_power_cut_is_not_counted_again_when_it_is_found(
    store: SupplyStore, path: Path, told_fen: int
) -> None:
    store.note_credited("before", 2000, BEGAN_WALL_S)
    again = reopened(store, path)
    for _ in range(2):
        again.note_found("found", told_fen, BEGAN_WALL_S)
    assert again.supplies().box.notes == {2000: 1}


def test_a_note_that_nobody_saw_credited_is_counted_when_it_is_found(store: SupplyStore) -> None:
    store.note_credited("before", 2000, BEGAN_WALL_S)
    store.note_stacked("before")
    for _ in range(2):
        store.note_found("found", 2000, BEGAN_WALL_S)
    assert store.supplies().box.notes == {2000: 2}
    store.note_credited("after", 500, BEGAN_WALL_S)
    store.note_found("of another value", 10000, BEGAN_WALL_S)
    assert store.supplies().box.notes == {500: 1, 2000: 2, 10000: 1}


def test_paper_is_counted_until_the_next_roll(store: SupplyStore, path: Path) -> None:
    store.slip_printed(150, BEGAN_WALL_S)
    store.slip_printed(210, BEGAN_WALL_S)
    act = store.record(paper_act())
    assert (act.number, act.roll.slips, act.roll.printed_mm) == (1, 2, 360)
    store.slip_printed(90, BEGAN_WALL_S)
    paper = reopened(store, path).supplies().paper
    assert (paper.since_wall_s, paper.slips, paper.printed_mm) == (REMOVED_WALL_S, 1, 90)


def test_an_exchange_begins_a_new_period_with_the_new_box(store: SupplyStore, path: Path) -> None:
    fill(store)
    store.keep(exchange(store))
    act = store.record(cash_act())
    assert isinstance(act, CashAct)
    assert (act.number, act.case) == (1, 0)
    store.note_credited("later", 5000, REMOVED_WALL_S + 1000)
    again = reopened(store, path)
    box = again.supplies().box
    assert (box.number, box.since_wall_s, box.notes) == ("418", REMOVED_WALL_S + 900, {5000: 1})
    assert again.exchange() is None
    assert again.acts() == (act,)


def test_cases_have_numbers_of_their_own(store: SupplyStore) -> None:
    def numbers(*lines: CountedLine) -> tuple[int, int]:
        act = store.record(cash_act(*lines))
        assert isinstance(act, CashAct)
        return act.number, act.case

    store.note_credited("a", 500, BEGAN_WALL_S)
    assert numbers(CountedLine(500, 1, 0)) == (1, 1)
    assert numbers(CountedLine(500, 0, 0)) == (2, 0)
    store.record(paper_act())
    assert numbers(CountedLine(500, 0, 2)) == (4, 2)


def test_figures_that_are_not_the_machines_are_refused_and_nothing_changes(store: SupplyStore) -> None:
    fill(store)
    store.keep(exchange(store))
    with pytest.raises(SuppliesFailed, match="counted meanwhile"):
        store.record(cash_act(CountedLine(10000, 1, 1)))
    assert store.acts() == ()
    assert store.exchange() == exchange(store)
    assert store.record(cash_act()).number == 1


def test_an_exchange_is_found_as_it_was_left(store: SupplyStore, path: Path) -> None:
    fill(store)
    left = exchange(store, step="people", counted={500: "1", 10000: "2"}, witness="1", recounts=2)
    store.keep(exchange(store))
    store.keep(left)
    assert reopened(store, path).exchange() == left


def test_acts_can_be_neither_changed_nor_removed(store: SupplyStore, path: Path) -> None:
    store.record(paper_act())
    store.close()
    database = sqlite3.connect(path)
    for statement in ("DELETE FROM act", "UPDATE act SET body = ''"):
        with pytest.raises(sqlite3.IntegrityError, match="an act is never"):
            database.execute(statement)
    database.close()


def test_a_broken_file_is_named_and_kept(path: Path) -> None:
    path.write_bytes(b"no database at all, only words" * 100)
    with pytest.raises(SuppliesDamaged, match=r"supplies\.db.*keep the file"):
        SupplyStore(path, BEGAN_WALL_S)
    assert path.read_bytes().startswith(b"no database")


def fill_up(store: SupplyStore) -> None:
    for number in range(10_000):
        store.note_credited(f"note-{number}", 500, BEGAN_WALL_S)


def test_a_full_disk_is_told_and_counts_nothing(store: SupplyStore) -> None:
    store._db.execute("PRAGMA max_page_count=1")  # the nearest to a full disk that can be had
    with pytest.raises(SuppliesFailed):
        fill_up(store)
    assert sum(store.supplies().box.notes.values()) < 10_000


def test_a_credit_told_again_after_the_exchange_is_still_the_old_boxs(store: SupplyStore) -> None:
    fill(store)
    store.record(cash_act())
    fill(store)
    assert store.supplies().box.notes == {}


def test_a_commit_is_on_the_disk_before_it_is_acknowledged(store: SupplyStore) -> None:
    asked = ("journal_mode", "synchronous")
    assert [store._db.execute(f"PRAGMA {name}").fetchone() for name in asked] == [("wal",), (2,)]
