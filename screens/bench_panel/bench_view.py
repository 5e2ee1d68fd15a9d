"""What the bench panel shows, as plain values. Words are ready to be drawn; no device is known here."""

from typing import Literal, TypeAlias

from msgspec import Struct

Press: TypeAlias = Literal["down", "up", "tap"]


class BenchControl(Struct, frozen=True):
    """One thing a hand can do. `name` is unique on the bench; `is_on` marks a state that lasts.

    A `held` one sends "down" and "up", any other "tap". `fault` is what no resident does.
    """

    name: str
    label: str
    applies: bool = True
    is_on: bool = False
    fault: bool = False
    held: bool = False


class BenchRow(Struct, frozen=True):
    """Controls that belong together, so many beside each other."""

    heading: str
    controls: tuple[BenchControl, ...]
    across: int = 3


class BenchDevice(Struct, frozen=True):
    """`state` says how it stands, `alarm` that something is wrong; `says` is what its own display shows."""

    title: str
    icon: str
    state: str
    rows: tuple[BenchRow, ...]
    alarm: bool = False
    says: str = ""


class Slip(Struct, frozen=True):
    """A printed receipt: one byte a dot, white 255, from the top left. `number` counts from one."""

    number: int
    width_px: int
    height_px: int
    dots: bytes


class PaperWords(Struct, frozen=True):
    """What stands around the receipt."""

    heading: str
    empty: str
    enlarge: str
    shrink: str


class BenchView(Struct, frozen=True):
    """`top` is as wide as the panel; `columns` stand side by side, the receipt below the last one."""

    title: str
    note: str
    top: BenchDevice
    columns: tuple[tuple[BenchDevice, ...], ...]
    paper: PaperWords
    slip: Slip | None = None
