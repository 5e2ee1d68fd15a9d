"""Killed between any commit and any act, before or after the act took effect: the restart loses nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from kiosk.gateway.demonstration import world
from kiosk.wire.payments import PaymentRequest

from .interposed import interposed
from .town import Town


class PowerCut(BaseException):
    """Nothing may catch it, as nothing catches a power cut."""


@dataclass
class Fuse:
    """Blows at the `left`-th outward call, before it or after it."""

    left: int
    after: bool

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def fused(*args: Any) -> Any:
            self.left -= 1
            if self.left == 0 and not self.after:
                raise PowerCut
            try:
                return call(*args)
            finally:
                if self.left == 0:
                    raise PowerCut

        return fused


def cut_while(town: Town, phone_code: str, seconds: int) -> str:
    """Submit and drive; whenever the power goes, come back and drive on. The payment's id."""
    request = town.request(town.household_bills(), phone_code)
    payment_id = str(request["payment_id"])
    try:
        town.gateway.payments.submit(msgspec.convert(request, PaymentRequest))
        town.after(seconds, payment_id)
    except PowerCut:
        town.restart()
    return payment_id


# Calls of a payment with each code: 0000 pay, three posts. 0003 pay, query, three posts. 0005 by Alipay: pay,
# twelve queries until the deadline, reversals until one is heard, the query that proves it.
CUTS = [
    *(("134567890123450000", call) for call in range(1, 5)),
    *(("284567890123450003", call) for call in range(1, 6)),
    *(("284567890123450005", call) for call in (1, 2, 13, 14, 15, 16)),
]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("code", "call"), CUTS)
def test_a_power_cut_at_any_call_is_recovered_from(town: Town, code: str, call: int, after: bool) -> None:
    fuse = Fuse(call, after)
    town.surround(interposed(town.gateway.parts.outside, fuse.around))
    payment_id = cut_while(town, code, seconds=75)
    assert fuse.left == 0, "the power never went"
    town.clock.advance(60)
    ended = town.after(90, payment_id)
    if town.open_payments():
        # Nobody at the provider ever saw the order: certain only when no request can land any more, and after
        # asking often enough.
        ended = town.after(900, payment_id)
    assert town.open_payments() == 0
    assert ended.outcome in {"settled", "not_charged"}
    settled = ended.outcome == "settled"
    assert town.count(world.charge) <= 1
    assert town.count(world.paid_bill) == (3 if settled else 0)
    assert town.balance_fen(f"clearing:{ended.provider}") == (23875 if settled else 0)
    assert town.balance_fen("suspense") == 0
    assert set(town.ledger_sums()) <= {0}
    assert {bill.state for bill in town.household_bills()} == (set() if settled else {"payable"})


def test_a_restart_carries_an_open_payment_on(town: Town) -> None:
    payment_id = town.pay("134567890123450001").payment_id
    town.restart()
    assert town.payment(payment_id).outcome == "working"
    assert town.after(10, payment_id).outcome == "settled"


def test_a_clock_set_back_between_runs_does_not_stop_the_timers(town: Town) -> None:
    payment_id = town.pay("134567890123450001").payment_id
    town.clock._wall_s -= 86_400
    town.restart()
    assert town.after(10, payment_id).outcome == "settled"


def test_a_clock_that_jumps_while_running_changes_nothing(town: Town) -> None:
    payment_id = town.pay("134567890123450001").payment_id
    town.clock._wall_s += 86_400
    assert town.after(9, payment_id).outcome == "working"
    assert town.after(1, payment_id).outcome == "settled"
