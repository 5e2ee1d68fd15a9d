"""What the em of a line is read off: where its own characters have ink, not where others would."""

import pytest

from kiosk.audit.ink import LEAST_INK_EM, ink_em


def test_asterisks_hang_above_the_line_they_do_not_touch() -> None:
    assert LEAST_INK_EM < ink_em("****", bold=True) < 0.5 < ink_em("*g*", bold=True)


@pytest.mark.parametrize("line", ["", " ", "  "])
def test_what_has_no_ink_tells_nothing(line: str) -> None:
    assert ink_em(line, bold=False) == 0


@pytest.mark.parametrize("line", ["字", "Ag", "¥12.30"])
def test_a_line_reaches_as_far_as_its_tallest_and_its_deepest(line: str) -> None:
    assert ink_em(line, bold=False) == ink_em(f"- {line} -", bold=False) > 0.7
