"""What a machine says of itself in a heartbeat: the devices it has, paper, cash, journal; nobody's data."""

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from drivers.clock import FakeDeviceClock
from drivers.events import StatusChanged
from drivers.status import Status
from drivers.vocabulary import DeviceState
from kiosk import places
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Intent
from kiosk.session.events import PaperChanged, ServiceChanged, TechnicianCame
from kiosk.settings.load import Settings, load_settings
from kiosk.supplies.store import SupplyStore
from kiosk.wire.heartbeats import CashBoxTold, JournalTold, MachineTold, PaperTold
from kiosk.wiring.lookout import stem
from kiosk.wiring.machine import Machine, Surroundings

CLOCK = FakeClock()


@pytest.fixture
def settings() -> Settings:
    return load_settings(places.CONFIG)


def machine_of(settings: Settings, state: Path) -> Machine:
    machine = Machine(
        settings,
        Surroundings(
            clock=CLOCK,
            device_clock=FakeDeviceClock(),
            state=state,
            gateway_url="http://127.0.0.1:9",
            wake=lambda: None,
            changed=lambda session: None,
            wipe=lambda: None,
            chance=random.Random(1),
        ),
    )
    machine.drain()
    return machine


@pytest.fixture
def machine(settings: Settings, tmp_path: Path) -> Iterator[Machine]:
    machine = machine_of(settings, tmp_path)
    yield machine
    machine.stop()


def told(machine: Machine) -> MachineTold:
    """As it arrives at the gateway."""
    machine.drain()
    return msgspec.json.decode(msgspec.json.encode(machine.lookout.look()), type=MachineTold)


def test_a_new_machine_is_open_at_rest_and_owes_nothing(machine: Machine) -> None:
    found = told(machine)
    assert (found.standing, found.at_rest, found.closed_reason) == ("open", True, None)
    assert found.journal == JournalTold(0)
    names = [device.name for device in found.devices]
    assert {"id_reader", "printer", "note_acceptor", "eject_button", "journal"} <= set(names)
    assert len(set(names)) == len(names)


def test_devices_are_told_with_the_gravest_of_their_small_words(machine: Machine) -> None:
    wrong = (Status.PAPER_OUT, Status.TOO_HOT)
    machine._heard("printer", StatusChanged("printer", DeviceState.USER_ERROR, "no paper at 10:15", wrong))
    [printer] = [each for each in told(machine).devices if each.name == "printer"]
    assert (printer.state, printer.level, printer.reason) == ("user_error", "error", "paper_out")


def test_what_is_not_fitted_is_not_spoken_of(settings: Settings, tmp_path: Path) -> None:
    devices = settings.kiosk.devices
    none = replace(devices, printer=replace(devices.printer, url="none"))
    machine = machine_of(replace(settings, kiosk=replace(settings.kiosk, devices=none)), tmp_path)
    found = told(machine)
    assert found.paper is None
    assert "printer" not in {device.name for device in found.devices}
    machine.stop()


def test_paper_and_cash_box_are_those_the_technician_counts_from(machine: Machine, tmp_path: Path) -> None:
    assert told(machine).cash_box is None, "nobody keeps the figures yet"
    store = SupplyStore(tmp_path / "supplies.db", CLOCK.wall_s())
    machine.lookout.lend_figures(store)
    store.slip_printed(180, CLOCK.wall_s())
    store.note_credited("a", 10_000, CLOCK.wall_s())
    store.note_credited("b", 2_000, CLOCK.wall_s())
    machine.post(PaperChanged("low"))
    found = told(machine)
    assert found.cash_box == CashBoxTold(2, 12_000)
    assert found.paper == PaperTold("low", 1, 180)
    store.close()
    assert told(machine).cash_box is None, "what cannot be read is not known"


def test_what_is_owed_is_told_with_its_age(machine: Machine) -> None:
    machine.journal.intend(Intent("a", 100, "phone_code"), CLOCK.wall_s() - 90)
    machine.journal.intend(Intent("b", 100, "phone_code"), CLOCK.wall_s() - 30)
    assert told(machine).journal == JournalTold(2, 90)
    machine.journal.write("a", "closed", CLOCK.wall_s())
    assert told(machine).journal == JournalTold(1, 30)


def test_why_it_is_closed_and_whose_it_is_are_told(machine: Machine) -> None:
    machine.post(ServiceChanged("storage_full"))
    assert (told(machine).standing, told(machine).closed_reason) == ("closed", "storage_full")
    machine.post(ServiceChanged(""))
    machine.post(TechnicianCame())
    assert told(machine).standing == "technician"


def test_a_damaged_journal_is_told_and_not_asked(settings: Settings, tmp_path: Path) -> None:
    machine_of(settings, tmp_path).stop()
    (tmp_path / "journal.db").write_bytes(b"nonsense" * 1000)
    machine = machine_of(settings, tmp_path)
    found = told(machine)
    assert (found.standing, found.closed_reason) == ("closed", "journal_damaged")
    assert found.journal == JournalTold(0, None, "journal_damaged")
    machine.stop()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("paper_out", "paper_out"),
        ("Paper out!", "paper_out"),
        ("2 notes", "notes"),
        ("纸", "unknown"),
        ("", "unknown"),
        ("x" * 40, "x" * 32),
    ],
)
def test_any_word_becomes_one_that_may_be_sent(word: str, expected: str) -> None:
    assert stem(word) == expected
