"""Settings that operators give to kiosks: a closed set, each version whole, in place of what its files say.

No words for screens: those are measured on the glass before they ship. What is to be said today is a notice.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk.payment.methods import METHODS, Method
from kiosk.wire.fields import END, KioskId

Version = Annotated[int, Meta(ge=0, le=2**53, description="rises with every change; 0, nothing was given")]
Hour = Annotated[int, Meta(ge=0, le=24)]


class RemoteSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """None: as the kiosk's own files have it. `methods_off` are not offered; one of its own stays, or the
    kiosk refuses all of it. `volume` is 0, silent, to 5; after `idle_s` untouched: "are you still there?"."""

    service_phone: Annotated[str, Meta(pattern=r"^[0-9][0-9 -]{2,19}" + END)] | None = None
    volume: Annotated[int, Meta(ge=0, le=5)] | None = None
    methods_off: Annotated[tuple[Method, ...], Meta(max_length=len(METHODS))] = ()
    staff_from_hour: Hour | None = None
    staff_to_hour: Hour | None = None
    idle_s: Annotated[int, Meta(ge=120, le=300)] | None = None


class SettingsAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kiosk_id: KioskId
    version: Version
    settings: RemoteSettings
