"""What kiosk and companion tell each other: a display's picture one way, what was done before it the other.

No event of the session crosses: a picture carries labels in their place, and a press names one of them.
"""

from typing import TypeAlias

from msgspec import Struct

from kiosk.session.model import DisplaySide
from kiosk.session.view import Role, ScreenView


class Snapshot(Struct, frozen=True, tag=True):
    """All that a side shows, whole each time. `no` grows; in `view` every event is a label (a str)."""

    no: int
    side: DisplaySide
    role: Role
    view: ScreenView


class Ready(Struct, frozen=True, tag=True):
    """The companion has its window."""


class Alive(Struct, frozen=True, tag=True):
    """Its screens still turn; told every `ALIVE_EVERY_S`."""


class Drawn(Struct, frozen=True, tag=True):
    """Snapshot `no` is on the glass."""

    no: int


class Touched(Struct, frozen=True, tag=True):
    """Somebody has laid a finger anywhere on the display."""


class Pressed(Struct, frozen=True, tag=True):
    """What `label` of snapshot `no` stands for is wanted."""

    no: int
    label: str


Report: TypeAlias = Ready | Alive | Drawn | Touched | Pressed

ALIVE_EVERY_S = 0.5
