"""What is to be done with a request that is left half-way: kept at the gateway, and asked for later."""

from kiosk.session.effects import Effect
from kiosk.session.forms import Draft, Person


class KeepDraft(Effect, frozen=True):
    """What was answered shall wait at the gateway for its owner's identity card, without photographs.
    Answered by DraftKept or DraftNotKept."""

    request: int
    draft: Draft
    person: Person


class LookUpDraft(Effect, frozen=True):
    """Whether the person has one of this service. Answered by DraftTold."""

    request: int
    service: str
    person: Person


class DropDraft(Effect, frozen=True):
    """Nothing of it shall be kept; the machine owes that to its owner until it is so. Not answered."""

    request_id: str
