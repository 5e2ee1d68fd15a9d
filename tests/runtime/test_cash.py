"""Banknotes at the kiosk: on the disk before every act, told to the gateway, and nobody's note is lost."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.backend.errors import GatewayUnreachable
from kiosk.session.events import (
    CashClosed,
    CashExpected,
    NoteCameBack,
    NoteCounted,
    PaymentEnded,
    ServiceChanged,
)
from tests.runtime.cash_world import CashWorld


@pytest.fixture
def world(tmp_path: Path) -> Iterator[CashWorld]:
    made = CashWorld(tmp_path)
    yield made
    made.close()


@pytest.fixture
def strict_world(tmp_path: Path) -> Iterator[CashWorld]:
    """Where a note that would pass the sum is given back."""
    made = CashWorld(tmp_path, "refused")
    yield made
    made.close()


def breaks(world: CashWorld, patch: pytest.MonkeyPatch, *kinds: str) -> None:
    """The disk under the journal fails at entries of these kinds."""
    whole = vars(type(world.journal))["_append"]

    def append(entry: tuple[int, str, str, str, float]) -> None:
        if entry[2] in kinds:
            raise sqlite3.OperationalError("disk I/O error")
        whole(world.journal, entry)

    patch.setattr(world.journal, "_append", append)


def test_the_mouth_opens_only_once_the_gateway_expects_notes(world: CashWorld) -> None:
    assert not world.unit.insert(10000)
    world.pay()
    assert world.told[-1] == CashExpected("p1", "to_account")
    assert world.unit.insert(10000)


def test_the_gateway_is_told_which_notes_the_acceptor_takes(world: CashWorld) -> None:
    world.pay()
    assert world.gateway.told_notes_fen == (500, 1000, 2000, 5000, 10000)


def test_notes_are_counted_settled_and_closed(world: CashWorld) -> None:
    world.pay()
    world.insert(100, 100, 50)
    world.passes(3)
    assert [event.inside_fen for event in world.all_told(NoteCounted)] == [10000, 20000, 25000]
    assert world.all_told(CashClosed) == [CashClosed("p1", 25000)]
    assert [event.outcome.inserted_fen for event in world.all_told(PaymentEnded)] == [25000]
    assert world.journal.history("p1") == (
        "intent",
        *("note_escrow", "note_stacked") * 3,
        "cash_closed",
        "result",
        "closed",
    )
    assert (sum(world.unit.box), world.gateway.accounted_fen, world.counted_fen) == (25000, 25000, 25000)


def test_the_mouth_shuts_with_the_sum_and_stays_shut(world: CashWorld) -> None:
    world.pay()
    world.insert(100, 100, 50)
    assert not world.unit.insert(10000)
    world.passes(60)
    assert not world.unit.insert(10000)


def test_a_note_that_would_pass_the_sum_comes_back_where_the_rest_is_refused(
    strict_world: CashWorld,
) -> None:
    strict_world.pay()
    strict_world.passes(3)
    # 238.75 yuan cannot be made up of notes at all, so nobody is asked for one.
    assert strict_world.unit.box == []
    assert strict_world.all_told(CashClosed) == [CashClosed("p1", 0)]


def test_stopping_settles_what_is_inside(world: CashWorld) -> None:
    world.pay()
    world.insert(50)
    world.stop()
    world.passes(3)
    assert world.all_told(CashClosed) == [CashClosed("p1", 5000)]
    assert world.gateway.ended == {"p1"}
    assert world.journal.open_intents() == ()


def test_stopping_with_nothing_inside_cancels(world: CashWorld) -> None:
    world.pay()
    world.stop()
    world.passes(3)
    (ended,) = world.all_told(PaymentEnded)
    assert (ended.outcome.kind, ended.outcome.inserted_fen) == ("not_charged", 0)


def test_a_note_on_its_way_as_the_slot_shuts_still_counts(world: CashWorld) -> None:
    world.pay()
    assert world.unit.insert(2000)
    world.payments.cancel("p1")
    world.passes(3)
    inside = world.all_told(CashClosed)[0].inside_fen
    assert inside == sum(world.unit.box) == world.gateway.accounted_fen


def test_a_silent_gateway_loses_no_note(world: CashWorld) -> None:
    world.pay()
    world.gateway.silent_calls = 7
    world.insert(100, 50)
    world.stop()
    world.passes(120)
    assert world.gateway.ended == {"p1"}
    assert [event.outcome.inserted_fen for event in world.all_told(PaymentEnded)] == [15000]


def test_a_note_in_escrow_without_a_payment_goes_back(world: CashWorld) -> None:
    world.unit.takes = frozenset({5000})  # a unit that lets notes in although nobody wants them
    world.unit.insert(5000)
    world.passes(1)
    assert (world.unit.box, world.unit.returned) == ([], [5000])
    assert not world.all_told(NoteCounted)


def test_a_note_that_comes_without_a_payment_is_a_case_and_never_a_log_line(world: CashWorld) -> None:
    world.unit.box.append(5000)
    world.unit.unrecorded = ("stray", 5000)
    world.desk.note_credited("stray", 5000)
    world.passes(4)
    assert world.gateway.found == {"stray": 5000}
    assert world.unit.unrecorded is None
    assert world.journal.open_found_notes() == ()
    assert world.counted_fen == 5000


def test_a_note_after_the_end_belongs_to_no_payment(world: CashWorld) -> None:
    world.pay()
    world.insert(50)
    world.stop()
    world.passes(3)
    world.unit.box.append(1000)
    world.desk.note_credited("late", 1000)
    world.passes(4)
    assert world.gateway.found == {"late": 1000}
    assert world.gateway.accounted_fen == sum(world.unit.box)


def test_a_found_note_is_told_until_the_gateway_has_a_case_for_it(world: CashWorld) -> None:
    world.gateway.silent_calls = 4
    world.desk.note_pending("lost", None)
    world.passes(3)
    assert [note.note_id for note in world.journal.open_found_notes()] == ["lost"]
    world.cut_power()
    world.passes(120)
    assert world.gateway.found == {"lost": 0}
    assert world.journal.open_found_notes() == ()


def test_a_credit_told_twice_is_counted_once(world: CashWorld) -> None:
    world.pay()
    world.insert(100)
    world.desk.note_credited("note-1", 10000)
    world.passes(1)
    assert [event.inside_fen for event in world.all_told(NoteCounted)] == [10000]
    assert world.counted_fen == 10000


def test_a_journal_that_fails_gives_the_note_back_and_shuts_the_slot(
    world: CashWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.pay()
    world.insert(100)
    breaks(world, monkeypatch, "note_escrow")
    world.insert(50)
    assert (world.unit.box, world.unit.returned) == ([10000], [5000])
    assert ServiceChanged("journal_damaged") in world.told
    assert not world.unit.insert(5000)
    world.passes(3)
    assert world.all_told(CashClosed) == [CashClosed("p1", 10000)]
    world.pay()
    assert not world.unit.insert(5000)


def test_a_credit_that_the_journal_does_not_take_is_not_called_recorded(
    world: CashWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.pay()
    with monkeypatch.context() as failing:
        breaks(world, failing, "note_stacked", "note_found")
        world.insert(50)
        assert world.unit.unrecorded == ("note-1", 5000)
        assert not world.all_told(NoteCounted)
        world.passes(40)
        assert world.all_told(CashClosed) == [CashClosed("p1", 0)]
    world.passes(10)
    assert world.gateway.found == {"note-1": 5000}, "when the disk is back, somebody is told"
    assert world.unit.unrecorded is None


def test_figures_that_cannot_be_written_keep_the_acceptor_waiting(
    world: CashWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.pay()
    counter = vars(vars(world.desk)["_records"])["_counter"]
    with monkeypatch.context() as failing:
        failing.setattr(counter, "note_credited", lambda credit_id, value_fen: False)
        world.insert(50)
        assert world.unit.unrecorded is not None
        world.passes(3)
        assert world.all_told(CashClosed) == [CashClosed("p1", 5000)], "what is inside is settled"
        assert world.desk.in_trouble
        assert not world.all_told(ServiceChanged), "other ways to pay are open"
    world.passes(3)
    assert not world.desk.in_trouble
    assert (world.unit.unrecorded, world.counted_fen) == (None, 5000)


def test_while_the_machine_keeps_cash_off_the_mouth_stays_shut(world: CashWorld) -> None:
    world.desk.slot.keep_shut(shut=True)
    world.pay()
    assert not world.unit.insert(5000)
    world.desk.slot.keep_shut(shut=False)
    assert world.unit.insert(5000)


def test_a_gateway_out_of_reach_is_no_reason_to_keep_a_note_waiting(world: CashWorld) -> None:
    world.pay()
    before = world.gateway.note_stacked

    def unreachable(*_: object) -> None:
        raise GatewayUnreachable

    vars(world.payments)["_gateway"].note_stacked = unreachable
    world.insert(100, 100)
    assert [event.inside_fen for event in world.all_told(NoteCounted)] == [10000, 20000]
    vars(world.payments)["_gateway"].note_stacked = before
    world.stop()
    world.passes(3)
    assert world.gateway.accounted_fen == 20000


def test_a_note_that_comes_back_is_told(world: CashWorld) -> None:
    world.pay()
    world.desk.note_refused()
    assert world.told[-1] == NoteCameBack("not_taken")
    world.desk.note_refused(other_value=True)
    assert world.told[-1] == NoteCameBack("other_value")
