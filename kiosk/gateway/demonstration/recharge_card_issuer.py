"""A simulated issuer of recharge cards: tells what a card is worth, redeems it once, closes a redemption.

A closed redemption leaves its card whole. An order closed before it came is remembered, so that a redemption
arriving later is refused. Keeps digests of codes, never the codes.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, update

from kiosk.gateway.demonstration.charges import Charges
from kiosk.gateway.demonstration.recharge_cards import Cards
from kiosk.gateway.demonstration.world import World, charge, digest, holds, spent_card
from kiosk.gateway.parties.adapters import AdapterSilent, RechargeCardRecord
from kiosk.gateway.sql.insert_new import insert_new
from kiosk.payment.saga_events import ChargeReported, ReverseReported

PARTY = "recharge_card"

_UNKNOWN = RechargeCardRecord("unknown")
_DECLINED: Mapping[str, str] = {
    kind: f"recharge_{kind}" for kind in ("unknown", "used", "expired", "blocked", "other_biller")
}


class SimulatedRechargeCardIssuer(Charges):
    def __init__(self, world: World, cards: Cards) -> None:
        super().__init__(world, PARTY, reverse_earliest_ms=0)
        self._world = world
        self._cards = cards

    @property
    def cards(self) -> Cards:
        """As they were sold."""
        return self._cards

    def card(self, code: str) -> RechargeCardRecord:
        with self._world.database.reading() as connection:
            return self._card(connection, code)

    def pay(self, order_no: str, amount_fen: int, code: str) -> ChargeReported:
        now_ms = self._world.time.now_ms()
        order = {"order_no": order_no, "provider": PARTY, "amount_fen": amount_fen}
        order |= {"created_ms": now_ms, "stubborn": False, "card_last4": code[-4:]}

        def redeem(connection: Connection) -> None:
            if insert_new(connection, charge, [order]):
                fate = self._fate(connection, order_no, amount_fen, code) or {"paid_ms": now_ms}
                connection.execute(update(charge).where(charge.c.order_no == order_no).values(fate))

        self._world.database.write(redeem)
        return self.query(order_no)

    def reverse(self, order_no: str) -> ReverseReported:
        now_ms = self._world.time.now_ms()
        row = {"order_no": order_no, "amount_fen": 0, "created_ms": now_ms, "closed_ms": now_ms}
        row |= {"provider": PARTY, "stubborn": False}
        self._world.database.write(lambda connection: insert_new(connection, charge, [row]))
        answer = super().reverse(order_no)
        self._make_whole(order_no)
        return answer

    def take_back(self, order_no: str) -> None:
        super().take_back(order_no)
        self._make_whole(order_no)

    def refund(self, order_no: str, refund_no: str, amount_fen: int) -> None:
        """Nothing goes back to a card that was redeemed."""
        raise AdapterSilent(PARTY)

    def _card(self, connection: Connection, code: str) -> RechargeCardRecord:
        sold = self._cards.get(code)
        if sold is None:
            return _UNKNOWN
        if sold.state != "usable":
            return RechargeCardRecord(sold.state)
        spent = holds(connection, spent_card.c.digest, digest(code))
        return RechargeCardRecord("used") if spent else RechargeCardRecord("usable", sold.face_fen)

    def _fate(
        self, connection: Connection, order_no: str, amount_fen: int, code: str
    ) -> dict[str, Any] | None:
        """Why the card is not redeemed; None, it is. The first order to come has it."""
        card = self._card(connection, code)
        if card.kind != "usable":
            return {"declined": _DECLINED[card.kind]}
        if card.face_fen != amount_fen:
            return {"declined": "recharge_changed"}
        row = {"digest": digest(code), "order_no": order_no}
        return None if insert_new(connection, spent_card, [row]) else {"declined": "recharge_used"}

    def _make_whole(self, order_no: str) -> None:
        """The order is closed, or never took a card."""
        freed = delete(spent_card).where(spent_card.c.order_no == order_no)
        self._world.database.write(lambda connection: connection.execute(freed).rowcount)
