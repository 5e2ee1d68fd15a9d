"""The ground of a card or button: a rounded rectangle with an edge, whole or dashed."""

from itertools import pairwise
from math import cos, pi, sin

from kivy.graphics import Color, InstructionGroup, SmoothLine, SmoothRoundedRectangle

from screens.on_paper import drawing
from screens.palette import Colour, rgb
from screens.rectangle import Rectangle


def plate(
    box: Rectangle, ground: Colour, edge: Colour | None, edge_px: float, corner_px: float
) -> InstructionGroup:
    """A filled rounded rectangle; its edge lies inside the box."""
    group = InstructionGroup()
    if not drawing():
        return group
    corner = min(corner_px, box.height / 2, box.width / 2)
    for colour, inset in ((edge, 0.0), (ground, edge_px)):
        if colour is None:
            continue
        inset = inset if edge else 0.0  # noqa: PLW2901 - without an edge the ground takes the whole box
        inner = box.inset(inset)
        group.add(Color(*rgb(colour)))
        group.add(
            SmoothRoundedRectangle(
                pos=(inner.x, inner.y), size=(inner.width, inner.height), radius=[max(1.0, corner - inset)]
            )
        )
    return group


def dashed_plate(
    box: Rectangle, ground: Colour, edge: Colour, edge_px: float, corner_px: float
) -> InstructionGroup:
    """The same with a dashed edge: the sign, besides colour and words, of what cannot be pressed."""
    group = plate(box, ground, None, 0.0, corner_px)
    if not drawing():
        return group
    group.add(Color(*rgb(edge)))
    for dash in dashes(outline(box.inset(edge_px / 2), corner_px), 4 * edge_px, 3 * edge_px):
        group.add(SmoothLine(points=[value for point in dash for value in point], width=edge_px / 2))
    return group


Point = tuple[float, float]


def outline(box: Rectangle, corner_px: float) -> list[Point]:
    """Points about two pixels apart at the corners, clockwise from the top left, closed."""
    steps = max(4, round(corner_px * pi / 4))
    corners = (
        (box.right - corner_px, box.top - corner_px, pi / 2),
        (box.right - corner_px, box.y + corner_px, 0.0),
        (box.x + corner_px, box.y + corner_px, -pi / 2),
        (box.x + corner_px, box.top - corner_px, -pi),
    )
    points = [
        (x + corner_px * cos(start - pi / 2 * i / steps), y + corner_px * sin(start - pi / 2 * i / steps))
        for x, y, start in corners
        for i in range(steps + 1)
    ]
    return [*points, points[0]]


def dashes(path: list[Point], dash_px: float, space_px: float) -> list[list[Point]]:
    """`path` in pieces of `dash_px`, evenly spaced."""
    pieces: list[list[Point]] = []
    drawing, left, piece = True, dash_px, [path[0]]
    for (x, y), (to_x, to_y) in pairwise(path):
        length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        gone = 0.0
        while length - gone > left:
            gone += left
            at = (x + (to_x - x) * gone / length, y + (to_y - y) * gone / length)
            if drawing:
                pieces.append([*piece, at])
            drawing, piece = not drawing, [at]
            left = dash_px if drawing else space_px
        left -= length - gone
        if drawing:
            piece.append((to_x, to_y))
    return pieces
