"""Lines of Chinese and English: sums, numbers, words stay whole, signs stay with them, no line is wasted."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.line_breaking import NEVER_FIRST, NEVER_LAST, SEPARATOR, break_lines, piece_pattern, pieces


def width(text: str) -> float:
    """In ems, about as the typeface has it."""
    return sum(1.0 if ord(sign) > 0x2000 else 0.56 for sign in text)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("一共要付 ¥238.75,请核对", 8, ["一共要付", "¥238.75,请核对"]),
        ("一共要付88.50元整", 7, ["一共要付", "88.50元整"]),
        ("打开手机上的微信或支付宝,点“收付款”", 17.8, ["打开手机上的微信或支付宝,", "点“收付款”"]),
        ("2026年10月 · 182度", 7, ["2026年10月", "182度"]),
        ("张* 310***********1234", 12, ["张*", "310***********1234"]),
        ("您要交什么费?", 6, ["您要交", "什么费?"]),
        ("第一行\n第二行", 10, ["第一行", "第二行"]),
        ("", 10, [""]),
        ("", 0, [""]),
        ("Please hold the bill to the scan window.", 12, ["Please hold the bill", "to the scan window."]),
        ("electricitycompany bbbbbbbbbbbbbb", 8, ["electricitycompany", "bbbbbbbbbbbbbb"]),
        ('Tap "Pay" or "Get help".', 6, ['Tap "Pay"', 'or "Get', 'help".']),
        ("To pay in all: ¥238.75, please check.", 9, ["To pay in all:", "¥238.75,", "please check."]),
        ("It asks for 13 digits in all", 8, ["It asks for", "13 digits", "in all"]),
    ],
)
def test_where_lines_end(text: str, room: float, lines: list[str]) -> None:
    assert break_lines(text, room, width) == lines


@pytest.mark.parametrize(
    "whole",
    [
        *(
            "¥238.75",
            "¥12,345.67",
            "182度",
            "310***********1234",
            "19:43",
            "9—10月",
            "LFL-380-01",
            "3月",
            "12月20日",
            "2026年1月",
            "3 秒",
            "陆拾",
            "欧****明",
            "100 元",
        ),
        *("12 kWh", "9.5 m³", "9.5m³", "13 digits", "3 October", "24-hour", "Don’t", "don't", "café"),
    ],
)
def test_these_are_never_broken(whole: str) -> None:
    assert whole in pieces(f"甲{whole}")
    assert any(whole in line for line in break_lines(f"这里写着{whole},请看", 4, width))
    assert any(whole in line for line in break_lines(f"Here stands {whole}, see?", 4, width))


@pytest.mark.parametrize("sum_or_mask", ["¥238.75", "310***********1234", "19:43"])
def test_what_is_whole_in_itself_takes_no_english_word_along(sum_or_mask: str) -> None:
    assert pieces(f"{sum_or_mask} in all") == [sum_or_mask, " ", "in", " ", "all"]


def solid(text: str) -> str:
    """Without what a line's end makes needless: space, and dots between two facts."""
    return "".join(text.replace(SEPARATOR, "").split())


@given(st.text(alphabet="请交电费水了一¥0123456789.,。?“”()· ", max_size=40), st.floats(3, 20))
def test_nothing_is_lost_and_signs_keep_their_place(text: str, room: float) -> None:
    lines = break_lines(text, room, width)
    assert solid("".join(lines)) == solid(text)
    for before, after in pairwise(lines):
        assert not (after and after[0] in NEVER_FIRST)
        assert not (before and before[-1] in NEVER_LAST)


@given(st.text(alphabet="请交电费水了一", min_size=1, max_size=60), st.integers(3, 20))
def test_no_line_is_too_wide_nor_one_too_many(text: str, room: int) -> None:
    lines = break_lines(text, room, width)
    assert all(width(line) <= room for line in lines)
    assert len(lines) == -(-len(text) // room)


SAID = 'Please put the card, (don’t pull) and wait. 13 digits ¥8.50 a b · “yes” "Get help".'
ENGLISH = st.lists(st.sampled_from(SAID.split()), min_size=1, max_size=20).map(" ".join)


@given(ENGLISH, st.floats(0.5, 20))
def test_english_lines_hold_whole_words_and_nothing_is_lost(text: str, room: float) -> None:
    lines = break_lines(text, room, width)
    words = [word for word in text.split() if word != SEPARATOR]
    assert [word for line in lines for word in line.split() if word != SEPARATOR] == words
    assert all(width(line) <= room for line in lines if len(pieces(line)) > 1)


@given(st.one_of(ENGLISH, st.text("请交电费 ¥0123.,。(“”", max_size=30)), st.floats(max_value=0))
def test_without_any_width_nothing_is_lost_and_nothing_fails(text: str, room: float) -> None:
    """A box may be squeezed to nothing for a moment while sizes change."""
    lines = break_lines(text, room, width)
    assert solid("".join(lines)) == solid(text)
    assert len(lines) <= max(1, len(pieces(text)))


def test_known_words_are_kept_whole() -> None:
    pattern = piece_pattern(["付款", "付款码", "扫码窗"])
    sentence = "也可以直接把付款码对准扫码窗"
    assert "付款码" in pieces(sentence, pattern)
    assert break_lines(sentence, 8.5, width) == ["也可以直接把付", "款码对准扫码窗"]
    assert break_lines(sentence, 8.5, width, pattern) == ["也可以直接把", "付款码对准扫码窗"]


def test_known_words_of_english_are_kept_whole_and_only_as_words() -> None:
    pattern = piece_pattern(["ID card"])
    assert pieces("an ID card", pattern) == ["an", " ", "ID card"]
    assert pieces("two ID cards", pattern) == ["two", " ", "ID", " ", "cards"]
    assert break_lines("Take the ID card out", 7, width, pattern) == ["Take the", "ID card out"]
