"""What was bought for a meter, told as what became of its money."""

from typing import Literal, TypeAlias, get_args

from msgspec.structs import replace

from kiosk.session.household import Basket, Leg, Outcome
from kiosk.session.loads import GIVEN_BACK, Load

WayBack: TypeAlias = Literal["voucher", "number_comes", "going_back", "back", "fetched"]
WAYS_BACK: tuple[WayBack, ...] = get_args(WayBack)
"""What is still to be done by whoever paid comes first."""


def state_of_bought(load: Load) -> Literal["posted", "voucher", "returned", "working"]:
    """What never gets to the meter is told as money that goes back, or that is owed at the counter; of cash,
    under a number that is still to come."""
    if load.state == "voucher":
        return "voucher"
    if load.state in GIVEN_BACK:
        return "returned" if load.over else "working"
    return "posted"


def way_back(leg: Leg) -> WayBack | None:
    """Where the money is of a part that did not stay paid; None where it did, or there never was any. Of a
    payment that has a receipt only what was bought for a meter can still be on its way back."""
    match leg.state:
        case "voucher":
            return "fetched" if leg.fetched else "voucher"
        case "returned":
            return "going_back" if leg.load is not None and leg.load.state == "returning" else "back"
        case "working" if leg.load is not None:
            return "number_comes"
        case _:
            return None


def with_load(outcome: Outcome, basket: Basket, load: Load) -> Outcome:
    """A payment whose load stands so."""
    bought, gone = basket.bills[0], load.state in GIVEN_BACK
    leg = Leg(
        bought.utility,
        bought.account_masked,
        period_from="",
        period_to="",
        amount_fen=load.amount_fen,
        state=state_of_bought(load),
        voucher_no=load.voucher_no,
        bill_id=bought.bill_id,
        load=load,
    )
    return replace(outcome, kind="part_settled" if gone else "settled", legs=(leg,))
