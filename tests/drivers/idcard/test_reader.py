"""What residents rely on: the card is read at once and always comes back. Over both kinds of line."""

import threading

import pytest

from drivers.card.position import Position
from drivers.card.simulated_cards import SimulatedCard
from drivers.events import StatusChanged
from drivers.idcard.port import (
    IdCardEjected,
    IdCardInserted,
    IdCardJammed,
    IdCardRead,
    IdCardTaken,
    IdCardUnreadable,
    Unreadable,
)
from drivers.idcard.simulated_cards import SimulatedIdCard, id_card
from drivers.idcard.text_block import IdCardKind
from drivers.status import Status
from drivers.vocabulary import DeviceState

from .conftest import IdBench

READ_AND_GIVEN_BACK = ["IdCardInserted", "IdCardRead", "IdCardEjected"]


def test_a_card_is_read_and_comes_back_by_itself(bench: IdBench, zhang: SimulatedIdCard) -> None:
    bench.insert(zhang)
    bench.run_until(IdCardEjected)
    assert bench.kinds() == READ_AND_GIVEN_BACK
    read = bench.told[-2][1]
    assert read == IdCardRead("张秀英", "310108194002290011", IdCardKind.CITIZEN, None)


def test_the_card_is_out_within_two_seconds_of_reading(bench: IdBench, zhang: SimulatedIdCard) -> None:
    bench.insert(zhang)
    bench.run_until(IdCardEjected)
    [read_s], [out_s] = bench.when(IdCardRead), bench.when(IdCardEjected)
    assert out_s - read_s < 2.0
    assert out_s - bench.when(IdCardInserted)[0] < 3.0


def test_taking_the_card_is_told_and_the_next_one_is_read(bench: IdBench, zhang: SimulatedIdCard) -> None:
    for _ in range(2):
        bench.insert(zhang)
        bench.run_until(IdCardEjected)
        assert bench.slot.take() is zhang
        bench.run_until(IdCardTaken, within_s=0.5)
        bench.run(1.0)
    assert bench.kinds() == [*READ_AND_GIVEN_BACK, "IdCardTaken"] * 2


def test_nothing_goes_in_while_no_card_is_wanted(bench: IdBench, zhang: SimulatedIdCard) -> None:
    bench.reader.disarm()
    bench.run(1.0)
    assert not bench.slot.insert(zhang)
    bench.reader.arm()
    bench.run(1.0)
    assert bench.slot.insert(zhang)


def test_nothing_goes_in_behind_a_card(bench: IdBench, zhang: SimulatedIdCard) -> None:
    open_while_reading: list[bool] = []
    bench.insert(zhang)
    bench.after(1.1, lambda: open_while_reading.append(bench.slot.slot.entry_open))
    bench.run_until(IdCardEjected)
    bench.run(1.0)
    assert open_while_reading == [False]
    assert not bench.slot.slot.entry_open


def test_a_card_let_in_just_before_disarming_still_comes_back(bench: IdBench, zhang: SimulatedIdCard) -> None:
    bench.insert(zhang)
    bench.reader.disarm()
    bench.run_until(IdCardEjected)
    assert "IdCardRead" not in bench.kinds()


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (SimulatedIdCard(upside_down=True), Unreadable.UPSIDE_DOWN),
        (SimulatedCard(type_characters=b"10"), Unreadable.NOT_AN_ID_CARD),
        (SimulatedCard(type_characters=b"00"), Unreadable.NOT_AN_ID_CARD),
        (id_card("x", "310108194002290011", type_letter="Y"), Unreadable.UNSUPPORTED_TYPE),
        (SimulatedIdCard(damaged=True), Unreadable.DAMAGED),
        (id_card("", ""), Unreadable.DAMAGED),
    ],
)
def test_what_cannot_be_read_is_named_and_comes_back(
    bench: IdBench, card: SimulatedCard, reason: Unreadable
) -> None:
    bench.insert(card)
    bench.run_until(IdCardEjected)
    assert bench.kinds() == ["IdCardInserted", "IdCardUnreadable", "IdCardEjected"]
    assert bench.told[-2][1] == IdCardUnreadable(reason)
    assert bench.states()[-1] is DeviceState.ONLINE


def test_a_permanent_resident_from_abroad_is_read(bench: IdBench) -> None:
    kind = IdCardKind.FOREIGN_PERMANENT_RESIDENT
    bench.insert(id_card("SMITH, JOHN", "USA110194901018", "20300101", kind))
    assert bench.run_until(IdCardRead) == IdCardRead("SMITH, JOHN", "USA110194901018", kind, "20300101")


@pytest.mark.parametrize("after_s", [0.75, 0.85, 0.95, 1.1, 1.2])
def test_a_card_pulled_while_reading_is_told_as_taken(
    bench: IdBench, zhang: SimulatedIdCard, after_s: float
) -> None:
    bench.insert(zhang)
    bench.after(after_s, bench.slot.pull)
    bench.run_until(IdCardTaken)
    assert bench.kinds()[-1] == "IdCardTaken"
    assert "IdCardEjected" not in bench.kinds()
    reasons = [event.reason for _, event in bench.told if isinstance(event, IdCardUnreadable)]
    assert reasons in ([], [Unreadable.REMOVED_EARLY])


def test_a_stuck_card_is_told_once_tried_again_and_freed(bench: IdBench, zhang: SimulatedIdCard) -> None:
    bench.slot.slot.jammed = True
    bench.insert(zhang)
    bench.run_until(IdCardJammed)
    assert bench.states()[-1] is DeviceState.HARDWARE_ERROR
    bench.run(20.0)
    assert len(bench.when(IdCardJammed)) == 1
    bench.slot.slot.jammed = False
    bench.run_until(IdCardEjected)
    assert bench.states()[-1] is DeviceState.ONLINE


def test_staff_who_free_a_stuck_card_by_hand_bring_the_slot_back(
    bench: IdBench, zhang: SimulatedIdCard
) -> None:
    bench.slot.slot.jammed = True
    bench.insert(zhang)
    bench.run_until(IdCardJammed)
    bench.slot.pull()
    bench.slot.slot.jammed = False
    bench.run_until(IdCardTaken)
    bench.run(1.0)
    assert bench.states()[-1] is DeviceState.ONLINE
    assert bench.slot.slot.entry_open


def test_the_slot_has_no_way_to_keep_a_card(bench: IdBench, zhang: SimulatedIdCard) -> None:
    """Whatever happens to it, a card is never moved to the rear."""
    bench.insert(zhang)
    bench.run_until(IdCardEjected)
    bench.run(120.0)
    assert bench.slot.slot.position is Position.EJECTED
    assert not bench.slot.slot.rear_open
    captures = ("reset_eject_rear", "rear_hold", "capture_rear", "clear_abnormal")
    assert bench.commanded_at(*captures) == []


def test_closing_down_gives_the_card_back_and_closes_the_entry(
    bench: IdBench, zhang: SimulatedIdCard
) -> None:
    bench.insert(zhang)
    bench.clock.wait(threading.Event(), 1.0)  # drawn in before the reader looks
    bench.reader.close()
    assert bench.slot.slot.position is Position.EJECTED
    assert not bench.slot.slot.entry_open


def test_a_reader_that_comes_up_says_so(bench: IdBench) -> None:
    assert [event for _, event in bench.told if isinstance(event, StatusChanged)] == [
        StatusChanged("id_reader", DeviceState.STARTING, "id_reader: opening the line", (Status.BUSY,)),
        StatusChanged("id_reader", DeviceState.ONLINE, "card slot is ready"),
    ]
