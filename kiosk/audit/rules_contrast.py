"""VIS-9 to VIS-13: contrast on the glass, of words, edges and signs; nothing is told by colour alone."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from kiosk.audit import geometry, ink
from kiosk.audit.glass import Pixels, cut
from kiosk.audit.measured import Measured, Rule, rule
from kiosk.audit.seen import Seen
from kiosk.session.view import Button
from kiosk.session.view_parts import parts
from screens.rectangle import Rectangle

ROUND_PX = 3
"""Smoothed edges: so far outside a box its neighbour's own colour is."""

LEAST_DASHES = 4
"""Changes between dash and space along the edge of what cannot be pressed."""


def of_words(seen: Seen) -> Iterator[Measured]:
    yield from _of_each(seen, seen.words)


def _of_each(seen: Seen, all_words: list[Any]) -> Iterator[Measured]:
    if seen.pixels is None:
        return
    for words in all_words:
        try:
            yield Measured(ink.contrast(cut(seen.pixels, words.box)), repr(words.text))
        except ink.NoInk:
            yield Measured(1.0, f"{words.text!r} cannot be seen")


def of_words_by_default(seen: Seen) -> Iterator[Measured]:
    """What cannot be pressed now is VIS-10's."""
    if seen.combination.theme == "light":
        yield from _of_each(seen, [words for words in seen.words if not _is_off(words)])


def _is_off(words: Any) -> bool:
    return not getattr(words.parent, "enabled", True)


def of_edges_and_signs(seen: Seen) -> Iterator[Measured]:
    """Of each target against what is around it, and of each sign against its own ground."""
    if seen.pixels is None:
        return
    for target in seen.targets:
        yield Measured(_of_edge(seen.pixels, target.box), f"edge of {target.name!r}")
    for sign in signs_of(seen):
        try:
            yield Measured(ink.contrast(cut(seen.pixels, sign.box)), f"{type(sign).__name__} in {sign.box}")
        except ink.NoInk:
            yield Measured(1.0, f"{type(sign).__name__} in {sign.box} cannot be seen")


def signs_of(seen: Seen) -> list[Any]:
    """Icons, marks, boxes to tick and bars of progress that are on the screen."""
    from screens.widgets.outcome_mark import OutcomeMark  # noqa: PLC0415 - Kivy starts late
    from screens.widgets.progress_steps import ProgressSteps  # noqa: PLC0415
    from screens.widgets.sign import Sign  # noqa: PLC0415
    from screens.widgets.tick_box import TickBox  # noqa: PLC0415

    kinds = (Sign, TickBox, OutcomeMark, ProgressSteps)
    walked = geometry.within_reach(seen)
    return [w for w in walked if isinstance(w, kinds) and w.box.width and w.box.height and w.parent]


def _of_edge(pixels: Pixels, box: Rectangle) -> float:
    """The best contrast to the neighbourhood that the edge, or the whole face, has at the left side."""
    outside = Rectangle(box.x - 2 * ROUND_PX, box.y + box.height * 0.2, ROUND_PX, box.height * 0.6)
    band = Rectangle(box.x, outside.y, 2 * ROUND_PX, outside.height)
    around, face = ink.luminance(cut(pixels, outside)), ink.luminance(cut(pixels, band))
    if around.size == 0 or face.size == 0:
        return 1.0
    ground, light, dark = ink.ground_of(around), float(face.max()), float(face.min())
    return max((light + 0.05) / (ground + 0.05), (ground + 0.05) / (dark + 0.05))


def by_colour_alone(seen: Seen) -> Iterator[Measured]:
    """In shades of grey: a button that is off must have a dashed edge, a ticked box its tick, an empty
    one none. A row that was never to be pressed is no button."""
    if seen.pixels is None:
        return
    from screens.widgets.tick_box import TickBox  # noqa: PLC0415 - Kivy starts late

    found = []
    off = {part.name for part in parts(seen.view) if isinstance(part, Button) and not part.enabled}
    for target in seen.targets:
        if target.name in off and not target.enabled:
            changes = dashes_along(seen.pixels, target.box)
            if changes < LEAST_DASHES:
                found.append(f"{target.name!r} is off, and its edge looks whole")
    for box in (w for w in geometry.within_reach(seen) if isinstance(w, TickBox)):
        if box.state != "hidden" and has_tick(seen.pixels, box.box) != (box.state == "ticked"):
            found.append(f"a box that is {box.state} does not look so")
    yield Measured(len(found), found[0] if found else "")


def dashes_along(pixels: Pixels, box: Rectangle) -> int:
    """Changes between light and dark along the upper edge, between the corners."""
    edge = Rectangle(box.x + box.width * 0.2, box.top - ROUND_PX, box.width * 0.6, ROUND_PX)
    light = ink.luminance(cut(pixels, edge))
    if light.size == 0:
        return 0
    row = light.min(axis=0) if light.mean() > 0.2 else light.max(axis=0)
    middle = (float(row.max()) + float(row.min())) / 2
    if float(row.max()) - float(row.min()) < 0.02:
        return 0
    return int(np.abs(np.diff((row > middle).astype(np.int8))).sum())


def has_tick(pixels: Pixels, box: Rectangle) -> bool:
    """Whether there is anything but ground in the middle of a box."""
    try:
        ink.contrast(cut(pixels, box.inset(box.width * 0.3)))
    except ink.NoInk:
        return False
    return True


CONTRAST: tuple[Rule[Seen], ...] = (
    rule("VIS-9", "contrast of words, default theme", "at least", 10.0, of_words_by_default, 0.05),
    rule("VIS-10", "contrast of words, any theme and state", "at least", 7.0, of_words, 0.05),
    rule("VIS-11", "contrast of edges, signs, progress", "at least", 3.0, of_edges_and_signs, 0.05),
    rule("VIS-13", "states told by colour alone", "at most", 0, by_colour_alone),
)
