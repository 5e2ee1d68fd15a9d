"""Residents with prepaid meters: they buy, bring their card to any kiosk, or want their money."""

from typing import TYPE_CHECKING, Any

from kiosk.payment.methods import Method
from kiosk.session.household import Outcome
from kiosk.session.journey_loading import PATIENCE_S
from kiosk.session.loads import Load
from kiosk.simulate.asking import PATIENCE_MS, Asked
from kiosk.simulate.billers import Owed
from kiosk.simulate.card_visit import CardVisit
from kiosk.simulate.engine import Flow
from kiosk.simulate.following import ProofVisit, followed
from kiosk.simulate.kiosk import Kiosk
from kiosk.simulate.meters import COMPANY, MOST_FEN, Supply
from kiosk.simulate.network import Question
from kiosk.simulate.resident import Visit
from kiosk.simulate.town import asked, basket
from kiosk.wire.payments import BillToPay

if TYPE_CHECKING:
    from kiosk.simulate.world import World

_METHODS: tuple[Method, ...] = ("phone_code", "phone_code", "bank_card", "cash")
_TRIES = 40
_AGAIN_MS = 10_000
_BY_CARD = 0.8
_WAITS, _WAITS_MS = 0.7, round(PATIENCE_S * 1000)


class LoadVisit(Visit):
    """Somebody buys for a meter, over the line, and waits for its word as long as their screen does."""

    def __init__(self, world: "World", kiosk: Kiosk, supply: Supply) -> None:
        chance = world.chance
        owed = Owed(
            supply.supply_id, COMPANY, supply.supply_no, 100 * (1 + chance.randrange(MOST_FEN // 100))
        )
        owed.version = world.meters.next_load_no(supply.supply_no)
        super().__init__(world, kiosk, basket([owed]), chance.choice(_METHODS))
        self._gone = False

    def wanted(self) -> tuple[BillToPay, ...]:
        (bill,) = asked(self.basket)
        return (BillToPay(bill.bill_id, bill.version, bill.amount_fen, "meter"),)

    def ended(self, said: Outcome) -> None:
        ours = said.payment_id == self._payment_id
        if ours and said.kind == "settled" and self._world.meters.chance.random() < _WAITS:
            self._said = said
            self._later(_WAITS_MS, lambda: self._goes_with(said))
            self._kiosk.begin(followed(self, self._kiosk, said.payment_id, self._hears_of))
        else:
            super().ended(said)

    def _hears_of(self, load: Load) -> None:
        """What it has ended in stands on the screen, and on the paper."""
        if load.ended:
            self._world.judge.told.read(load)
            self._goes_with(self._said)

    def _goes_with(self, said: Outcome | None) -> None:
        """Once: with what is known by then."""
        if said is not None and not self._gone:
            self._gone = True
            super().ended(said)


def buy(world: "World", kiosk: Kiosk) -> None:
    """Unless the kiosk is taken or closed, or shows that the last load is unfinished."""
    supply = world.chance.choice(world.meters.supplies)
    if supply.card is not None and world.chance.random() < _BY_CARD:
        come(world, kiosk, supply)
    elif kiosk.up and kiosk.in_service and kiosk.visit is None and _open_load(world, supply) is None:
        kiosk.visit = LoadVisit(world, kiosk, supply)
        kiosk.visit.pay()


def come(world: "World", kiosk: Kiosk, supply: Supply) -> None:
    """With the card, unless somebody is there, or it is somewhere else."""
    card = supply.card
    free = kiosk.up and kiosk.in_service and kiosk.visit is None
    if card is not None and card.reader is None and free:
        if world.healed or world.chance.random() < 0.8:
            card.visit_meter()
        kiosk.visit = visit = CardVisit(world, kiosk, card)
        visit.come()


def ask(world: "World", kiosk: Kiosk) -> None:
    """With an identity card, for what somebody has had and not been told."""
    if kiosk.up and kiosk.in_service and kiosk.visit is None:
        kiosk.visit = visit = ProofVisit(world, kiosk, world.meters.chance.choice(world.meters.supplies))
        visit.come()


def wish(world: "World", kiosk: Kiosk) -> None:
    """The money instead, or over the line instead, as an operator asks for whoever has called."""
    load_id = _open_load(world, world.chance.choice(world.meters.supplies))
    if load_id is not None and kiosk.up:
        what = world.chance.choice(("send", "give_back"))
        kiosk.begin(_asking(world, kiosk, "load_wish", load_id, what))


def _open_load(world: "World", supply: Supply) -> str | None:
    """As a look-up shows it."""
    loads = world.store.loads.open()
    return next((load.load_id for load in loads if load.supply_no == supply.supply_no), None)


def _asking(world: "World", kiosk: Kiosk, what: Asked, *given: Any) -> Flow:
    """What was asked is owed until it is answered."""
    for _ in range(_TRIES):
        answer = yield Question(world.engine, PATIENCE_MS, kiosk.putting(what, *given))
        if answer is not None and getattr(answer, "code", None) not in {"fault", "rate_limited", "not_found"}:
            return answer
        yield world.engine.pause(_AGAIN_MS)
    return None
