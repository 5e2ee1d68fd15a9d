"""VIS-5: words that touch the frame of their button are seen on the pixels."""

import numpy as np
import pytest

from kiosk.audit.ink import runs_into_frame

FRAME_PX, CORNER_PX = 4.0, 12.0


def button(left: int, top: int, right: int, bottom: int) -> np.ndarray:
    """A white button of 200 by 100 pixels with a black frame, and a black word in the box given."""
    piece = np.full((100, 200, 3), 255, np.uint8)
    piece[:4], piece[-4:], piece[:, :4], piece[:, -4:] = 0, 0, 0, 0
    piece[:12, :12] = 90
    piece[top:bottom, left:right] = 0
    return piece


def test_a_word_with_ground_around_it_is_well() -> None:
    assert not runs_into_frame(button(60, 40, 140, 60), FRAME_PX, CORNER_PX)


@pytest.mark.parametrize(
    "word", [(5, 40, 60, 60), (140, 40, 196, 60), (60, 5, 140, 30), (60, 70, 140, 96), (6, 40, 60, 60)]
)
def test_a_word_that_touches_any_side_is_not(word: tuple[int, int, int, int]) -> None:
    assert runs_into_frame(button(*word), FRAME_PX, CORNER_PX)
