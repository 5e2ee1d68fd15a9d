"""Screens of the first stretch: how to find the bill, its window, the slots, and the wait for an answer."""

from msgspec.structs import replace

from kiosk.session.events import (
    EjectHoldPressed,
    EjectHoldReleased,
    FieldSkipped,
    FindingTapped,
    FinishTapped,
    Way,
)
from kiosk.session.journey_accounts import may_name_none
from kiosk.session.journey_cards import nobody_can_tell
from kiosk.session.journey_left_card import waits_at_the_exit
from kiosk.session.model import DeviceName, Session
from kiosk.session.show_errands import for_errand, kind_of_errand
from kiosk.session.show_parts import FIND, back_button, frame, problem_prompt, wish_name
from kiosk.session.show_said import spoken_while_waiting
from kiosk.session.steps import ChooseFinding, InsertCard, LookUp, PresentBill, ReadingCard, TakeCard
from kiosk.session.view import Button, HoldButton, ScreenView, Text, Tone, Waiting, text


def choose_finding(session: Session, step: ChooseFinding) -> ScreenView:
    ways = (
        _way(session, "scan", "scanner", "scan_bill", "primary"),
        _by_identity_card(session),
        _way(session, "typed", None, "keypad", "electricity"),
        _way(session, "ic_card", "card_reader", "ic_card", "heat"),
    )
    return ScreenView(
        "choices",
        title=_what_is_found(session),
        prompt=text("finding.prompt"),
        progress=FIND,
        choices=ways,
        frame=frame(session, back=back_button(), primary=_skip() if may_name_none(session) else None),
        spoken=_asked_aloud(session, step),
    )


def _by_identity_card(session: Session) -> Button:
    """Whoever has shown it already need not put it in again."""
    way = _way(session, "id_card", None if session.person else "id_reader", "id_card", "water")
    return replace(way, note=text("finding.id_card.note_known")) if session.person else way


def _skip() -> Button:
    return Button("skip", text("form.skip"), FieldSkipped(), tone="primary")


def _what_is_found(session: Session) -> Text:
    kind = kind_of_errand(session)
    return text("finding.title" if kind is None else f"finding_of.{kind}.title")


def _asked_aloud(session: Session, step: ChooseFinding) -> Text:
    """What is to be paid is said first, of whoever pays."""
    if kind_of_errand(session) is None:
        return text("finding.spoken", what=wish_name(step.wish))
    return _what_is_found(session)


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
        frame=frame(session, primary=_go_on(text("reading.first"))),
        spoken=spoken_while_waiting(session, text(f"reading.{step.slot}.title")),
    )


def take_card(session: Session, step: TakeCard) -> ScreenView:
    """The card first; what went wrong, if anything did, comes when it is back in its owner's hand."""
    lost, waits = nobody_can_tell(session), waits_at_the_exit(session, step)
    phone = session.rules.service_phone
    return ScreenView(
        "take_card",
        title=text("take.waits.title" if waits else f"take.{step.slot}.title"),
        prompt=text("take.waits.prompt", phone=phone) if waits else _where_the_card_is(session, step, lost),
        progress=FIND,
        picture=f"{step.slot}_out",
        footnote=text("take.whose", whose=step.whose) if step.whose and not waits else None,
        hold=hold_button(session) if step.slot == "id_card" else None,
        frame=frame(session, primary=_go_on(None if lost else text("take.first"))),
        spoken=text("take.waits.spoken" if waits else f"take.{step.slot}.spoken"),
    )


def _where_the_card_is(session: Session, step: TakeCard, lost: bool) -> Text:
    if lost or session.slot(step.slot) == "jammed":
        at_the_button = problem_prompt("reader_off" if lost else "card_jammed")
        return at_the_button if step.slot == "id_card" else text("take.stuck")
    return text("take.prompt_read" if step.whose else "take.prompt_unread")


def _go_on(not_yet: Text | None) -> Button:
    return Button(
        "go_on",
        text("frame.go_on"),
        FinishTapped(),
        tone="primary",
        enabled=not_yet is None,
        reason=not_yet,
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


def look_up(session: Session, step: LookUp) -> ScreenView:
    slow = session.in_step_s() >= session.rules.timing.explain_wait_s
    title = for_errand(session, "look_up.title", "look_up.title_of_errand")
    return ScreenView(
        "waiting",
        title=title,
        prompt=text("look_up.slow" if slow else "look_up.prompt"),
        progress=FIND,
        waiting=Waiting(),
        frame=frame(session, back=back_button()),
        spoken=spoken_while_waiting(session, title, text("look_up.slow")),
    )
