"""What stands on a technician's slip, as values: lines of words, drawn by whoever has the paper."""

from typing import Literal

from msgspec import Struct

from kiosk.session.view import Text, text
from kiosk.technician.rules import ModeRules


class SlipLine(Struct, frozen=True):
    """`pair` sets `value` at the right edge; `sign` leaves room for a hand's signature; `rule` is a line."""

    kind: Literal["pair", "sentence", "sign", "rule"]
    label: Text | None = None
    value: Text | str = ""


class SlipDocument(Struct, frozen=True):
    """`name` tells the job from others ("cash_box-12"), and is no file's name."""

    name: str
    title: Text
    lines: tuple[SlipLine, ...]


RULE = SlipLine("rule")


def pair(stem: str, value: Text | str) -> SlipLine:
    return SlipLine("pair", text(f"technician.slip.{stem}"), value)


def head(number_stem: str, number: int, rules: ModeRules) -> tuple[SlipLine, ...]:
    """Which line of which machine's records this is, and whether the machine is a demonstration."""
    mark = (SlipLine("sentence", text("frame.demonstration_paper")),) if rules.demonstration else ()
    return (*mark, pair(number_stem, str(number)), pair("machine", rules.machine_number))
