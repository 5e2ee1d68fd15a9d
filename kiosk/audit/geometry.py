"""Boxes of words and targets on a display, measured; every check gives its faults as sentences.

For residents' and technicians' displays alike: each has its own least sizes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Protocol

from screens.rectangle import Rectangle
from screens.theme import Look


class Shown(Protocol):
    """A display with something on it: its widgets under `host`, its millimetres in `look`."""

    @property
    def host(self) -> Any: ...

    @property
    def look(self) -> Look: ...


@dataclass(frozen=True)
class Sizes:
    """The least a reader or a finger is owed, in millimetres; `glyph_mm` is the height of an em."""

    target_mm: float
    gap_mm: float
    edge_mm: float
    glyph_mm: float


KEY_GAP_MM = 4.0
"""Between keys of one keypad (rule TCH-6)."""

RESIDENTS = Sizes(target_mm=20.0, gap_mm=5.0, edge_mm=5.0, glyph_mm=10.0)


def faults(shown: Shown, least: Sizes = RESIDENTS) -> list[str]:
    return [
        *words_outside_their_box(shown),
        *words_over_words(shown),
        *small_glyphs(shown, least),
        *small_targets(shown, least),
        *crowded_targets(shown, least),
    ]


def within_reach(shown: Shown) -> list[Any]:
    """All widgets of the screen, or of the dialog over it."""
    return list(shown.host.reachable.walk(restrict=True))


def words_of(shown: Shown) -> list[Any]:
    from screens.widgets.words import Words  # noqa: PLC0415 - Kivy starts late

    return [w for w in within_reach(shown) if isinstance(w, Words) and w.text and w.box.width]


def targets_of(shown: Shown) -> list[Any]:
    from screens.widgets.pressable import Pressable  # noqa: PLC0415 - Kivy starts late

    return [w for w in within_reach(shown) if isinstance(w, Pressable) and w.name]


def screen_of(shown: Shown) -> Rectangle:
    return Rectangle(0, 0, shown.look.width_px, shown.look.height_px)


def words_outside_their_box(shown: Shown) -> Iterator[str]:
    screen = screen_of(shown)
    for words in words_of(shown):
        wide, high = words.ink_size
        if wide > words.box.width + 1 or high > words.box.height + 1:
            yield f"{words.text!r} takes {wide:.0f}x{high:.0f} px of {words.box}"
        for outer in (words.parent.box if hasattr(words.parent, "box") else screen, screen):
            if not inside(words.box, outer):
                yield f"{words.text!r} leaves {outer}"


def inside(inner: Rectangle, outer: Rectangle) -> bool:
    return (
        inner.x >= outer.x - 1
        and inner.y >= outer.y - 1
        and inner.right <= outer.right + 1
        and inner.top <= outer.top + 1
    )


def words_over_words(shown: Shown) -> Iterator[str]:
    drawn = [(words.text, lines_of(words)) for words in words_of(shown)]
    for (one, lines), (other, others) in combinations(drawn, 2):
        if gap_px(lines, others) < 0:
            yield f"{one!r} lies over {other!r}"


def lines_of(words: Any) -> Rectangle:
    """Where the lines are drawn, without the air above and below the characters."""
    wide, high = words.ink_size
    box: Rectangle = words.box
    x = {"left": box.x, "centre": box.x + (box.width - wide) / 2, "right": box.right - wide}[words.align]
    return Rectangle(x, box.y + (box.height - high) / 2, wide, high).inset(0, high * 0.1)


def gap_px(one: Rectangle, other: Rectangle) -> float:
    """Pixels between two boxes; negative where they overlap."""
    across = max(one.x, other.x) - min(one.right, other.right)
    down = max(one.y, other.y) - min(one.top, other.top)
    return max(across, down)


def small_glyphs(shown: Shown, least: Sizes) -> Iterator[str]:
    for words in words_of(shown):
        em_mm = shown.look.em_px(words.drawn_size) / shown.look.px_per_mm
        if em_mm < least.glyph_mm - 0.1:
            yield f"{words.text!r} is set in {em_mm:.1f} mm"


def small_targets(shown: Shown, least: Sizes) -> Iterator[str]:
    mm = shown.look.px_per_mm
    for target in targets_of(shown):
        if min(target.box.width, target.box.height) < least.target_mm * mm - 1:
            yield f"{target.name!r} is {target.box.width / mm:.0f}x{target.box.height / mm:.0f} mm"


def _are_keys(one: Any, other: Any) -> bool:
    from screens.widgets.keypad import KeypadKeys  # noqa: PLC0415 - Kivy starts late

    return one.parent is other.parent and isinstance(one.parent, KeypadKeys)


def crowded_targets(shown: Shown, least: Sizes) -> Iterator[str]:
    mm = shown.look.px_per_mm
    screen = screen_of(shown).inset(least.edge_mm * mm - 1)
    for one, other in combinations(targets_of(shown), 2):
        least_mm = KEY_GAP_MM if _are_keys(one, other) else least.gap_mm
        if gap_px(one.box, other.box) < least_mm * mm - 1:
            yield f"{one.name!r} and {other.name!r} are {gap_px(one.box, other.box) / mm:.1f} mm apart"
    for target in targets_of(shown):
        if not inside(target.box, screen):
            yield f"{target.name!r} is too close to the edge of the screen"
