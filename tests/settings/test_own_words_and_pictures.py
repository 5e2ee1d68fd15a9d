"""A kind of bill and a wallet the kiosk never heard of: words in the settings, a picture beside them."""

from pathlib import Path

import pytest
from PIL import Image

from kiosk.session import journey
from kiosk.session.show import view
from kiosk.session.view import ScreenView
from kiosk.settings import check_config, load_settings
from kiosk.settings.assets import own_words, with_own_words
from kiosk.settings.session_rules import session_rules
from kiosk.texts import Languages, load_languages

from .conftest import Edit

CABLE = """
[[utility]]
name = "cable"
enabled = true
account_number = { digits = 8 }
payment = { min_fen = 100, max_fen = 50_000 }
words = { bill = "有线电视费", short = "电视", number = "电视户号", where = "印在缴费卡正面" }
words_en = { bill = "Cable TV", short = "Cable", number = "cable TV number", where = "on the card" }
"""


def first_screen(config_dir: Path) -> tuple[ScreenView, Languages]:
    settings = load_settings(config_dir)
    session, _ = journey.start(session_rules(settings, 0.0))
    return view(session), with_own_words(load_languages(), settings.kiosk, settings.utilities)


@pytest.fixture
def with_cable(config_dir: Path, edit: Edit) -> Path:
    edit("utilities.toml", "[[utility]]", CABLE + "[[utility]]")
    return config_dir


def test_its_words_stand_in_the_settings_and_its_picture_is_neutral(with_cable: Path) -> None:
    screen, words = first_screen(with_cable)
    cable = next(choice for choice in screen.choices if choice.name == "cable")
    assert (words.of("zh").resolve(cable.label), cable.icon) == ("有线电视费", "bill")
    assert words.of("en").resolve(cable.label) == "Cable TV"


def test_its_english_words_are_asked_for_while_the_machine_offers_english(
    with_cable: Path, edit: Edit
) -> None:
    edit("utilities.toml", "\nwords_en =", "\n# words_en =")
    (problem,) = check_config(with_cable)
    assert "utility.cable.words_en: found nothing" in problem
    assert "words = { bill, short, number, where }" in problem


def test_its_own_picture_lies_beside_the_settings(with_cable: Path, edit: Edit) -> None:
    (with_cable / "pictures").mkdir()
    Image.new("LA", (256, 256), (255, 255)).save(with_cable / "pictures" / "cable.png")
    edit("utilities.toml", 'name = "cable"', 'name = "cable"\nicon = "cable"')
    screen, _ = first_screen(with_cable)
    cable = next(choice for choice in screen.choices if choice.name == "cable")
    assert cable.icon == str(with_cable / "pictures" / "cable")


def test_a_picture_that_cannot_be_tinted_is_told(with_cable: Path, edit: Edit) -> None:
    (with_cable / "pictures").mkdir()
    edit("utilities.toml", 'name = "cable"', 'name = "cable"\nicon = "cable"')
    Image.new("RGB", (256, 256)).save(with_cable / "pictures" / "cable.png")
    (problem,) = check_config(with_cable)
    assert "cable.png" in problem
    assert "found RGB, 256x256" in problem
    (with_cable / "pictures" / "cable.png").write_bytes(b"no picture")
    assert "found no picture" in check_config(with_cable)[0]


def test_without_words_anywhere_the_settings_say_what_is_missing(with_cable: Path, edit: Edit) -> None:
    path = with_cable / "utilities.toml"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("words")]
    path.write_text("\n".join(kept), encoding="utf-8")
    (problem,) = check_config(with_cable)
    assert "utility.cable.name" in problem
    assert "words = { bill, short, number, where }" in problem


def test_a_new_wallet_brings_its_word_once(config_dir: Path, edit: Edit) -> None:
    edit(
        "kiosk.toml",
        '{ provider = "ecny"',
        '{ provider = "tram_pass", name = "交通卡", code = \'88\\d{10}\' },\n  '
        '{ provider = "tram_pass", code = \'89\\d{10}\' },\n  { provider = "ecny"',
    )
    settings = load_settings(config_dir)
    assert own_words(settings.kiosk, settings.utilities) == {"provider.tram_pass": "交通卡"}


@pytest.mark.parametrize(
    ("file", "sound", "spoilt"),
    [
        ("utilities.toml", '\nwords = { bill = "有线电视费"', '\nwords = { bill = "电视{费}"'),
        ("kiosk.toml", '{ provider = "ecny"', '{ provider = "ecny", name = "数字{"'),
    ],
)
def test_words_that_the_texts_would_take_for_places_are_told(
    with_cable: Path, edit: Edit, file: str, sound: str, spoilt: str
) -> None:
    """No screen may fail over a word in the settings."""
    edit(file, sound, spoilt)
    (problem,) = check_config(with_cable)
    assert "without { and }" in problem


def test_a_wallet_nobody_has_a_word_for_is_told(config_dir: Path, edit: Edit) -> None:
    edit("kiosk.toml", 'provider = "ecny"', 'provider = "tram_pass"')
    (problem,) = check_config(config_dir)
    assert "methods.phone_codes.4.name" in problem


def test_a_wallet_goes_by_its_one_name_in_english_too(config_dir: Path, edit: Edit) -> None:
    edit("kiosk.toml", 'provider = "ecny"', 'provider = "tram_pass", name = "交通卡"')
    _, words = first_screen(config_dir)
    assert words.of("en")["provider.tram_pass"] == "交通卡"
