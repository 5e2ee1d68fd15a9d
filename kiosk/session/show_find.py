"""Screens of the first stretch: what to pay, how to find the bill, slots, window and keypad."""

from kiosk.session.events import (
    DigitDeleted,
    DigitPressed,
    DigitsCleared,
    EjectHoldPressed,
    EjectHoldReleased,
    FindingTapped,
    FinishTapped,
    NumberConfirmed,
    NumberKindTapped,
    ServicesTapped,
    UtilityTapped,
    Way,
)
from kiosk.session.journey_cards import nobody_can_tell
from kiosk.session.journey_pay import why_not
from kiosk.session.model import DeviceName, Session
from kiosk.session.numbers import grouped
from kiosk.session.rules import HOUSEHOLD, Utility
from kiosk.session.show_parts import (
    FIND,
    back_button,
    frame,
    listed,
    problem_prompt,
    problem_title,
    wish_name,
    with_left_card,
)
from kiosk.session.steps import (
    ChooseFinding,
    ChooseNumberKind,
    InsertCard,
    LookUp,
    PresentBill,
    ReadingCard,
    TakeCard,
    TypeNumber,
)
from kiosk.session.view import Button, HoldButton, Keypad, ScreenView, Text, Tone, Waiting, text


def home(session: Session) -> ScreenView:
    together = Button(
        "household",
        text("utility.household.bill"),
        UtilityTapped(HOUSEHOLD),
        note=text("home.household_note"),
        icon="household",
        tone="primary",
    )
    services = Button("services", text("home.services"), ServicesTapped(), icon="services")
    utilities = tuple(_utility_button(utility) for utility in session.rules.utilities)
    ready = session.works("scanner") and session.works("id_reader")
    return ScreenView(
        "home",
        title=text("home.title"),
        prompt=with_left_card(session, text("home.prompt" if ready else "home.prompt_tap")),
        choices=(together, *utilities, services),
        footnote=_methods_note(session),
        frame=frame(session, exit_=False),
        spoken=text("home.spoken"),
    )


def _utility_button(utility: Utility) -> Button:
    label = text(f"utility.{utility.name}.bill")
    return Button(utility.name, label, UtilityTapped(utility.name), icon=utility.icon, tone=utility.tone)


def _methods_note(session: Session) -> Text:
    """CSH-1: which methods, how cash can be paid, no fee, on the idle screen."""
    rules = session.rules
    off = rules.not_fitted | ({"cash"} if why_not(session, "cash") else set())
    fitted = tuple(text(f"method.{m}.label") for m in rules.methods if m not in off)
    if not fitted:
        return text("home.no_methods")
    no_cash = "cash" in off or "cash" not in rules.methods
    return text("home.methods_no_cash" if no_cash else "home.methods", methods=listed(fitted))


def closed(session: Session) -> ScreenView:
    """Said honestly on the idle screen while nothing can be paid here; help still works."""
    reason = "technician" if session.technician != "away" else session.closed or "gateway_down"
    return ScreenView(
        "out_of_service",
        title=text("closed.title"),
        prompt=problem_title(reason),
        footnote=with_left_card(session, text("closed.phone", phone=session.rules.service_phone)),
        mark="warning",
        code=reason if session.technician == "away" else None,
        frame=frame(session, exit_=False),
        spoken=text("closed.title"),
    )


def choose_finding(session: Session, step: ChooseFinding) -> ScreenView:
    ways = (
        _way(session, "scan", "scanner", "scan_bill", "primary"),
        _way(session, "id_card", "id_reader", "id_card", "water"),
        _way(session, "typed", None, "keypad", "electricity"),
        _way(session, "ic_card", "card_reader", "ic_card", "heat"),
    )
    return ScreenView(
        "choices",
        title=text("finding.title"),
        prompt=text("finding.prompt"),
        progress=FIND,
        choices=ways,
        frame=frame(session, back=back_button()),
        spoken=text("finding.spoken", what=wish_name(step.wish)),
    )


def _way(session: Session, way: Way, device: DeviceName | None, icon: str, tone: Tone) -> Button:
    off = device is not None and not session.works(device)
    return Button(
        way,
        text(f"finding.{way}.label"),
        FindingTapped(way),
        note=text(f"finding.{way}.note"),
        icon=icon,
        tone=tone,
        enabled=not off,
        reason=text("finding.device_off") if off else None,
    )


def choose_number_kind(session: Session, step: ChooseNumberKind) -> ScreenView:
    kinds = tuple(
        Button(
            utility.name,
            text(f"utility.{utility.name}.number"),
            NumberKindTapped(utility.name),
            note=text("number_kind.note", digits=str(utility.number.digits)),
            icon=utility.icon,
            tone=utility.tone,
        )
        for utility in session.rules.utilities
    )
    return ScreenView(
        "choices",
        title=text("number_kind.title"),
        prompt=text("number_kind.prompt"),
        progress=FIND,
        choices=kinds,
        frame=frame(session, back=back_button()),
        spoken=text("number_kind.title"),
    )


def present_bill(session: Session, step: PresentBill) -> ScreenView:
    return ScreenView(
        "present",
        title=text("present_bill.title"),
        prompt=text("present_bill.prompt"),
        progress=FIND,
        picture="bill_under_window",
        choices=(
            Button("typed", text("finding.typed.label"), FindingTapped("typed"), icon="keypad", tone="plain"),
        ),
        frame=frame(session, back=back_button()),
        spoken=text("present_bill.spoken"),
    )


def insert_card(session: Session, step: InsertCard) -> ScreenView:
    return ScreenView(
        "present",
        title=text(f"insert.{step.slot}.title"),
        prompt=text(f"insert.{step.slot}.prompt"),
        progress=FIND,
        picture=f"{step.slot}_in",
        frame=frame(session, back=back_button()),
        spoken=text(f"insert.{step.slot}.spoken"),
    )


def reading_card(session: Session, step: ReadingCard) -> ScreenView:
    return ScreenView(
        "take_card",
        title=text(f"reading.{step.slot}.title"),
        prompt=text("reading.prompt"),
        progress=FIND,
        picture=f"{step.slot}_in",
        hold=hold_button(session) if step.slot == "id_card" else None,
        waiting=Waiting(),
        frame=frame(session, primary=_go_on(enabled=False)),
        spoken=text(f"reading.{step.slot}.title"),
    )


def take_card(session: Session, step: TakeCard) -> ScreenView:
    """The card first; what went wrong, if anything did, comes when it is back in its owner's hand."""
    lost = nobody_can_tell(session)
    return ScreenView(
        "take_card",
        title=text(f"take.{step.slot}.title"),
        prompt=_where_the_card_is(session, step, lost),
        progress=FIND,
        picture=f"{step.slot}_out",
        footnote=text("take.whose", whose=step.whose) if step.whose else None,
        hold=hold_button(session) if step.slot == "id_card" else None,
        frame=frame(session, primary=_go_on(enabled=lost)),
        spoken=text(f"take.{step.slot}.title"),
    )


def _where_the_card_is(session: Session, step: TakeCard, lost: bool) -> Text:
    if lost:
        return problem_prompt("reader_off")
    if session.slot(step.slot) == "jammed":
        return problem_prompt("card_jammed")
    return text("take.prompt_read" if step.whose else "take.prompt_unread")


def _go_on(*, enabled: bool) -> Button:
    return Button(
        "go_on",
        text("frame.go_on"),
        FinishTapped(),
        tone="primary",
        enabled=enabled,
        reason=None if enabled else text("take.first"),
    )


def hold_button(session: Session) -> HoldButton:
    return HoldButton(
        "eject",
        label=text("eject.label"),
        note=text("eject.note"),
        down_event=EjectHoldPressed(),
        up_event=EjectHoldReleased(),
        tap_hint=text("eject.hint"),
        held_s=session.held_s,
    )


def type_number(session: Session, step: TypeNumber) -> ScreenView:
    rule = session.rules.utility(step.utility).number
    keys = [_digit(n) for n in range(1, 10)]
    keys.append(Button("delete", text("keypad.delete"), DigitDeleted()))
    keys.append(_digit(0))
    keys.append(Button("clear", text("keypad.clear"), DigitsCleared()))
    full = len(step.digits) == rule.digits
    where = text(f"utility.{step.utility}.where")
    wrong = problem_prompt(step.problem) if step.problem else None
    return ScreenView(
        "keypad",
        title=text("keypad.title", number=text(f"utility.{step.utility}.number")),
        prompt=wrong or text("keypad.prompt", digits=str(rule.digits), where=where),
        progress=FIND,
        keypad=Keypad(
            grouped(step.digits, rule.group), rule.digits - len(step.digits), tuple(keys), problem=wrong
        ),
        frame=frame(
            session,
            back=back_button(),
            primary=Button(
                "next",
                text("frame.next"),
                NumberConfirmed(),
                tone="primary",
                enabled=full,
                reason=None if full else text("keypad.missing", digits=str(rule.digits - len(step.digits))),
            ),
        ),
        spoken=text("keypad.title", number=text(f"utility.{step.utility}.number")),
    )


def _digit(figure: int) -> Button:
    return Button(f"digit_{figure}", text("keypad.digit", digit=str(figure)), DigitPressed(figure))


def look_up(session: Session, step: LookUp) -> ScreenView:
    slow = session.in_step_s() >= session.rules.timing.explain_wait_s
    return ScreenView(
        "waiting",
        title=text("look_up.title"),
        prompt=text("look_up.slow" if slow else "look_up.prompt"),
        progress=FIND,
        waiting=Waiting(),
        frame=frame(session, back=back_button()),
        spoken=text("look_up.title"),
    )
