"""Where buttons of different widths stand: beside each other, in a further row where one is full. Pure."""

from collections.abc import Sequence


def flow(widths: Sequence[float], gap: float, room: float) -> list[list[int]]:
    """Indices row by row; no row is wider than `room` unless a single button is."""
    rows: list[list[int]] = []
    used = 0.0
    for index, width in enumerate(widths):
        if rows and used + gap + width <= room:
            rows[-1].append(index)
            used += gap + width
        else:
            rows.append([index])
            used = width
    return rows
