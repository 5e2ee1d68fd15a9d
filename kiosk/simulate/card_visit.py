"""Somebody with a meter card at a kiosk: the production's journey, step by step, and what they do at each.

They buy, have it written, pull the card or hold another one to the slot, wish for another way, go away in the
middle; whatever waits for their card is carried on, here or at another kiosk.
"""

from typing import TYPE_CHECKING, Any

from kiosk.payment.methods import Method
from kiosk.session import events as e
from kiosk.session import journey
from kiosk.session.effects import CancelPayment, Effect, EjectCard, StartPayment
from kiosk.session.effects_prepaid import FollowLoad, ReadMeterCard, RedirectLoad, WriteMeterCard
from kiosk.session.household import Basket, Outcome
from kiosk.session.loads import Load
from kiosk.session.meters import Meter
from kiosk.session.secret import Secret
from kiosk.session.steps import (
    ChooseMethod,
    Done,
    Goodbye,
    Idle,
    InsertCard,
    Notice,
    Paying,
    ReadingCard,
    TakeCard,
)
from kiosk.session.steps_meter_cards import (
    AskMeterCard,
    InsertPaidCard,
    RedirectingLoad,
    TakePaidCard,
    WritingCard,
    load_of,
)
from kiosk.session.steps_prepaid import ChooseAmount, ConfirmLoad, Loading, ShowMeter
from kiosk.simulate.card_rules import RULES
from kiosk.simulate.following import followed
from kiosk.simulate.kiosk import Kiosk
from kiosk.simulate.meter_cards import MeterCard
from kiosk.simulate.resident import Visit
from kiosk.wire.load_words import LoadWay
from kiosk.wire.payments import BillToPay

if TYPE_CHECKING:
    from kiosk.simulate.world import World

_TICK_MS = 15_000
_WAKES_MS = 1_200
_GOES_AWAY = 0.03
_OTHER_CARD = 0.2
_IMPATIENT, _MEANWHILE = 0.05, 0.1
_MOST_TRIES = 4
_METHODS: tuple[Method, ...] = ("phone_code", "phone_code", "bank_card", "cash")
_AFTER_PAYING: tuple[e.Event | None, ...] = (
    *(None,) * 8,
    e.SendLoadTapped(),
    e.GiveLoadBackTapped(),
    e.WriteLaterTapped(),
)
"""None: the card is put in."""


class CardVisit(Visit):
    def __init__(self, world: "World", kiosk: Kiosk, own: MeterCard) -> None:
        super().__init__(world, kiosk, Basket("", "", ()), world.chance.choice(_METHODS))
        self.session, _ = journey.start(RULES)
        self._own = own
        self._request = 0
        self._code = ""
        self._turns = self._tries = 0
        self._told_unfinished: Load | None = None
        self._begun_with = world.judge.cards.waits_for(own) if world.healed else None
        self._lives = world.gateway_lives()
        """Where a process was away meanwhile, for a new version, they had no answer and come again."""

    def come(self) -> None:
        self.heard(e.CashChanged(off=False))
        self._puts_in(self._own)
        self._later(_TICK_MS, self._tick)

    def heard(self, event: e.Event) -> None:
        """By the kiosk, while they stand there."""
        kiosk, world = self._kiosk, self._world
        if kiosk.visit is not self:
            return
        if isinstance(event, e.MeterCardRead):
            self._told_unfinished = event.meter.open_load
        before = self.session.step
        for each in (e.Ticked(kiosk.clock.monotonic_s(), kiosk.clock.wall_s()), event):
            self.session, effects = world.build.journey_step(self.session, each)
            for effect in effects:
                self._perform(effect)
        world.judge.told.on_screen(self.session)
        step = self.session.step
        if type(step) is not type(before):
            world.note(kiosk.name, "shows {}", type(step).__name__)
            self._told(step)
            self._turns += 1
            world.engine.after(self._thinks_ms(), self._act, self._turns)

    # -- their payment --------------------------------------------------------------------------------

    def wanted(self) -> tuple[BillToPay, ...]:
        (bill,) = self.basket.bills
        way: LoadWay = "card" if bill.load == "card" else "meter"
        return (BillToPay(bill.bill_id, bill.version, bill.due_fen, way),)

    def phone_code(self) -> str:
        return self._code

    def opened(self, payment_id: str) -> None:
        super().opened(payment_id)
        self._soon(e.PaymentOpened(self._request, payment_id))

    def refused(self) -> None:
        self._soon(e.PaymentRefused(self._request, "journal"))
        super().refused()

    def ended(self, said: Outcome) -> None:
        if said.payment_id == self._payment_id:
            self._said = said
            self._soon(e.PaymentEnded(said))

    # -- what the journey wants done ------------------------------------------------------------------

    def _perform(self, effect: Effect) -> None:
        world, kiosk = self._world, self._kiosk
        match effect:
            case ReadMeterCard() | WriteMeterCard() | RedirectLoad():
                kiosk.cards.perform(effect)
            case EjectCard("ic_card"):
                self._later(800, self._comes_out)
            case StartPayment(request, basket, method):
                if self._told_unfinished is not None:
                    world.judge.cards.paid_again(self._told_unfinished.load_id)
                self._request, self.basket, self.method = request, basket, method
                self.pay()
            case CancelPayment(payment_id):
                kiosk.submit(kiosk.cancel(payment_id))
            case FollowLoad(payment_id):
                kiosk.begin(followed(self, kiosk, payment_id, self._hears_of))

    # -- their card -----------------------------------------------------------------------------------

    def _puts_in(self, card: MeterCard) -> None:
        if card.reader is None and self._kiosk.cards.slot.card is None and self.session.armed.hold:
            self._kiosk.cards.slot.holds(card)
            self.heard(e.CardInserted("ic_card"))

    def _wakes(self) -> None:
        card = self._kiosk.cards.slot.card
        if card is None:
            return
        if not self._world.healed and self._world.chance.random() < 0.05:
            self.heard(e.CardUnreadable("ic_card", "card_damaged"))
            self._comes_out()
        else:
            self._kiosk.cards.holds(card)
            self.heard(e.CardHeld(Secret(""), "", ""))
            self._meanwhile()

    def _comes_out(self) -> None:
        if self._kiosk.cards.slot.card is not None:
            self._kiosk.cards.holds(None)
            self.heard(e.CardEjected("ic_card"))
            self._later(1_500, lambda: self.heard(e.CardTaken("ic_card")))

    def _pulls(self) -> None:
        if self._kiosk.cards.slot.card is not None:
            self._kiosk.cards.is_pulled()

    def _meanwhile(self) -> None:
        """The card is inside: somebody is impatient, or at home they ask for another way."""
        chance = self._world.chance
        draw = 1.0 if self._world.healed else chance.random()
        if draw < _IMPATIENT:
            self._later(chance.randrange(6_000), self._pulls)
        elif draw < _IMPATIENT + _MEANWHILE:
            self._world.wish_soon()

    # -- what they do ---------------------------------------------------------------------------------

    def _act(self, turn: int) -> None:
        chance, world = self._world.chance, self._world
        if self._kiosk.visit is not self or turn != self._turns:
            return
        if not world.healed and chance.random() < _GOES_AWAY:
            return  # the journey ends by itself
        match self.session.step:
            case ReadingCard() | WritingCard(held=False):
                self._wakes()
            case ShowMeter() | ChooseAmount() | ConfirmLoad() | ChooseMethod():
                self._buys()
            case InsertCard():
                self._puts_in(self._own)
            case InsertPaidCard():
                self._after_paying()
            case Loading():
                self._later(20_000, lambda: self.heard(e.WaitNoLonger()))
            case Done() as step:
                self._goes_with(step)
            case AskMeterCard() | WritingCard():
                self._meanwhile()
            case Paying() | RedirectingLoad() | TakeCard() | TakePaidCard():
                pass  # the machine's turn
            case Idle() if self._turns < 2:
                pass
            case Notice(retry=retry) if self._tries < _MOST_TRIES and not isinstance(retry, Idle):
                self._tries += 1
                self.heard(e.RetryTapped())
            case _:
                self._go()

    def _buys(self) -> None:
        """As much as somebody can afford today."""
        match self.session.step:
            case ShowMeter(meter=meter):
                self.heard(self._wants_of(meter))
            case ChooseAmount():
                self.heard(e.AmountTapped(1_000 * (1 + self._world.chance.randrange(30))))
            case ConfirmLoad():
                self.heard(e.PayTapped())
            case ChooseMethod() if self.method == "phone_code":
                self._code = self._world.new_phone().code
                self.heard(e.CodeScanned(Secret(self._code), "qr"))
            case ChooseMethod():
                self.heard(e.MethodTapped(self.method))

    def _wants_of(self, meter: Meter) -> e.Event:
        """What is unfinished is carried on, and what they were not told is asked for, before they buy."""
        told = self._world.judge.told.told
        missed = [load.load_id for load in meter.told_again if load.load_id not in told]
        if missed and meter.open_load is None:
            return e.LoadAgainTapped(missed[0])
        agrees = meter.open_load is not None or meter.state == "may_load"
        return e.MeterAgreed() if agrees else e.FinishTapped()

    def _after_paying(self) -> None:
        chance = self._world.chance
        self._tries += 1
        act = None if self._world.healed else chance.choice(_AFTER_PAYING)
        if self._tries > _MOST_TRIES:
            act = e.WriteLaterTapped()
        if act is not None:
            self.heard(act)
            return
        mistaken = not self._world.healed and chance.random() < _OTHER_CARD
        others = [card for card in self._world.meters.cards if card is not self._own]
        self._puts_in(chance.choice(others) if mistaken and others else self._own)

    def _goes_with(self, step: Done) -> None:
        """Paper is for a payment of now; of one before it was printed then."""
        said = self._said
        if said is not None and not step.again and self._world.chance.random() < 0.85:
            self._kiosk.begin(self._print(said))
        else:
            self._go()

    def _go(self) -> None:
        self._kiosk.cards.holds(None)
        before = self._begun_with
        answered = self._lives is not None and self._lives == self._world.gateway_lives()
        if before is not None and answered and self._world.judge.cards.waits_for(self._own) == before:
            self._world.judge.cards.came_to_nothing(before)
        self._leave()

    # -- aside ----------------------------------------------------------------------------------------

    def _told(self, step: Any) -> None:
        load = load_of(step) if isinstance(step, TakePaidCard) and not step.problem else None
        if load is not None:
            self._world.judge.cards.told_written(self._own, load.load_id)

    def _hears_of(self, load: Load) -> None:
        self.heard(e.LoadTold(load))

    def _soon(self, event: e.Event) -> None:
        self._world.engine.after(0, self.heard, event)

    def _thinks_ms(self) -> int:
        if isinstance(self.session.step, ReadingCard | WritingCard):
            return _WAKES_MS
        return self._world.chance.choice((500, 2_000, 8_000))

    def _tick(self) -> None:
        if isinstance(self.session.step, Goodbye | Idle) and self._turns > 1:
            self._go()
        else:
            self.heard(e.CashChanged(off=False))
            self._later(_TICK_MS, self._tick)
