"""A ring that fills clockwise from the top: for the hold, and for waiting whose length is known."""

from math import cos, pi, sin

from kivy.graphics import Color, InstructionGroup, SmoothEllipse, SmoothLine

from screens.on_paper import drawing
from screens.palette import Colour, rgb
from screens.rectangle import Rectangle


def ring(
    box: Rectangle, fraction: float, thickness_px: float, ink: Colour, track: Colour
) -> InstructionGroup:
    """Round ends; `fraction` 0..1 of the circle in `ink`, all of it in `track` beneath."""
    group = InstructionGroup()
    if not drawing():
        return group
    x, y = box.centre
    radius = min(box.width, box.height) / 2 - thickness_px / 2
    group.add(Color(*rgb(track)))
    group.add(SmoothLine(circle=(x, y, radius, 0, 360, 96), width=thickness_px / 2))
    if fraction <= 0:
        return group
    group.add(Color(*rgb(ink)))
    sweep = 360 * min(1.0, fraction)
    group.add(SmoothLine(circle=(x, y, radius, 0, sweep, max(8, round(sweep / 4))), width=thickness_px / 2))
    for turn in (0.0, sweep / 360):
        at = (x + radius * sin(turn * 2 * pi), y + radius * cos(turn * 2 * pi))
        group.add(
            SmoothEllipse(
                pos=(at[0] - thickness_px / 2, at[1] - thickness_px / 2), size=(thickness_px, thickness_px)
            )
        )
    return group


def disc(box: Rectangle, colour: Colour) -> InstructionGroup:
    """The largest circle in `box`."""
    side = min(box.width, box.height)
    circle = box.middle(side, side)
    group = InstructionGroup()
    if not drawing():
        return group
    group.add(Color(*rgb(colour)))
    group.add(SmoothEllipse(pos=(circle.x, circle.y), size=(side, side)))
    return group
