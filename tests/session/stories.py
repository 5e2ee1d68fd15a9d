"""A small language for journeys: a resident, a gateway and a machine act on one session and see its screen.

Buttons are pressed by their name on the screen, so a story cannot do what a resident could not.
"""

from typing import Literal, TypeAlias, TypeVar

from kiosk.payment.methods import CashRest
from kiosk.session import journey
from kiosk.session.effects import Effect, LookUpBills, PrintReceipt, StartPayment
from kiosk.session.events import (
    BillsReceived,
    BillToggled,
    CardEjected,
    CardInserted,
    CardTaken,
    CardUnreadable,
    CashChanged,
    CashClosed,
    CashExpected,
    CodeScanned,
    DeviceChanged,
    EjectHeld,
    Event,
    ForcedEjected,
    GatewayChanged,
    IcCardRead,
    IdCardRead,
    LookUpFailed,
    NoteCameBack,
    NoteCounted,
    NoteDrawnIn,
    PaperChanged,
    PaymentEnded,
    PaymentOpened,
    PaymentRefused,
    PaymentWorking,
    ReceiptFailed,
    ReceiptPrinted,
    ReceiptTaken,
    TerminalPrompted,
    Ticked,
)
from kiosk.session.household import Bill, Findings, Outcome, Slot
from kiosk.session.model import DeviceName, Paper
from kiosk.session.rules import Rules
from kiosk.session.secret import Secret
from kiosk.session.show import view
from kiosk.session.steps import Step
from kiosk.session.view import ScreenView
from tests.session import facts
from tests.session.looking import button, check_screens, describe, offered, row, words

MORNING_WALL_S = 1_795_138_860.0
"""20 November 2026, 9:41 in Shanghai."""

Stage: TypeAlias = Literal["insert_card", "enter_pin", "processing", "remove_card"]
SomeEffect = TypeVar("SomeEffect", bound=Effect)
SomeStep = TypeVar("SomeStep", bound=Step)


class Story:
    """One session and all that was asked for on its behalf. Every screen on the way is looked at."""

    def __init__(self, rules: Rules = facts.RULES) -> None:
        self.session, first = journey.start(rules)
        self.effects: list[Effect] = list(first)
        self.events: list[Event] = []
        self.sessions = [self.session]
        self.taps = 0
        self.inside_fen = 0
        self.passes(0.0)

    def feed(self, event: object) -> tuple[Effect, ...]:
        assert isinstance(event, Event)
        self.session, effects = journey.step(self.session, event)
        self.events.append(event)
        self.effects += effects
        self.sessions.append(self.session)
        check_screens(self.session)
        return effects

    def passes(self, seconds: float) -> None:
        now_s = self.session.now_s + seconds
        self.feed(Ticked(now_s, MORNING_WALL_S + now_s))

    @property
    def screen(self) -> ScreenView:
        return view(self.session)

    @property
    def title(self) -> str:
        return words(self.screen.title)

    @property
    def prompt(self) -> str:
        return words(self.screen.prompt)

    @property
    def question(self) -> str:
        """The title of what lies over the screen; empty where nothing does."""
        return words(self.screen.overlay.title) if self.screen.overlay else ""

    def at(self, kind: type[SomeStep]) -> SomeStep:
        """The step, which must be of this kind."""
        assert isinstance(self.session.step, kind), f"not {kind.__name__}: {describe(self.screen)}"
        return self.session.step

    def asked(self, kind: type[SomeEffect]) -> list[SomeEffect]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def last(self, kind: type[SomeEffect]) -> SomeEffect:
        asked = self.asked(kind)
        assert asked, f"nobody asked for {kind.__name__}"
        return asked[-1]


class Resident:
    def __init__(self, story: Story) -> None:
        self.story = story

    def opens_service(self, name: str) -> None:
        self.taps("services")
        while f"service_{name}" not in offered(self.story.screen):
            self.taps("page_next")
        self.taps(f"service_{name}")

    def taps(self, *names: str) -> None:
        """Each button is looked up on the screen as it is then, and must be there and enabled."""
        for name in names:
            pressed = button(self.story.screen, name)
            assert pressed.enabled, f"{name!r} is off: {words(pressed.reason)}"
            self.story.taps += 1
            self.story.feed(pressed.event)

    def types(self, digits: str) -> None:
        self.taps(*(f"digit_{digit}" for digit in digits))

    def takes_off(self, bill: str) -> None:
        """A tap on a bill's line; the same again puts it back."""
        toggle = row(self.story.screen, bill).toggle
        assert isinstance(toggle, BillToggled), f"{bill!r} cannot be taken off"
        self.story.taps += 1
        self.story.feed(toggle)

    def opens(self, bill: str) -> None:
        """A tap on a bill's line, to read what it is made up of."""
        self.story.taps += 1
        self.story.feed(row(self.story.screen, bill).opens)

    def scans_bill(self) -> None:
        self.shows(facts.BILL_BARCODE.value, "code128")

    def shows_pay_code(self) -> None:
        self.shows(facts.WECHAT_CODE.value, "qr")

    def shows(self, code: str, symbology: str = "qr") -> None:
        """The scanner sees nothing while it is not armed."""
        if self.story.session.armed.scanner:
            self.story.feed(CodeScanned(Secret(code), symbology))

    def inserts(self, slot: Slot) -> None:
        """The slot's shutter is closed while it is not armed."""
        armed = self.story.session.armed
        assert armed.id_card if slot == "id_card" else armed.ic_card, f"{slot} is closed"
        self.story.feed(CardInserted(slot))

    def takes_card(self, slot: Slot = "id_card") -> None:
        self.story.feed(CardTaken(slot))

    def puts_in(self, yuan: int) -> None:
        """One banknote, all the way into the box. The mouth is shut while it is not armed."""
        self.offers_note()
        self.story.inside_fen += yuan * 100
        self.story.feed(NoteCounted("pay-1", yuan * 100, self.story.inside_fen))

    def offers_note(self) -> None:
        assert self.story.session.armed.notes, "the mouth is shut"
        self.story.feed(NoteDrawnIn())

    def takes_receipt(self) -> None:
        self.story.feed(ReceiptTaken(self.story.last(PrintReceipt).outcome.payment_id))

    def waits(self, seconds: float) -> None:
        """Time goes by in the small steps a running kiosk takes."""
        while seconds > 0:
            self.story.passes(min(seconds, 1.0))
            seconds -= 1.0


class Gateway:
    def __init__(self, story: Story) -> None:
        self.story = story

    def answers(self, *bills: Bill, request: int | None = None) -> None:
        self.finds(facts.findings(*bills), request)

    def finds(self, findings: Findings, request: int | None = None) -> None:
        self.story.feed(BillsReceived(request or self.story.last(LookUpBills).request, findings))

    def cannot_find(self, problem: str, request: int | None = None) -> None:
        self.story.feed(LookUpFailed(request or self.story.last(LookUpBills).request, problem))

    def goes_down(self) -> None:
        self.story.feed(GatewayChanged(up=False))

    def comes_back(self) -> None:
        self.story.feed(GatewayChanged(up=True))

    def opens(self, payment_id: str = "pay-1") -> str:
        self.story.feed(PaymentOpened(self.story.last(StartPayment).request, payment_id))
        return payment_id

    def refuses_to_open(self, problem: str) -> None:
        self.story.feed(PaymentRefused(self.story.last(StartPayment).request, problem))

    def expects_cash(self, rest: CashRest = "to_account", payment_id: str = "pay-1") -> None:
        self.story.feed(CashExpected(payment_id, rest))

    def settles_notes(self, *, voucher: bool = False) -> Outcome:
        """All that is inside, as the machine reported it."""
        basket = self.story.last(StartPayment).basket
        return self.ends(facts.settled_with_notes("pay-1", basket, self.story.inside_fen, voucher=voucher))

    def says(self, detail: str, payment_id: str = "pay-1") -> None:
        self.story.feed(PaymentWorking(payment_id, detail))

    def settles(self, payment_id: str = "pay-1") -> Outcome:
        started = self.story.last(StartPayment)
        return self.ends(facts.settled(payment_id, started.basket, started.method))

    def does_not_charge(self, reason: str, payment_id: str = "pay-1") -> Outcome:
        started = self.story.last(StartPayment)
        return self.ends(facts.not_charged(payment_id, started.basket, reason, started.method))

    def settles_in_part(self, payment_id: str = "pay-1") -> Outcome:
        return self.ends(facts.part_settled(payment_id, self.story.last(StartPayment).basket))

    def ends(self, outcome: Outcome) -> Outcome:
        self.story.feed(PaymentEnded(outcome))
        return outcome


class Machine:
    """The devices: what they see and how they fare."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def reads_id_card(self, address: str = facts.ADDRESS) -> None:
        """As the reader does by itself: what it read first, then the card comes out."""
        name, said = Secret(facts.CARD_NAME), Secret(address)
        self.story.feed(IdCardRead(facts.ID_NUMBER, facts.HOLDER, "310***********0011", name, said))
        self.ejects("id_card")

    def reads_ic_card(self) -> None:
        self.story.feed(IcCardRead(facts.CARD_NUMBER, "gas_card", "************7890"))
        self.ejects("ic_card")

    def cannot_read(self, problem: str, slot: Slot = "id_card") -> None:
        self.story.feed(CardUnreadable(slot, problem))
        self.ejects(slot)

    def ejects(self, slot: Slot) -> None:
        self.story.feed(CardEjected(slot))

    def forces_out(self) -> None:
        """Three seconds on the red button: the driver counts, throws the card out, and says so."""
        for held_s in (1.0, 2.0, 3.0):
            self.story.feed(EjectHeld(held_s))
        self.story.feed(ForcedEjected())
        self.ejects("id_card")

    def loses(self, device: DeviceName, fault: str = "offline") -> None:
        self.story.feed(DeviceChanged(device, fault))

    def regains(self, device: DeviceName) -> None:
        self.story.feed(DeviceChanged(device, ""))

    def takes_cash(self, *, on: bool = True) -> None:
        self.story.feed(CashChanged(off=not on))

    def gives_note_back(self, why: str) -> None:
        self.story.feed(NoteCameBack(why))

    def shuts_the_slot(self) -> None:
        self.story.feed(CashClosed("pay-1", self.story.inside_fen))

    def has_paper(self, level: Paper) -> None:
        self.story.feed(PaperChanged(level))

    def prints(self, *, confirmed: bool = True) -> None:
        self.story.feed(ReceiptPrinted(self.story.last(PrintReceipt).outcome.payment_id, confirmed))

    def cannot_print(self, reason: str) -> None:
        self.story.feed(ReceiptFailed(self.story.last(PrintReceipt).outcome.payment_id, reason))

    def terminal_asks(self, *stages: Stage) -> None:
        for stage in stages:
            self.story.feed(TerminalPrompted(stage))
