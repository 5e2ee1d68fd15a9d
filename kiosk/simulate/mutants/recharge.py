"""Planted bugs around recharge cards: the card and the books no longer tell the same."""

from contextlib import suppress
from typing import Any

from msgspec.structs import replace

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.payment_store import Change
from kiosk.gateway.payments.acts import perform
from kiosk.gateway.payments.driver import decide
from kiosk.payment.saga_acts import Act, Pay, PostLeg, VoidPosting
from kiosk.payment.saga_events import ChargeReported, Event, PostReported, VoidReported
from kiosk.payment.saga_state import Payment
from kiosk.payment.timers import SagaTimers
from kiosk.simulate.build import Build

METHOD = "recharge_card"


def card_opened_again_after_posting() -> Build:
    """A bill that its biller would not take makes the card whole again, whatever else it has paid."""

    def performs(outside: Any, payment: Payment, act: Act, code: str | None) -> Event:
        event = perform(outside, payment, act, code)
        lost = (isinstance(event, PostReported) and event.kind == "rejected") or (
            isinstance(event, VoidReported) and event.kind == "voided"
        )
        if payment.method == METHOD and isinstance(act, PostLeg | VoidPosting) and lost:
            with suppress(AdapterSilent):
                outside.charges(payment).reverse()
        return event

    return Build(perform=performs)


def rest_of_a_card_taken_as_posted() -> Build:
    """Nobody tells the biller of what the card was worth beyond the bills."""

    def performs(outside: Any, payment: Payment, act: Act, code: str | None) -> Event:
        if payment.rest_fen and isinstance(act, PostLeg) and act.leg == len(payment.legs) - 1:
            return PostReported(act.leg, "posted", "B1", payment.legs[act.leg].posting_ref)
        return perform(outside, payment, act, code)

    return Build(perform=performs)


def card_redeemed_under_a_second_number() -> Build:
    """A redemption that was not answered is tried again as another one."""

    def performs(outside: Any, payment: Payment, act: Act, code: str | None) -> Event:
        event = perform(outside, payment, act, code)
        unknown = isinstance(event, ChargeReported) and event.kind == "unknown"
        if payment.method == METHOD and isinstance(act, Pay) and unknown:
            return perform(outside, replace(payment, payment_id=f"{payment.payment_id}x2"), act, code)
        return event

    return Build(perform=performs)


def refunded_to_a_card_that_is_spent() -> Build:
    """What a biller would not take goes back the way it came, as with any other method."""

    def decides(
        payment: Payment, event: Event, now_ms: int, timers: SagaTimers
    ) -> tuple[tuple[Change, ...], tuple[Act, ...]]:
        if payment.method != METHOD:
            return decide(payment, event, now_ms, timers)
        changes, acts = decide(replace(payment, method="phone_code"), event, now_ms, timers)
        kept = tuple(Change(replace(change.after, method=METHOD), change.cause) for change in changes)
        return kept, acts

    return Build(decide=decides)
