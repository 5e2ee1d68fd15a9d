"""What must hold on every screen, whatever it shows. Each check gives the faults it found, as sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from screens.rectangle import Rectangle
from tests.screens.bench import Bench


@dataclass(frozen=True)
class Sizes:
    """The least a reader or a finger is owed, in millimetres; `glyph_mm` is the height of an em."""

    target_mm: float
    gap_mm: float
    edge_mm: float
    glyph_mm: float


RESIDENTS = Sizes(target_mm=20.0, gap_mm=5.0, edge_mm=5.0, glyph_mm=10.0)


def faults(bench: Bench, least: Sizes = RESIDENTS) -> list[str]:
    return [
        *words_outside_their_box(bench),
        *words_over_words(bench),
        *small_glyphs(bench, least),
        *small_targets(bench, least),
        *crowded_targets(bench, least),
    ]


def within_reach(bench: Bench) -> list[Any]:
    """All widgets of the screen, or of the dialog over it."""
    return list(bench.host.reachable.walk(restrict=True))


def words_of(bench: Bench) -> list[Any]:
    from screens.widgets.words import Words  # noqa: PLC0415 - Kivy starts late

    return [w for w in within_reach(bench) if isinstance(w, Words) and w.text and w.box.width]


def targets_of(bench: Bench) -> list[Any]:
    from screens.widgets.pressable import Pressable  # noqa: PLC0415 - Kivy starts late

    return [w for w in within_reach(bench) if isinstance(w, Pressable) and w.name]


def words_outside_their_box(bench: Bench) -> Iterator[str]:
    screen = Rectangle(0, 0, bench.look.width_px, bench.look.height_px)
    for words in words_of(bench):
        wide, high = words.ink_size
        if wide > words.box.width + 1 or high > words.box.height + 1:
            yield f"{words.text!r} takes {wide:.0f}x{high:.0f} px of {words.box}"
        for outer in (words.parent.box if hasattr(words.parent, "box") else screen, screen):
            if not _inside(words.box, outer):
                yield f"{words.text!r} leaves {outer}"


def _inside(inner: Rectangle, outer: Rectangle) -> bool:
    return (
        inner.x >= outer.x - 1
        and inner.y >= outer.y - 1
        and inner.right <= outer.right + 1
        and inner.top <= outer.top + 1
    )


def words_over_words(bench: Bench) -> Iterator[str]:
    for one, other in combinations(words_of(bench), 2):
        if _gap(_ink(one), _ink(other)) < 0:
            yield f"{one.text!r} lies over {other.text!r}"


def _ink(words: Any) -> Rectangle:
    """Where the lines are drawn, without the air above and below the characters."""
    wide, high = words.ink_size
    box: Rectangle = words.box
    x = {"left": box.x, "centre": box.x + (box.width - wide) / 2, "right": box.right - wide}[words.align]
    return Rectangle(x, box.y + (box.height - high) / 2, wide, high).inset(0, high * 0.1)


def _gap(one: Rectangle, other: Rectangle) -> float:
    """Pixels between two boxes; negative where they overlap."""
    across = max(one.x, other.x) - min(one.right, other.right)
    down = max(one.y, other.y) - min(one.top, other.top)
    return max(across, down)


def small_glyphs(bench: Bench, least: Sizes) -> Iterator[str]:
    for words in words_of(bench):
        em_mm = bench.look.em_px(words.drawn_size) / bench.look.px_per_mm
        if em_mm < least.glyph_mm - 0.1:
            yield f"{words.text!r} is set in {em_mm:.1f} mm"


def small_targets(bench: Bench, least: Sizes) -> Iterator[str]:
    mm = bench.look.px_per_mm
    for target in targets_of(bench):
        if min(target.box.width, target.box.height) < least.target_mm * mm - 1:
            yield f"{target.name!r} is {target.box.width / mm:.0f}x{target.box.height / mm:.0f} mm"


def crowded_targets(bench: Bench, least: Sizes) -> Iterator[str]:
    mm = bench.look.px_per_mm
    screen = Rectangle(0, 0, bench.look.width_px, bench.look.height_px).inset(least.edge_mm * mm - 1)
    for one, other in combinations(targets_of(bench), 2):
        if _gap(one.box, other.box) < least.gap_mm * mm - 1:
            yield f"{one.name!r} and {other.name!r} are {_gap(one.box, other.box) / mm:.1f} mm apart"
    for target in targets_of(bench):
        if not _inside(target.box, screen):
            yield f"{target.name!r} is too close to the edge of the screen"
