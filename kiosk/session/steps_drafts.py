"""Where a resident stands whose request is left half-way, or was."""

from typing import TypeAlias

from msgspec import Struct

from kiosk.session.forms import Draft
from kiosk.session.steps_forms import FiledStep, FillingStep


class AskingDraft(Struct, frozen=True, tag=True):
    """Waiting for whether there is one of before; `request` is the question that is under way."""

    service: str
    request: int


class OfferDraft(Struct, frozen=True, tag=True):
    """Go on with the one that is kept, or begin anew?"""

    draft: Draft


class OfferKeeping(Struct, frozen=True, tag=True):
    """Its owner is about to leave: shall what was answered be kept? Whoever stays goes on at `back`."""

    back: FillingStep

    @property
    def draft(self) -> Draft:
        return self.back.draft


class KeepingDraft(Struct, frozen=True, tag=True):
    """`request` is the question that is under way."""

    back: FillingStep
    request: int

    @property
    def draft(self) -> Draft:
        return self.back.draft


class DraftIsKept(Struct, frozen=True, tag=True):
    """Until that day, YYYY-MM-DD."""

    until: str


FormStep: TypeAlias = (
    FillingStep | FiledStep | AskingDraft | OfferDraft | OfferKeeping | KeepingDraft | DraftIsKept
)
