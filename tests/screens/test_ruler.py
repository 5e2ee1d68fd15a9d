"""The ruler: what a card held against the glass says about a display nobody knows the size of."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest

from kiosk.audit.geometry import faults
from kiosk.texts import load_texts
from screens.theme import Look
from tests.screens.bench import Finger

PANELS = {"portrait": (1080, 1920), "landscape": (1920, 1080), "15.6 inches": (1366, 768)}


class RulerBench:
    """The ruler alone in the window, and the faults of its layout."""

    def __init__(self, width_px: int, height_px: int, px_per_mm: float) -> None:
        from kivy.core.window import Window  # noqa: PLC0415 - Kivy starts late

        from screens.ruler import CARD_MM, Measured, RulerDisplay  # noqa: PLC0415

        self.now_s = 100.0
        self.found: list[Measured] = []
        believed = Measured(width_px, height_px, CARD_MM[0] * px_per_mm)
        resolve = load_texts("zh").resolve
        self.host: Any = RulerDisplay(believed, resolve, lambda: self.now_s, self.found.append)
        self._window = Window
        for other in list(Window.children):
            Window.remove_widget(other)
        Window.add_widget(self.host)

    @property
    def look(self) -> Look:
        look: Look = self.host.look
        return look

    def tap(self, name: str) -> None:
        self.now_s += 1.0
        Finger(*self.host.find(name).center).lift()

    def leave(self) -> None:
        self._window.remove_widget(self.host)


MakeRuler: TypeAlias = Callable[..., RulerBench]


@pytest.fixture
def ruler() -> Iterator[MakeRuler]:
    benches: list[RulerBench] = []

    def make(panel: str = "portrait", px_per_mm: float = 4.0) -> RulerBench:
        benches.append(RulerBench(*PANELS[panel], px_per_mm))
        return benches[-1]

    yield make
    for bench in benches:
        bench.leave()


def test_a_card_made_as_wide_as_a_real_one_tells_how_large_the_display_is(ruler: MakeRuler) -> None:
    """On 21.5 inches, 4.033 px to the millimetre, a card is 345 px wide, and 342 were believed."""
    bench = ruler(px_per_mm=342 / 85.6)
    for _ in range(3):
        bench.tap("stretch_1")
    bench.tap("fits")
    (found,) = bench.found
    assert found.lines == ("width_mm = 268", "height_mm = 476.4")


def test_steps_are_small_and_large_both_ways(ruler: MakeRuler) -> None:
    bench = ruler()
    before_px = bench.host.measured.card_px
    bench.tap("stretch_10")
    bench.tap("stretch_-1")
    assert bench.host.measured.card_px == pytest.approx(before_px + 9)


def test_the_size_is_told_as_the_card_changes(ruler: MakeRuler) -> None:
    bench = ruler()
    before = bench.host.size_told.text
    bench.tap("stretch_10")
    assert bench.host.size_told.text != before


def test_a_card_can_neither_vanish_nor_leave_the_display(ruler: MakeRuler) -> None:
    for name in ("stretch_-10", "stretch_10"):
        bench = ruler()
        for _ in range(200):
            bench.tap(name)
        assert 40 <= bench.host.measured.card_px <= 1080


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("px_per_mm", [2.8, 4.03, 5.6])
def test_it_can_be_read_and_pressed_on_any_display(ruler: MakeRuler, panel: str, px_per_mm: float) -> None:
    assert faults(ruler(panel, px_per_mm)) == []
