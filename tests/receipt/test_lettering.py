from hypothesis import given
from hypothesis import strategies as some
from PIL import ImageFont

from kiosk.receipt.lettering import SMALLEST_DOTS, Typefaces, broken_into_lines, fitted, in_groups_of_four
from tests.receipt.fonts import FACES


def _lines(text: str, faces: Typefaces, width_dots: int) -> list[str]:
    return broken_into_lines(text, faces.at(SMALLEST_DOTS), width_dots)


def test_the_smallest_figures_are_four_millimetres_high(faces: Typefaces) -> None:
    top, bottom = faces.at(SMALLEST_DOTS).getbbox("0")[1::2]
    assert bottom - top >= 4 * 8


def test_a_sum_is_never_broken(faces: Typefaces) -> None:
    for width_dots in range(240, 560, 10):
        lines = _lines("余下的¥1123.45会在3天内退回，共12.30元。", faces, width_dots)
        assert any("¥1123.45" in line for line in lines)
        assert any("12.30元" in line for line in lines)
        assert any("3天" in line for line in lines)


def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(faces: Typefaces) -> None:
    for width_dots in range(180, 560, 10):
        for line in _lines("大写（人民币），请收好。（不作发票）", faces, width_dots):
            assert line[0] not in "），。"
            assert line[-1] != "（"


def test_lines_are_of_about_equal_width(faces: Typefaces) -> None:
    font: ImageFont.FreeTypeFont = faces.at(SMALLEST_DOTS)
    first, last = _lines("一二三四五六七八九十一二三", faces, 552)
    assert font.getlength(last) > font.getlength(first) / 2


@given(text=some.text(alphabet="电费水 ，。12.9¥abc（）", max_size=60), width_dots=some.integers(300, 552))
def test_breaking_loses_no_letter(text: str, width_dots: int) -> None:
    lines = broken_into_lines(text, FACES.at(SMALLEST_DOTS), width_dots)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_line_that_must_not_break_gets_smaller_letters(faces: Typefaces) -> None:
    capitals = "玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"
    assert fitted(capitals, faces, 48, 552).getlength(capitals) <= 552
    assert fitted("壹元整", faces, 48, 552).size == 48


def test_long_numbers_are_read_in_fours() -> None:
    assert in_groups_of_four("890592610007") == "8905 9261 0007"
    assert in_groups_of_four("12345") == "1234 5"
