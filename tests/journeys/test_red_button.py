"""The red button: three seconds, timed by the reader's own thread while the screen hangs."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.card.crt310 import commands
from drivers.card.crt310.frames import Frame
from drivers.card.position import Position
from drivers.idcard.hold import SAMPLE_EVERY_S
from drivers.owner import PortOwner
from tests.journeys.books import Books
from tests.journeys.clocks import ElasticClock, HeldClock
from tests.journeys.conftest import come_to_rest
from tests.journeys.hut import PATIENCE_S, Hut
from tests.journeys.line import GatewayLine
from tests.journeys.neighbours import Neighbours, owes_one_of_each
from tests.journeys.resident import Resident, identity_card

STEP_S = 0.02
"""Less than from one look of the reader's thread to the next."""


@pytest.fixture
def devices() -> HeldClock:
    return HeldClock(6.0)


@pytest.fixture
def hut(
    tmp_path: Path, line: GatewayLine, clock: ElasticClock, books: Books, devices: HeldClock
) -> Iterator[Hut]:
    hut = Hut(tmp_path, line.url, clock, devices=devices)
    hut.start()
    yield hut
    come_to_rest(hut, books)
    hut.stop()


@pytest.fixture
def card_is_stuck(resident: Resident, neighbours: Neighbours) -> None:
    """The module fell silent over it, and then the motor could not move it."""
    resident.reads("home")
    resident.id_slot.module.faults.silent = True
    resident.inserts(identity_card(neighbours.one(owes_one_of_each)))
    resident.hut.until(lambda: resident.hut.session.slot("id_card") == "inside", "the card to be inside")
    resident.id_slot.slot.jammed = True
    resident.hut.until(lambda: resident.hut.session.slot("id_card") == "jammed", "the jam to be told")
    assert resident.reads("take_card").hold is not None
    resident.id_slot.slot.jammed = False


def holds_button(resident: Resident, devices: HeldClock, seconds: float) -> None:
    """Time goes on in steps, each as soon as the reader's thread has looked at the button; the machine is
    not stepped meanwhile, as when the screen hangs."""
    reader = resident.hut.machine.devices.id_reader
    assert reader is not None
    devices.hold()
    resident.id_slot.press_button()
    for _ in range(round(seconds / STEP_S)):
        devices.step(STEP_S)
        wait_for_look(reader.owner, devices)
    resident.id_slot.release_button()


def wait_for_look(reader: PortOwner, devices: HeldClock) -> None:
    """At most one look may be outstanding."""
    give_up_s = time.monotonic() + PATIENCE_S
    while reader.heartbeat_s < devices.monotonic_s() - SAMPLE_EVERY_S:
        assert time.monotonic() < give_up_s, "the reader's thread hangs"


def ejects(resident: Resident) -> list[float]:
    """When the slot is told to throw the card out, from now on."""
    told: list[float] = []

    def note(now_s: float, command: Frame) -> None:
        if command == commands.RESET_EJECT_FRONT:
            told.append(now_s)

    resident.id_slot.on_command = note
    return told


@pytest.mark.usefixtures("card_is_stuck")
def test_two_point_nine_seconds_command_nothing(resident: Resident, devices: HeldClock) -> None:
    thrown_out = ejects(resident)
    holds_button(resident, devices, 2.9)
    devices.run()
    resident.takes_card_back()  # after a while the reader tries again by itself
    assert thrown_out == []
    resident.is_told("card_damaged")


@pytest.mark.usefixtures("card_is_stuck")
def test_three_seconds_throw_the_card_out_while_the_screen_hangs(
    resident: Resident, devices: HeldClock
) -> None:
    thrown_out = ejects(resident)
    pressed_s = devices.monotonic_s()
    holds_button(resident, devices, 3.0)
    devices.run()
    give_up_s = time.monotonic() + PATIENCE_S
    while resident.id_slot.slot.position is not Position.EJECTED or not thrown_out:
        resident.id_slot.slot.settle(devices.monotonic_s())
        assert time.monotonic() < give_up_s, "the card does not come out"
    assert 2.9 <= thrown_out[0] - pressed_s <= 3.2
    assert len(thrown_out) == 1
    assert resident.hut.session.slot("id_card") == "jammed"  # the screen has heard nothing yet
    resident.takes_card_back()
    resident.is_told("card_damaged")
