"""A label and a note under it inside the frame of something to press: air gives way before words do."""

from screens.rectangle import Rectangle
from screens.theme import Look
from screens.widgets.words import Words

INSIDE_MM = 2.2
"""From any words to the edge of what holds them, of which the frame takes half."""

TAIL_MM = 0.3
"""What tails and dots may reach out of the box of their words, at the usual size."""


def least_free_px(look: Look) -> float:
    """To be kept above a label and below its note, so that neither dots nor tails near the frame."""
    return look.mm(INSIDE_MM) + look.scaled_mm(TAIL_MM)


def inside(look: Look, box: Rectangle, words_px: float) -> Rectangle:
    """`box` without what is kept free above and below, where that takes nothing from words of that height."""
    return box.inset(0, min(look.mm(INSIDE_MM), max(0.0, (box.height - words_px) / 2)))


def place_label_over_note(look: Look, label: Words, note: Words, box: Rectangle) -> None:
    """In the middle of `box`. Where it is low, air is the same above, between and below; what there is too
    little of is missing between them first, so that no tail runs into the frame."""
    high, low = label.least_height_at(box.width), note.least_height_at(box.width)
    label_px, note_px = label.height_at(box.width), note.height_at(box.width)
    if not note.text:
        over, under = inside(look, box, high), Rectangle(box.x, box.y, box.width, 0)
    elif label_px + note_px + 2 * look.mm(INSIDE_MM) <= box.height:
        over, under = box.middle(box.width, label_px + note_px).cut_top(label_px)
    else:
        air = max(0.0, box.height - high - low)
        inner = box.inset(0, max(air / 3, min(least_free_px(look), air / 2)))
        over, under = inner.cut_top(high)[0], inner.cut_bottom(low)[0]
    label.place(over)
    note.place(under)
