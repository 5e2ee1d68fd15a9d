"""Performs one act of the saga at the party it concerns and puts the answer into the saga's words.

No answer becomes the event "unknown". Nothing here retries and nothing here decides.
"""

from collections.abc import Mapping
from typing import assert_never

import msgspec

from kiosk.gateway.parties.adapters import (
    AdapterSilent,
    Biller,
    BillerRecords,
    CardAcquirer,
    ChargeProvider,
    PhoneCodeProvider,
    PostAnswer,
    RechargeCardIssuer,
)
from kiosk.gateway.parties.guard import GuardedBiller, GuardedCharges, GuardedIssuer, GuardedRecords
from kiosk.gateway.parties.prepaid_adapters import CardCompany, MeterCompany
from kiosk.gateway.parties.prepaid_guard import GuardedCards, GuardedMeters
from kiosk.payment.legs import Leg
from kiosk.payment.saga_acts import (
    Act,
    Pay,
    PostLeg,
    QueryCharge,
    QueryChargeRefund,
    QueryPosting,
    QueryRefund,
    RefundCharge,
    RefundLeg,
    ReverseCharge,
    VoidPosting,
)
from kiosk.payment.saga_events import (
    ChargeRefundReported,
    ChargeReported,
    Event,
    PostReported,
    RefundReported,
    ReverseReported,
    VoidReported,
)
from kiosk.payment.saga_state import Payment


class Outside(msgspec.Struct, frozen=True):
    """Everybody the gateway can call, by the names its payments carry; asked through a guard only."""

    providers: Mapping[str, PhoneCodeProvider]
    acquirer: CardAcquirer | None
    billers: Mapping[str, Biller]
    issuers: Mapping[str, RechargeCardIssuer] = {}
    """Of recharge cards, by the biller that sells them."""
    meters: Mapping[str, MeterCompany] = {}
    cards: Mapping[str, CardCompany] = {}
    """Who loads the meters and meter cards of what a biller sells in advance."""
    records: Mapping[str, BillerRecords] = {}
    """Of bills gone by, where a biller tells."""

    def charges(self, payment: Payment) -> GuardedCharges:
        """Raises AdapterSilent when this process has no such provider: its answer is unknown."""
        name = str(payment.provider)
        found: ChargeProvider | None = self.acquirer if name == "card" else self.by_code(payment)
        if found is None:
            raise AdapterSilent(name)
        return GuardedCharges(name, found, order_no(payment), payment.amount_fen)

    def by_code(self, payment: Payment) -> PhoneCodeProvider | RechargeCardIssuer | None:
        """Who takes the payer's code. All bills of a payment by recharge card are of the card's issuer."""
        if payment.method == "recharge_card":
            return self.issuers.get(payment.legs[0].biller_id)
        return self.providers.get(str(payment.provider))

    def issuer(self, biller_id: str) -> GuardedIssuer:
        """Raises AdapterSilent when this process has no such issuer."""
        if biller_id not in self.issuers:
            raise AdapterSilent(biller_id)
        return GuardedIssuer(biller_id, self.issuers[biller_id])

    def biller(self, biller_id: str) -> GuardedBiller:
        """Raises AdapterSilent when this process has no such biller."""
        if biller_id not in self.billers:
            raise AdapterSilent(biller_id)
        return GuardedBiller(biller_id, self.billers[biller_id])

    def records_of(self, biller_id: str) -> GuardedRecords:
        """Raises AdapterSilent when this process has no such records."""
        if biller_id not in self.records:
            raise AdapterSilent(biller_id)
        return GuardedRecords(biller_id, self.records[biller_id])

    def meters_of(self, biller_id: str) -> GuardedMeters:
        """Raises AdapterSilent when this process has no such company."""
        if biller_id not in self.meters:
            raise AdapterSilent(biller_id)
        return GuardedMeters(biller_id, self.meters[biller_id])

    def cards_of(self, biller_id: str) -> GuardedCards:
        """Raises AdapterSilent when this process has no such company."""
        if biller_id not in self.cards:
            raise AdapterSilent(biller_id)
        return GuardedCards(biller_id, self.cards[biller_id])


def order_no(payment: Payment) -> str:
    """Our number for the charge: at most 32 characters, the same for every retry."""
    return payment.payment_id.replace("-", "")


def perform(outside: Outside, payment: Payment, act: Act, code: str | None) -> Event:
    """`code`, of a phone or a recharge card, is at hand only while the request that carried it is."""
    try:
        return _perform(outside, payment, act, code)
    except AdapterSilent:
        return _silence(act)


def _perform(outside: Outside, payment: Payment, act: Act, code: str | None) -> Event:
    match act:
        case Pay():
            return _pay(outside, payment, code)
        case QueryCharge():
            return outside.charges(payment).query()
        case ReverseCharge():
            return outside.charges(payment).reverse()
        case RefundCharge():
            outside.charges(payment).refund(order_no(payment), payment.amount_fen)
            return ChargeRefundReported("accepted")
        case QueryChargeRefund():
            done = outside.charges(payment).refund_done(order_no(payment))
            return ChargeRefundReported("done" if done else "unknown")
        case RefundLeg() | QueryRefund():
            return _refund(outside.charges(payment), payment, act)
        case PostLeg() | QueryPosting() | VoidPosting():
            leg = payment.legs[act.leg]
            return _post(outside.biller(leg.biller_id), leg, act)
    assert_never(act)


def _pay(outside: Outside, payment: Payment, code: str | None) -> ChargeReported:
    provider = outside.by_code(payment)
    if provider is None or code is None:
        return ChargeReported("unknown")
    return outside.charges(payment).pay(provider, code)


def _refund(charges: GuardedCharges, payment: Payment, act: RefundLeg | QueryRefund) -> RefundReported:
    leg = payment.legs[act.leg]
    if isinstance(act, QueryRefund):
        return RefundReported(act.leg, "done" if charges.refund_done(leg.refund_no) else "unknown")
    charges.refund(leg.refund_no, leg.amount_fen)
    return RefundReported(act.leg, "accepted")


def _post(biller: GuardedBiller, leg: Leg, act: PostLeg | QueryPosting | VoidPosting) -> Event:
    if isinstance(act, VoidPosting):
        return VoidReported(act.leg, biller.void(leg.posting_ref), leg.posting_ref)
    answer: PostAnswer
    if isinstance(act, QueryPosting):
        answer = biller.query(leg.posting_ref)
    else:
        put = biller.post if leg.kind == "bill" else biller.credit
        answer = put(leg.biller_bill_no, leg.amount_fen, leg.posting_ref)
    answer = biller.of_sum(answer, leg.amount_fen)
    return PostReported(act.leg, answer.kind, answer.biller_no, leg.posting_ref)


def _silence(act: Act) -> Event:
    match act:
        case Pay() | QueryCharge():
            return ChargeReported("unknown")
        case ReverseCharge():
            return ReverseReported("unknown")
        case RefundCharge() | QueryChargeRefund():
            return ChargeRefundReported("unknown")
        case PostLeg() | QueryPosting():
            return PostReported(act.leg, "unknown")
        case VoidPosting():
            return VoidReported(act.leg, "unknown")
        case RefundLeg() | QueryRefund():
            return RefundReported(act.leg, "unknown")
    assert_never(act)
