"""Recharge cards: what one is worth for which bills, and why one is not even tried.

A card pays bills of its own issuer only. A code is handed on to the issuer and to nobody else.
"""

import logging
from collections.abc import Iterable, Mapping

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.parties.biller_rules import NumberRule
from kiosk.gateway.parties.masks import mask_code
from kiosk.gateway.payments import recharge_tries
from kiosk.gateway.payments.known_bills import KnownBills
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.payments.recharge_tries import TooManyTries
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.record_store import KnownBill
from kiosk.gateway.steady_time import local_time
from kiosk.payment.saga_state import Payment, PaymentState, to
from kiosk.wire.payments import Detail, PaymentRequest
from kiosk.wire.recharge_cards import RechargeCardAnswer, RechargeCardRequest

log = logging.getLogger(__name__)


class RechargeCards:
    def __init__(self, parts: Parts, known_bills: KnownBills) -> None:
        self._parts = parts
        self._known_bills = known_bills

    def answer(self, request: RechargeCardRequest) -> RechargeCardAnswer:
        """Raises Refused for bills that no card can pay together, and while the issuer does not answer."""
        known = self._known_bills.of(request.bill_ids)
        biller_id, rule = issuer_of(self._parts, request.bill_ids, known)
        masked = mask_code(request.code)
        if not rule.valid(request.code):
            return RechargeCardAnswer("mistyped", masked)
        try:
            number = self._begin_try(request.kiosk_id)
        except TooManyTries as locked:
            at = local_time(locked.until_ms).isoformat()
            return RechargeCardAnswer("locked", masked, try_again_at=at)
        return self._asked(request, biller_id, masked, number)

    def _begin_try(self, kiosk_id: str) -> int:
        now_ms, rules = self._parts.time.now_ms(), self._parts.settings.recharge_tries
        return self._parts.database.write(lambda at: recharge_tries.begin(at, kiosk_id, now_ms, rules))

    def _take_back(self, number: int) -> None:
        self._parts.database.write(lambda connection: recharge_tries.take_back(connection, number))

    def _asked(
        self, request: RechargeCardRequest, biller_id: str, masked: str, number: int
    ) -> RechargeCardAnswer:
        try:
            card = self._parts.outside.issuer(biller_id).card(request.code)
        except AdapterSilent as silent:
            self._take_back(number)  # who guesses has learned nothing
            raise Refused("biller_unavailable") from silent
        if card.kind == "unknown":
            log.warning("kiosk %s: no recharge card has the code that was asked about", request.kiosk_id)
        else:
            self._take_back(number)
        if card.kind != "usable":
            return RechargeCardAnswer(card.kind, masked)
        rest_fen = card.face_fen - request.amount_fen
        if rest_fen < 0:
            return RechargeCardAnswer("too_small", masked, card.face_fen)
        return RechargeCardAnswer("usable", masked, card.face_fen, rest_fen)


def recharge_code(parts: Parts, biller_id: str) -> NumberRule | None:
    """The rule of the codes of the cards that this biller sells and this gateway can redeem."""
    return parts.book[biller_id].recharge_code if biller_id in parts.outside.issuers else None


def recharge_digits(parts: Parts) -> Mapping[str, int]:
    """By biller, how many digits the codes of its cards have."""
    rules = ((each.biller_id, recharge_code(parts, each.biller_id)) for each in parts.book.rules)
    return {biller_id: rule.length for biller_id, rule in rules if rule is not None}


def issuer_of(
    parts: Parts, bill_ids: Iterable[str], known: Mapping[str, KnownBill]
) -> tuple[str, NumberRule]:
    """The one biller of all these bills, and the rule of its codes.

    Raises Refused: there is none, or it takes no cards.
    """
    if any(bill_id not in known for bill_id in bill_ids):
        raise Refused("bill_unknown", "look the bills up first")
    if any(known[bill_id].kind != "bill" for bill_id in bill_ids):
        raise Refused("recharge_card_not_taken", "a card pays bills; loads are not bought with it")
    billers = {known[bill_id].biller_id for bill_id in bill_ids}
    rule = recharge_code(parts, next(iter(billers))) if len(billers) == 1 else None
    if rule is None:
        raise Refused("recharge_card_not_taken", "a card pays bills of one biller, which sells cards")
    return billers.pop(), rule


def check(request: PaymentRequest) -> None:
    """Raises Refused."""
    by_card = request.method == "recharge_card"
    if {request.recharge_code is None, request.recharge_fen is None} != {not by_card}:
        detail = "recharge_code and recharge_fen belong to method recharge_card and only to it"
        raise Refused("malformed", detail)


def reason_against(parts: Parts, request: PaymentRequest, known: Mapping[str, KnownBill]) -> Detail | None:
    """Why this card is not even tried, but for too many tries of before; a face value that is another one by
    now is found by redeeming.

    Raises Refused as `issuer_of`.
    """
    if request.recharge_code is None or request.recharge_fen is None:
        return None
    _, rule = issuer_of(parts, [bill.bill_id for bill in request.bills], known)
    if not rule.valid(request.recharge_code):
        return "recharge_unknown"
    return "recharge_too_small" if request.recharge_fen < request.amount_fen else None


def tried(parts: Parts, payment: Payment) -> Payment:
    """A payment about to be stored: by recharge card, its try is on record now, or it has ended because
    too many codes were tried in vain."""
    if payment.final or payment.method != "recharge_card":
        return payment
    now_ms, rules, kiosk_id = parts.time.now_ms(), parts.settings.recharge_tries, payment.kiosk_id
    try:
        parts.database.write(
            lambda connection: recharge_tries.begin(connection, kiosk_id, now_ms, rules, payment.payment_id)
        )
    except TooManyTries:
        return to(payment, PaymentState.ABANDONED, due_ms=None, reason="recharge_locked")
    return payment


def untried(parts: Parts, payment: Payment) -> None:
    """A payment that was `tried` has ended before its code left."""
    if payment.method == "recharge_card":
        parts.database.write(lambda connection: recharge_tries.take_back_of(connection, payment.payment_id))


def tried_again(parts: Parts, stored: Payment) -> None:
    """A payment that was `tried` was on record already, as somebody else has stored it."""
    if stored.method == "recharge_card":
        parts.database.write(lambda connection: recharge_tries.settle(connection, stored))
