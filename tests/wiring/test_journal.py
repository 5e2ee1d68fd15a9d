"""A machine on a journal that cannot be used: out of service for payments, the file kept, the reason told."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.clock import FakeDeviceClock
from kiosk import places
from kiosk.access.commands import access_folder
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Intent
from kiosk.runtime.no_journal import NoJournal
from kiosk.session.show import view
from kiosk.settings.load import Settings, load_settings
from kiosk.wiring.journal import FILE, journal_of, open_journal
from kiosk.wiring.machine import Machine, Surroundings


@pytest.fixture
def settings() -> Settings:
    return load_settings(places.CONFIG)


def used(settings: Settings, state: Path) -> Path:
    journal = journal_of(settings, state)
    journal.intend(Intent("p1", 100, "phone_code"), 1.0)
    journal.close()
    return state / FILE


def overwrite(file: Path) -> None:
    file.write_bytes(b"no database " * 1000)


def take_away_key(file: Path) -> None:
    for key in file.parent.rglob("machine.key"):
        key.unlink()


def spoil_key(file: Path) -> None:
    for key in file.parent.rglob("machine.key"):
        key.write_bytes(b"short")


@pytest.mark.parametrize("damage", [overwrite, take_away_key, spoil_key])
def test_a_machine_without_a_usable_journal_takes_no_payment_and_keeps_the_file(
    settings: Settings, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    file = used(settings, tmp_path)
    damage(file)
    before = file.read_bytes()
    machine = Machine(
        settings,
        Surroundings(
            clock=FakeClock(),
            device_clock=FakeDeviceClock(),
            state=tmp_path,
            gateway_url="http://127.0.0.1:9",
            wake=lambda: None,
            changed=lambda session: None,
            wipe=lambda: None,
            chance=random.Random(1),
        ),
    )
    machine.drain()
    assert machine.store.session.closed == "journal_damaged"
    assert view(machine.store.session).screen == "out_of_service"
    assert file.read_bytes() == before


def test_why_it_cannot_be_used_is_in_the_log_with_the_next_step(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    overwrite(used(settings, tmp_path))
    assert isinstance(open_journal(settings, tmp_path), NoJournal)
    assert "payments are closed: journal.db" in caplog.text
    assert "python -m kiosk journal --set-aside" in caplog.text


def test_the_journals_key_is_of_the_machine_and_no_other_use_of_it(
    settings: Settings, tmp_path: Path
) -> None:
    used(settings, tmp_path)
    folder = access_folder(tmp_path, demonstration=settings.kiosk.mode.demonstration)
    key = (folder / "machine.key").read_bytes()
    assert all(key not in file.read_bytes() for file in tmp_path.glob(f"{FILE}*"))
