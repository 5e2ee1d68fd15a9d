"""The colours a button wears for its tone and state. Pure."""

from dataclasses import dataclass

from screens.palette import Colour
from screens.theme import Look


@dataclass(frozen=True)
class Face:
    """`edge` is dashed for what cannot be pressed, so that the colour is not the only sign of it."""

    ground: Colour
    edge: Colour
    ink: Colour
    note: Colour
    dashed: bool = False


def button_face(look: Look, tone: str, *, enabled: bool, pressed: bool) -> Face:
    """Of a button that is all one colour."""
    palette = look.palette
    pair = look.tone(tone)
    if not enabled:
        return Face(palette.disabled.ground, palette.edge, palette.disabled.ink, palette.disabled.ink, True)
    if tone == "primary":
        ground = palette.primary_pressed if pressed else pair.ground
        return Face(ground, ground, pair.ink, pair.ink)
    edge = palette.edge if tone == "plain" else pair.ink
    note = palette.soft if tone == "plain" else pair.ink
    return Face(palette.pressed if pressed else pair.ground, edge, pair.ink, note)


def card_face(look: Look, edge: Colour, *, enabled: bool, pressed: bool) -> Face:
    """Of an answer with a coloured tile: the words stay black on white."""
    palette = look.palette
    if not enabled:
        return Face(palette.disabled.ground, palette.edge, palette.disabled.ink, palette.disabled.ink, True)
    return Face(palette.pressed if pressed else palette.surface, edge, palette.ink, palette.soft)
