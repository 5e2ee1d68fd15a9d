"""Charges at a simulated provider: what a query finds, what a reversal does, refunds.

Shared by the phone-code providers and the card acquirer, whose orders differ only in how they are made.
"""

import msgspec
from sqlalchemy import Connection, RowMapping, select, update

from kiosk.gateway.demonstration.world import World, charge, holds, refund
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.payment.saga_events import ChargeReported, ReverseReported


class Charges:
    """`reverse_window_ms` of None: an order may be reversed for ever."""

    def __init__(
        self, world: World, provider: str, reverse_earliest_ms: int, reverse_window_ms: int | None = None
    ) -> None:
        self._world = world
        self.provider = provider
        self._reverse_earliest_ms = reverse_earliest_ms
        self._reverse_window_ms = reverse_window_ms

    def query(self, order_no: str) -> ChargeReported:
        with self._world.database.reading() as connection:
            told = _reported(find(connection, order_no), self._world.time.now_ms())
            return msgspec.structs.replace(told, order_no=order_no)

    def reverse(self, order_no: str) -> ReverseReported:
        now_ms = self._world.time.now_ms()

        def reverse(connection: Connection) -> ReverseReported:
            row = find(connection, order_no)
            if row is None:
                return ReverseReported("not_found")
            if row["closed_ms"] is not None or row["declined"] is not None:
                return ReverseReported("done")
            confirming = row["paid_ms"] is not None and row["paid_ms"] > now_ms
            refused = not self._reverses(row, now_ms) or holds(connection, refund.c.order_no, order_no)
            if refused or (confirming and row["stubborn"]):
                return ReverseReported("try_again")
            this = charge.c.order_no == order_no
            connection.execute(update(charge).where(this).values(closed_ms=now_ms))
            return ReverseReported("done")

        return self._world.database.write(reverse)

    def take_back(self, order_no: str) -> None:
        """A hand for demonstrations and tests: the provider gives money back unasked, and tells nobody."""
        now_ms = self._world.time.now_ms()
        paid = (charge.c.order_no == order_no) & (charge.c.paid_ms <= now_ms)
        closed = update(charge).where(paid).values(closed_ms=now_ms)
        self._world.database.write(lambda connection: connection.execute(closed).rowcount)

    def _reverses(self, row: RowMapping, now_ms: int) -> bool:
        """Neither too soon nor, once it is paid, too late."""
        age_ms = now_ms - row["created_ms"]
        paid = row["paid_ms"] is not None and row["paid_ms"] <= now_ms
        late = paid and self._reverse_window_ms is not None and age_ms >= self._reverse_window_ms
        return age_ms >= self._reverse_earliest_ms and not late

    def refund(self, order_no: str, refund_no: str, amount_fen: int) -> None:
        row = {"refund_no": refund_no, "order_no": order_no, "amount_fen": amount_fen}
        row |= {"at_ms": self._world.time.now_ms()}
        self._world.database.write(lambda connection: insert_new(connection, refund, [row]))

    def refund_done(self, refund_no: str) -> bool:
        with self._world.database.reading() as connection:
            return holds(connection, refund.c.refund_no, refund_no)


def find(connection: Connection, order_no: str) -> RowMapping | None:
    found = select(charge).where(charge.c.order_no == order_no)
    return connection.execute(found).mappings().one_or_none()


def _reported(row: RowMapping | None, now_ms: int) -> ChargeReported:
    if row is None:
        return ChargeReported("not_found")
    if row["declined"] is not None:
        return ChargeReported("declined", reason=row["declined"])
    paid_ms, closed_ms = row["paid_ms"], row["closed_ms"]
    provider_no = f"SIM{row['order_no'][:20]}"
    if closed_ms is not None:
        was_paid = paid_ms is not None and paid_ms <= closed_ms
        return ChargeReported(
            "closed", amount_fen=row["amount_fen"], provider_no=provider_no, was_paid=was_paid
        )
    if paid_ms is None:
        return ChargeReported("not_paid")
    if paid_ms > now_ms:
        return ChargeReported("payer_confirming")
    amount_fen = row["amount_fen"]
    return ChargeReported(
        "success", amount_fen=amount_fen, provider_no=provider_no, card_last4=row["card_last4"]
    )
