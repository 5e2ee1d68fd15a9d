"""Residents with prepaid meters: they buy, hold a card to any kiosk, pull it, or want their money."""

from typing import TYPE_CHECKING, Any

from kiosk.payment.methods import Method
from kiosk.session.household import Outcome
from kiosk.simulate.asking import PATIENCE_MS, Asked
from kiosk.simulate.billers import Owed
from kiosk.simulate.engine import Flow
from kiosk.simulate.kiosk import Kiosk
from kiosk.simulate.meters import COMPANY, MOST_FEN, Card, Supply
from kiosk.simulate.network import Question
from kiosk.simulate.resident import Visit
from kiosk.simulate.town import asked, basket
from kiosk.wire.load_words import LoadWay
from kiosk.wire.loads import CardAnswer, CardStep
from kiosk.wire.payments import BillToPay

if TYPE_CHECKING:
    from kiosk.simulate.world import World

_METHODS: tuple[Method, ...] = ("phone_code", "phone_code", "bank_card", "cash")
_TRIES = 40
_AGAIN_MS = 10_000
_PULLED = 0.15
_OTHER_CARD = 0.05
_FAILS = 0.08
"""A step that the card acknowledges and does not do."""
_STANDS = 0.03
_STANDS_MS = 700_000
"""Longer than a gateway waits for a session to be heard of."""


class LoadVisit(Visit):
    """Somebody buys for a meter, over the line or onto the card that they have with them."""

    def __init__(self, world: "World", kiosk: Kiosk, supply: Supply, way: LoadWay) -> None:
        chance = world.chance
        self._supply, self._way = supply, way
        owed = Owed(
            supply.supply_id, COMPANY, supply.supply_no, 100 * (1 + chance.randrange(MOST_FEN // 100))
        )
        owed.version = world.meters.next_load_no(supply.supply_no)
        super().__init__(world, kiosk, basket([owed]), chance.choice(_METHODS))

    def wanted(self) -> tuple[BillToPay, ...]:
        (bill,) = asked(self.basket)
        return (BillToPay(bill.bill_id, bill.version, bill.amount_fen, self._way),)

    def ended(self, said: Outcome) -> None:
        super().ended(said)
        if self._way == "card":
            self._world.engine.after(2_000, hold_card, self._world, self._kiosk, self._supply)


def buy(world: "World", kiosk: Kiosk) -> None:
    """Unless the kiosk is taken or closed, or shows that the last load is unfinished."""
    supply = world.chance.choice(world.meters.supplies)
    if supply.card is not None and world.chance.random() < 0.7:
        hold_card(world, kiosk, supply)
    way: LoadWay = "card" if supply.card is not None and world.chance.random() < 0.7 else "meter"
    if kiosk.up and kiosk.in_service and kiosk.visit is None and _open_load(world, supply) is None:
        kiosk.visit = LoadVisit(world, kiosk, supply, way)
        kiosk.visit.pay()


def hold_card(world: "World", kiosk: Kiosk, supply: Supply) -> None:
    """Into any kiosk: what is paid for it and waits is written now."""
    load_id = _open_load(world, supply)
    if load_id is not None and supply.card is not None and kiosk.up:
        cards = [each.card for each in world.meters.supplies if each.card is not None]
        other = world.chance.random() < _OTHER_CARD and not world.healed
        kiosk.begin(_session(world, kiosk, world.chance.choice(cards) if other else supply.card, load_id))


def wish(world: "World", kiosk: Kiosk) -> None:
    """The money instead, or over the line instead."""
    load_id = _open_load(world, world.chance.choice(world.meters.supplies))
    if load_id is not None and kiosk.up:
        what = world.chance.choice(("send", "give_back"))
        kiosk.begin(_asking(world, kiosk, "load_wish", load_id, what))


def _open_load(world: "World", supply: Supply) -> str | None:
    """As a look-up or a read card shows it."""
    loads = world.store.loads.open()
    return next((load.load_id for load in loads if load.supply_no == supply.supply_no), None)


def _session(world: "World", kiosk: Kiosk, card: Card, load_id: str) -> Flow:
    session_id = world.new_payment_id()
    turn = yield from _asking(world, kiosk, "card_begin", session_id, load_id, kiosk.name)
    while isinstance(turn, CardStep):
        kiosk.may_crash()
        pulled = not world.healed and world.chance.random() < _PULLED
        said = CardAnswer(turn.no, gone=True)
        if not pulled or world.chance.random() < 0.5:
            done = card.does(turn, fails=not world.healed and world.chance.random() < _FAILS)
            said = said if pulled else done
        kiosk.may_crash()
        if not world.healed and world.chance.random() < _STANDS:
            yield world.engine.pause(_STANDS_MS)
        turn = yield from _asking(world, kiosk, "card_answered", session_id, said)
    world.note(kiosk.name, "ends a card's session for {}: {}", load_id, turn)


def _asking(world: "World", kiosk: Kiosk, what: Asked, *given: Any) -> Flow:
    """What was asked is owed until it is answered."""
    for _ in range(_TRIES):
        answer = yield Question(world.engine, PATIENCE_MS, kiosk.putting(what, *given))
        if answer is not None and getattr(answer, "code", None) not in {"fault", "rate_limited", "not_found"}:
            return answer
        yield world.engine.pause(_AGAIN_MS)
    return None
