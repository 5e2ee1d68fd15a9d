"""What stands on a technician's slip, as values: lines of words, drawn by whoever has the paper."""

from typing import Literal

from msgspec import Struct

from kiosk.session.view import Text


class SlipLine(Struct, frozen=True):
    """`pair` sets `value` at the right edge; `sign` leaves room for a hand's signature; `rule` is a line."""

    kind: Literal["pair", "sentence", "sign", "rule"]
    label: Text | None = None
    value: str = ""


class SlipDocument(Struct, frozen=True):
    """`name` tells the job from others ("cash_box-12"), and is no file's name."""

    name: str
    title: Text
    lines: tuple[SlipLine, ...]
