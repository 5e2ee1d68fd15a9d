"""Screens of a meter card at the slot: wanted again after the money, written, taken home. The money is told
of on each: nobody shall wonder where it is while a card is in a machine."""

from collections.abc import Callable
from typing import Any

from kiosk.payment import amount
from kiosk.session import show_find
from kiosk.session.events import (
    FinishTapped,
    GiveLoadBackTapped,
    SendLoadTapped,
    WriteLaterTapped,
)
from kiosk.session.household import Problem
from kiosk.session.journey_cards import nobody_can_tell
from kiosk.session.model import Session
from kiosk.session.show_parts import PAY, frame
from kiosk.session.show_said import spoken_while_waiting
from kiosk.session.steps import ReadingCard, Step
from kiosk.session.steps_meter_cards import (
    AskMeterCard,
    InsertPaidCard,
    RedirectingLoad,
    TakePaidCard,
    WritingCard,
    load_of,
)
from kiosk.session.steps_prepaid import Loading
from kiosk.session.view import Button, ScreenView, Text, Total, Waiting, text

_TOLD_AS: dict[Problem, str] = {
    "other_card": "other_card",
    "other_company": "other_card",
    "card_gone": "pulled",
    "card_pulled": "pulled",
    "card_forced_out": "pulled",
    "card_turned": "turned",
    "card_upside_down": "turned",
    "busy": "busy",
    "damaged": "cannot",
    "blocked": "cannot",
    "write_failed": "cannot",
    "card_damaged": "cannot",
    "card_unknown": "cannot",
    "company_silent": "silent",
    "gateway_slow": "silent",
    "load_stays": "stays",
    "reader_off": "reader",
    "card_wanted": "wanted",
}
_SOME_STEPS = 3.0
"""How soon the bar slows down: how many steps there will be, only the company knows."""


def ask_meter_card(session: Session, step: AskMeterCard) -> ScreenView:
    return show_find.reading_card(session, ReadingCard(step.wish, "ic_card"))


def insert_paid_card(session: Session, step: InsertPaidCard) -> ScreenView:
    return _wanted_again(session, step) if step.problem else _wanted(session, step)


def _wanted(session: Session, step: InsertPaidCard) -> ScreenView:
    again = "again" if step.paid.again else "now"
    return ScreenView(
        "present",
        title=text("card_load.insert.title"),
        prompt=text(f"card_load.insert.{again}"),
        progress=PAY,
        picture="ic_card_in",
        choices=(_later(),),
        footnote=_bank_card(step.paid),
        frame=frame(session),
        spoken=text(f"card_load.insert.{again}_spoken"),
    )


def _wanted_again(session: Session, step: InsertPaidCard) -> ScreenView:
    """Why the load is not on the card, that the money is safe, and every way on; the slot is open again."""
    stem, load = _TOLD_AS.get(step.problem, "unsure"), load_of(step)
    if stem == "wanted" and not (load is not None and load.state == "card_waiting"):
        stem = "wanted_unsure"
    send = Button("send", text("card_load.send"), SendLoadTapped(), note=text("card_load.send_note"))
    note = "give_back_note_cash" if step.paid.outcome.method == "cash" else "give_back_note"
    back = Button(
        "give_back", text("card_load.give_back"), GiveLoadBackTapped(), note=text(f"card_load.{note}")
    )
    ways = [_later()]
    if load is not None and load.may_be_sent:
        ways.append(send)
    if load is not None and load.state == "card_waiting":
        ways.append(back)
    title = text(f"card_load.{stem}.title")
    return ScreenView(
        "notice",
        title=title,
        prompt=text(f"card_load.{stem}.prompt", phone=session.rules.service_phone),
        progress=PAY,
        mark="warning",
        choices=tuple(ways),
        frame=frame(session),
        spoken=title,
    )


def _later() -> Button:
    return Button("later", text("card_load.later"), WriteLaterTapped(), note=text("card_load.later_note"))


def _bank_card(paid: Loading) -> Text | None:
    return text("bank_card.take") if paid.outcome.method == "bank_card" and not paid.again else None


def writing_card(session: Session, step: WritingCard) -> ScreenView:
    title = text("card_load.writing.title")
    told = "again" if step.paid.again else "now"
    return ScreenView(
        "waiting",
        title=title,
        prompt=text(f"card_load.writing.{told}"),
        progress=PAY,
        total=Total(text("load.paid"), amount.digits(step.paid.basket.amount_fen)),
        waiting=Waiting(step.step_no / (step.step_no + _SOME_STEPS) if step.step_no else None),
        frame=frame(session, exit_=False),
        spoken=_said_while_writing(session, step, title),
    )


def _said_while_writing(session: Session, step: WritingCard, title: Text) -> Text:
    first = text("card_load.writing.again_spoken") if step.paid.again else title
    return spoken_while_waiting(session, first, title)


def take_paid_card(session: Session, step: TakePaidCard) -> ScreenView:
    stem, lost = "unwritten" if step.problem else "written", nobody_can_tell(session)
    jammed = session.slot("ic_card") == "jammed"
    return ScreenView(
        "take_card",
        title=text(f"card_load.{stem}.title"),
        prompt=text("take.stuck") if lost or jammed else text(f"card_load.{stem}.prompt"),
        progress=PAY,
        picture="ic_card_out",
        frame=frame(session, exit_=False, primary=_go_on(lost=lost)),
        spoken=text(f"card_load.{stem}.spoken"),
    )


def _go_on(*, lost: bool) -> Button:
    return Button(
        "go_on",
        text("frame.go_on"),
        FinishTapped(),
        tone="primary",
        enabled=lost,
        reason=None if lost else text("take.first"),
    )


def redirecting_load(session: Session, step: RedirectingLoad) -> ScreenView:
    title = text(f"card_load.{step.how}_asked")
    return ScreenView(
        "waiting",
        title=title,
        prompt=text("card_load.asked"),
        progress=PAY,
        total=Total(text("load.paid"), amount.digits(step.paid.basket.amount_fen)),
        waiting=Waiting(),
        frame=frame(session, exit_=False),
        spoken=spoken_while_waiting(session, title),
    )


SCREENS: dict[type[Step], Callable[[Session, Any], ScreenView]] = {
    AskMeterCard: ask_meter_card,
    InsertPaidCard: insert_paid_card,
    WritingCard: writing_card,
    TakePaidCard: take_paid_card,
    RedirectingLoad: redirecting_load,
}
