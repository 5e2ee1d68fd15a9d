"""The gateway about itself and its billers."""

from typing import Literal

import msgspec

from kiosk.wire.fields import UtilityName

API_VERSION = "1.0.0"


class HealthAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    state: Literal["ready"]
    version: str
    demonstration: bool
    """True when providers, acquirer and billers are simulated: no real money moves."""


class BillerAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    biller_id: str
    utility: UtilityName
    name: str
    state: Literal["open", "closed", "paused"]
    next_opening: str | None


class BillersAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    billers: tuple[BillerAnswer, ...]
