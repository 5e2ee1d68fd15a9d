"""Where a resident stands whose request is left half-way, or was."""

from typing import TypeAlias

from msgspec import Struct

from kiosk.session.forms import Draft


class AskingDraft(Struct, frozen=True, tag=True):
    """Waiting for whether there is one of before; `request` is the question that is under way."""

    service: str
    request: int


class OfferDraft(Struct, frozen=True, tag=True):
    """Go on with the one that was kept on that day, YYYY-MM-DD, or begin anew?"""

    draft: Draft
    kept_on: str


class OfferKeeping(Struct, frozen=True, tag=True):
    """Its owner is about to leave: shall what was answered be kept?"""

    draft: Draft


class KeepingDraft(Struct, frozen=True, tag=True):
    draft: Draft
    request: int


class DraftIsKept(Struct, frozen=True, tag=True):
    """Until that day, YYYY-MM-DD."""

    until: str


DraftStep: TypeAlias = AskingDraft | OfferDraft | OfferKeeping | KeepingDraft | DraftIsKept
