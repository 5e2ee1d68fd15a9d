"""Typefaces, signs and pictures: all there, all of one make, no empty boxes."""

import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from kiosk.texts import load_texts
from tests.screens.bench import Bench

ASSETS = Path(__file__).parent.parent.parent / "assets"
SCREENS = Path(__file__).parent.parent.parent / "screens"
ICONS = sorted((ASSETS / "icons").glob("*.svg"))
PICTURES = sorted((ASSETS / "icons" / "pictures").glob("*.svg"))
RARE_NAMES = "䶮㛃𠅤𬱖"


def names(files: list[Path]) -> list[str]:
    return [file.stem for file in files]


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_no_word_is_shown_as_an_empty_box(weight: str) -> None:
    drawn = TTFont(ASSETS / "fonts" / f"NotoSansSC-{weight}.otf").getBestCmap()
    texts = load_texts("zh")
    said = set("".join(texts[key] for key in texts.keys()))  # noqa: SIM118 - not a dictionary
    assert {sign for sign in said | set(RARE_NAMES) if ord(sign) not in drawn and sign != "\n"} == set()


def test_the_typefaces_stay_small() -> None:
    assert sum(file.stat().st_size for file in (ASSETS / "fonts").glob("*.otf")) <= 30_000_000


@pytest.mark.parametrize("icon", names(ICONS))
def test_every_sign_has_its_mask(icon: str) -> None:
    mask = Image.open(ASSETS / "icons" / f"{icon}.png")
    assert mask.mode == "LA"
    assert mask.height >= 256
    lightness, alpha = mask.split()
    assert lightness.getextrema() == (255, 255)
    assert alpha.getextrema() == (0, 255)


@pytest.mark.parametrize("picture", names(PICTURES))
def test_every_picture_takes_its_colours_from_the_theme(picture: str) -> None:
    from screens.palette import LIGHT  # noqa: PLC0415
    from screens.pictures import colour_of  # noqa: PLC0415 - needs Kivy

    sheet = PngImageFile(ASSETS / "icons" / "pictures" / f"{picture}.png")
    made_of = json.loads(str(sheet.text["picture"]))
    assert all(colour_of(layer["role"], LIGHT) for layer in made_of["layers"])
    assert sheet.height == sum(layer["box"][3] - layer["box"][1] for layer in made_of["layers"])


@pytest.mark.parametrize("screen", [file.stem for file in sorted(SCREENS.glob("*.kv"))])
def test_every_kv_file_has_its_twin(screen: str) -> None:
    source = (SCREENS / f"{screen}.py").read_text(encoding="utf-8")
    name = screen.title().replace("_", "") + "Screen"
    assert f"class {name}(" in source
    assert f"<{name}>:" in (SCREENS / f"{screen}.kv").read_text(encoding="utf-8")


def test_every_screen_of_the_view_can_be_shown() -> None:
    from typing import get_args  # noqa: PLC0415

    from kiosk.session.view import ScreenName  # noqa: PLC0415
    from screens.host import SCREENS as BUILT  # noqa: PLC0415 - needs Kivy

    assert set(BUILT) == set(get_args(ScreenName))


def test_a_picture_may_lie_beside_the_settings(tmp_path: Path, bench: Bench) -> None:
    from screens.pictures import icon_texture  # noqa: PLC0415 - Kivy starts late

    Image.new("LA", (300, 150), (255, 255)).save(tmp_path / "cable.png")
    assert icon_texture(str(tmp_path / "cable"), 50).size == (100, 50)


def test_a_picture_that_is_not_there_is_a_plain_bill_and_no_dark_screen(bench: Bench) -> None:
    from screens.pictures import icon_texture  # noqa: PLC0415 - Kivy starts late

    assert icon_texture("nobody_drew_it", 64).size == icon_texture("bill", 64).size
