"""Bars of days as inline SVG, reckoned here: pure, no words in them but figures and dates."""

from collections.abc import Mapping, Sequence

import msgspec

WIDTH, HEIGHT = 960, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 10, 12, 30
_MOST_LABELS = 12
_STEPS = (1, 2, 5)


class Bar(msgspec.Struct, frozen=True):
    """`part` is the place of what it shows in the key."""

    x: float
    y: float
    width: float
    height: float
    part: int


class Label(msgspec.Struct, frozen=True):
    x: float
    y: float
    text: str


class Chart(msgspec.Struct, frozen=True):
    bars: tuple[Bar, ...]
    rules: tuple[Label, ...]
    """Lines across, each with the value it stands for; `text` is the number."""
    days: tuple[Label, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT


def stacked(columns: Sequence[tuple[str, Mapping[str, int]]], parts: Sequence[str]) -> Chart:
    """One column for each label, with what it has of each part on top of one another."""
    top = nice_top(max((sum(values.values()) for _label, values in columns), default=0))
    room, base = HEIGHT - _TOP - _BOTTOM, HEIGHT - _BOTTOM
    step = (WIDTH - _LEFT - _RIGHT) / max(len(columns), 1)
    bars: list[Bar] = []
    for number, (_label, values) in enumerate(columns):
        level = float(base)
        for part, name in enumerate(parts):
            height = values.get(name, 0) * room / top
            level -= height
            if height > 0:
                x = _LEFT + number * step + step * 0.15
                bars.append(Bar(round(x, 1), round(level, 1), round(step * 0.7, 1), round(height, 1), part))
    rules = tuple(Label(_LEFT, base - room * n / 4, f"{top * n // 4}") for n in range(5))
    every = -(-len(columns) // _MOST_LABELS) or 1
    days = tuple(
        Label(round(_LEFT + (number + 0.5) * step, 1), HEIGHT - 8, label)
        for number, (label, _values) in enumerate(columns)
        if number % every == 0
    )
    return Chart(tuple(bars), rules, days)


def nice_top(most: int) -> int:
    """The least 4, 8, 20, 40, 80, 200 ... that is not below: its quarters are round."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * 4 >= most:
                return step * power * 4
        power *= 10
