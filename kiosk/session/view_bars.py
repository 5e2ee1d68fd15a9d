"""Bars of a picture of numbers: how high each is, and what stands under it."""

from msgspec import Struct

FULL = 1000
"""How high the highest bar of a picture is."""


class Bar(Struct, frozen=True):
    """One of a row of bars, and the one to compare it with at its left, if there is one; up to FULL high."""

    label: str
    height: int
    before: int | None = None


class Bars(Struct, frozen=True):
    """Some that stand beside each other and stay together, from left to right."""

    name: str
    bars: tuple[Bar, ...]
