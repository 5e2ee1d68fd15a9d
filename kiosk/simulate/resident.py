"""Residents at a kiosk: what they pay and how, how long they stay, whether they take paper.

A visit ends with its resident, with the paper or with the kiosk's power; the payment goes on without it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.payment.cash import CashRules
from kiosk.payment.methods import Method
from kiosk.session.events import Event
from kiosk.session.household import Basket, Outcome
from kiosk.simulate.engine import Flow
from kiosk.simulate.kiosk import Kiosk
from kiosk.simulate.recharge import ISSUER, RechargeCard
from kiosk.simulate.town import asked, basket
from kiosk.wire.payments import BillToPay, PaymentRequest

if TYPE_CHECKING:
    from kiosk.simulate.world import World

_PATIENCE_MS = {"phone_code": 90_000, "recharge_card": 90_000, "bank_card": 180_000, "cash": 600_000}
"""How long the waiting screen waits before it gives out a slip with the reference."""
_STAYS_MS = 60_000
_METHODS: tuple[Method, ...] = ("phone_code", "bank_card", "cash", "recharge_card")
_PRINT_MS = 4_000


def arrive(world: "World", kiosk: Kiosk) -> None:
    """Somebody comes to the kiosk; if it is taken or closed, they go away."""
    if kiosk.up and kiosk.in_service and kiosk.visit is None:
        chance = world.chance
        method = chance.choices(_METHODS, world.method_shares)[0]
        unpaid = world.town.unpaid(ISSUER if method == "recharge_card" else None)
        most = min(len(unpaid), 3, world.bills_at_once)
        if most:
            chosen = chance.sample(unpaid, 1 + chance.randrange(most))
            kiosk.visit = Visit(world, kiosk, basket(chosen), method)
            kiosk.visit.pay()


class Visit:
    def __init__(self, world: "World", kiosk: Kiosk, of: Basket, method: Method) -> None:
        self.basket = of
        self.method = method
        self._world = world
        self._kiosk = kiosk
        self._payment_id = ""
        self._said: Outcome | None = None
        self._pending_slip = False

    def pay(self) -> None:
        world, kiosk = self._world, self._kiosk
        self._payment_id = world.new_payment_id()
        code = self.phone_code() if self.method == "phone_code" else None
        card = self._card() if self.method == "recharge_card" else None
        request = PaymentRequest(
            payment_id=self._payment_id,
            bills=self.wanted(),
            amount_fen=self.basket.amount_fen,
            method=self.method,
            phone_code=code,
            kiosk_id=kiosk.name,
            recharge_code=card.code if card else None,
            recharge_fen=card.face_fen if card else None,
        )
        world.judge.agreed[request.payment_id] = request
        kiosk.submit(kiosk.pay(self, request, kiosk.now_s()))
        self._later(_PATIENCE_MS[self.method], self._give_up)
        if world.chance.random() < world.cancel_share:
            self._later(world.chance.randrange(60_000), self._cancel)

    def heard(self, event: Event) -> None:
        """Whoever has no meter card hears nothing of any."""

    def phone_code(self) -> str:
        return self._world.new_phone().code

    def wanted(self) -> tuple[BillToPay, ...]:
        return asked(self.basket)

    def _card(self) -> RechargeCard:
        """A new one, or one that has been tried before; what the look-up has said of it is true no longer."""
        issuer, chance = self._world.card_issuer, self._world.chance
        if issuer.cards and chance.random() < 0.3:
            return chance.choice(list(issuer.cards.values()))
        return issuer.sell(self.basket.amount_fen)

    def _later(self, wait_ms: int, act: Callable[[], None]) -> None:
        self._world.engine.after(wait_ms, self._if_here, act)

    def _if_here(self, act: Callable[[], None]) -> None:
        if self._kiosk.visit is self:
            act()

    def opened(self, payment_id: str) -> None:
        self._world.note(
            self._kiosk.name, "opens {}: {} fen by {}", payment_id, self.basket.amount_fen, self.method
        )

    def refused(self) -> None:
        """Nothing was sent, and that is said."""
        self._world.judge.not_begun(self._payment_id)
        self._leave()

    def may_insert(self, of: CashRules) -> None:
        """The slot is open: note after note until the sum is reached or the resident has had enough."""
        self._later(self._world.chance.choice((2_000, 8_000, 20_000)), lambda: self._insert(of))

    def _insert(self, of: CashRules) -> None:
        world, kiosk = self._world, self._kiosk
        if not kiosk.acceptor.open:
            return
        if world.chance.random() < 0.03:
            self._later(60_000, self._cancel)
            return
        missing_fen = of.sum_fen - sum(note.value_fen for note in kiosk.journal.stacked(self._payment_id))
        fitting = [fen for fen in sorted(of.notes_fen) if fen <= missing_fen] or [min(of.notes_fen)]
        kiosk.acceptor.insert(fitting[-1] if world.chance.random() < 0.8 else world.chance.choice(fitting))
        self.may_insert(of)

    def ended(self, said: Outcome) -> None:
        """The kiosk's last word of a payment; another resident's is nobody's news here."""
        if said.payment_id != self._payment_id:
            return
        self._said = said
        if self._world.chance.random() < 0.85:
            self._world.engine.after(0, self._kiosk.begin, self._print(said))
        else:
            self._leave()

    def _cancel(self) -> None:
        if self._said is None:
            self._world.note(self._kiosk.name, "has a resident who cancels {}", self._payment_id)
            self._kiosk.submit(self._kiosk.cancel(self._payment_id))

    def _give_up(self) -> None:
        if self._said is not None:
            return
        if self.method != "phone_code":
            self._kiosk.submit(self._kiosk.cancel(self._payment_id))
        self._world.note(
            self._kiosk.name, "gives out a slip for {}, which is still being checked", self._payment_id
        )
        self._later(_STAYS_MS, self._leave)

    def _print(self, said: Outcome) -> Flow:
        """Written down before the printer starts; the paper is out before that is written down."""
        kiosk, world = self._kiosk, self._world
        if not kiosk.write(said.payment_id, "printing"):
            self._leave()
            return
        yield world.engine.pause(_PRINT_MS)
        world.judge.paper(kiosk, said)
        world.note(kiosk.name, "gives out the paper of {}: {}", said.payment_id, said.kind)
        kiosk.may_crash()
        kiosk.write(said.payment_id, "printed")
        self._leave()

    def _leave(self) -> None:
        if self._kiosk.visit is self:
            self._kiosk.visit = None
