"""Asking for a service: what fingers answer, and what becomes of the request."""

from kiosk.session.events_family import Answer, Touch
from kiosk.session.forms import FiledRequest, KnownRequest
from kiosk.session.household import Problem


class AnswerTapped(Touch, frozen=True):
    """One of the answers to the question on the screen."""

    stem: str


class FieldSkipped(Touch, frozen=True):
    """Nothing shall be said to this question."""


class RequestAgreed(Touch, frozen=True):
    """What stands on the screen may leave the machine."""


class RequestBegun(Answer, frozen=True):
    """The id of the request of question `request` is on the disk; the first byte may leave now."""

    request: int
    request_id: str


class RequestDrafted(Answer, frozen=True):
    """The gateway has what was said, and not yet its photographs: it is not sent, nor did anybody ask to keep
    it."""

    request_id: str


class RequestArrived(Answer, frozen=True):
    request_id: str
    filed: FiledRequest


class RequestNotArrived(Answer, frozen=True):
    """The try of question `request` did not succeed. `unsure`: it may have arrived all the same."""

    request: int
    problem: Problem
    unsure: bool = False


class RequestAlreadyOpen(Answer, frozen=True):
    """One of the person's for the same service is still under way; another is not taken until it is over."""

    request: int
    known: KnownRequest


class RequestTapped(Touch, frozen=True):
    """`place` counts a person's requests from 0."""

    place: int


class WithdrawTapped(Touch, frozen=True):
    """The request is not wanted any more; asked once."""


class WithdrawalConfirmed(Touch, frozen=True):
    pass


class RequestsKnown(Answer, frozen=True):
    """The answer to question `request`: one, or all of a person's."""

    request: int
    found: tuple[KnownRequest, ...]


class RequestsNotKnown(Answer, frozen=True):
    request: int
    problem: Problem


class RequestGone(Answer, frozen=True):
    """It is withdrawn; what was said is wiped."""

    request_id: str


class RequestNotGone(Answer, frozen=True):
    request: int
    problem: Problem
