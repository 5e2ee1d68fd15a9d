"""The transport that refuses, disobeys, has no lamp or no power."""

import pytest

from drivers.card.crt310 import commands
from drivers.card.crt310.frames import Control
from drivers.card.port import CardEjected
from drivers.card.position import Position
from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.card.simulated_cards import cpu_card
from drivers.events import StatusChanged
from drivers.status import Status
from drivers.vocabulary import DeviceState

from .conftest import IcBench


def gas_card():
    return cpu_card(DEMONSTRATION_PROFILES[0], "90380501234")


def last_status(bench: IcBench) -> StatusChanged:
    return [event for _, event in bench.told if isinstance(event, StatusChanged)][-1]


def test_a_refusal_is_told_with_its_meaning_and_over_when_it_ends(bench: IcBench) -> None:
    bench.slot.refusals = {commands.STATUS: 0x05}
    bench.run(2.0)
    assert last_status(bench).state is DeviceState.HARDWARE_ERROR
    assert "check the power supply" in last_status(bench).reason
    bench.slot.refusals = {}
    bench.run(8.0)
    assert last_status(bench).state is DeviceState.ONLINE


def test_a_slot_without_a_lamp_works(bench: IcBench) -> None:
    bench.slot.refusals = {commands.LAMP_ON: 0x02, commands.LAMP_OFF: 0x02}
    bench.insert(gas_card())
    bench.run_until(CardEjected)
    assert bench.kinds() == ["CardInserted", "CardRead", "CardEjected"]


def test_an_eject_that_is_refused_is_done_by_reset(bench: IcBench) -> None:
    bench.slot.refusals = {commands.EJECT_FRONT: 0x02}
    bench.insert(gas_card())
    bench.run_until(CardEjected)
    assert len(bench.commanded_at("reset_eject_front")) == 1
    bench.run(1.0)
    assert not bench.slot.slot.rear_open


def test_an_entry_that_does_not_close_is_a_fault(bench: IcBench) -> None:
    """The answer to the command says nothing reliable; the status does."""
    bench.slot.slot.shutter_stuck = True
    bench.reader.disarm()
    bench.run(2.0)
    assert last_status(bench).state is DeviceState.HARDWARE_ERROR
    assert "does not obey" in last_status(bench).reason


@pytest.mark.parametrize(
    ("words", "state", "status"),
    [
        ("supply_low", DeviceState.HARDWARE_ERROR, Status.SUPPLY_FAULT),
        ("stick_shutter", DeviceState.HARDWARE_ERROR, Status.SHUTTER_FAULT),
        ("refuse 06 1000", DeviceState.HARDWARE_ERROR, Status.MEDIA_JAMMED),
        ("refuse 07 1000", DeviceState.POWER_OFF, Status.BACKUP_SUPPLY),
        ("refuse 02 1000", DeviceState.HARDWARE_ERROR, Status.MODULE_FAULT),
        ("unplug", DeviceState.NO_DEVICE, Status.NOT_AVAILABLE),
        ("fall_silent", DeviceState.OFFLINE, Status.NOT_AVAILABLE),
    ],
)
def test_every_way_of_being_unwell_has_its_word(
    bench: IcBench, words: str, state: DeviceState, status: Status
) -> None:
    bench.hand(words)
    bench.reader.disarm()
    bench.run(6.0)
    assert last_status(bench).state is state
    assert last_status(bench).statuses == (status,)


@pytest.mark.parametrize(("backup", "position"), [("eject", Position.EJECTED), ("keep", Position.INSIDE)])
def test_a_power_cut_with_a_backup_supply_ends_with_the_card_outside(
    bench: IcBench, backup: str, position: Position
) -> None:
    """At once or on return, as the unit is set up."""
    card = gas_card()
    bench.slot.jam()  # so that it is still inside when the power goes
    bench.insert(card)
    bench.hand(f"backup {backup}")
    bench.run(0.65)
    bench.slot.jam(False)
    bench.slot.slot.position = Position.INSIDE
    bench.slot.cut_power()
    bench.clock.sleep(2.0)
    bench.slot.due(bench.clock.monotonic_s())
    bench.clock.sleep(1.0)
    assert bench.slot.slot.position is position
    bench.run(5.0)
    assert last_status(bench).state is DeviceState.OFFLINE
    bench.slot.restore_power()
    bench.run(15.0)
    assert bench.slot.take() is card
    assert last_status(bench).state is DeviceState.ONLINE


def test_a_fault_that_returns_after_its_reset_is_told(bench: IcBench) -> None:
    """One silent reset, not one after another."""
    bench.reader.disarm()
    bench.run(1.0)
    bench.slot.refusals = {commands.OPEN_ENTRY: 0x02}
    bench.reader.arm()
    bench.run(4.0)
    assert last_status(bench).state is DeviceState.HARDWARE_ERROR
    assert len(bench.commanded_at("reset_keep")) == 2


def test_another_unit_on_the_port_is_a_warning(bench: IcBench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.slot.unplug()
    bench.run(1.0)
    monkeypatch.setattr("drivers.card.crt310.simulator._SERIAL", b"C310-000043")
    bench.slot.plug_in()
    bench.run(6.0)
    assert [identity.serial for identity in bench.identities()] == ["C310-000042", "C310-000043"]
    assert last_status(bench).statuses == (Status.IDENTITY_CHANGED,)
    assert last_status(bench).state is DeviceState.ONLINE


def test_an_unanswered_command_is_cancelled_before_it_is_sent_again(bench: IcBench) -> None:
    """Else its late answer would pass for that of the next."""
    sent: list[bytes] = []
    receive = bench.slot.receive

    def noting(data: bytes, now_s: float) -> None:
        sent.append(data)
        receive(data, now_s)

    bench.slot.faults.silent = True
    bench.slot.receive = noting
    bench.run(1.0)
    assert bytes([Control.EOT]) in sent
    frames = [data for data in sent if len(data) > 1]
    assert sent.index(bytes([Control.EOT])) < sent.index(frames[1], sent.index(frames[0]) + 1)
