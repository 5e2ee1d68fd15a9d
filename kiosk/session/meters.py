"""A prepaid meter before money: what is in it, what may be loaded, and the basket of what is bought."""

from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.payment.amount import FEN_PER_YUAN
from kiosk.session.household import Basket, Bill, LocalTime, Shown
from kiosk.session.loads import Load, LoadWay

MeterState: TypeAlias = Literal[
    "may_load",
    "not_prepaid",
    "load_unfinished",
    "not_allowed",
    "biller_closed",
    "biller_paused",
    "holds_units",
    "never_in_meter",
    "not_activated",
    "by_card",
]


class Meter(Struct, frozen=True):
    """Masked by the gateway. Sums go with a state of may_load; a balance where it is known.

    `open_load` is paid and not in the meter yet: it is carried on, never paid again. `told_again` has ended
    as digits or as a voucher, either of which may have been lost. `shown`: what it was found by.
    """

    meter_id: str
    version: int
    utility: str
    way: LoadWay
    state: MeterState
    account_masked: str
    holder_masked: str
    address: str
    biller: str
    balance_fen: int | None = None
    balance_at: LocalTime | None = None
    least_fen: int = 0
    most_fen: int = 0
    presets_fen: tuple[int, ...] = ()
    last_fen: int = 0
    last_at: LocalTime | None = None
    open_load: Load | None = None
    told_again: tuple[Load, ...] = ()
    shown: Shown = "account"
    next_opening: LocalTime | None = None

    @property
    def least_yuan(self) -> int:
        """Only whole yuan are bought: the least of them that is not too little."""
        return -(-self.least_fen // FEN_PER_YUAN)

    @property
    def most_yuan(self) -> int:
        return self.most_fen // FEN_PER_YUAN

    def takes(self, amount_fen: int) -> bool:
        return self.state == "may_load" and self.least_fen <= amount_fen <= self.most_fen


def basket_of(meter: Meter, amount_fen: int) -> Basket:
    """What is bought stands where else a bill stands: the payment names the meter and its next load."""
    bought = Bill(
        bill_id=meter.meter_id,
        version=meter.version,
        account_id=meter.meter_id,
        utility=meter.utility,
        account_masked=meter.account_masked,
        period_from="",
        period_to="",
        usage="",
        usage_unit="",
        due_fen=amount_fen,
        biller=meter.biller,
        load=meter.way,
    )
    return Basket(meter.holder_masked, meter.address, (bought,))
