"""Letters of one width: columns, runs of one typeface, long lines."""

import pytest

from screens.technician.one_width import Run, columns_of, runs, wrapped


def test_a_chinese_character_is_two_letters_wide() -> None:
    assert columns_of("22:05 纸 ok") == 11


def test_each_run_begins_in_its_column() -> None:
    assert list(runs("ab 纸卷→ c")) == [Run(0, "ab ", True), Run(3, "纸卷→", False), Run(9, " c", True)]


def test_a_line_that_fits_stays_whole() -> None:
    assert wrapped("22:04:51 printer      > status", 40) == ["22:04:51 printer      > status"]


def test_a_long_line_goes_on_below_set_in() -> None:
    assert wrapped("22:04:51 printer > status 10 04", 20) == ["22:04:51 printer >", "    status 10 04"]


@pytest.mark.parametrize("columns", [8, 12, 30, 60])
def test_no_piece_is_too_wide_and_nothing_is_lost(columns: int) -> None:
    line = "2026-11-21 打印一个码,再读回来 checksum-wrong-0123456789abcdef 没通过"
    pieces = wrapped(line, columns)
    assert all(columns_of(piece) <= columns for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(line.split())
