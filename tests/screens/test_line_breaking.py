"""Lines of Chinese: sums and numbers stay whole, signs stay with their words, no line is wasted."""

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
    ],
)
def test_where_lines_end(text: str, room: float, lines: list[str]) -> None:
    assert break_lines(text, room, width) == lines


@pytest.mark.parametrize(
    "whole", ["¥238.75", "¥12,345.67", "182度", "310***********1234", "19:43", "9—10月", "LFL-380-01", "3月"]
)
def test_these_are_never_broken(whole: str) -> None:
    assert whole in pieces(f"甲{whole}")
    assert any(whole in line for line in break_lines(f"这里写着{whole},请看", 4, width))


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


def test_known_words_are_kept_whole() -> None:
    pattern = piece_pattern(["付款", "付款码", "扫码窗"])
    sentence = "也可以直接把付款码对准扫码窗"
    assert "付款码" in pieces(sentence, pattern)
    assert break_lines(sentence, 8.5, width) == ["也可以直接把付", "款码对准扫码窗"]
    assert break_lines(sentence, 8.5, width, pattern) == ["也可以直接把", "付款码对准扫码窗"]
