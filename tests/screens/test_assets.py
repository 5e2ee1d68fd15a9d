"""Typefaces, signs and pictures: all there, all of one make, no empty boxes."""

import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from kiosk.texts import LANGUAGES, load_texts
from tests.screens.bench import Bench

ASSETS = Path(__file__).parent.parent.parent / "assets"
SCREENS = Path(__file__).parent.parent.parent / "screens"
ICONS = sorted((ASSETS / "icons").glob("*.svg"))
PICTURES = sorted((ASSETS / "icons" / "pictures").glob("*.svg"))
RARE_NAMES = "䶮㛃𠅤𬱖"


FONTS = ASSETS / "fonts"
WEIGHTS = ("Regular", "Bold")


def face(weight: str) -> TTFont:
    return TTFont(FONTS / f"NotoSansSC-{weight}.otf")


def names(files: list[Path]) -> list[str]:
    return [file.stem for file in files]


@pytest.mark.parametrize("weight", WEIGHTS)
def test_no_word_is_shown_as_an_empty_box(weight: str) -> None:
    """VIS-16: residents' words in every language, and those of the paper and of staff."""
    tables = [load_texts(language) for language in LANGUAGES]
    said = {sign for texts in tables for key in texts.keys() for sign in texts[key]}  # noqa: SIM118 - no dictionary
    assert not_drawn(said - {"\n"}, weight) == set()


def not_drawn(signs: set[str], weight: str) -> set[str]:
    drawn = face(weight).getBestCmap()
    return {sign for sign in signs if ord(sign) not in drawn}


def beyond_the_basic_plane() -> set[str]:
    lines = (FONTS / "general_standard_beyond_bmp.txt").read_text(encoding="utf-8").splitlines()
    return set("".join(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_name_and_place_is_drawn_that_level_2_of_the_national_standard_asks_for(weight: str) -> None:
    """GB 18030: one and two bytes, the unified block and extension A of level 1, and the General Standard
    table, which GB 18030-2022 counts as 196 more."""
    level_2 = beyond_the_basic_plane() | set("鿍鿎鿏")
    assert len(level_2) == 196
    level_1 = {
        chr(point) for first, last in ((0x3400, 0x4DB5), (0x4E00, 0x9FA5)) for point in range(first, last + 1)
    }
    pairs = (bytes((lead, trail)) for lead in range(0xB0, 0xF8) for trail in range(0xA1, 0xFF))
    gb_2312 = {sign for pair in pairs for sign in pair.decode("gb2312", "ignore")}
    assert not_drawn(level_1 | level_2 | gb_2312 | set(RARE_NAMES), weight) == set()


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_typeface_is_upright_sturdy_sans_serif_and_may_be_embedded(weight: str) -> None:
    """VIS-14; the licence lies beside the files."""
    tables = face(weight)
    assert tables["post"].italicAngle == 0
    assert not tables["head"].macStyle & 0b10
    assert tables["OS/2"].usWeightClass >= 400
    assert tables["OS/2"].panose.bSerifStyle in range(11, 16), "no sans serif of PANOSE"
    assert tables["OS/2"].fsType == 0, "installable, without limits"
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_the_typefaces_stay_small() -> None:
    assert sum(file.stat().st_size for file in FONTS.iterdir()) <= 30_000_000


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


def test_a_photograph_keeps_its_colours_and_where_it_went_there_is_no_face(
    tmp_path: Path, bench: Bench
) -> None:
    from screens.pictures import picture_texture  # noqa: PLC0415 - Kivy starts late

    file = tmp_path / "manager-water.jpg"
    no_face = picture_texture(str(file), 60, 80, "black")
    assert no_face.pixels == picture_texture("no_face", 60, 80, "black").pixels
    Image.new("RGB", (300, 400), (200, 40, 40)).save(file)
    shown = picture_texture(str(file), 60, 90, "black")
    assert shown.size == (60, 80)
    assert all(abs(seen - was) < 4 for seen, was in zip(shown.pixels[:3], (200, 40, 40), strict=True))
