"""Who looks after an area, and where else one can pay."""

from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk.payment.methods import Method
from kiosk.wire.fields import OpaqueId, UtilityName
from kiosk.wire.notices import Line, Moment, Phone

MOST_UTILITIES = 8


class Visit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When and where somebody can be met."""

    from_at: Moment
    until_at: Moment
    where: Line


class AreaManager(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="manager"):
    """`photo` is the name of a photograph beside the kiosk's settings. `company` in words."""

    name: Line
    company: Line
    area: Line
    phone: Phone
    photo: OpaqueId | None = None
    next_visit: Visit | None = None


class PayPoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="pay_point"):
    """`hours` in words. `distance_m` on foot from the kiosks that show it, None where nobody has measured."""

    name: Line
    address: Line
    hours: Line
    utilities: Annotated[tuple[UtilityName, ...], Meta(min_length=1, max_length=MOST_UTILITIES)]
    methods: Annotated[tuple[Method, ...], Meta(min_length=1, max_length=MOST_UTILITIES)]
    phone: Phone | None = None
    distance_m: Annotated[int, Meta(ge=0, le=100_000)] | None = None
