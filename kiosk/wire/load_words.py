"""What a load is called, and how it may stand: words that payments and loads share."""

from typing import Annotated, Literal

from msgspec import Meta

from kiosk.wire.fields import END

LOAD_ID = r"^[0-9a-f]{32}-[0-9]{1,3}" + END
LoadId = Annotated[
    str,
    Meta(
        pattern=LOAD_ID,
        description="of the payment's leg; the same for every try, question and session",
    ),
]
LoadToken = Annotated[str, Meta(pattern=r"^[0-9]{20}" + END, description="to be typed at the meter")]
LoadWay = Literal["meter", "card"]

LoadState = Literal[
    "waiting",  # paid; nothing has been sent to the meter yet
    "loading",  # sent to the meter, which has not confirmed it
    "loaded",  # confirmed by the meter, or written to the card and read back
    "token",  # the meter cannot be reached: these digits load it once
    "card_waiting",  # paid, and surely not on the card: any kiosk may write it
    "writing",  # a card is being written somewhere
    "card_unsure",  # a write was cut off: only the card itself can tell, at any kiosk
    "returning",  # the company gives up the load, and then the money goes back
    "returned",
    "voucher",  # the money cannot go back the way it came: to be asked for at the counter
]
GIVEN_BACK: frozenset[LoadState] = frozenset({"returning", "returned", "voucher"})
"""Bought, and no longer paid: the money goes back, or is owed at the counter."""
