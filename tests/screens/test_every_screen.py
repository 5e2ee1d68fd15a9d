"""Every screen, in both orientations and all themes, drawn for real and measured."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.audit.geometry import faults, targets_of, words_of
from kiosk.session.view import ScreenView
from screens.palette import PALETTES, rgb
from screens.theme import Look
from tests.screens import views_of_finding, views_of_paying
from tests.screens.bench import Bench
from tests.screens.conftest import LOOKS

VIEWS = views_of_finding.VIEWS | views_of_paying.VIEWS


def seen_as(colour: str) -> tuple[int, ...]:
    return tuple(round(255 * part) for part in rgb(colour))


def named(views: dict[str, ScreenView]) -> list[tuple[str, str]]:
    return [(orientation, name) for orientation in LOOKS for name in views]


@pytest.fixture(scope="module")
def benches() -> object:
    """One host per orientation for the whole file, as on a kiosk: screens are built once and kept."""
    made = {orientation: Bench(look) for orientation, look in LOOKS.items()}
    yield made
    for bench in made.values():
        bench.leave()


@pytest.mark.parametrize(("orientation", "name"), named(VIEWS))
def test_nothing_is_cut_off_too_small_or_too_close(
    benches: dict[str, Bench], orientation: str, name: str
) -> None:
    assert faults(benches[orientation].show(VIEWS[name])) == []


@pytest.mark.parametrize(("orientation", "name"), named(VIEWS))
def test_every_word_is_on_the_glass(benches: dict[str, Bench], orientation: str, name: str) -> None:
    """Read from the real pixels, so that nothing can lie over a text unnoticed."""
    bench = benches[orientation].show(VIEWS[name])
    pixels = bench.pixels().astype(int)
    unseen = []
    for words in words_of(bench):
        box = words.box
        rows = slice(int(bench.look.height_px - box.top), int(bench.look.height_px - box.y))
        piece = pixels[rows, int(box.x) : int(box.right)]
        if not (abs(piece - seen_as(words.colour)).max(axis=2) < 24).any():
            unseen.append(words.text)
    assert unseen == []


@pytest.mark.parametrize("orientation", LOOKS)
def test_the_frame_never_moves(benches: dict[str, Bench], orientation: str) -> None:
    places: dict[str, set[object]] = {}
    for view in VIEWS.values():
        if view.overlay is None:
            for target in targets_of(benches[orientation].show(view)):
                if target.name in {"exit", "back", "help"}:
                    places.setdefault(target.name, set()).add(target.box)
    assert {name: len(boxes) for name, boxes in places.items()} == {"exit": 1, "back": 1, "help": 1}


@pytest.mark.parametrize("orientation", LOOKS)
def test_the_primary_button_never_moves(benches: dict[str, Bench], orientation: str) -> None:
    boxes = set()
    for view in VIEWS.values():
        primary = view.frame.primary
        if primary is not None and view.overlay is None:
            boxes.add(benches[orientation].show(view).host.find(primary.name).box)
    assert len(boxes) == 1


@pytest.mark.parametrize("theme", ["black", "white"])
def test_other_themes_show_the_same(bench_for: Callable[[Look], Bench], theme: str) -> None:
    bench = bench_for(replace(LOOKS["portrait"], palette=PALETTES[theme])).show(VIEWS["bills"])
    assert faults(bench) == []
    assert bench.colour_at(2, 960) == seen_as(PALETTES[theme].paper)


def test_another_look_shows_the_same_view(bench: Bench) -> None:
    bench.show(VIEWS["bills"])
    bench.host.wear(replace(LOOKS["portrait"], palette=PALETTES["black"]))
    assert bench.host.view == VIEWS["bills"]
    assert bench.host.find("pay").enabled


def test_a_sum_is_never_broken(benches: dict[str, Bench]) -> None:
    for bench in benches.values():
        for view in VIEWS.values():
            for words in words_of(bench.show(view)):
                broken = [line for line in words.lines if line.rstrip().endswith("¥") or line.endswith(".")]
                assert not broken, words.lines


def test_parts_without_content_cannot_be_found(bench: Bench) -> None:
    bench.show(VIEWS["bills_paged"])
    bench.host.find("page_next")
    bench.show(VIEWS["bills"])
    with pytest.raises(LookupError, match="page_next"):
        bench.host.find("page_next")
