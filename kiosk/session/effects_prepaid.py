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
