"""Models and their options are checked against what is installed, before anything is opened."""

import shutil
from pathlib import Path

import pytest

from kiosk import places
from kiosk.settings.problems import SettingsError
from kiosk.wiring.checked_settings import check_config, load_settings


@pytest.fixture
def config_dir(tmp_path: Path) -> Path:
    for path in places.CONFIG.glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def put(config_dir: Path, old: str, new: str) -> None:
    path = config_dir / "kiosk.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_settings_can_be_carried_out() -> None:
    assert check_config(places.CONFIG) == ()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            'model = "escpos_presenter"',
            'model = "escpoz"',
            'devices.printer.model: found "escpoz"; allowed: "escpos" or "escpos_presenter" '
            '(did you mean "escpos"?)',
        ),
        (
            "baud_rate = 38400",
            "baud_rate = 57600",
            "devices.id_reader.baud_rate: found 57600; allowed: for sam_v_crt310: 38400, 19200, 9600",
        ),
        (
            'model = "crt310"',
            'model = "crt310"\noptions = { speed = 3 }',
            "devices.card_reader.options.speed: found an unknown option; allowed: crt310 has no options",
        ),
        (
            'model = "sam_v_crt310"',
            'model = "sam_v"\noptions = { removal = 3 }',
            'devices.id_reader.options.removal: found 3; allowed: like "read"',
        ),
    ],
)
def test_what_no_installed_driver_can_do_is_one_line(config_dir: Path, old: str, new: str, line: str) -> None:
    put(config_dir, old, new)
    assert check_config(config_dir) == (f"{config_dir}/kiosk.toml: {line}",)
    with pytest.raises(SettingsError):
        load_settings(config_dir)


def test_the_model_of_a_device_that_is_not_fitted_does_not_matter(config_dir: Path) -> None:
    put(config_dir, 'model = "ecr"\nurl = "simulator"', 'model = "unheard_of"\nurl = "none"')
    assert check_config(config_dir) == ()
