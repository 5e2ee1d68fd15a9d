"""Synthetic photographs of codes: what a kiosk's camera really sees, from a seed.

Every picture is 1280x720, grey: one printed code on a paper with other print, spoiled in one named way.
"""

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from drivers.scanner.code_picture import draw_code

Picture = npt.NDArray[np.uint8]
Spoil = Callable[[Picture, random.Random], Picture]

WIDTH, HEIGHT = 1280, 720


class Photo(NamedTuple):
    condition: str
    symbology: str
    text: str
    picture: Picture


_SYMBOLOGIES = ("code128", "code39", "itf", "ean13", "qr")


def _text_for(symbology: str, chance: random.Random) -> str:
    def digits(count: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(count))

    if symbology == "qr":
        return chance.choice(
            [
                f"W{digits(10)}202610{digits(8)}",
                f"https://bill.example/g?acct={digits(11)}",
                f"13{digits(16)}",
            ]
        )
    if symbology == "ean13":
        body = "69" + digits(10)
        odd, even = sum(map(int, body[0::2])), sum(map(int, body[1::2]))
        return body + str(-(odd + 3 * even) % 10)
    return {"code128": "31026" + digits(8), "code39": "GAS" + digits(8), "itf": digits(14)}[symbology]


def _on_paper(code: Picture, chance: random.Random) -> Picture:
    """The code somewhere near the middle of a paper with lines of print, on a darker table."""
    photo = np.full((HEIGHT, WIDTH), 90, np.uint8)
    cv2.rectangle(photo, (140, 20), (1140, 700), 235, -1)
    for row in range(60, 690, 42):
        words = " ".join(str(chance.randrange(10**6)) for _ in range(12))
        cv2.putText(photo, words, (170, row), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 60, 1, cv2.LINE_AA)
    height, width = code.shape
    if width > 960 or height > 640:
        shrink = min(960 / width, 640 / height)
        code = cv2.resize(code, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA).astype(np.uint8)
        height, width = code.shape
    left = 640 - width // 2 + chance.randint(-30, 30)
    top = 360 - height // 2 + chance.randint(-15, 15)
    left, top = max(0, min(left, WIDTH - width)), max(0, min(top, HEIGHT - height))
    photo[top : top + height, left : left + width] = np.clip(code, 25, 235)
    return photo


def _turn(photo: Picture, angle_deg: float) -> Picture:
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), angle_deg, 1.0)
    return cv2.warpAffine(photo, turn, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderValue=90).astype(
        np.uint8
    )


def _rotated(photo: Picture, chance: random.Random) -> Picture:
    return _turn(photo, chance.uniform(-180, 180))


def _perspective(photo: Picture, chance: random.Random) -> Picture:
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    moved = corners + np.array([[chance.uniform(-140, 140) for _ in "xy"] for _ in range(4)], np.float32)
    lens = cv2.getPerspectiveTransform(corners, moved)
    return cv2.warpPerspective(photo, lens, (WIDTH, HEIGHT), borderValue=90).astype(np.uint8)


def _blurred(photo: Picture, chance: random.Random) -> Picture:
    return cv2.GaussianBlur(photo, (0, 0), chance.uniform(1.0, 3.2)).astype(np.uint8)


def _shaken(photo: Picture, chance: random.Random) -> Picture:
    length = chance.randint(4, 12)
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    turn = cv2.getRotationMatrix2D((length / 2, length / 2), chance.uniform(0, 180), 1.0)
    kernel = cv2.warpAffine(kernel, turn, (length, length)).astype(np.float32)
    kernel /= max(float(kernel.sum()), 0.1)
    return cv2.filter2D(photo, -1, kernel).astype(np.uint8)


def _noisy(photo: Picture, chance: random.Random) -> Picture:
    grain = np.random.default_rng(chance.randrange(2**32)).normal(0, chance.uniform(10, 40), photo.shape)
    return np.clip(photo + grain, 0, 255).astype(np.uint8)


def _glare(photo: Picture, chance: random.Random) -> Picture:
    light = np.zeros(photo.shape, np.float32)
    centre = (640 + chance.randint(-200, 200), 360 + chance.randint(-120, 120))
    cv2.ellipse(light, centre, (chance.randint(60, 180), chance.randint(20, 70)), 20, 0, 360, 255.0, -1)
    lit: npt.NDArray[np.float32] = photo + cv2.GaussianBlur(light, (0, 0), 30)
    return np.clip(lit, 0, 255).astype(np.uint8)


def _low_light(photo: Picture, chance: random.Random) -> Picture:
    """A tenth to a third of the light, uneven, with the grain of a raised gain."""
    slope = np.linspace(chance.uniform(0.08, 0.2), chance.uniform(0.2, 0.4), WIDTH)[None, :]
    grain = np.random.default_rng(chance.randrange(2**32)).normal(0, 3, photo.shape)
    lit: npt.NDArray[np.float64] = photo * slope + 8 + grain
    return np.clip(lit, 0, 255).astype(np.uint8)


def _inverted(photo: Picture, chance: random.Random) -> Picture:
    return (255 - photo).astype(np.uint8)


def _creased(photo: Picture, chance: random.Random) -> Picture:
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    wave = chance.uniform(3, 10) * np.sin(columns / chance.uniform(60, 140) + chance.uniform(0, 6))
    return cv2.remap(photo, columns, (rows + wave).astype(np.float32), cv2.INTER_LINEAR).astype(np.uint8)


def _untouched(photo: Picture, chance: random.Random) -> Picture:
    return photo


def _far(photo: Picture, chance: random.Random) -> Picture:
    return _turn(_blurred_slightly(photo), chance.uniform(-8, 8))


def _blurred_slightly(photo: Picture) -> Picture:
    return cv2.GaussianBlur(photo, (0, 0), 0.7).astype(np.uint8)


_CONDITIONS: dict[str, tuple[tuple[int, ...], Spoil]] = {
    "plain": ((2, 3, 4, 5), _untouched),
    "small": ((1, 2), _far),
    "rotated": ((2, 3, 4), _rotated),
    "perspective": ((2, 3, 4), _perspective),
    "blurred": ((2, 3, 4), _blurred),
    "shaken": ((2, 3, 4), _shaken),
    "noisy": ((2, 3, 4), _noisy),
    "glare": ((2, 3, 4), _glare),
    "low light": ((2, 3, 4), _low_light),
    "inverted": ((3, 4), _inverted),
    "creased": ((2, 3, 4), _creased),
}


def photos(each: int, seed: int = 1) -> Iterator[Photo]:
    """`each` pictures for every condition and symbology."""
    chance = random.Random(seed)
    for condition, (module_sizes, spoil) in _CONDITIONS.items():
        for symbology in _SYMBOLOGIES:
            for _ in range(each):
                text = _text_for(symbology, chance)
                module_px = chance.choice(module_sizes) + (2 if symbology == "qr" else 0)
                plain = _on_paper(draw_code(text, symbology, module_px), chance)
                yield Photo(condition, symbology, text, spoil(plain, chance))
