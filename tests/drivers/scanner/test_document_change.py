"""Whether a paper is still the one that was photographed: light and noise are no change, another paper is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.scanner.document_change import imprint, is_same_paper
from drivers.scanner.document_picture import in_the_dark, on_desk, out_of_focus, with_grain, written_page
from drivers.scanner.picture import Grey

PAGE = written_page()
LAID = on_desk(PAGE)
BEFORE = imprint(LAID)
FEW = settings(max_examples=25, deadline=None)


def with_slope(picture: Grey, left: float, right: float) -> Grey:
    """Lit from one side."""
    light = np.linspace(left, right, picture.shape[1])[None, :]
    return np.clip(picture * light, 0, 255).astype(np.uint8)


@FEW
@given(st.floats(0, 6), st.floats(0.6, 1.2), st.integers(0, 2**16))
def test_noise_and_a_drifting_light_are_no_change(greys: float, part: float, seed: int) -> None:
    assert is_same_paper(BEFORE, imprint(with_grain(in_the_dark(LAID, part), greys, seed)))


@FEW
@given(st.floats(0.6, 1.15), st.floats(0.6, 1.15))
def test_neither_is_light_from_one_side(left: float, right: float) -> None:
    assert is_same_paper(BEFORE, imprint(with_slope(LAID, left, right)))


@FEW
@given(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5), st.floats(0.2, 1.5))
def test_neither_is_what_a_lens_does_to_it(across: float, down: float, spread_px: float) -> None:
    shaken = on_desk(PAGE, moved_px=(across, down))
    assert is_same_paper(BEFORE, imprint(out_of_focus(shaken, spread_px)))


@FEW
@given(st.integers(2, 500), st.floats(0.7, 1.2))
def test_another_paper_in_the_same_place_is(seed: int, part: float) -> None:
    assert not is_same_paper(BEFORE, imprint(in_the_dark(on_desk(written_page(seed)), part)))


@FEW
@given(st.floats(3, 60), st.floats(0, 6.28), st.floats(-4, 4))
def test_one_that_was_laid_anew_is(far_px: float, towards: float, turned_deg: float) -> None:
    moved = (far_px * np.cos(towards), far_px * np.sin(towards))
    assert not is_same_paper(BEFORE, imprint(on_desk(PAGE, moved_px=moved, turned_deg=turned_deg)))


@pytest.mark.parametrize("desk", [0, 80, 255])
def test_an_empty_desk_is_no_paper_and_like_itself(desk: int) -> None:
    empty = imprint(np.full_like(LAID, desk))
    assert not is_same_paper(BEFORE, empty)
    assert is_same_paper(empty, empty)


def test_both_ways_alike() -> None:
    other = imprint(on_desk(written_page(2)))
    assert is_same_paper(BEFORE, other) == is_same_paper(other, BEFORE)
