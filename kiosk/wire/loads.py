"""Loads: energy bought in advance, and how it gets to the meter: over the line, by twenty digits, by card.

Before money `PrepaidAnswer` says what may be loaded. The payment names a meter's `meter_id` and `version`
where another names a bill's. What is paid is then owed as a load until it is in the meter, on the card, or
given back.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.payment.methods import Method
from kiosk.payment.told_again import MOST_TOLD_AGAIN
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.fields import END, BillVersion, OpaqueId, PaymentId, SumFen, UtilityName
from kiosk.wire.load_words import LoadId, LoadState, LoadToken, LoadWay

MeterState = Literal[
    "may_load",
    "not_prepaid",  # the account gets bills instead
    "load_unfinished",  # `open_load` is to be ended first; it is paid for
    "not_allowed",  # the company takes no load for it, and does not say why
    "biller_closed",
    "biller_paused",
    "holds_units",  # the card: put it into the meter at home first
    "never_in_meter",  # the card: its last load has not been taken over by the meter
    "not_activated",  # the card: only a counter can do that
    "by_card",  # it is filled by card, and only the card tells what may be loaded
]

PrepaidRequest = LookUpRequest
"""An account number, bill code, identity card or plain IC card, as for bills."""


class LoadAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One paid load as it stands. loaded, token, returned and voucher never change again."""

    load_id: LoadId
    payment_id: PaymentId
    utility: UtilityName
    way: LoadWay
    state: LoadState
    amount_fen: SumFen
    method: Method
    token: LoadToken | None = None
    voucher_no: str | None = None
    may_be_sent: bool = False
    """It waits for its card, and may be sent to the meter over the line instead."""
    paid_at: str | None = None
    """ISO with zone; tells one of the same sum from another."""

    def __repr__(self) -> str:
        return f"LoadAnswer(load_id={self.load_id!r}, state={self.state!r})"


class LoadsAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one payment, in the order of its legs; none before those are posted."""

    loads: tuple[LoadAnswer, ...]


class LastLoad(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    amount_fen: SumFen
    at: str
    """ISO with zone."""


class PrepaidMeter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One meter or meter card before money. Sums go with a state of may_load; a balance where it is known."""

    meter_id: OpaqueId
    version: BillVersion
    """Of the next load of this meter: nobody can pay for the same one twice."""
    utility: UtilityName
    way: LoadWay
    state: MeterState
    account_masked: str
    holder_masked: str
    label: str
    biller_name: str
    balance_fen: int | None = None
    balance_at: str | None = None
    least_fen: int = 0
    most_fen: int = 0
    presets_fen: tuple[SumFen, ...] = ()
    last_load: LastLoad | None = None
    open_load: LoadAnswer | None = None
    """Paid and not in the meter yet: to be carried on, never to be paid again."""
    told_again: Annotated[tuple[LoadAnswer, ...], Meta(max_length=MOST_TOLD_AGAIN)] = ()
    """What is worth money and may have been lost, the newest first: digits that were given out within
    ninety days, vouchers that nobody has fetched. For whoever has shown more than a number."""
    next_opening: str | None = None
    """ISO with zone, where the state is biller_closed or biller_paused and it is known."""


class PrepaidAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    meters: tuple[PrepaidMeter, ...]


MOST_CARD_BYTES = 264
"""Beyond a short command or answer of a chip with its header and status."""
Hex = Annotated[str, Meta(pattern=r"^([0-9a-f]{2})*" + END, max_length=2 * MOST_CARD_BYTES)]
Code = Annotated[str, Meta(pattern=r"^([0-9a-f]{2}){2,3}" + END)]
MemoryAddress = Annotated[int, Meta(ge=0, le=1023)]


class CardFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the card says to anybody. `identity` is read by public commands only."""

    kind: Literal["cpu", "sle4442"]
    reset_answer: Hex
    identity: Hex = ""

    def __repr__(self) -> str:
        return f"CardFacts(kind={self.kind!r})"


class _Secret(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Its bytes are nobody's to read on the way: a step may carry a key."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"


class ApduStep(_Secret, frozen=True, tag_field="act", tag="apdu"):
    """To a chip, selecting a file among them."""

    command: Hex


class MemoryRead(_Secret, frozen=True, tag_field="act", tag="memory_read"):
    address: MemoryAddress
    length: Annotated[int, Meta(ge=1, le=256)]


class MemoryCode(_Secret, frozen=True, tag_field="act", tag="memory_code"):
    """The card's code is presented. A wrong one costs one of its few tries, so it is never sent twice."""

    code: Code


class MemoryWrite(_Secret, frozen=True, tag_field="act", tag="memory_write"):
    address: MemoryAddress
    data: Hex


class MemoryTries(_Secret, frozen=True, tag_field="act", tag="memory_tries"):
    """How many tries of the code are left, by a public command; the answer is one byte: 07, 03, 01 or 00."""


CardAct = ApduStep | MemoryRead | MemoryCode | MemoryWrite | MemoryTries


class CardStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The next thing to do to the card. `no` counts from 1; a step told again is the same step, and a kiosk
    that has its answer sends that again without touching the card."""

    no: Annotated[int, Meta(ge=1, le=999)]
    act: CardAct


class CardAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the card answered to step `step_no`. `status` is a chip's own; of a memory card 9000 done, 6300
    code refused, 6f00 failed; None where nothing was answered. `gone`: it was not there, or left before it
    answered; then the others say nothing."""

    step_no: Annotated[int, Meta(ge=1, le=999)]
    data: Hex = ""
    status: Annotated[str, Meta(pattern=r"^[0-9a-f]{4}" + END)] | None = None
    gone: bool = False

    def __repr__(self) -> str:
        return f"CardAnswer(step_no={self.step_no!r}, gone={self.gone!r})"


CardRefusal = Literal[
    "other_company",
    "blank",
    "damaged",
    "blocked",
    "other_card",  # not the card that the load was bought for
    "holds_units",
    "never_in_meter",
    "not_activated",
    "load_ended",  # nothing is owed to this card: loaded, given back, or sent to the meter
    "busy",  # another machine is writing this load
    "card_gone",
    "write_failed",
    "company_silent",
]


class CardEnd(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The session is over. `read` brings `meter`; `written` has been read back; `refused` has surely changed
    nothing; after `unknown` the same card tells, in a session at any kiosk."""

    result: Literal["read", "written", "refused", "unknown"]
    reason: CardRefusal | None = None
    meter: PrepaidMeter | None = None


class CardSessionRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`session_id` is made by the kiosk and on its disk before this leaves. "read" comes before money and
    needs no load; "write" names the load that is paid and proves the same card again."""

    session_id: PaymentId
    kind: Literal["read", "write"]
    facts: CardFacts
    load_id: LoadId | None = None


class CardSessionAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Either a step or the end."""

    session_id: PaymentId
    step: CardStep | None = None
    end: CardEnd | None = None
