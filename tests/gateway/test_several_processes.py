"""Several gateway processes on one database: what one leaves lying another picks up, and nothing twice."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from kiosk.gateway.demonstration import world
from kiosk.gateway.sql import schema
from kiosk.runtime.clock import FakeClock
from kiosk.wire.payments import PaymentRequest

from .interposed import Call, interposed
from .place import Place
from .town import Town

APPROVES, ASKS_PASSWORD = "134567890123450000", "134567890123450001"
ANSWER_LOST, NEVER_PAID = "284567890123450003", "284567890123450004"
LATE = "284567890123450005"
LEASE_S = 31


class Meanwhile:
    """At the `at`-th outward call of one process, before it or after it, something else happens once."""

    def __init__(self, at: int, after: bool, happens: Callable[[], object]) -> None:
        self.left = at
        self._after = after
        self._happens = happens
        self.called: list[str] = []

    def around(self, call: Call) -> Call:
        def interrupted(*arguments: Any) -> Any:
            self.called.append(call.__name__)
            self.left -= 1
            now = self.left == 0
            if now and not self._after:
                self._happens()
            answer = call(*arguments)
            if now and self._after:
                self._happens()
            return answer

        return interrupted


@pytest.fixture
def towns(place: Place, clock: FakeClock) -> Iterator[tuple[Town, Town]]:
    """Two processes in front of the same billers and providers, as a load balancer would have them."""
    first, second = Town(place, clock), Town(place, clock)
    yield first, second
    second.close()
    first.close()


def settle(town: Town, payment_id: str) -> None:
    """Let every timer of the coming hours pass, whatever state the payment is in."""
    for _ in range(20):
        if town.open_payments() == 0:
            break
        town.clock.advance(60)
        town.after(30, payment_id)


def assert_sound(town: Town, payment_id: str) -> None:
    assert town.open_payments() == 0
    assert town.count(schema.outbox) == 0
    ended = town.payment(payment_id)
    settled = ended.outcome == "settled"
    assert settled or ended.outcome == "not_charged"
    assert town.count(world.charge) <= 1
    assert town.count(world.paid_bill) == (3 if settled else 0)
    assert town.count(schema.receipt) == (1 if settled else 0)
    assert town.balance_fen(f"clearing:{ended.provider}") == (23875 if settled else 0)
    assert town.balance_fen("suspense") == 0
    assert set(town.ledger_sums()) <= {0}
    assert {bill.state for bill in town.household_bills()} == (set() if settled else {"payable"})


def test_a_payment_of_a_process_that_is_gone_is_carried_on_by_another(towns: tuple[Town, Town]) -> None:
    gone, other = towns
    payment_id = gone.pay(ASKS_PASSWORD).payment_id
    assert other.after(10, payment_id).outcome == "settled"
    assert_sound(other, payment_id)


def test_a_payment_that_is_being_driven_is_left_alone(towns: tuple[Town, Town]) -> None:
    first, second = towns
    payment_id = first.pay(ASKS_PASSWORD).payment_id
    driven: list[int] = []
    meanwhile = Meanwhile(1, False, lambda: driven.append(second.gateway.driver.drive()))
    first.surround(interposed(first.gateway.parts.outside, meanwhile.around))
    first.clock.advance(6)
    assert first.gateway.driver.drive() == 1
    assert driven == [0]
    assert first.after(10, payment_id).outcome == "settled"


def test_the_lease_of_a_dead_process_runs_out(towns: tuple[Town, Town]) -> None:
    dead, other = towns
    payment_id = dead.pay(ASKS_PASSWORD).payment_id
    dead.clock.advance(8)
    now_ms = dead.gateway.parts.time.now_ms()
    assert dead.gateway.parts.store.lease(payment_id, "dead", now_ms, now_ms + 30_000)
    assert other.gateway.driver.drive() == 0
    store = other.gateway.parts.store
    assert not store.lease(payment_id, "other", now_ms + 29_999, now_ms + 60_000)
    assert store.lease(payment_id, "dead", now_ms, now_ms + 30_000), "its own lease it may set anew"
    assert store.next_due_ms() == now_ms + 30_000
    other.clock.advance(30)
    assert other.gateway.driver.drive() == 1
    assert other.payment(payment_id).outcome == "settled"


# Outward calls of a payment with each code, numbered as in the tests of power cuts.
MOMENTS = [
    (APPROVES, 1),
    (APPROVES, 3),
    (ANSWER_LOST, 1),
    (ANSWER_LOST, 2),
    (ANSWER_LOST, 5),
    (LATE, 2),
    (LATE, 13),
    (LATE, 14),
    (NEVER_PAID, 2),
]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("code", "call"), MOMENTS)
def test_one_hangs_in_a_call_until_another_has_taken_over(
    towns: tuple[Town, Town], code: str, call: int, after: bool
) -> None:
    """The slow one comes back when its lease has long run out, and finds the payment somewhere else."""
    slow, other = towns
    request = slow.request(slow.household_bills(), code)
    payment_id = str(request["payment_id"])

    def take_over() -> None:
        other.clock.advance(LEASE_S)
        other.after(90, payment_id)

    meanwhile = Meanwhile(call, after, take_over)
    slow.surround(interposed(slow.gateway.parts.outside, meanwhile.around))
    slow.gateway.payments.submit(msgspec.convert(request, PaymentRequest))
    slow.after(75, payment_id)
    assert meanwhile.left <= 0, "nobody took over"
    settle(other, payment_id)
    assert_sound(other, payment_id)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("code", [APPROVES, ANSWER_LOST])
def test_a_request_repeated_at_another_process_is_charged_once(
    towns: tuple[Town, Town], code: str, after: bool
) -> None:
    """The kiosk lost patience and its repetition went to the neighbour while the first was still paying."""
    first, second = towns
    request = first.request(first.household_bills(), code)
    asked = msgspec.convert(request, PaymentRequest)
    never = Meanwhile(0, False, lambda: None)
    second.surround(interposed(second.gateway.parts.outside, never.around))
    meanwhile = Meanwhile(1, after, lambda: second.gateway.payments.submit(asked))
    first.surround(interposed(first.gateway.parts.outside, meanwhile.around))
    first.gateway.payments.submit(asked)
    assert [*meanwhile.called, *never.called].count("pay") == 1
    settle(second, asked.payment_id)
    assert_sound(second, asked.payment_id)


@pytest.mark.parametrize("call", [1, 2, 4])
@pytest.mark.parametrize("after", [False, True])
def test_a_cancellation_at_another_process_never_loses_money(
    towns: tuple[Town, Town], call: int, after: bool
) -> None:
    first, second = towns
    request = first.request(first.household_bills(), APPROVES)
    payment_id = str(request["payment_id"])
    meanwhile = Meanwhile(call, after, lambda: second.gateway.payments.cancel(payment_id))
    first.surround(interposed(first.gateway.parts.outside, meanwhile.around))
    first.gateway.payments.submit(msgspec.convert(request, PaymentRequest))
    settle(second, payment_id)
    assert_sound(second, payment_id)


def test_two_processes_and_one_bill_make_one_payment(towns: tuple[Town, Town]) -> None:
    first, second = towns
    bills = first.household_bills()
    one, other = first.pay(ASKS_PASSWORD, bills), second.pay(APPROVES, bills)
    assert (one.outcome, other.outcome, other.detail) == ("working", "not_charged", "bill_busy")
    assert second.after(10, one.payment_id).outcome == "settled"
