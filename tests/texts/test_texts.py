"""The texts file: keys, places, sums in words, and plain errors when something is missing."""

import shutil
from pathlib import Path

import pytest

from kiosk.session.view import Capitals, Spoken, text
from kiosk.texts import MissingText, Texts, load_texts

ZH = load_texts("zh")


@pytest.fixture
def texts() -> Texts:
    numerals = {"digit": "0123456789", "rank": "xch", "myriad": "wy", "yuan": "Y"}
    small = {"jiao": "J", "fen": "F", "whole": "!", "two": ""}
    words = {f"{kind}.{k}": v for kind in ("capitals", "spoken") for k, v in (numerals | small).items()}
    return Texts(words | {"greeting.day": "Good {part} to {who}", "who.all": "all of {place}"}, "test.toml")


def test_places_are_filled_and_may_hold_texts_themselves(texts: Texts) -> None:
    greeting = text("greeting.day", part="morning", who=text("who.all", place="you"))
    assert texts.resolve(greeting) == "Good morning to all of you"


def test_sums_are_written_in_the_words_of_the_language() -> None:
    assert ZH.resolve(text("bills.capitals", sum=Capitals(23875))) == "大写 贰佰叁拾捌元柒角伍分"
    assert ZH.resolve(text("bills.capitals", sum=Spoken(23875))) == "大写 二百三十八块七毛五分"


def test_a_missing_text_names_its_file_and_key(texts: Texts) -> None:
    with pytest.raises(MissingText, match=r"test\.toml: no text 'greeting\.night'"):
        texts.resolve(text("greeting.night"))


def test_a_place_without_a_value_is_an_error(texts: Texts) -> None:
    with pytest.raises(KeyError, match="who"):
        texts.resolve(text("greeting.day", part="morning"))


def test_what_is_filled_in_is_not_read_as_a_place(texts: Texts) -> None:
    assert texts.resolve(text("greeting.day", part="{who}", who="{0}")) == "Good {who} to {0}"


def test_an_unknown_language_has_no_file() -> None:
    with pytest.raises(FileNotFoundError, match=r"tlh\.toml"):
        load_texts("tlh")


def test_staffs_words_stand_in_the_same_table_under_names_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text('[a]\nb = "x"\n', encoding="utf-8")
    (tmp_path / "staff.toml").write_text('[a]\nc = "y"\n', encoding="utf-8")
    with pytest.raises(MissingText, match=r"xx\.toml, staff\.toml: no text"):
        load_texts("xx", tmp_path, also=("staff",))
    (tmp_path / "staff.toml").write_text('[a]\nb = "y"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"staff\.toml: a\.b stands in another file"):
        load_texts("xx", tmp_path, also=("staff",))


def test_tables_become_dotted_keys(tmp_path: Path) -> None:
    folder = Path(__file__).resolve().parents[2] / "assets" / "texts"
    for file in folder.glob("zh*.toml"):
        shutil.copy(file, tmp_path / file.name.replace("zh", "xx"))
    (tmp_path / "xx_more.toml").write_text('[a.b]\nc = "deep"\n', encoding="utf-8")
    texts = load_texts("xx", tmp_path, also=())
    assert texts["a.b.c"] == "deep"
    assert texts.keys() == load_texts("zh", also=()).keys() | {"a.b.c"}
    assert texts.table("a.b") == {"c": "deep"}
