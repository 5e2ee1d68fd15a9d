"""A biller that sells recharge cards and redeems each whole and once, and the cards that residents have."""

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from kiosk.gateway.parties.adapters import AdapterSilent, RechargeCardRecord
from kiosk.payment.saga_events import ChargeReported, ReverseReported
from kiosk.simulate.orders import Order, Orders

if TYPE_CHECKING:
    from kiosk.simulate.world import World

PARTY = "recharge_card"
ISSUER = "electricity"
CODE_DIGITS = 12
_FACES_FEN = (3_000, 5_000, 10_000, 20_000, 50_000, 100_000, 150_000)

CardState: TypeAlias = Literal["usable", "unknown", "expired", "blocked"]


class RechargeCard(NamedTuple):
    code: str
    face_fen: int
    state: CardState


class RechargeCardOrders(Orders):
    """A closed redemption leaves its card whole; one that was closed before it came is never made."""

    def __init__(self, world: "World") -> None:
        super().__init__(world, PARTY)
        self.cards: dict[str, RechargeCard] = {}
        self._redeemed_by: dict[str, Order] = {}

    def sell(self, sum_fen: int) -> RechargeCard:
        """A card that somebody has bought before coming to pay so much: mostly one that will do."""
        chance = self._world.chance
        enough = [fen for fen in _FACES_FEN if fen >= sum_fen] or [sum_fen]
        face_fen = chance.choice((sum_fen, enough[0], chance.choice(enough)))
        states: tuple[CardState, ...] = ("usable", "unknown", "expired", "blocked")
        state = chance.choices(states, (20, 1, 1, 1))[0]
        code = f"{len(self.cards):0{CODE_DIGITS}d}"
        card = self.cards[code] = RechargeCard(code, face_fen, state)
        return card

    def card(self, code: str) -> RechargeCardRecord:
        self.may_fall_silent()
        return self._told(self.cards[code]) if code in self.cards else RechargeCardRecord("unknown")

    def pay(self, order_no: str, amount_fen: int, code: str) -> ChargeReported:
        self.may_fall_silent()
        if order_no not in self.orders:
            self._redeem(self.open_order(order_no, amount_fen), self.cards[code])
        self.may_fall_silent()
        return self.told(order_no)

    def _redeem(self, order: Order, card: RechargeCard) -> None:
        told = self._told(card)
        if told.kind != "usable":
            order.declined = f"recharge_{told.kind}"
        elif told.face_fen != order.amount_fen:
            order.declined = "recharge_changed"
        else:
            self._redeemed_by[card.code] = order
            self.take(order)

    def _told(self, card: RechargeCard) -> RechargeCardRecord:
        if card.state != "usable":
            return RechargeCardRecord(card.state)
        order = self._redeemed_by.get(card.code)
        spent = order is not None and not order.closed
        return RechargeCardRecord("used") if spent else RechargeCardRecord("usable", card.face_fen)

    def reverse_unseen(self, order_no: str) -> ReverseReported:
        order = self.orders[order_no] = Order(order_no, 0, self._world.engine.now_ms)
        order.closed = True
        return ReverseReported("done")

    def refund(self, order_no: str, refund_no: str, amount_fen: int) -> None:
        """Nothing goes back to a card that was redeemed."""
        raise AdapterSilent(self.name)
