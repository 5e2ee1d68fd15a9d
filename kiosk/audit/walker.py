"""A resident, the devices and the gateway in one: walks a session from screen to screen by its own events.

Every session on the way is kept under the name of its journey. Buttons are pressed by their name on the
screen, from leaf to leaf where a screen has several, so that a walk cannot do what a resident could not.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from msgspec import Struct

from kiosk.audit import facts
from kiosk.payment.methods import CashRest
from kiosk.session import events as e
from kiosk.session import journey
from kiosk.session.effects import AskRechargeCard, Effect, LookUpBills, StartPayment
from kiosk.session.household import Bill, Findings, Outcome, Slot
from kiosk.session.model import Session
from kiosk.session.rules import Rules
from kiosk.session.secret import Secret
from kiosk.session.show import view
from kiosk.session.steps import Idle
from kiosk.session.view import BillRow, Button, ScreenView
from kiosk.session.view_parts import buttons

MORNING_WALL_S = 1_795_138_860.0
"""20 November 2026, 9:41 in Shanghai."""

SECONDS_A_SCREEN, SECONDS_A_TAP, SECONDS_A_DIGIT, SECONDS_OF_GATEWAY = 3.0, 1.0, 1.5, 1.0
"""The model of rule FLW-10."""

LONGEST_WAY_HOME = 6

PASSING = ("waiting",)
"""Screens nobody has to read to go on."""

SomeEffect = TypeVar("SomeEffect", bound=Effect)


class WentWrong(Exception):
    """A walk met another screen than it was written for; says which."""


class Spent(Struct):
    """What a walk cost the resident; leaves are counted apart, since their number depends on the size."""

    taps: int = 0
    leaves: int = 0
    digits: int = 0
    screens: int = 0
    questions: int = 0

    @property
    def modelled_s(self) -> float:
        fingers = self.taps * SECONDS_A_TAP + self.digits * SECONDS_A_DIGIT
        return self.screens * SECONDS_A_SCREEN + fingers + self.questions * SECONDS_OF_GATEWAY


class Walker:
    def __init__(self, rules: Rules, words: facts.Words) -> None:
        self.words = words
        self.session, first = journey.start(rules)
        self.effects: list[Effect] = list(first)
        self.seen: list[Session] = []
        self.spent = Spent()
        self.inside_fen = 0
        self.waits(0.0)
        self.feed(e.CashChanged(off=False))

    @property
    def screen(self) -> ScreenView:
        return view(self.session)

    def feed(self, event: e.Event) -> None:
        before = (type(self.session.step), self.screen.screen) if self.seen else None
        self.session, effects = journey.step(self.session, event)
        self.effects += effects
        self.seen.append(self.session)
        self.spent.questions += sum(isinstance(effect, LookUpBills | StartPayment) for effect in effects)
        now = (type(self.session.step), self.screen.screen)
        self.spent.screens += now != before and self.screen.screen not in PASSING

    def asked(self, kind: type[SomeEffect]) -> SomeEffect:
        for effect in reversed(self.effects):
            if isinstance(effect, kind):
                return effect
        raise WentWrong(f"nobody asked for {kind.__name__} on {self._standing()}")

    def waits(self, seconds: float, step_s: float = 1.0) -> None:
        """In the small steps of a running kiosk; 0 is one look at the clock."""
        while True:
            step = min(seconds, step_s)
            now_s = self.session.now_s + step
            self.feed(e.Ticked(now_s, MORNING_WALL_S + now_s))
            seconds -= step
            if seconds <= 0:
                return

    def taps(self, *names: str) -> None:
        for name in names:
            self._press(name, lambda button: button.event)
            self.spent.taps += 1

    def opens_service(self, name: str) -> None:
        """From the menu, by its group where the menu has groups."""
        if isinstance(self.session.step, Idle):
            self.taps("services")
        service = self.session.rules.service(name)
        group = f"group_{service.group}" if service else ""
        if group in {button.name for _, at in ways_through(self.session) for button in view(at).choices}:
            self.taps(group)
        self.taps(f"service_{name}")

    def types(self, digits: str) -> None:
        for digit in digits:
            self._press(f"digit_{digit}", lambda button: button.event)
        self.spent.digits += len(digits)

    def goes_home(self) -> None:
        """Out of here by what the screen offers, as often as it asks."""
        for _ in range(LONGEST_WAY_HOME):
            if isinstance(self.session.step, Idle):
                return
            offered = {button.name for button in buttons(self.screen) if button.enabled}
            way = next((name for name in ("leave", "finish", "exit") if name in offered), None)
            if way is None:
                self.waits(16, step_s=4)
            else:
                self.taps(way)
        raise WentWrong(f"no way home from {self._standing()}")

    def _press(self, name: str, event_of: Callable[[Button], object]) -> None:
        button = self._find(name)
        event = event_of(button)
        if not button.enabled or not isinstance(event, e.Event):
            raise WentWrong(f"{name!r} is off on {self._standing()}")
        self.feed(event)

    def _find(self, name: str) -> Button:
        """On this leaf or page, or wherever turning them leads."""
        self._turn_to(lambda screen: name in {button.name for button in buttons(screen)}, f"button {name!r}")
        return next(button for button in buttons(self.screen) if button.name == name)

    def _turn_to(self, wanted: Callable[[ScreenView], bool], what: str) -> None:
        """By the fewest turns; they are counted apart."""
        for turns, at in ways_through(self.session):
            if wanted(view(at)):
                for turn in turns:
                    self.feed(turn)
                self.spent.leaves += len(turns)
                return
        raise WentWrong(f"no {what} on {self._standing()}")

    def opens(self, bill: str) -> None:
        row = self._row(bill)
        if isinstance(row.opens, e.Event):
            self.feed(row.opens)
            self.spent.taps += 1

    def takes_off(self, bill: str) -> None:
        row = self._row(bill)
        if isinstance(row.toggle, e.Event):
            self.feed(row.toggle)
            self.spent.taps += 1

    def _row(self, name: str) -> BillRow:
        self._turn_to(lambda screen: name in {row.name for row in screen.bills}, f"bill {name!r}")
        return next(row for row in self.screen.bills if row.name == name)

    def shows(self, code: Secret, symbology: str = "qr") -> None:
        if not self.session.armed.scanner:
            raise WentWrong(f"the window is closed on {self._standing()}")
        self.feed(e.CodeScanned(code, symbology))

    def shows_bill(self) -> None:
        self.shows(facts.BILL_CODE, "code128")

    def inserts(self, slot: Slot) -> None:
        self.feed(e.CardInserted(slot))

    def id_card_is_read(self) -> None:
        name, address = Secret(self.words.person), Secret(self.words.address)
        self.feed(e.IdCardRead(facts.ID_NUMBER, self.words.holder, facts.ID_MASKED, name, address))
        self.feed(e.CardEjected("id_card"))

    def ic_card_is_read(self) -> None:
        self.feed(e.IcCardRead(facts.CARD_NUMBER, "gas_card", facts.CARD_MASKED))
        self.feed(e.CardEjected("ic_card"))

    def finds(self, *owed: Bill) -> None:
        self.finds_all(facts.findings(self.words, *owed))

    def finds_all(self, findings: Findings) -> None:
        self.feed(e.BillsReceived(self.asked(LookUpBills).request, findings))

    def cannot_find(self, problem: str) -> None:
        self.feed(e.LookUpFailed(self.asked(LookUpBills).request, problem))

    def payment_opens(self) -> None:
        self.feed(e.PaymentOpened(self.asked(StartPayment).request, "pay-1"))

    def says(self, detail: str) -> None:
        self.feed(e.PaymentWorking("pay-1", detail))

    def expects_cash(self, rest: CashRest) -> None:
        self.feed(e.CashExpected("pay-1", rest))

    def puts_in(self, yuan: int) -> None:
        self.feed(e.NoteDrawnIn())
        self.inside_fen += 100 * yuan
        self.feed(e.NoteCounted("pay-1", 100 * yuan, self.inside_fen))

    def asks_card(self, face_fen: int) -> None:
        self.feed(e.RechargeCardKnown(self.asked(AskRechargeCard).request, face_fen))

    def refuses_card(self, problem: str, face_fen: int = 0) -> None:
        self.feed(e.RechargeCardRefused(self.asked(AskRechargeCard).request, problem, face_fen))

    def ends(self, outcome: Outcome) -> None:
        self.feed(e.PaymentEnded(outcome))

    def settles(self) -> None:
        started = self.asked(StartPayment)
        self.ends(facts.settled("pay-1", started.basket, started.method))

    def is_not_charged(self, problem: str) -> None:
        started = self.asked(StartPayment)
        fen = started.basket.amount_fen
        self.ends(Outcome("not_charged", "pay-1", fen, started.method, problem))

    def settles_notes(self, *, voucher: bool = False) -> None:
        self.feed(e.CashClosed("pay-1", self.inside_fen))
        basket = self.asked(StartPayment).basket
        self.ends(facts.with_notes("pay-1", basket, self.inside_fen, voucher=voucher))

    def settles_card(self, *, voucher: bool = False) -> None:
        started = self.asked(StartPayment)
        face_fen = started.recharge_card.face_fen if started.recharge_card else 0
        self.ends(facts.with_recharge_card("pay-1", started.basket, face_fen, voucher=voucher))

    def prints(self, *, confirmed: bool = True) -> None:
        self.feed(e.ReceiptPrinted("pay-1", confirmed))

    def _standing(self) -> str:
        overlay = f" under {self.screen.overlay.kind}" if self.screen.overlay else ""
        return f"{self.screen.screen} ({self.screen.title.key}){overlay}"


def ways_through(session: Session) -> Iterator[tuple[tuple[e.Event, ...], Session]]:
    """Each page and leaf of a screen, and the turns that lead to it, the fewest first: this one with none."""
    yield (), session
    ends: dict[int, Session] = {1: session, -1: session}
    turns = 0
    while ends:
        turns += 1
        for way, at in list(ends.items()):
            turner = _turner(view(at), way)
            if turner is None:
                del ends[way]
                continue
            ends[way], _ = journey.step(at, turner)
            yield (turner,) * turns, ends[way]


def _turner(screen: ScreenView, way: int) -> e.Event | None:
    """Nothing can be turned beneath a question, but what is long of the question itself."""
    for button in buttons(screen):
        if button.enabled and isinstance(button.event, e.PageTurned) and button.event.by == way:
            return button.event
    return None
