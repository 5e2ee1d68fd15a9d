"""Millimetres, boxes and colours: what every screen is built of."""

import pytest

from screens.palette import PALETTES, Palette, contrast
from screens.rectangle import Rectangle, Wish, share
from screens.theme import EM_MM, Look

PANELS = {"15.6": (1920, 1080, 5.56), "21.5": (1080, 1920, 4.03), "27": (1920, 1080, 3.21)}


@pytest.mark.parametrize("panel", PANELS)
def test_sizes_are_the_same_millimetres_on_every_panel(panel: str) -> None:
    width, height, px_per_mm = PANELS[panel]
    look = Look(width, height, px_per_mm)
    for size, em_mm in EM_MM.items():
        assert look.em_px(size) / px_per_mm == pytest.approx(em_mm, abs=0.16)
        assert look.line_px(size) >= 1.29 * look.em_px(size)
    assert look.target / px_per_mm >= 24.9
    assert look.gap / px_per_mm >= 5


def test_a_scale_enlarges_type_and_targets() -> None:
    plain, large = Look(1080, 1920, 4.0), Look(1080, 1920, 4.0, scale=2.0)
    assert large.em_px("body") == 2 * plain.em_px("body")
    assert large.target >= 1.4 * plain.target
    assert large.margin < plain.margin, "distances give way to type"


def test_there_are_five_sizes_and_none_below_the_floor() -> None:
    assert len(EM_MM) == 5
    assert min(EM_MM.values()) == 10.0


def written(palette: Palette) -> dict[str, tuple[str, str]]:
    """Every pair of words and ground the screens use."""
    pairs = {
        "ink on paper": (palette.ink, palette.paper),
        "soft on paper": (palette.soft, palette.paper),
        "soft on surface": (palette.soft, palette.surface),
        "accent on paper": (palette.accent, palette.paper),
        "ink on pressed": (palette.ink, palette.pressed),
        "ink on alarm": (palette.ink, palette.alarm.ground),
        "primary pressed": (palette.primary.ink, palette.primary_pressed),
    }
    named = {"primary": palette.primary, "danger": palette.danger, "alarm": palette.alarm}
    named |= {"banner": palette.banner} | dict(palette.tones)
    return pairs | {name: (pair.ink, pair.ground) for name, pair in named.items()}


@pytest.mark.parametrize("theme", PALETTES)
def test_words_stand_out(theme: str) -> None:
    palette = PALETTES[theme]
    faint = {name: contrast(*pair) for name, pair in written(palette).items() if contrast(*pair) < 10.0}
    assert faint == {}
    assert contrast(palette.disabled.ink, palette.disabled.ground) >= 7.0


@pytest.mark.parametrize("theme", PALETTES)
def test_edges_and_pressed_buttons_stand_out(theme: str) -> None:
    palette = PALETTES[theme]
    for ground in (palette.paper, palette.surface):
        assert contrast(palette.edge, ground) >= 3.0
    for pair in palette.tones.values():
        assert contrast(pair.ink, palette.pressed) >= 7.0


def test_a_box_is_cut_without_losing_anything() -> None:
    box = Rectangle(10, 20, 100, 60)
    top, rest = box.cut_top(15, gap=5)
    assert (top, rest) == (Rectangle(10, 65, 100, 15), Rectangle(10, 20, 100, 40))
    bottom, rest = box.cut_bottom(15, gap=5)
    assert (bottom, rest) == (Rectangle(10, 20, 100, 15), Rectangle(10, 40, 100, 40))
    left, rest = box.cut_left(30, gap=10)
    assert (left, rest) == (Rectangle(10, 20, 30, 60), Rectangle(50, 20, 60, 60))
    right, rest = box.cut_right(30, gap=10)
    assert (right, rest) == (Rectangle(80, 20, 30, 60), Rectangle(10, 20, 60, 60))
    assert [column.x for column in box.columns(3, 5)] == [10, pytest.approx(45), pytest.approx(80)]


@pytest.mark.parametrize(
    ("wishes", "height", "heights"),
    [
        ([Wish(10, 10), Wish(10, 100)], 60, [10, 50]),
        ([Wish(10, 20), Wish(10, 100)], 100, [20, 80]),
        ([Wish(10, 20), Wish(10, 20)], 100, [20, 20]),
        ([Wish(30, 90), Wish(10, 10)], 20, [15, 5]),
    ],
)
def test_a_column_is_shared_out(wishes: list[Wish], height: float, heights: list[float]) -> None:
    assert share(wishes, height) == pytest.approx(heights)
