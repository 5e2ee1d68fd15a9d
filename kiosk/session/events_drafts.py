"""A request that is left half-way: what fingers say to it, and what the gateway keeps."""

from kiosk.session.events_family import Answer, Touch
from kiosk.session.forms import Draft
from kiosk.session.household import Problem


class KeepTapped(Touch, frozen=True):
    """What was answered may leave the machine, to be gone on with later."""


class DropTapped(Touch, frozen=True):
    """Nothing of it shall be kept."""


class ResumeTapped(Touch, frozen=True):
    """Go on with what was kept."""


class AnewTapped(Touch, frozen=True):
    """From the first question again."""


class DraftKept(Answer, frozen=True):
    """`until` is the day after which it is wiped, YYYY-MM-DD."""

    request: int
    until: str


class DraftNotKept(Answer, frozen=True):
    """`request_id` is what it was to be kept under: kept after all, it is the same one at the next try."""

    request: int
    problem: Problem
    request_id: str = ""


class DraftTold(Answer, frozen=True):
    """The answer to question `request`; None: there is none, or nobody can tell. `kept_on` YYYY-MM-DD."""

    request: int
    draft: Draft | None = None
    kept_on: str = ""
