"""Notices to residents, and planned outages by address.

The kiosk holds what it was told and finds by itself what concerns an address: none ever leaves it.
"""

import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.wire.cash import MOMENT
from kiosk.wire.fields import END, UtilityName

Line = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+" + END)]
"""One line of people's words."""
Words = Annotated[str, Meta(min_length=1, max_length=600, pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]+" + END)]
"""Several lines of them."""
Moment = Annotated[str, Meta(pattern=MOMENT, max_length=40, description="ISO 8601 with its zone")]
Phone = Annotated[str, Meta(pattern=r"^[0-9+][0-9 -]{2,19}" + END)]

MOST_PLACES = 20
MOST_LANES = 40
NoticeKind = Literal["service", "safety", "visit", "prices", "other"]
OutageReason = Literal["planned_work", "fault", "weather", "other"]


class NoticeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Line
    text: Words


class Notice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="notice"):
    """`en` is None where nobody has translated it. An important one is shown before the others."""

    kind: NoticeKind
    zh: NoticeWords
    en: NoticeWords | None = None
    important: bool = False


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A street, and the numbers of its lanes; no lanes, all of it."""

    street: Line
    lanes: Annotated[tuple[Annotated[int, Meta(ge=1, le=99_999)], ...], Meta(max_length=MOST_LANES)] = ()

    def holds(self, address: str) -> bool:
        """Of an address as the gateway shows it, the street's name and right behind it the lane's number."""
        found = re.search(re.escape(self.street) + r"\s*([0-9]*)", address)
        if found is None:
            return False
        return not self.lanes or (bool(found[1]) and int(found[1]) in self.lanes)


class Outage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="outage"):
    """`utility` will be off at these places between the two moments."""

    utility: UtilityName
    places: Annotated[tuple[Place, ...], Meta(min_length=1, max_length=MOST_PLACES)]
    from_at: Moment
    until_at: Moment
    reason: OutageReason
    words: Words | None = None
    phone: Phone | None = None

    def concerns(self, address: str) -> bool:
        return any(place.holds(address) for place in self.places)
