"""Orders at a provider: what a query finds, what a reversal and a refund do, and how they misbehave.

By the published rules: an order closes by itself when nobody pays it, is reversed not too soon, and a refund
is the same refund under the same number. "SYSTEMERROR" is silence, before or after the deed.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.payment.saga_events import ChargeReported, ReverseReported

if TYPE_CHECKING:
    from kiosk.simulate.world import World

_REFUND_APART_MS = 60_000
"""WeChat Pay: two refunds of one order at least a minute apart."""


class Order:
    """`paid` is money in our account; a closed order has given it back."""

    __slots__ = ("amount_fen", "closed", "declined", "made_ms", "order_no", "paid", "refunds", "typing")

    def __init__(self, order_no: str, amount_fen: int, made_ms: int) -> None:
        self.order_no = order_no
        self.amount_fen = amount_fen
        self.made_ms = made_ms
        self.declined: str | None = None
        self.paid = False
        self.closed = False
        self.typing = False
        self.refunds: dict[str, tuple[int, int]] = {}
        """Sum and moment of completion by refund number."""

    @property
    def returned_fen(self) -> int:
        if self.paid and self.closed:
            return self.amount_fen
        return sum(fen for fen, _ in self.refunds.values())

    @property
    def net_fen(self) -> int:
        return self.amount_fen - self.returned_fen if self.paid else 0


class Orders:
    """An order may be reversed from `reverse_earliest_ms` after its making for `reverses_for_ms`, and closes
    by itself after `closes_after_ms` (0: never). `knows_all`: the reversal of an order nobody has seen is
    answered "done" (Alipay), which means nothing."""

    def __init__(
        self,
        world: "World",
        name: str,
        *,
        reverse_earliest_ms: int = 0,
        reverses_for_ms: int = 604_800_000,
        closes_after_ms: int = 0,
        knows_all: bool = False,
    ) -> None:
        self._reverses_for_ms = reverses_for_ms
        self.name = name
        self.orders: dict[str, Order] = {}
        self._world = world
        self._reverse_earliest_ms = reverse_earliest_ms
        self._closes_after_ms = closes_after_ms
        self._knows_all = knows_all

    def query(self, order_no: str) -> ChargeReported:
        self.may_fall_silent()
        return self.told(order_no)

    def told(self, order_no: str) -> ChargeReported:
        order = self.orders.get(order_no)
        if order is None:
            return ChargeReported("not_found")
        if order.declined is not None:
            return ChargeReported("declined", reason=order.declined)
        if order.closed:
            return ChargeReported("closed", amount_fen=order.amount_fen, was_paid=order.paid)
        if order.paid:
            sum_fen = order.amount_fen + (1 if self._world.lies(self._world.faults.provider_lies) else 0)
            return ChargeReported("success", amount_fen=sum_fen, provider_no=f"P{order_no[-8:]}")
        return ChargeReported("payer_confirming" if order.typing else "not_paid")

    def reverse(self, order_no: str) -> ReverseReported:
        self.may_fall_silent()
        order = self.orders.get(order_no)
        if order is None:
            return self.reverse_unseen(order_no)
        if self._world.lies(self._world.faults.provider_lies):
            return ReverseReported("done")
        if order.declined is None and not order.closed:
            age_ms = self._world.engine.now_ms - order.made_ms
            late = order.paid and age_ms >= self._reverses_for_ms
            if age_ms < self._reverse_earliest_ms or late or order.refunds:
                return ReverseReported("try_again")
            order.closed = True
            self._world.note(self.name, "reverses {}, paid: {}", order_no, order.paid)
        self.may_fall_silent()
        return ReverseReported("done")

    def reverse_unseen(self, order_no: str) -> ReverseReported:
        return ReverseReported("done" if self._knows_all else "not_found")

    def refund(self, order_no: str, refund_no: str, amount_fen: int) -> None:
        self.may_fall_silent()
        order, now_ms = self.orders.get(order_no), self._world.engine.now_ms
        if order is None or not order.paid or order.closed:
            raise AdapterSilent(self.name)
        if refund_no not in order.refunds:
            latest_ms = max((done_ms for _, done_ms in order.refunds.values()), default=-_REFUND_APART_MS)
            if amount_fen > order.net_fen or now_ms < latest_ms + _REFUND_APART_MS:
                raise AdapterSilent(self.name)
            done_ms = now_ms + self._world.chance.choice((0, 2_000, 60_000))
            order.refunds[refund_no] = (amount_fen, done_ms)
            self._world.note(self.name, "refunds {} fen of {}", amount_fen, order_no)
        self.may_fall_silent()

    def refund_done(self, refund_no: str) -> bool:
        self.may_fall_silent()
        now_ms = self._world.engine.now_ms
        return any(
            now_ms >= order.refunds.get(refund_no, (0, now_ms + 1))[1] for order in self.orders.values()
        )

    def open_order(self, order_no: str, amount_fen: int) -> Order:
        """The provider has a new order: from here on it closes by itself if nobody pays."""
        order = self.orders[order_no] = Order(order_no, amount_fen, self._world.engine.now_ms)
        self._world.judge.ordered(self, order)
        if self._closes_after_ms:
            self._world.engine.after(self._closes_after_ms, self._close_unpaid, order)
        return order

    def take(self, order: Order) -> None:
        """The payer pays now, unless it is too late."""
        order.typing = False
        if not order.closed and order.declined is None and not order.paid:
            order.paid = True
            self._world.note(self.name, "takes {} fen for {}", order.amount_fen, order.order_no)
            self._world.judge.paid(order)

    def later(self, wait_ms: int, act: Callable[[Order], None], order: Order) -> None:
        self._world.engine.after(wait_ms, act, order)

    def may_fall_silent(self) -> None:
        """Raises AdapterSilent."""
        if self._world.lies(self._world.faults.provider_silent):
            raise AdapterSilent(self.name)

    def _close_unpaid(self, order: Order) -> None:
        if not order.paid and order.declined is None:
            order.closed = True
