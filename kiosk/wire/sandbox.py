"""The simulated card acquirer of the demonstration, as the simulated payment terminal calls it; moods, cards.

Served under /sandbox/ only when the gateway runs with demonstration data.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from kiosk.wire.fields import END, OpaqueId, SumFen


class AuthoriseRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reference` is the payment id. The last four digits choose what happens:

    0051 declined for funds, 0054 declined as expired, 0091 charged but the answer is lost (HTTP 504),
    any other approves.
    """

    reference: OpaqueId
    amount_fen: SumFen
    card_last4: Annotated[str, Meta(pattern=r"^[0-9]{4}" + END)]


class AuthoriseAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Also the answer to the terminal's last-result query and to a reversal."""

    reference: str
    state: Literal["approved", "declined", "reversed", "unknown"]
    response_code: str
    """ISO 8583 field 39: 00 approved, 51 funds, 54 expired card, 12 refused because already reversed."""
    amount_fen: int
    approval_code: str | None = None
    retrieval_reference: str | None = None
    card_last4: str | None = None


class ReverseRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reference: OpaqueId


ProviderMood: TypeAlias = Literal[
    "silent",  # does nothing and answers nothing
    "slow",
    "answers_lost",  # does what it is asked, and nobody hears of it
    "wrong_sum",
    "wrong_number",  # answers about another order
    "unknown_state",
    "malformed",
    "takes_back",  # takes the money and gives it back at once, and answers nothing
    "reverses_nothing",  # says a reversal is done and does nothing
]
BillerMood: TypeAlias = Literal[
    "silent",
    "slow",
    "answers_lost",
    "wrong_sum",
    "wrong_number",
    "unknown_state",
    "malformed",
    "late",  # posts a minute later and says nothing until then
    "rejects",
    "no_voids",
    "changes_bills",  # a bill costs a yuan more whenever it is asked for
]
Mood: TypeAlias = ProviderMood | BillerMood


class ShownRechargeCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`state` is what the simulated issuer would tell of it now."""

    biller_id: str
    code: str
    face_fen: int
    state: Literal["usable", "used", "expired", "blocked", "other_biller"]


class ShownRechargeCards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cards: tuple[ShownRechargeCard, ...]


class MoodRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """None: well behaved again. `calls`: for how many calls; None, until told otherwise."""

    mood: Mood | None
    calls: Annotated[int, Meta(ge=1, le=1000)] | None = None


class MoodsAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    moods: dict[str, Mood]
