"""Every language says the same; a build whose words are not whole in one of them fails here (LNG-1)."""

import shutil
from pathlib import Path

import pytest

from kiosk.session.view import Capitals, Spoken, text
from kiosk.settings import check_config
from kiosk.texts import ASSETS, LANGUAGES, IncompleteTexts, Languages, MissingText, load_languages, places

CONFIG = ASSETS.parent / "config"
SHIPPED = load_languages()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the assets' words to spoil."""
    return shutil.copytree(ASSETS / "texts", tmp_path / "texts")


def spoil(folder: Path, sound: str, spoilt: str, language: str = "en") -> None:
    file = folder / f"{language}.toml"
    words = file.read_text(encoding="utf-8")
    assert sound in words
    file.write_text(words.replace(sound, spoilt, 1), encoding="utf-8")


def test_every_text_is_there_in_every_language_with_the_same_places() -> None:
    chinese, english = (SHIPPED.of(language) for language in LANGUAGES)
    numbers = ("capitals.", "spoken.", "sent.")
    keys = {key for key in chinese.keys() | english.keys() if not key.startswith(numbers)}
    assert len(keys) > 500
    assert {key for key in keys if key not in chinese or key not in english} == set()
    assert {key for key in keys if places(chinese[key]) != places(english[key])} == set()


def test_no_text_of_a_language_is_empty_where_the_other_has_words() -> None:
    chinese, english = (SHIPPED.of(language) for language in LANGUAGES)
    assert [key for key in chinese.keys() & english.keys() if bool(chinese[key]) != bool(english[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_text_is_told_with_its_language_and_key(folder: Path, language: str) -> None:
    spoil(folder, "\nhelp_note = ", "\nother_note = ", language)
    with pytest.raises(IncompleteTexts) as told:
        load_languages(folder)
    lines = str(told.value).splitlines()
    missing, extra = ("help_note", "other_note") if language == "en" else ("other_note", "help_note")
    assert lines == [
        f"en: notice.{missing} is missing, zh has it",
        f"en: notice.{extra} is too much, zh has none",
    ]


def test_a_place_that_one_language_does_not_have_is_told(folder: Path) -> None:
    spoil(folder, "{paid} is paid. Not paid: {what}.", "{payed} is paid.")
    with pytest.raises(IncompleteTexts) as told:
        load_languages(folder)
    (line,) = str(told.value).splitlines()
    assert line.startswith(
        "en: part_settled.prompt has the places {payed}, {returned}, in zh {paid}, {returned}"
    )


def test_a_whole_file_of_words_that_one_language_lacks_is_told(folder: Path) -> None:
    (folder / "zh_more.toml").write_text('[more]\none = "一"\n', encoding="utf-8")
    with pytest.raises(IncompleteTexts, match=r"en: more\.one is missing"):
        load_languages(folder)


def test_a_language_without_a_file_is_told_by_its_name(folder: Path) -> None:
    (folder / "en.toml").unlink()
    with pytest.raises(FileNotFoundError, match=r"en\.toml"):
        load_languages(folder)


def test_numbers_have_the_words_their_language_needs(folder: Path) -> None:
    spoil(folder, 'hundred = "hundred"\n', "")
    with pytest.raises(MissingText, match=r"capitals\.hundred"):
        load_languages(folder)


def test_check_config_finds_a_text_that_one_language_lacks(folder: Path) -> None:
    shutil.copytree(ASSETS / "icons", folder.parent / "icons")
    spoil(folder, "\nhelp_note = ", "\nother_note = ")
    told = check_config(CONFIG, folder.parent)
    assert any("en: notice.help_note is missing, zh has it" in line for line in told)


def test_check_config_finds_a_language_without_a_file(folder: Path) -> None:
    shutil.copytree(ASSETS / "icons", folder.parent / "icons")
    (folder / "en.toml").unlink()
    (line,) = check_config(CONFIG, folder.parent)
    assert "en.toml" in line


def test_check_config_finds_a_file_of_words_that_cannot_be_read(folder: Path) -> None:
    shutil.copytree(ASSETS / "icons", folder.parent / "icons")
    spoil(folder, "[frame]", "[frame")
    (line,) = check_config(CONFIG, folder.parent)
    assert "en.toml: Expected ']'" in line


def test_sums_are_said_in_the_language_of_the_screen() -> None:
    said = text("bills.spoken", sum=Spoken(23875))
    assert SHIPPED.resolver("zh")(said).startswith("一共二百三十八块七毛五分。")
    assert SHIPPED.resolver("en")(said).startswith(
        "two hundred and thirty-eight yuan and seventy-five fen in all."
    )
    written = text("bills.capitals", sum=Capitals(23875))
    assert SHIPPED.resolver("en")(written) == "two hundred thirty-eight yuan seventy-five fen"


def test_what_a_company_sends_reads_in_english_where_that_is_known() -> None:
    used = text("bills.usage", usage="182", unit="度")
    assert SHIPPED.resolver("en")(used) == "182 kWh"
    assert SHIPPED.resolver("zh")(used) == "182度"
    assert SHIPPED.resolver("en")(text("bill.item", name="峰段")) == "峰段"


def test_words_of_a_machines_own_reach_every_language() -> None:
    own = SHIPPED.with_words({"zh": {"utility.tv.bill": "电视费", "utility.gas.bill": "煤气费"}, "en": {}})
    assert own.of("en")["utility.tv.bill"] == "电视费", "better than none"
    assert own.of("en")["utility.gas.bill"] == "Gas"
    assert own.of("zh")["utility.gas.bill"] == "煤气费"


def test_one_language_alone_is_whole() -> None:
    assert Languages({"zh": SHIPPED.of("zh")}).of("zh")["home.title"]
