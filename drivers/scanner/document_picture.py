"""Drawn papers before a camera, for hands that lay them there: written pages, never anybody's."""

import cv2
import numpy as np
import numpy.typing as npt

from drivers.scanner.picture import Grey

FRAME_PX = (720, 1280)
_DESK, _PAPER, _INK = 80, 205, 45
_SHEET_PX = (500, 720)
"""An open certificate, lengthwise."""

_LINE_PX, _CHARACTER_PX = 30, 16
_MARGIN_PX = 46


def written_page(seed: int = 1) -> Grey:
    """A sheet of lines of strokes as characters have them, with a frame and a seal; nothing can be read."""
    chance = np.random.default_rng(seed)
    height, width = _SHEET_PX
    sheet = np.full((height, width), _PAPER, np.uint8)
    cv2.rectangle(sheet, (24, 24), (width - 25, height - 25), _INK + 60, 2)
    for top in range(_MARGIN_PX, height - _MARGIN_PX - _CHARACTER_PX, _LINE_PX):
        ends = width - _MARGIN_PX - int(chance.integers(0, width // 3))
        for left in range(_MARGIN_PX, ends, _CHARACTER_PX + 4):
            _character(sheet, left, top, chance)
    cv2.circle(sheet, (width - 150, height - 130), 52, _INK + 70, 5)
    return sheet


def _character(sheet: Grey, left: int, top: int, chance: np.random.Generator) -> None:
    for _ in range(5):
        across, down = (int(part) for part in chance.integers(0, _CHARACTER_PX - 2, 2))
        long = int(chance.integers(5, _CHARACTER_PX))
        end = (min(left + across + long, left + _CHARACTER_PX), top + down)
        if chance.random() < 0.5:
            end = (left + across, min(top + down + long, top + _CHARACTER_PX))
        cv2.line(sheet, (left + across, top + down), end, _INK, 1)


def on_desk(
    sheet: Grey, *, moved_px: tuple[float, float] = (0, 0), turned_deg: float = 0.0, size: float = 1.0
) -> Grey:
    """The sheet on the desk, in the middle of a picture of 1280x720, or moved from there."""
    height, width = sheet.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), turned_deg, size)
    turn[:, 2] += (FRAME_PX[1] - width) / 2 + moved_px[0], (FRAME_PX[0] - height) / 2 + moved_px[1]
    laid = cv2.warpAffine(
        sheet, turn, (FRAME_PX[1], FRAME_PX[0]), flags=cv2.INTER_AREA, borderValue=float(_DESK)
    )
    return laid.astype(np.uint8, copy=False)


def in_the_dark(picture: Grey, part: float = 0.2) -> Grey:
    """With this part of the light."""
    return cv2.convertScaleAbs(picture, alpha=part).astype(np.uint8, copy=False)


def out_of_focus(picture: Grey, spread_px: float) -> Grey:
    return cv2.GaussianBlur(picture, (0, 0), spread_px).astype(np.uint8, copy=False)


def pulled_away(picture: Grey, length_px: int, angle_deg: float = 0.0) -> Grey:
    """As seen by a slow eye while it moves."""
    line: npt.NDArray[np.float32] = np.zeros((length_px, length_px), np.float32)
    line[length_px // 2] = 1
    turn = cv2.getRotationMatrix2D((length_px / 2 - 0.5, length_px / 2 - 0.5), angle_deg, 1)
    turned = cv2.warpAffine(line, turn, (length_px, length_px))
    return cv2.filter2D(picture, -1, turned / turned.sum()).astype(np.uint8, copy=False)


def under_a_lamp(picture: Grey, middle_px: tuple[int, int], radius_px: int) -> Grey:
    """With the lamp's reflection on it."""
    height, width = picture.shape
    down, across = np.ogrid[:height, :width]
    away = np.hypot(across - middle_px[0], down - middle_px[1]) / radius_px
    light = 255 * np.clip(1.6 - away, 0, 1)
    lit: Grey = np.clip(picture + light, 0, 255).astype(np.uint8)
    return lit


def with_grain(picture: Grey, greys: float, seed: int = 1) -> Grey:
    """A cheap sensor's noise."""
    noise = np.random.default_rng(seed).normal(0, greys, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)
