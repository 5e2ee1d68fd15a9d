"""Which request a step is about, so far as it is not sent."""

from typing import get_args

from kiosk.session.forms import Draft
from kiosk.session.steps import Notice, Step
from kiosk.session.steps_drafts import KeepingDraft, OfferDraft, OfferKeeping
from kiosk.session.steps_forms import FillingStep, SendingRequest

FILLING = get_args(FillingStep)
_WITH_A_DRAFT = (*FILLING, SendingRequest, OfferDraft, OfferKeeping, KeepingDraft)


def draft_at(step: Step) -> Draft | None:
    """Also behind what is told of it."""
    if isinstance(step, Notice):
        return draft_at(step.retry)
    return step.draft if isinstance(step, _WITH_A_DRAFT) else None
