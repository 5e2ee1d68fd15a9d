"""Within reach of a wheelchair: every target from 800 to 1200 mm above the floor, on the shipped display."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from msgspec.structs import replace

from kiosk.audit.combinations import SIZES
from kiosk.audit.geometry import inside, targets_of, words_of
from kiosk.session.reflow import leaves
from kiosk.session.view import Comfort, ScreenView, Size
from kiosk.settings import load_settings
from screens.dressing import Panel, look_for
from screens.rectangle import Rectangle
from tests.screens import views_of_finding, views_of_paying
from tests.screens.bench import Bench
from tests.settings.conftest import CONFIG

VIEWS: dict[str, ScreenView] = views_of_finding.VIEWS | views_of_paying.VIEWS
DISPLAY = load_settings(CONFIG).displays.resident_display
LOW, HIGH, ANYWHERE, TOP_SHARE = 800.0, 1200.0, 1220.0, 0.85
PIXEL_MM = 0.3

Wear: TypeAlias = Callable[..., Bench]


def panel(bottom_mm: float | None = DISPLAY.bottom_above_floor_mm) -> Panel:
    return Panel(DISPLAY.width_px, DISPLAY.height_px, DISPLAY.px_per_mm, bottom_mm)


@pytest.fixture
def wear() -> Iterator[Wear]:
    benches: list[Bench] = []

    def make(size: Size = 100, *, reach: bool = True, bottom_mm: float | None = None) -> Bench:
        where = panel(bottom_mm) if bottom_mm else panel()
        benches.append(Bench(look_for(where, Comfort(size=size, reach=reach))))
        return benches[-1]

    yield make
    for bench in benches:
        bench.leave()


def shown(bench: Bench, size: Size = 100) -> Iterator[tuple[str, Bench]]:
    """Every screen, leaf by leaf."""
    comfort = Comfort(size=size, reach=bench.look.reach is not None)
    for name, view in VIEWS.items():
        for leaf in leaves(replace(view, comfort=comfort)):
            yield name, bench.show(leaf)


def above_floor_mm(bench: Bench, box: Rectangle, bottom_mm: float) -> tuple[float, float]:
    return tuple(bottom_mm + edge / bench.look.px_per_mm for edge in (box.y, box.top))  # type: ignore[return-value]  # two of them


@pytest.mark.parametrize("size", SIZES)
def test_all_there_is_to_press_is_within_reach(wear: Wear, size: Size) -> None:
    bench, bottom_mm = wear(size), DISPLAY.bottom_above_floor_mm
    assert bottom_mm
    for name, screen in shown(bench, size):
        for target in targets_of(screen):
            low, high = above_floor_mm(bench, target.box, bottom_mm)
            assert LOW - PIXEL_MM <= low < high <= HIGH + PIXEL_MM, f"{target.name} of {name}"


@pytest.mark.parametrize("bottom_mm", [746.0, 775.0, 800.0])
def test_so_it_is_at_every_height_that_is_offered(wear: Wear, bottom_mm: float) -> None:
    bench = wear(bottom_mm=bottom_mm)
    for name, screen in shown(bench):
        for target in targets_of(screen):
            low, high = above_floor_mm(bench, target.box, bottom_mm)
            assert LOW - PIXEL_MM <= low < high <= HIGH + PIXEL_MM, f"{target.name} of {name}"


def test_nothing_is_ever_pressed_above_1220_mm(wear: Wear) -> None:
    assert DISPLAY.bottom_above_floor_mm
    for size in SIZES:
        bench = wear(size, reach=False)
        for _, screen in shown(bench, size):
            for target in targets_of(screen):
                _, high = above_floor_mm(bench, target.box, DISPLAY.bottom_above_floor_mm)
                assert high <= ANYWHERE + PIXEL_MM, target.name


@pytest.mark.parametrize("size", SIZES)
def test_nothing_that_matters_stands_in_the_top_of_the_display(wear: Wear, size: Size) -> None:
    """WHL-4."""
    bench = wear(size)
    limit = TOP_SHARE * bench.look.height_px + 1
    for name, screen in shown(bench, size):
        high = [words.text for words in words_of(screen) if words.box.top > limit]
        assert high == [], name


@pytest.mark.parametrize("reach", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_the_button_that_does_it_is_large_low_and_on_every_screen(
    wear: Wear, size: Size, reach: bool
) -> None:
    """WHL-2, and under every question."""
    bench = wear(size, reach=reach)
    for name, screen in shown(bench, size):
        box = screen.host.find("comfort_reach").box
        _, high = above_floor_mm(bench, box, DISPLAY.bottom_above_floor_mm or 0.0)
        assert high <= HIGH, name
        assert min(box.width, box.height) >= 25 * bench.look.px_per_mm - 1, name


def test_both_layouts_offer_the_same(wear: Wear) -> None:
    """WHL-3: the same buttons in the same order; 'find someone to help' is shorter where it has less room."""
    high, low = wear(reach=False), wear()
    for name, view in VIEWS.items():
        offered = {target.name for target in targets_of(high.show(view))}
        assert {target.name for target in targets_of(low.show(view))} == offered, name


def test_what_is_not_pressed_lies_under_what_is(wear: Wear) -> None:
    bench = wear().show(views_of_paying.methods())
    lowest = min(target.box.y for target in targets_of(bench))
    assert bench.host.top_bar.box.top <= lowest
    assert inside(bench.host.top_bar.phone.box, bench.host.top_bar.box)


@pytest.mark.parametrize(
    ("bottom_mm", "height_mm", "fitted"),
    [(None, 476.1, False), (740, 476.1, False), (746, 476.1, True), (800, 476.1, True), (850, 476.1, False)],
)
def test_it_is_offered_where_the_band_has_room(
    bottom_mm: float | None, height_mm: float, fitted: bool
) -> None:
    display = replace(DISPLAY, bottom_above_floor_mm=bottom_mm, height_mm=height_mm)
    assert display.reach_fitted is fitted


def test_it_is_not_offered_on_a_wide_display() -> None:
    wide = replace(DISPLAY, width_px=1920, height_px=1080, width_mm=476.1, height_mm=267.8)
    assert not wide.reach_fitted
