"""Something to publish, and whether it may be. Pure; times are milliseconds since 1970."""

from datetime import datetime
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

from kiosk.gateway.problems import Refused
from kiosk.wire.bulletin import Matter
from kiosk.wire.directory import AreaManager, PayPoint
from kiosk.wire.fields import KioskId, OpaqueId
from kiosk.wire.notices import Notice, Outage

Kind = Literal["notice", "outage", "manager", "pay_point"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which kiosks are given them."""
_KIND_OF: dict[type[Matter], Kind] = {
    Notice: "notice",
    Outage: "outage",
    AreaManager: "manager",
    PayPoint: "pay_point",
}
LONGEST_MS = 10 * 366 * 86_400_000


class Publication(msgspec.Struct, frozen=True):
    """`entry_id` is made by whoever publishes, so that a repeated tap publishes once. `for_kiosks`: how the
    numbers of the kiosks begin that it is for; empty, all of them. `from_ms` None: at once."""

    entry_id: OpaqueId
    matter: Matter
    until_ms: int
    from_ms: int | None = None
    for_kiosks: Annotated[tuple[KioskId, ...], Meta(max_length=100)] = ()

    @property
    def kind(self) -> Kind:
        return _KIND_OF[type(self.matter)]

    def is_for(self, kiosk_id: str) -> bool:
        return not self.for_kiosks or kiosk_id.startswith(self.for_kiosks)


def proved(publication: Publication, now_ms: int) -> Publication:
    """As it may be published. Raises Refused: malformed."""
    try:
        proven = msgspec.convert(msgspec.to_builtins(publication), Publication)
    except msgspec.ValidationError as wrong:
        raise Refused("malformed", _field(wrong)) from None
    if not now_ms < proven.until_ms <= now_ms + LONGEST_MS:
        raise Refused("malformed", "until_ms: it is over already, or not for ten years")
    if proven.from_ms is not None and proven.from_ms >= proven.until_ms:
        raise Refused("malformed", "from_ms: it ends before it begins")
    match proven.matter:
        case Outage(from_at=begins, until_at=ends) if not _before(begins, ends):
            raise Refused("malformed", "matter.until_at: the outage ends before it begins")
        case AreaManager(next_visit=visit) if visit and not _before(visit.from_at, visit.until_at):
            raise Refused("malformed", "matter.next_visit.until_at: the visit ends before it begins")
    return proven


def _before(begins: str, ends: str) -> bool:
    try:
        return datetime.fromisoformat(begins) < datetime.fromisoformat(ends)
    except ValueError:
        raise Refused("malformed", "a moment is none") from None


def _field(wrong: msgspec.ValidationError) -> str:
    """The path of what is wrong, nothing of what was sent."""
    _said, _, path = str(wrong).rpartition(" - at `$.")
    return f"{path.rstrip('`') or 'the publication'}: not as the schema has it"
