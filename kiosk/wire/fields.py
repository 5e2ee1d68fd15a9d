"""Constrained field types shared by the messages: what may be written in an id, a sum, a period."""

from typing import Annotated, Literal

from msgspec import Meta

MOST_FEN = 100_000_000
"""One million yuan: no household bill and no payment at a kiosk is larger."""

END = r"$(?!\n)"
"""The end and nothing after it: Python's own $ would let a line feed pass, JSON Schema's would not."""

PAYMENT_ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}" + END
"""One way to write it: nothing must ever be derived from another way to write the same id."""
PaymentId = Annotated[
    str,
    Meta(
        pattern=PAYMENT_ID,
        description="128 bits made by the kiosk and durable there before the first byte leaves, as UUID text",
    ),
]
OpaqueId = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_.:-]+" + END)]
KioskId = Annotated[str, Meta(min_length=1, max_length=32, pattern=r"^[0-9A-Za-z_-]+" + END)]
SumFen = Annotated[int, Meta(ge=1, le=MOST_FEN)]
BillVersion = Annotated[int, Meta(ge=1, le=2**53)]
Period = Annotated[
    str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])" + END, description="year and month, 2026-10")
]
UtilityName = Annotated[
    str, Meta(pattern=r"^[a-z][a-z_]{1,23}" + END, description="a key of the kiosk's utilities")
]

Provider = Literal["wechat", "alipay", "unionpay", "ecny", "card", "cash", "recharge_card"]
NoteId = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        pattern=r"^[0-9A-Za-z_.:-]+" + END,
        description="the acceptor's credit id: made when the note reaches escrow, never used twice",
    ),
]
