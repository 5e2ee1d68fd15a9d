"""What operators publish and kiosks hold: notices, outages, area managers, pay points.

A heartbeat's answer says which edition is the newest; whoever has another asks for the whole of it.
"""

from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from kiosk.wire.directory import AreaManager, PayPoint
from kiosk.wire.fields import KioskId, OpaqueId
from kiosk.wire.notices import Moment, Notice, Outage

MOST_ENTRIES = 400

Edition = Annotated[int, Meta(ge=0, le=2**53, description="rises with whatever is published or withdrawn")]
Matter: TypeAlias = Notice | Outage | AreaManager | PayPoint


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shown from `from_at`, None for at once, up to `until_at`."""

    entry_id: OpaqueId
    matter: Matter
    until_at: Moment
    from_at: Moment | None = None


class Bulletin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The entries for one kiosk: notices, outages, managers, pay points, and of each the newest first."""

    kiosk_id: KioskId
    edition: Edition
    entries: Annotated[tuple[Entry, ...], Meta(max_length=MOST_ENTRIES)]
