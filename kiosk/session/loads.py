"""What is on its way to a prepaid meter once it is paid: frozen values, in the words of the gateway."""

from datetime import date
from typing import Literal, TypeAlias

from msgspec import Struct

from kiosk.payment.methods import Method

LoadWay: TypeAlias = Literal["meter", "card"]
LoadState: TypeAlias = Literal[
    "waiting",
    "loading",
    "loaded",
    "token",
    "card_waiting",
    "writing",
    "card_unsure",
    "returning",
    "returned",
    "voucher",
]

LOAD_ENDS: frozenset[LoadState] = frozenset({"loaded", "token", "returned", "voucher"})
"""They never change again."""

GIVEN_BACK: frozenset[LoadState] = frozenset({"returning", "returned", "voucher"})
"""It will never be in the meter; the money goes back, or is owed at the counter."""


class Load(Struct, frozen=True):
    """One paid load as it stands. `token` are the digits for the meter, where it could not be reached."""

    load_id: str
    payment_id: str
    utility: str
    way: LoadWay
    state: LoadState
    amount_fen: int
    method: Method = "phone_code"
    token: str = ""
    voucher_no: str = ""
    may_be_sent: bool = False
    paid_on: date | None = None

    @property
    def ended(self) -> bool:
        return self.state in LOAD_ENDS

    @property
    def over(self) -> bool:
        """Nothing more of it is waited for. What was paid in cash is fetched at the counter, by a number that
        comes with the end."""
        return self.ended or (self.state in GIVEN_BACK and self.method != "cash")

    def __repr__(self) -> str:
        """Without the digits and the voucher's number: both are worth money."""
        return f"Load({self.load_id!r}, {self.state!r}, {self.amount_fen!r})"
