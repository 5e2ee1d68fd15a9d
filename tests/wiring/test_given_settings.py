"""A machine starts with its own settings and what it was given, and always with some that fit."""

import shutil
from pathlib import Path

import pytest

from kiosk import places
from kiosk.settings.load import load_settings
from kiosk.settings.problems import SettingsError
from kiosk.wire.heartbeats import RemoteTold
from kiosk.wire.remote_settings import RemoteSettings, SettingsAnswer
from kiosk.wiring.given_settings import GivenSettings


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return Path(shutil.copytree(places.CONFIG, tmp_path / "config"))


def start(config: Path) -> GivenSettings:
    return GivenSettings(config, config.parent)


def give(given: GivenSettings, version: int, settings: RemoteSettings) -> None:
    number = given.in_force.kiosk.identity.number
    given.keeper.give(SettingsAnswer(number, version, settings))


def change(config: Path, before: str, after: str) -> None:
    file = config / "kiosk.toml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_what_was_given_is_in_force_at_the_next_start(config: Path) -> None:
    first = start(config)
    assert first.in_force == load_settings(config)
    give(first, 1, RemoteSettings(volume=5))
    second = start(config)
    assert second.in_force.kiosk.comfort.volume == 5
    assert second.keeper.told() == RemoteTold(1)


def test_it_is_checked_with_the_words_of_check_config(config: Path) -> None:
    [line] = start(config).problems(RemoteSettings(staff_from_hour=20))
    assert "staff.to_hour: found 17; allowed: later than staff.from_hour (20)" in line
    assert start(config).problems(RemoteSettings(volume=2)) == ()


def test_where_the_files_have_changed_so_that_it_fits_no_longer_the_last_good_ones_count(
    config: Path,
) -> None:
    give(start(config), 1, RemoteSettings(volume=5))
    start(config).keeper.proven()
    give(start(config), 2, RemoteSettings(staff_from_hour=16))
    change(config, "to_hour = 17", "to_hour = 12")
    now = start(config)
    assert (now.in_force.kiosk.comfort.volume, now.keeper.told()) == (5, RemoteTold(1, 2, "does_not_fit"))


def test_where_not_even_those_fit_the_machine_starts_with_its_own(config: Path) -> None:
    give(start(config), 1, RemoteSettings(staff_from_hour=16))
    start(config).keeper.proven()
    change(config, "to_hour = 17", "to_hour = 12")
    now = start(config)
    assert now.in_force == load_settings(config)
    assert now.keeper.told() == RemoteTold(0, 1, "does_not_fit")


def test_its_own_files_are_not_mended_by_what_was_given(config: Path) -> None:
    give(start(config), 1, RemoteSettings(volume=3))
    change(config, "volume = 3", "volume = 99")
    with pytest.raises(SettingsError, match=r"comfort\.volume"):
        start(config)
