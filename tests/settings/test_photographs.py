"""Faces of area managers lie beside the settings, and are looked at when a kiosk starts."""

from pathlib import Path

import pytest
from PIL import Image

from kiosk.settings import check_config, load_settings


@pytest.fixture
def pictures(config_dir: Path) -> Path:
    folder = config_dir / "pictures"
    folder.mkdir()
    return folder


def test_each_is_known_by_its_name(config_dir: Path, pictures: Path) -> None:
    Image.new("RGB", (300, 400), "gray").save(pictures / "manager-water.jpg")
    found = load_settings(config_dir).photographs
    assert dict(found) == {"manager-water": str(pictures / "manager-water.jpg")}


def test_a_camera_writes_the_ending_large(config_dir: Path, pictures: Path) -> None:
    Image.new("RGB", (300, 400), "gray").save(pictures / "manager-gas.JPG", format="JPEG")
    assert list(load_settings(config_dir).photographs) == ["manager-gas"]


def test_without_any_nothing_is_amiss(config_dir: Path) -> None:
    assert not load_settings(config_dir).photographs


def small(file: Path) -> None:
    Image.new("RGB", (300, 100)).save(file)


def huge(file: Path) -> None:
    """Its first bytes alone say so: nobody could hold it in memory."""
    Image.new("RGB", (300, 400)).save(file)
    whole = file.read_bytes()
    at = whole.index(b"\xff\xc0") + 5
    file.write_bytes(whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :])


def cut_short(file: Path) -> None:
    Image.effect_noise((300, 400), 80).convert("RGB").save(file)
    file.write_bytes(file.read_bytes()[:4000])


def of_another_kind(file: Path) -> None:
    Image.new("RGB", (300, 400)).save(file, format="PNG")


@pytest.mark.parametrize("spoilt", [small, huge, cut_short, of_another_kind])
def test_one_that_cannot_be_shown_is_named_and_keeps_nobody_from_paying(
    config_dir: Path, pictures: Path, spoilt: object
) -> None:
    assert callable(spoilt)
    spoilt(pictures / "manager-water.jpg")
    kept = load_settings(config_dir).photographs
    assert not kept or spoilt is cut_short, "read to its end only when somebody asks what is wrong"
    (problem,) = check_config(config_dir)
    assert "manager-water.jpg" in problem
    assert "a JPEG of 240 to 4096 pixels" in problem
