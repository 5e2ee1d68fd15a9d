"""A receipt printed once more: told before its paper is begun, so that there is none that nobody counts."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.wire.fields import PAYMENT_ID

CopyId = Annotated[str, Meta(pattern=PAYMENT_ID)]
CopyShown = Literal["id_card", "card", "code"]
"""What the resident had shown of the account; a number that was typed proves nothing."""


class CopyRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`copy_id` is the kiosk's, kept until the paper is out: told again, it is the same copy. `code` is the
    receipt's own verification code."""

    copy_id: CopyId
    code: Annotated[str, Meta(min_length=1, max_length=32)]
    shown: CopyShown


class CopyAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`copies` of this receipt there are by now, this one among them."""

    receipt_no: str
    copy_id: str
    copies: Annotated[int, Meta(ge=1)]
