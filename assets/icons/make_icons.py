"""Draw the PNG masks of every SVG beside this file. Run by hand; the results are committed.

    python assets/icons/make_icons.py

The SVG files are the source and keep to a small part of SVG: rect, circle, ellipse, line, polyline, polygon
and path (M L H V C Q Z), `fill` and `stroke` only. White cuts a hole, any other colour paints. An icon
becomes one white-on-transparent mask; a picture one mask per group, cropped and stacked, and a note in the
PNG says where each belongs and which colour of the palette, the group's class, it takes.
"""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from math import cos, pi, sin
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

HERE = Path(__file__).parent
OVERSAMPLING = 4
ICON_PX = 256
PICTURE_PX_PER_UNIT = 3
CURVE_STEPS = 24

Point = tuple[float, float]
Shape = tuple[list[Point], bool]  # points, closed


def shapes_of(element: ElementTree.Element) -> Iterator[Shape]:
    """The outlines one SVG element draws, in user units."""

    def number(name: str) -> float:
        return float(element.get(name, "0"))

    match element.tag.rpartition("}")[2]:
        case "rect":
            yield rounded_rectangle(*map(number, ("x", "y", "width", "height", "rx"))), True
        case "circle":
            yield ellipse(number("cx"), number("cy"), number("r"), number("r")), True
        case "ellipse":
            yield ellipse(number("cx"), number("cy"), number("rx"), number("ry")), True
        case "line":
            yield [(number("x1"), number("y1")), (number("x2"), number("y2"))], False
        case "polyline" | "polygon" as kind:
            values = [float(value) for value in re.findall(r"-?[\d.]+", element.get("points", ""))]
            yield list(zip(values[::2], values[1::2], strict=True)), kind == "polygon"
        case "path":
            yield from path(element.get("d", ""))
        case unknown:
            raise ValueError(f"<{unknown}> is outside the part of SVG these icons keep to")


def rounded_rectangle(x: float, y: float, width: float, height: float, radius: float) -> list[Point]:
    corners = (
        (x + width - radius, y + radius, -0.25),
        (x + width - radius, y + height - radius, 0.0),
        (x + radius, y + height - radius, 0.25),
        (x + radius, y + radius, 0.5),
    )
    return [point for cx, cy, start in corners for point in arc(cx, cy, radius, radius, start, start + 0.25)]


def ellipse(cx: float, cy: float, rx: float, ry: float) -> list[Point]:
    return list(arc(cx, cy, rx, ry, 0.0, 1.0))


def arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float) -> Iterator[Point]:
    """Points from `start` to `end`, in turns clockwise from three o'clock."""
    steps = max(2, round((end - start) * 4 * CURVE_STEPS))
    for step in range(steps + 1):
        angle = (start + (end - start) * step / steps) * 2 * pi
        yield cx + rx * cos(angle), cy + ry * sin(angle)


def path(data: str) -> Iterator[Shape]:
    """The subpaths of a path's `d`."""
    points: list[Point] = []
    for command, run in re.findall(r"([MmLlHhVvCcQqZz])([^MmLlHhVvCcQqZz]*)", data):
        values = [float(value) for value in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", run)]
        if command in "Zz":
            yield points, True
            points = points[:1]
            continue
        if command in "Mm" and len(points) > 1:
            yield points, False
        points = extend(points, command, values)
    if len(points) > 1:
        yield points, False


def extend(points: list[Point], command: str, values: list[float]) -> list[Point]:
    """`points` and where one path command leads from there; a move starts afresh."""
    x, y = points[-1] if points else (0.0, 0.0)
    drawn = [] if command in "Mm" else list(points)
    width = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4}[command.upper()]
    for at in range(0, len(values), width):
        part = values[at : at + width]
        dx, dy = (x, y) if command.islower() else (0.0, 0.0)
        match command.upper():
            case "H":
                knots = [(part[0] + dx, y)]
            case "V":
                knots = [(x, part[0] + dy)]
            case _:
                knots = [(part[i] + dx, part[i + 1] + dy) for i in range(0, width, 2)]
        drawn.extend(bezier([(x, y), *knots]) if len(knots) > 1 else knots)
        x, y = knots[-1]
    return drawn


def bezier(knots: list[Point]) -> Iterator[Point]:
    """A curve of any degree, without its first point (de Casteljau)."""
    for step in range(1, CURVE_STEPS + 1):
        t = step / CURVE_STEPS
        row = knots
        while len(row) > 1:
            row = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(row)]
        yield row[0]


def mask(elements: list[ElementTree.Element], size: tuple[float, float], px_per_unit: float) -> Image.Image:
    """The drawn shapes as an 8-bit mask: 255 where painted."""
    scale = px_per_unit * OVERSAMPLING
    image = Image.new("L", (round(size[0] * scale), round(size[1] * scale)))
    pen = ImageDraw.Draw(image)
    for element in elements:
        for points, closed in shapes_of(element):
            paint(pen, element, [(x * scale, y * scale) for x, y in points], closed, scale)
    return image.resize((round(size[0] * px_per_unit), round(size[1] * px_per_unit)), Image.Resampling.BOX)


def paint(
    pen: ImageDraw.ImageDraw, element: ElementTree.Element, points: list[Point], closed: bool, scale: float
) -> None:
    fill, stroke = element.get("fill", "black"), element.get("stroke", "none")
    if fill != "none" and len(points) > 2:
        pen.polygon(points, fill=level(fill))
    if stroke != "none":
        width = float(element.get("stroke-width", "1")) * scale
        line = [*points, points[0]] if closed else points
        pen.line(line, fill=level(stroke), width=round(width))
        for x, y in line:  # round joins and ends, as every stroke of these icons has
            pen.ellipse(
                (x - width / 2, y - width / 2, x + width / 2 - 1, y + width / 2 - 1), fill=level(stroke)
            )


def level(colour: str) -> int:
    return 0 if colour in ("white", "#fff", "#ffffff") else 255


def view_box(svg: ElementTree.Element) -> tuple[float, float]:
    values = svg.get("viewBox", "").split()
    return float(values[2]), float(values[3])


def make_icon(source: Path) -> None:
    svg = ElementTree.parse(source).getroot()
    size = view_box(svg)
    drawn = mask(list(svg), size, ICON_PX / size[1])
    white = Image.new("LA", drawn.size, (255, 0))
    white.putalpha(drawn)
    white.save(source.with_suffix(".png"), optimize=True)


def make_picture(source: Path) -> None:
    svg = ElementTree.parse(source).getroot()
    size = view_box(svg)
    masks = [mask(list(group), size, PICTURE_PX_PER_UNIT) for group in svg]
    boxes = [layer.getbbox() or (0, 0, 1, 1) for layer in masks]
    high = sum(box[3] - box[1] for box in boxes)
    sheet = Image.new("L", (max(box[2] - box[0] for box in boxes), high))
    layers, row = [], 0
    for group, layer, box in zip(svg, masks, boxes, strict=True):
        sheet.paste(layer.crop(box), (0, row))
        layers.append({"role": group.get("class", "ink"), "box": box})
        row += box[3] - box[1]
    notes = PngInfo()
    notes.add_text("picture", json.dumps({"size": masks[0].size, "layers": layers}))
    sheet.save(source.with_suffix(".png"), pnginfo=notes, optimize=True)


def main() -> None:
    """Every icon and picture, anew."""
    for source in sorted(HERE.glob("*.svg")):
        make_icon(source)
    for source in sorted((HERE / "pictures").glob("*.svg")):
        make_picture(source)


if __name__ == "__main__":
    main()
