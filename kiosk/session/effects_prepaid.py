"""What is to be done for prepaid meters, in the imperative."""

from typing import Literal

from kiosk.session.effects import Effect
from kiosk.session.household import Basket
from kiosk.session.secret import Secret


class AskMeters(Effect, frozen=True):
    """What may be loaded, asked as bills are; changes nothing. Answered by MetersReceived or LookUpFailed."""

    request: int
    by: Literal["code", "account", "id_card", "card"]
    value: Secret
    utility: str
    whole_household: bool


class FollowLoad(Effect, frozen=True):
    """Tell by LoadTold how the load of this payment stands, whenever that changes, until it has ended or the
    resident has gone. `basket`: what it paid for, where the payment itself is to be told as well."""

    payment_id: str
    basket: Basket | None = None


class ReadMeterCard(Effect, frozen=True):
    """What the card that is held says, by its company's script. Changes nothing on it. Answered by
    MeterCardRead or MeterCardRefused."""

    request: int


class WriteMeterCard(Effect, frozen=True):
    """Bring a paid load onto the card that is held, and read it back. Answered by CardStepBegun for every
    step, then CardWriteEnded; what it came to is owed to the gateway until that has said how it ended."""

    load_id: str


class RedirectLoad(Effect, frozen=True):
    """A load that waits for its card: to the meter over the line, or its money back. Answered by
    LoadRedirected."""

    load_id: str
    how: Literal["send", "give_back"]
