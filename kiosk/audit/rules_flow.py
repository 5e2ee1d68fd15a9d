"""What every screen of every journey offers: few choices, ways back and out, progress, the strip."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from drivers.idcard.hold import SAMPLE_EVERY_S, Hold, HoldTimer
from kiosk.audit.measured import Limit, Measured, Rule, rule
from kiosk.audit.walker import ways_through
from kiosk.session import events as e
from kiosk.session import journey, journey_overlays, paging, steps, steps_prepaid
from kiosk.session.effects import Effect, PressRedButton
from kiosk.session.journey_prepaid import looks_only
from kiosk.session.model import Session
from kiosk.session.paid_before import paid_before
from kiosk.session.show import view
from kiosk.session.steps_forms import AskField
from kiosk.session.steps_requests import (
    ChooseRequestWay,
    ConfirmWithdrawal,
    ListRequests,
    ReadRequest,
    TypeRequestNumber,
)
from kiosk.session.steps_rest import OfferRest
from kiosk.session.view import Button, ScreenView, Text
from kiosk.session.view_parts import parts

HOME_CHOICES, CHOICES, ROWS, STEPS = 6, 4, 4, 3
EJECT_HOLD_S = 3.0
NO_CHANGE = frozenset({"cash.rule.no_change", "cash.counter.some", "cash.counter.none"})

_BESIDE = (
    *(steps.NothingOwed, *journey_overlays.ONLY_LOOKING),
    *(ChooseRequestWay, TypeRequestNumber, ListRequests, ReadRequest, ConfirmWithdrawal),
)
"""No part of the wizard: nothing leads from there to a payment."""

BEFORE_PAYMENT = (
    steps.ChooseFinding, steps.PresentBill, steps.InsertCard, steps.ChooseNumberKind, steps.TypeNumber,
    steps.ChooseAccount, steps.ConfirmBills, steps.ReadBill, steps.ChooseMethod,
    steps.ShowPayCode, steps.TypeRechargeCode, steps.ConfirmRechargeCard, *_BESIDE,
    steps_prepaid.ChooseMeter, steps_prepaid.ShowMeter, steps_prepaid.ChooseAmount, steps_prepaid.TypeAmount,
    steps_prepaid.ConfirmLoad, AskField,
)  # fmt: skip
"""Where a resident stands still and no money has moved: there is a way back and a way out."""

WIZARD = tuple(step for step in BEFORE_PAYMENT if step not in _BESIDE)


FRAME_MOVES = Limit("FLW-11", "mm that back, exit, help and primary move; 99 for no way back", "at most", 1.0)


class Standing(Struct, frozen=True):
    """One session of a walk and what is shown of it."""

    session: Session
    screen: ScreenView


def choices(standing: Standing) -> Iterator[Measured]:
    """As a share of what there may be, of answers and of rows on a page."""
    screen = standing.screen
    most = HOME_CHOICES if screen.screen == "home" else CHOICES
    yield Measured(len(screen.choices) / most, f"{len(screen.choices)} answers")
    yield Measured(len(screen.bills) / ROWS, f"{len(screen.bills)} bills")


def way_back(standing: Standing) -> Iterator[Measured]:
    """From every screen before payment; none counts as far as can be."""
    if isinstance(standing.session.step, BEFORE_PAYMENT) and standing.screen.overlay is None:
        there = standing.screen.frame.back is not None
        yield Measured(0 if there else 99, "" if there else "no way back")


def way_out(standing: Standing) -> Iterator[Measured]:
    """Taps until the session is over, or what is owed on paper comes out on the way."""
    session = standing.session
    if not isinstance(session.step, BEFORE_PAYMENT) or standing.screen.overlay is not None:
        return
    for taps in range(3):
        if isinstance(session.step, steps.Idle | steps.Goodbye | steps.Printing):
            yield Measured(taps, "")
            return
        button = _named(view(session), "leave", "exit")
        if button is None or not isinstance(button.event, e.Event):
            break
        session, _ = journey.step(session, button.event)
    yield Measured(99, "no way out")


def _named(screen: ScreenView, *names: str) -> Button | None:
    there = screen.overlay.buttons if screen.overlay else (screen.frame.exit,)
    return next((button for button in there if button is not None and button.name in names), None)


def progress(standing: Standing) -> Iterator[Measured]:
    """Screens of the wizard without their progress, or with another number of steps."""
    if isinstance(standing.session.step, WIZARD) and not looks_only(standing.session):
        told = standing.screen.progress
        yield Measured(0 if told is not None and told.of == STEPS else 1, f"{told}")


def agreement(standing: Standing) -> Iterator[Measured]:
    """What is missing where a resident agrees to pay: sum in digits and capitals, masked name, what for."""
    if not isinstance(standing.session.step, steps.ConfirmBills | steps_prepaid.ConfirmLoad):
        return
    total, title = standing.screen.total, standing.screen.title
    missing = [] if total is not None and total.capitals is not None else ["the sum in capitals"]
    missing += [] if "*" in str(title.args.get("holder", "")) else ["the masked name"]
    missing += [] if standing.screen.bills or standing.screen.leaf is not None else ["what it is for"]
    yield Measured(len(missing), ", ".join(missing))


def offers_the_rest(standing: Standing) -> Iterator[Measured]:
    """After success the household's other bills are offered, once, with the receipt and without it."""
    session, step = standing.session, standing.session.step
    if not isinstance(step, steps.Done) or step.outcome.kind != "settled" or standing.screen.leaf is not None:
        return
    if step.outcome.sum_fen("voucher") or not session.may_ask_gateway():
        return
    if not isinstance(step.back, steps.ConfirmBills) or paid_before(step) is not None:
        return
    paid, found = {bill.bill_id for bill in step.basket.bills}, step.back.findings
    known = (*found.bills, *found.others)
    if any(bill.bill_id not in paid and bill.state == "payable" for bill in known):
        for name in ("print", "no_receipt"):
            button = next((each for each in standing.screen.choices if each.name == name), None)
            offered = button is not None and isinstance(_after(session, button), OfferRest)
            yield Measured(0 if offered else 1, name)


def _after(session: Session, button: Button) -> steps.Step | None:
    if not isinstance(button.event, e.Event):
        return None
    return journey.step(session, button.event)[0].step


def strip(standing: Standing) -> Iterator[Measured]:
    """Screens on which one cannot have the last sentence again."""
    comfort = standing.screen.frame.comfort
    yield Measured(0 if comfort is not None and comfort.repeat.enabled else 1, "")


def reasons(standing: Standing) -> Iterator[Measured]:
    """Methods that are off and do not say why."""
    if isinstance(standing.session.step, steps.ChooseMethod):
        dead = [b.name for b in standing.screen.choices if not b.enabled and b.reason is None]
        yield Measured(len(dead), ", ".join(dead))


def told_of_methods(standing: Standing) -> Iterator[Measured]:
    """What the first screen and the methods owe by law: the methods, the way cash goes, whom to call."""
    screen, rules = standing.screen, standing.session.rules
    if screen.overlay is not None or screen.leaf is not None:
        return
    phone = rules.service_phone in screen.frame.phone.args.values()
    if screen.screen == "home":
        yield Measured(0 if screen.footnote is not None and phone else 1, "")
    elif screen.screen == "methods":
        named = {button.name for button in screen.choices}
        yield Measured(len(set(rules.methods) - named) + (0 if phone else 1), "")


def told_of_notes(standing: Standing) -> Iterator[Measured]:
    """Before the first note, on all leaves: which are taken, no change, where the rest goes; and the sum."""
    step = standing.session.step
    if not isinstance(step, steps.InsertNotes) or step.inside_fen or step.finishing:
        return
    leaves = [standing.screen, *(view(at) for turns, at in ways_through(standing.session) if turns)]
    told = {part.key for leaf in leaves for part in parts(leaf) if isinstance(part, Text)}
    missing = [] if "cash.rule.notes" in told else ["which notes"]
    missing += [] if told & NO_CHANGE else ["no change"]
    missing += [] if f"cash.rule.{step.rest}" in told else ["where the rest goes"]
    missing += [] if any(leaf.sums for leaf in leaves) else ["the sum"]
    yield Measured(len(missing), ", ".join(missing))


def faults_told(standing: Standing) -> Iterator[Measured]:
    """What is missing on a notice: what happened, money and next step, one button, the phone."""
    screen = standing.screen
    if screen.screen == "notice" and isinstance(standing.session.step, steps.Notice) and not screen.overlay:
        there = (screen.prompt or screen.leaf, screen.choices, screen.frame.phone, screen.code or screen.leaf)
        yield Measured(sum(not each for each in there), "")


def nothing_lost(standing: Standing) -> Iterator[Measured]:
    """Changes of size, theme, reach and language that change the step."""
    moved = []
    for event in (e.SizeTapped(), e.ThemeTapped(), e.ReachTapped(), e.LanguageTapped(), e.RepeatTapped()):
        after, _ = journey.step(standing.session, event)
        if _without_page(after.step) != _without_page(standing.session.step):
            moved.append(type(event).__name__)
    yield Measured(len(moved), ", ".join(moved))


def defaults_keep_the_data(standing: Standing) -> Iterator[Measured]:
    after, _ = journey.step(standing.session, e.DefaultsTapped())
    same = _without_page(after.step) == _without_page(standing.session.step)
    yield Measured(0 if same and after.comfort == standing.session.rules.comfort else 1, "")


def _without_page(step: steps.Step) -> steps.Step:
    """Which page a list stands at follows from how many rows it has at a size."""
    return replace(step, page=0) if isinstance(step, paging.LISTS) else step


def pins(standing: Standing) -> Iterator[Measured]:
    """Keypads that are for anything but a number, a recharge card, an amount or what a form asks."""
    if standing.screen.keypad is not None:
        known = (
            *(steps.TypeNumber, steps.TypeRechargeCode, steps_prepaid.TypeAmount),
            *(AskField, TypeRequestNumber),
        )
        yield Measured(0 if isinstance(standing.session.step, known) else 1, "")


def forced_eject(standing: Standing) -> Iterator[Measured]:
    """Screens about a card in the machine without the red button's twin."""
    inside = standing.session.slot("id_card") != "empty"
    if inside and isinstance(standing.session.step, steps.ReadingCard | steps.TakeCard | steps.Goodbye):
        hold = standing.screen.hold
        yield Measured(0 if hold is not None or standing.screen.overlay or standing.screen.leaf else 1, "")


def hold_time(standing: Standing) -> Iterator[Measured]:
    """Of the ring that is shown, and of the driver that is told of the finger; 99 where none is told."""
    hold = standing.screen.hold
    if hold is None:
        return
    yield Measured(abs(hold.full_s - EJECT_HOLD_S), "the ring")
    effects: tuple[Effect, ...] = ()
    if isinstance(hold.down_event, e.Event):
        _, effects = journey.step(standing.session, hold.down_event)
    pressed = PressRedButton(down=True) in effects
    yield Measured(abs(_held_until_complete_s() - EJECT_HOLD_S) if pressed else 99.0, "the driver")


def _held_until_complete_s() -> float:
    """How long a finger must stay until the driver throws the card out; far too long where it never does."""
    timer = HoldTimer()
    samples = (number * SAMPLE_EVERY_S for number in range(int(10 * EJECT_HOLD_S / SAMPLE_EVERY_S)))
    return next((now_s for now_s in samples if timer.sample(True, now_s) is Hold.COMPLETE), 10 * EJECT_HOLD_S)


FLOW: tuple[Rule[Standing], ...] = (
    rule("FLW-2", "choices and rows, share of 6 at home, 4 elsewhere", "at most", 1.0, choices),
    Rule(FRAME_MOVES, way_back),
    rule("FLW-12", "taps from a screen to the end of the session", "at most", 2, way_out),
    rule("FLW-13", "screens of the wizard without 'step n of 3'", "at most", 0, progress),
    rule("FLW-14", "what is missing where one agrees to pay", "at most", 0, agreement),
    rule("FLW-17", "outcomes that do not offer the other bills", "at most", 0, offers_the_rest),
    rule("AUD-5", "screens without 'say it again'", "at most", 0, strip),
    rule("CSH-1", "methods, cash route and phone that are not told", "at most", 0, told_of_methods),
    rule("CSH-2", "rules and sums missing before the first note", "at most", 0, told_of_notes),
    rule("CSH-3", "methods that are off without a reason", "at most", 0, reasons),
    rule("CRD-3", "screens about a card without the forced eject", "at most", 0, forced_eject),
    rule("TCH-13", "hold of 3 seconds, off by", "at most", 0.1, hold_time),
    rule("ERR-1", "what is missing on a notice", "at most", 0, faults_told),
    rule("ERR-4", "changes of look that lose something", "at most", 0, nothing_lost),
    rule("SET-2", "'as before' that loses something", "at most", 0, defaults_keep_the_data),
    rule("PRV-2", "keypads for a PIN on the touch screen", "at most", 0, pins),
)
