"""VIS-1 to VIS-6: how large type is on the glass, and that all of it is there."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from kiosk.audit import geometry, ink
from kiosk.audit.glass import cut
from kiosk.audit.measured import Limit, Measured, Rule, rule
from kiosk.audit.seen import Seen, Use, beside, known_by_place, meant
from kiosk.session.view import ScreenView

FLOOR_MM, BODY_MM, TITLE_MM, SUM_MM = 10.0, 13.7, 20.0, 28.0
PITCH_EM, LARGEST_PITCH_EM = 1.3, 1.2
LEAST_MM: dict[Use, float] = {"body": BODY_MM, "title": TITLE_MM, "sum": SUM_MM}

ACCOUNT_NUMBERS = "keypad"
"""Titles of the screens on which an account's number is typed; a recharge card's code is no account's."""

INK_SLACK_MM = 0.4
"""A pixel of a mirror of 82 ppi, and a little: round strokes cover their outermost rows in part only."""


def em_mm(seen: Seen, words: object) -> float | None:
    """From the strokes where there are pixels, else from the look; None where the strokes tell nothing."""
    if seen.pixels is None:
        return seen.mm(seen.look.em_px(words.drawn_size))  # type: ignore[attr-defined]  # Kivy ships no types
    try:
        em_px = ink.em_px(seen.pixels, words)
    except ink.NoInk:
        return 0.0
    return None if em_px is None else seen.mm(em_px)


def smallest_type(seen: Seen) -> Iterator[Measured]:
    for words in seen.words:
        measured = em_mm(seen, words)
        if measured is not None:
            yield Measured(measured, repr(words.text))


def _type_used_as(use: Use, seen: Seen) -> Iterator[Measured]:
    """The largest of the widgets that show the same words: a bill's label may be the title's word again."""
    for said in {seen.said(text) for kind, text in meant(seen.view) if kind == use}:
        sizes = [em for em in (em_mm(seen, words) for words in seen.drawn(said)) if em is not None]
        if sizes:
            yield Measured(max(sizes), repr(said))


def type_to_read(seen: Seen) -> Iterator[Measured]:
    yield from _type_used_as("body", seen)


def type_of_titles(seen: Seen) -> Iterator[Measured]:
    yield from _type_used_as("title", seen)


def type_of_money(seen: Seen) -> Iterator[Measured]:
    """Sums to be paid, wherever they stand, and the number typed as it is read back; not a mask over it."""
    yield from _type_used_as("sum", seen)
    view = seen.view
    if view.overlay is not None:
        return
    if view.keypad is not None and view.title.key.partition(".")[0] == ACCOUNT_NUMBERS:
        typed = {sign for sign in view.keypad.entered if sign.isdigit()}
        keys = {seen.said(key.label) for key in view.keypad.keys}
        cells = [w for w in seen.words if w.single_line and w.align == "centre" and w.text in typed]
        for cell in cells:
            if not (cell.text in keys and any(cell.parent is target for target in seen.targets)):
                yield from _em_of(seen, cell)


def _em_of(seen: Seen, words: object) -> Iterator[Measured]:
    measured = em_mm(seen, words)
    if measured is not None:
        yield Measured(measured, repr(words.text))  # type: ignore[attr-defined]  # Kivy ships no types


def line_pitch(seen: Seen) -> Iterator[Measured]:
    """From line to line, in em; at 200 % what may be a little less there counts as much as it does below."""
    for words in seen.words:
        if len(words.lines) > 1:
            pitch = words.look.line_px(words.drawn_size) / words.look.em_px(words.drawn_size)
            largest = seen.combination.size == 200
            yield Measured(pitch * PITCH_EM / LARGEST_PITCH_EM if largest else pitch, repr(words.text))


def lost_in_scaling(seen: Seen) -> Iterator[Measured]:
    """How much is wrong with one screen at its size: type smaller than the size asks, overlaps, overhangs."""
    found = [
        *_not_scaled(seen),
        *geometry.words_over_words(seen),
        *_overhanging(seen),
        *_targets_overlap(seen),
        *_targets_over_words(seen),
        *_into_frames(seen),
    ]
    yield Measured(len(found), found[0] if found else "")


def _not_scaled(seen: Seen) -> Iterator[str]:
    """What is read or pressed in the middle grows as asked, all else at least as the floor of 10 mm does. A
    question that was read on the first leaf is repeated at least as large as what is new there."""
    scale = seen.combination.size / 100
    for words in seen.words:
        em = seen.mm(seen.look.em_px(words.drawn_size))
        if em < FLOOR_MM * scale - INK_SLACK_MM:
            yield f"{words.text!r} is set in {em:.1f} mm"
    by_place = {repr(text) for text in known_by_place(seen.view)}
    for use, text in meant(seen.view):
        if repr(text) in by_place:
            continue
        drawn = seen.drawn(seen.said(text))
        sizes = [seen.mm(seen.look.em_px(words.drawn_size)) for words in drawn]
        least = (BODY_MM if use == "title" and _is_repeated(seen.view) else LEAST_MM[use]) * scale
        too_small = bool(sizes) and max(sizes) < least - INK_SLACK_MM
        if too_small and not (use == "sum" and _wider_than_the_display(drawn[0])):
            yield f"{seen.said(text)!r} is set in {max(sizes):.1f} mm, {least:.1f} mm is its size"


def _wider_than_the_display(words: Any) -> bool:
    """A sum stays on one line: of ten thousand yuan and more it is as large as a display is wide."""
    from screens import typeface  # noqa: PLC0415 - Kivy starts late

    em_px = words.look.em_px("sum")
    return bool(
        typeface.measure(em_px, bold=words.bold)(words.text) > words.look.width_px - 2 * words.look.margin
    )


def _is_repeated(view: ScreenView) -> bool:
    """Whether the question was read on the leaf before."""
    if view.overlay is not None:
        return view.overlay.prompt is None
    return view.leaf is not None and view.leaf.number > 1


def _into_frames(seen: Seen) -> Iterator[str]:
    """Words of a button that touch its frame."""
    for target in seen.targets:
        label = getattr(target, "label", None)
        if seen.pixels is None or label is None or not label.text:
            continue
        piece, look = cut(seen.pixels, target.box), seen.look
        if piece.size and ink.runs_into_frame(piece, look.edge_width, look.corner):
            yield f"{label.text!r} runs into the frame of {target.name!r}"


def _overhanging(seen: Seen) -> Iterator[str]:
    screen = geometry.screen_of(seen)
    for target in seen.targets:
        if not geometry.inside(target.box, screen):
            yield f"{target.name!r} leaves the screen"


def _targets_overlap(seen: Seen) -> Iterator[str]:
    for one, other in combinations(seen.targets, 2):
        if geometry.gap_px(one.box, other.box) < 0:
            yield f"{one.name!r} lies over {other.name!r}"


def _targets_over_words(seen: Seen) -> Iterator[str]:
    for target in seen.targets:
        own = set(target.walk(restrict=True))
        for words in seen.words:
            if words not in own and geometry.gap_px(geometry.lines_of(words), target.box) < -1:
                yield f"{target.name!r} lies over {words.text!r}"


def cut_off(seen: Seen) -> Iterator[Measured]:
    """Words that leave their box, and words of the view that are nowhere on its screen."""
    found = [*geometry.words_outside_their_box(seen), *missing_words(seen)]
    yield Measured(len(found), found[0] if found else "")


def missing_words(seen: Seen) -> Iterator[str]:
    """What the view says and the glass does not. The frame may say the same in fewer words."""
    shown = "\n".join(words.text for words in seen.words)
    frame = seen.view.frame
    short = [b.label for b in (frame.exit, frame.back, frame.help, frame.primary) if b is not None]
    wanted = [text for _, text in meant(seen.view)]
    for text in (*wanted, *beside(seen.view)):
        if text in short:
            continue
        said = seen.said(text)
        if said and said not in shown:
            yield f"{said!r} is not on the screen"


SCALED = Limit("VIS-5", "faults of a screen at its size", "at most", 0)

TYPE: tuple[Rule[Seen], ...] = (
    rule("VIS-1", "smallest type, em in mm", "at least", FLOOR_MM, smallest_type, INK_SLACK_MM),
    rule("VIS-2", "body, labels, prompts, em in mm", "at least", BODY_MM, type_to_read, INK_SLACK_MM),
    rule("VIS-3", "question of the screen, em in mm", "at least", TITLE_MM, type_of_titles, INK_SLACK_MM),
    rule("VIS-4", "sums and numbers read back, em in mm", "at least", SUM_MM, type_of_money, INK_SLACK_MM),
)

VISION: tuple[Rule[Seen], ...] = (
    rule("VIS-7", "from line to line, em", "at least", PITCH_EM, line_pitch, 0.02),
    Rule(SCALED, lost_in_scaling),
    rule("VIS-6", "texts cut off or missing", "at most", 0, cut_off),
)
