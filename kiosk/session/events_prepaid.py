"""What is tapped while buying for a prepaid meter, and what the gateway answers about meters and loads."""

from kiosk.session.events_family import Answer, Touch
from kiosk.session.household import Outcome
from kiosk.session.loads import Load
from kiosk.session.meters import Meter


class MeterTapped(Touch, frozen=True):
    meter_id: str


class MeterAgreed(Touch, frozen=True):
    """This is the meter; or, where a paid load is unfinished: carry on with it."""


class LoadAgainTapped(Touch, frozen=True):
    """What this load has ended in is to be told once more."""

    load_id: str


class AmountTapped(Touch, frozen=True):
    amount_fen: int


class OtherAmountTapped(Touch, frozen=True):
    pass


class WaitNoLonger(Touch, frozen=True):
    """The load goes on without whoever paid for it."""


class MetersReceived(Answer, frozen=True):
    """The answer to question `request`; an older one's is out of date."""

    request: int
    meters: tuple[Meter, ...]


class LoadTold(Answer, frozen=True):
    """How a paid load stands now. `outcome`: its payment, where that was asked for as well."""

    load: Load
    outcome: Outcome | None = None
