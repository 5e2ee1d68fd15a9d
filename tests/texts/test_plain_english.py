"""What English alone has to keep: titles of two lines at double size, short sentences, no wide signs."""

import re
from pathlib import Path

from fontTools.ttLib import TTFont

from kiosk.texts import load_texts
from tests.texts.shown import STEMS

EN = load_texts("en", also=())
KEYS = sorted(EN.keys())
TITLE_CHARACTERS = 24
NOTE_CHARACTERS = 40
REASONS = ("hindrance.", "method_off.", "not_fitted.")
SENTENCE_WORDS = 14
TITLE_WORD_EM = 6.0
"""A word of a title at double size is 40 mm a em, and the narrowest display is 244 mm wide inside."""

CHINESE = "comfort.language.zh"
"""A language is named in its own script (LNG-1)."""


def without_places(key: str) -> str:
    return re.sub(r"\{\w+\}", "", EN[key])


def test_a_title_is_two_lines_at_double_size() -> None:
    """Of about eleven letters each, with room for a name or a sum in its place."""
    assert {
        key for key in KEYS if key.endswith(".title") and len(without_places(key)) > TITLE_CHARACTERS
    } == set()


def test_sentences_are_short() -> None:
    written = {key: re.split(r"[.?!:,\n]", without_places(key)) for key in KEYS if not sum_words(key)}
    long = {key for key, said in written.items() if any(len(each.split()) > SENTENCE_WORDS for each in said)}
    assert long == set()


def sum_words(key: str) -> bool:
    return key.startswith(("capitals.", "spoken."))


def test_nothing_is_left_in_chinese() -> None:
    assert [key for key in KEYS if re.search("[\u3000-\u9fff\uff00-\uffef]", EN[key])] == [CHINESE]


def test_quotation_marks_and_apostrophes_are_the_narrow_ones() -> None:
    """The typeface draws those of print as wide as a Chinese character: "don' t"."""
    assert [key for key in KEYS if re.search("[‘’“”]", EN[key])] == []


def test_every_sentence_begins_with_a_capital() -> None:
    shown = [
        key for key in KEYS if key.endswith((".title", ".prompt", ".spoken", ".label")) and EN[key][0] != "{"
    ]
    assert [key for key in shown if not (EN[key][0].isupper() or key == CHINESE)] == []


def test_no_word_of_a_title_is_too_wide_for_double_size() -> None:
    font = TTFont(Path(__file__).parents[2] / "assets" / "fonts" / "NotoSansSC-Bold.otf")
    glyphs, advances, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    wide = {
        word
        for key in KEYS
        if key.endswith(".title")
        for word in without_places(key).split()
        if sum(advances[glyphs[ord(sign)]][0] for sign in word) / em > TITLE_WORD_EM
    }
    assert wide == set()


def test_whoever_is_in_doubt_is_told_not_to_pay_again() -> None:
    doubts = ("prompt", "prompt_recharge", "prompt_notes")
    assert all("don't pay again" in EN[f"pending.{each}"] for each in doubts)


def test_a_problem_has_the_same_number_in_every_language() -> None:
    """It is said on the telephone, to somebody who looks it up."""
    chinese = load_texts("zh")
    numbered = [f"problem.{stem}.number" for stem in STEMS]
    assert [key for key in numbered if EN[key] != chinese[key]] == []


def test_what_stands_small_on_a_button_is_one_line_on_every_display() -> None:
    small = [key for key in KEYS if key.startswith(REASONS) or key.endswith((".note", ".print_note"))]
    assert len(small) > 25
    assert {key for key in small if len(without_places(key)) > NOTE_CHARACTERS} == set()
