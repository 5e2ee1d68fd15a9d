"""Meter cards at the slot: what the reader sees, what the gateway says of a card, and what is tapped."""

from typing import Literal

from kiosk.session.events_family import Answer, Hand, Touch
from kiosk.session.household import Problem
from kiosk.session.loads import Load
from kiosk.session.meters import Meter
from kiosk.session.secret import Secret


class CardHeld(Hand, frozen=True):
    """A card stays inside, its chip awake. `number` and `kind` are empty where nobody here knows the card."""

    number: Secret
    kind: str
    number_masked: str


class MeterCardRead(Answer, frozen=True):
    """The answer to question `request`: whose card it is, and what may be loaded."""

    request: int
    meter: Meter


class MeterCardRefused(Answer, frozen=True):
    """`problem` is the stem of the reason; nothing can be loaded onto this card here and now."""

    request: int
    problem: Problem


class CardStepBegun(Answer, frozen=True):
    """The card is given the next step of this load."""

    load_id: str
    no: int


class CardWriteEnded(Answer, frozen=True):
    """The card may come out. Only `written` says that the load is on it; `silent`: nobody has said yet."""

    load_id: str
    result: Literal["written", "refused", "unknown", "silent"]
    problem: Problem = ""


class CardSettled(Answer, frozen=True):
    """The gateway has said only now how an earlier write of this load has ended."""

    load_id: str
    written: bool


class LoadRedirected(Answer, frozen=True):
    """What came of asking for another way; None where nobody has answered."""

    load_id: str
    load: Load | None


class SendLoadTapped(Touch, frozen=True):
    """Over the line, instead of onto the card."""


class GiveLoadBackTapped(Touch, frozen=True):
    """The money, instead of the load."""


class WriteLaterTapped(Touch, frozen=True):
    """Home without the load on the card; it waits."""
