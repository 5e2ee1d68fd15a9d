"""What was bought for a meter, told as what became of its money."""

from typing import Literal

from msgspec.structs import replace

from kiosk.session.household import Basket, Leg, Outcome
from kiosk.session.loads import GIVEN_BACK, Load


def state_of_bought(load: Load) -> Literal["posted", "voucher", "returned", "working"]:
    """What never gets to the meter is told as money that goes back, or that is owed at the counter; of cash,
    under a number that is still to come."""
    if load.state == "voucher":
        return "voucher"
    if load.state in GIVEN_BACK:
        return "returned" if load.over else "working"
    return "posted"


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
