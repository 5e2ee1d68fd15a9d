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


KEEP = "options = { keep_forgotten_card_after_s"
KEY_OF_CARDS = "devices.card_reader.options.keep_forgotten_card_after_s"


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
            "devices.card_reader.options.speed: found an unknown option; "
            "allowed: crt310 has keep_forgotten_card_after_s",
        ),
        (
            'model = "sam_v_crt310"',
            'model = "sam_v"\noptions = { removal = 3 }',
            'devices.id_reader.options.removal: found 3; allowed: like "read"',
        ),
        (
            'model = "crt310"',
            f'model = "crt310"\n{KEEP} = 59 }}',
            f"{KEY_OF_CARDS}: found 59; allowed: 0 (never) or at least 60 seconds",
        ),
        (
            'model = "crt310"',
            f'model = "crt571"\n{KEEP} = "soon" }}',
            f'{KEY_OF_CARDS}: found "soon"; allowed: like 0',
        ),
        (
            'model = "crt310"\nurl = "simulator"\nbaud_rate = 9600',
            f'model = "pcsc"\nurl = "simulator"\n{KEEP} = 60 }}',
            f"{KEY_OF_CARDS}: found 60; allowed: no such option: pcsc never keeps a card",
        ),
        (
            'model = "sam_v_crt310"',
            f'model = "sam_v_crt310"\n{KEEP} = 90 }}',
            "devices.id_reader.options.keep_forgotten_card_after_s: found 90; "
            "allowed: no such option: sam_v_crt310 never keeps a card",
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


@pytest.mark.parametrize("model", ["crt310", "crt571", "crt591"])
@pytest.mark.parametrize("after_s", [0, 60, 600])
def test_a_reader_with_a_bin_may_keep_forgotten_cards(config_dir: Path, model: str, after_s: int) -> None:
    put(config_dir, 'model = "crt310"', f'model = "{model}"\n{KEEP} = {after_s} }}')
    assert check_config(config_dir) == ()


def test_no_card_is_kept_in_a_unit_that_also_reads_identity_cards(config_dir: Path, tmp_path: Path) -> None:
    """Also where the port is given by two names."""
    (tmp_path / "port").touch()
    (tmp_path / "by-id").symlink_to(tmp_path / "port")
    put(config_dir, 'url = "simulator"', 'url = "/dev/../REAL/port"'.replace("/REAL", str(tmp_path)))
    reader = f'model = "crt310"\n{KEEP} = 60 }}\nurl = "/dev/..{tmp_path}/by-id"'
    put(config_dir, 'model = "crt310"\nurl = "simulator"', reader)
    [line] = check_config(config_dir)
    assert KEY_OF_CARDS in line
    assert "no identity card is ever kept" in line
