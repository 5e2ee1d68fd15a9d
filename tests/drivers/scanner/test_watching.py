"""When a scene is worth another look."""

import numpy as np
import pytest

from drivers.scanner.code_picture import on_paper
from drivers.scanner.picture import Grey
from drivers.scanner.watching import Scene


def settled(picture: Grey) -> Scene:
    scene = Scene(frozenset({"qr"}))
    assert [scene.look(picture) for _ in range(3)] == ["changed", "settled", "the same"]
    return scene


@pytest.mark.parametrize("symbology", ["qr", "datamatrix", "code128"])
def test_a_small_code_in_the_place_of_another_is_news(symbology: str) -> None:
    """A second bill laid where the first was, or a phone that shows its next code."""
    scene = settled(on_paper("134567890123450000", symbology))
    assert scene.look(on_paper("134567890123459999", symbology)) == "changed"


def test_the_noise_of_a_sensor_is_no_news() -> None:
    chance = np.random.default_rng(1)
    paper = on_paper("134567890123450000", "qr").astype(np.int16)
    scene = settled(on_paper("134567890123450000", "qr"))
    for _ in range(20):
        noisy = np.clip(paper + chance.normal(0, 6, paper.shape), 0, 255).astype(np.uint8)
        assert scene.look(noisy) == "the same"
