"""Every page of the technician's mode, in both orientations and all themes, drawn for real and measured."""

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest

from kiosk.audit.geometry import faults, words_of
from kiosk.technician.view import Desk, Level
from screens.palette import PALETTES, contrast, rgb
from screens.technician.sizes import level_pair, trace_pair
from screens.theme import Look
from tests.screens.conftest import LOOKS
from tests.screens.technician.bench import TECHNICIANS, TechnicianBench
from tests.screens.technician.samples import VIEWS

COLOURS = {name for name in VIEWS if name.startswith("colour")}
SMALLEST = {"portrait": Look(1040, 1840, 4.0), "landscape": Look(1840, 1040, 4.0)}
"""The smallest panel that the settings allow: 260 mm by 460 mm."""


@pytest.fixture(scope="module")
def benches() -> Iterator[dict[str, TechnicianBench]]:
    made = {orientation: TechnicianBench(look) for orientation, look in LOOKS.items()}
    yield made
    for bench in made.values():
        bench.leave()


def measured(bench: TechnicianBench, name: str) -> list[str]:
    """The display test has the whole display for its button; everything else keeps off the edge."""
    found = faults(bench.show(VIEWS[name]), TECHNICIANS)
    return [fault for fault in found if name not in COLOURS or "edge of the screen" not in fault]


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("orientation", LOOKS)
def test_nothing_is_cut_off_too_small_or_too_close(
    benches: dict[str, TechnicianBench], orientation: str, name: str
) -> None:
    assert measured(benches[orientation], name) == []


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("orientation", LOOKS)
def test_every_word_is_on_the_glass(benches: dict[str, TechnicianBench], orientation: str, name: str) -> None:
    bench = benches[orientation]
    bench.show(VIEWS[name])
    pixels = bench.pixels().astype(int)
    unseen = []
    for words in words_of(bench):
        box = words.box
        rows = slice(int(bench.look.height_px - box.top), int(bench.look.height_px - box.y))
        colour = [round(255 * part) for part in rgb(words.colour)]
        if not (abs(pixels[rows, int(box.x) : int(box.right)] - colour).max(axis=2) < 24).any():
            unseen.append(words.text)
    assert unseen == []


@pytest.mark.parametrize(("theme", "orientation"), [("black", "landscape"), ("white", "portrait")])
def test_other_themes_have_the_same_room(orientation: str, theme: str) -> None:
    bench = TechnicianBench(replace(LOOKS[orientation], palette=PALETTES[theme]))
    wrong = {name: measured(bench, name) for name in VIEWS}
    bench.leave()
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("orientation", SMALLEST)
def test_the_smallest_panel_has_room_for_every_page(orientation: str) -> None:
    bench = TechnicianBench(SMALLEST[orientation])
    wrong = {name: measured(bench, name) for name in VIEWS}
    bench.leave()
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("orientation", LOOKS)
def test_sixteen_lines_of_a_trace_are_all_shown(
    benches: dict[str, TechnicianBench], orientation: str
) -> None:
    """The mode turns a page after sixteen; on a high display a long one takes two lines."""
    bench = benches[orientation]
    bench.show(VIEWS["trace"])
    box = bench.host.page.text
    shown = " ".join(line.strip() for line in box.drawn)
    assert all(line in shown for line in VIEWS["trace"].desk.lines)
    assert all(len(line) * box.em_px / 2 <= box.box.width for line in box.drawn)


@pytest.mark.parametrize("orientation", LOOKS)
def test_all_sixteen_parts_tell_what_matters_most(
    benches: dict[str, TechnicianBench], orientation: str
) -> None:
    """Even under the most buttons and news there are, the first line of every part is there."""
    bench = benches[orientation]
    bench.show(VIEWS["board_cannot_leave"])
    said = {words.text for words in words_of(bench)}
    assert {card.lines[0].args["words"] for card in VIEWS["board_cannot_leave"].desk.cards} <= said


def test_a_wide_display_tells_all_of_all_sixteen_parts(benches: dict[str, TechnicianBench]) -> None:
    bench = benches["landscape"]
    bench.show(VIEWS["board_all"])
    said = {words.text for words in words_of(bench)}
    assert {line.args["words"] for card in VIEWS["board_all"].desk.cards for line in card.lines} <= said


@pytest.mark.parametrize("theme", PALETTES)
def test_chips_and_traces_stand_out(theme: str) -> None:
    palette = PALETTES[theme]
    pairs = {level: level_pair(palette, level) for level in get_args(Level)}
    pairs["trace"] = trace_pair(palette)
    assert {name: pair for name, pair in pairs.items() if contrast(pair.ink, pair.ground) < 7.0} == {}
    for level in get_args(Level):
        assert contrast(level_pair(palette, level).ground, palette.surface) >= 7.0


def test_every_desk_has_its_page() -> None:
    from screens.technician.host import PAGES  # noqa: PLC0415 - Kivy starts late

    assert set(PAGES) == set(get_args(Desk))
    assert {type(view.desk) for view in VIEWS.values()} == set(PAGES)
