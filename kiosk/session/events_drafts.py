"""A request that is left half-way: what fingers say to it, and what the gateway keeps."""

from kiosk.session.events_family import Answer, Touch
from kiosk.session.forms import Draft
from kiosk.session.household import Problem


class KeepTapped(Touch, frozen=True):
    """What was answered may leave the machine, to be gone on with later."""


class DropTapped(Touch, frozen=True):
    """Nothing of it shall be kept, nor of what was kept before."""


class ResumeTapped(Touch, frozen=True):
    """Go on with what was kept."""


class AnewTapped(Touch, frozen=True):
    """From the first question again."""


class DraftBegun(Answer, frozen=True):
    """It is about to leave for question `request`, under this id, which serves every further try."""

    request: int
    request_id: str


class DraftKept(Answer, frozen=True):
    """`until` is the last day on which it is there, YYYY-MM-DD."""

    request: int
    until: str


class DraftNotKept(Answer, frozen=True):
    """Or nobody knows whether it is: `problem` says which."""

    request: int
    problem: Problem


class DraftTold(Answer, frozen=True):
    """The answer to question `request`; None: there is none, or nobody can tell. `kept_on` YYYY-MM-DD."""

    request: int
    draft: Draft | None = None
    kept_on: str = ""
