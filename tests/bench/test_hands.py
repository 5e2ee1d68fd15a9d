"""Every control of the bench does to its device what its words say, and says when it applies."""

import logging
from threading import Event

import pytest

from drivers.card.position import Position
from drivers.idcard.simulated_cards import SimulatedIdCard
from drivers.transport import TransportLost
from drivers.vocabulary import Paper
from tests.bench.conftest import Workbench


def test_every_control_can_be_pressed_at_any_time(
    workbench: Workbench, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        for name in sorted(workbench.bench.names):
            workbench.press(name)
            workbench.press(name, "up")
    assert caplog.records == []
    assert workbench.bench.names == set(workbench.controls())


def test_an_unknown_name_is_refused(workbench: Workbench) -> None:
    with pytest.raises(KeyError):
        workbench.press("printer.explode")


def test_a_card_goes_in_once_and_comes_out_again(workbench: Workbench) -> None:
    slot = workbench.hands.id_slot
    assert slot is not None
    workbench.press("id_reader.insert_own")
    card = slot.slot.card
    assert isinstance(card, SimulatedIdCard)
    assert "310108194002290011".encode("utf-16-le") in card.text
    assert not workbench.control("id_reader.insert_own").applies
    assert not workbench.control("id_reader.take").applies
    assert workbench.control("id_reader.pull").applies
    slot.slot.eject(workbench.device_clock.monotonic_s())
    workbench.device_clock.wait(Event(), 1.0)
    slot.slot.settle(workbench.device_clock.monotonic_s())
    assert workbench.control("id_reader.take").applies
    workbench.press("id_reader.take")
    assert slot.slot.position is Position.EMPTY


def test_nothing_goes_into_a_closed_slot(workbench: Workbench) -> None:
    slot = workbench.hands.card_slot
    assert slot is not None
    slot.slot.entry_open = False
    assert not workbench.control("card_reader.insert_citizen").applies
    workbench.press("card_reader.insert_citizen")
    assert slot.slot.card is None


def test_the_red_button_is_down_as_long_as_it_is_held(workbench: Workbench) -> None:
    slot = workbench.hands.id_slot
    assert slot is not None
    assert workbench.control("id_reader.red_button").held
    workbench.press("id_reader.red_button", "down")
    assert slot.button_pressed()
    workbench.press("id_reader.red_button", "up")
    assert not slot.button_pressed()


def test_a_jammed_card_stays_until_it_is_freed(workbench: Workbench) -> None:
    slot = workbench.hands.id_slot
    assert slot is not None
    calm = workbench.control("id_reader.jam").label
    workbench.press("id_reader.jam")
    assert slot.slot.jammed
    assert workbench.device("id_reader").alarm
    assert workbench.control("id_reader.jam").is_on
    assert workbench.control("id_reader.jam").label != calm
    workbench.press("id_reader.jam")
    assert not slot.slot.jammed
    assert not workbench.device("id_reader").alarm


@pytest.mark.parametrize("table", ["id_reader", "card_reader", "printer", "terminal"])
def test_a_pulled_plug_is_a_lost_line(workbench: Workbench, table: str) -> None:
    hands = workbench.hands
    peers = {
        "id_reader": hands.id_slot,
        "card_reader": hands.card_slot,
        "printer": hands.printer,
        "terminal": hands.terminal,
    }
    peer = peers[table]
    assert peer is not None
    workbench.press(f"{table}.unplug")
    with pytest.raises(TransportLost):
        peer.receive(b"", 0.0)
    workbench.press(f"{table}.unplug")
    peer.receive(b"", 0.0)
    assert not workbench.device(table).alarm


def test_paper_is_what_was_put_in(workbench: Workbench) -> None:
    printer = workbench.hands.printer
    assert printer is not None
    for level in (Paper.LOW, Paper.OUT, Paper.FULL):
        workbench.press(f"printer.{level.value}")
        assert printer.paper is level
        assert workbench.control(f"printer.{level.value}").is_on
        assert workbench.device("printer").alarm is (level is Paper.OUT)


def test_card_and_pin_apply_only_when_the_terminal_asks(workbench: Workbench) -> None:
    wanted = [f"terminal.{name}" for name in ("insert_card", "right_pin", "wrong_pin", "take_card", "cancel")]
    assert [name for name in wanted if workbench.control(name).applies] == []


def test_every_act_is_followed_by_a_look(workbench: Workbench) -> None:
    workbench.press("household.next")
    workbench.press("printer.open_cover")
    assert workbench.changes == 2


def test_the_next_household_brings_its_own_cards_and_bills(workbench: Workbench) -> None:
    before = workbench.device("household").state
    workbench.press("household.next")
    assert workbench.device("household").state != before
    workbench.press("household.previous")
    assert workbench.device("household").state == before


def test_the_note_that_is_in_the_machine_is_the_one_that_is_lit(workbench: Workbench) -> None:
    acceptor = workbench.hands.note_acceptor
    assert acceptor is not None
    acceptor.path.mouth_open = True
    workbench.press("note_acceptor.insert_20")
    lit = [name for name, control in workbench.controls().items() if control.is_on and ".insert_" in name]
    assert lit == ["note_acceptor.insert_20"]


def test_the_wallet_that_was_chosen_is_the_one_that_is_lit(workbench: Workbench) -> None:
    for wallet in ("alipay", "ecny", "wechat"):
        workbench.press(f"code_window.{wallet}")
        lit = [
            name
            for name in ("wechat", "alipay", "unionpay", "ecny")
            if workbench.control(f"code_window.{name}").is_on
        ]
        assert lit == [wallet]
