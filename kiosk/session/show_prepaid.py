"""Screens of buying for a prepaid meter: which one, how it stands, how much, and what is agreed to."""

from collections.abc import Callable
from typing import Any

from kiosk.payment import amount
from kiosk.session.events import (
    AmountTapped,
    FinishTapped,
    MeterAgreed,
    MeterTapped,
    NumberConfirmed,
    OtherAmountTapped,
    PayTapped,
)
from kiosk.session.household import LocalTime
from kiosk.session.journey_prepaid import looks_only, why_not_so_much
from kiosk.session.loads import GIVEN_BACK
from kiosk.session.meters import Meter
from kiosk.session.model import Session
from kiosk.session.paper import no_paper_note
from kiosk.session.rules import Utility
from kiosk.session.show_keypad import twelve_keys
from kiosk.session.show_parts import CONFIRM, back_button, frame, this_year
from kiosk.session.steps import Step
from kiosk.session.steps_prepaid import (
    ChooseAmount,
    ChooseMeter,
    ConfirmLoad,
    ShowMeter,
    TypeAmount,
)
from kiosk.session.view import (
    BillRow,
    Button,
    Capitals,
    Fact,
    Filling,
    Keypad,
    ScreenView,
    Spoken,
    Text,
    Total,
    text,
)

MOST_PRESETS = 3
"""Beside them stands another sum; the smallest of more are left to it."""


def choose_meter(session: Session, step: ChooseMeter) -> ScreenView:
    shown = step.meters[:MOST_PRESETS]
    return ScreenView(
        "choices",
        title=text("prepaid.which_to_look_at" if looks_only(session) else "prepaid.which"),
        prompt=text("account.prompt", holder=shown[0].holder_masked),
        progress=CONFIRM,
        choices=tuple(_meter_button(session, meter, place) for place, meter in enumerate(shown, 1)),
        frame=frame(session, back=back_button()),
        spoken=text("prepaid.which_to_look_at" if looks_only(session) else "prepaid.which_spoken"),
    )


def _meter_button(session: Session, meter: Meter, place: int) -> Button:
    utility = session.rules.utility(meter.utility)
    return Button(
        f"meter_{place}",
        text("account.label", number=meter.account_masked),
        MeterTapped(meter.meter_id),
        note=text("prepaid.at", address=meter.address),
        icon=utility.icon,
        tone=utility.tone,
    )


def show_meter(session: Session, step: ShowMeter) -> ScreenView:
    meter = step.meter
    if looks_only(session) and meter.balance_fen is not None:
        return _balance(session, step)
    if meter.state != "may_load" or looks_only(session):
        return _not_now(session, step)
    agree = Button("agree", text("prepaid.agree"), MeterAgreed(), tone="primary")
    return ScreenView(
        "bill",
        title=text(f"prepaid.{meter.utility}.meter"),
        prompt=text("prepaid.of", holder=meter.holder_masked, number=meter.account_masked),
        progress=CONFIRM,
        facts=_facts(meter),
        frame=frame(session, back=back_button(), primary=agree),
        spoken=text("prepaid.meter_spoken"),
    )


def _balance(session: Session, step: ShowMeter) -> ScreenView:
    """What is in it, for whoever came to know that alone."""
    meter = step.meter
    return ScreenView(
        "bill",
        title=text(f"prepaid.{meter.utility}.holds"),
        prompt=text("prepaid.of", holder=meter.holder_masked, number=meter.account_masked),
        facts=_sums(meter),
        frame=frame(
            session,
            back=back_button(),
            primary=Button("finish", text("frame.finish"), FinishTapped(), tone="primary"),
        ),
        spoken=text("prepaid.holds_spoken"),
    )


def _facts(meter: Meter) -> tuple[Fact, ...]:
    return (*_sums(meter), Fact(text("prepaid.limits"), text("prepaid.from_to", **_limits(meter))))


def _sums(meter: Meter) -> tuple[Fact, ...]:
    balance = () if meter.balance_fen is None else (_sum_at("balance", meter.balance_fen, meter.balance_at),)
    last = (_sum_at("last", meter.last_fen, meter.last_at),) if meter.last_fen else ()
    return (*balance, *last)


def _sum_at(what: str, fen: int, at: LocalTime | None) -> Fact:
    """With the day it is of, where that is known: a balance is worth nothing without."""
    digits = amount.signed(fen)
    day = text("prepaid.on", sum=digits, at=this_year(at)) if at else digits
    return Fact(text(f"prepaid.{what}"), day)


def _limits(meter: Meter) -> dict[str, Filling]:
    return {"least": str(meter.least_yuan), "most": str(meter.most_yuan)}


def _not_now(session: Session, step: ShowMeter) -> ScreenView:
    """Why nothing may be bought, that nothing was paid, and what to do; what is paid already goes on."""
    load = step.meter.open_load
    finish = Button("finish", text("frame.finish"), FinishTapped(), tone="plain" if load else "primary")
    carry_on = Button("carry_on", text("prepaid.carry_on"), MeterAgreed(), icon="tick", tone="primary")
    title, prompt = _told(step)
    return ScreenView(
        "notice",
        title=title,
        prompt=prompt,
        progress=CONFIRM,
        mark="checking" if load else "warning",
        choices=(carry_on, finish) if load else (finish,),
        frame=frame(session, back=back_button("nothing_owed.other")),
        spoken=title,
    )


def _told(step: ShowMeter) -> tuple[Text, Text]:
    meter, load = step.meter, step.meter.open_load
    if load is not None:
        stem = "back" if load.state in GIVEN_BACK else "unfinished"
        return text(f"prepaid.{stem}.title"), text(
            f"prepaid.{stem}.prompt", sum=amount.digits(load.amount_fen)
        )
    if meter.state == "may_load":  # and nobody knows what is in it
        return text("prepaid.no_balance.title"), text("prepaid.no_balance.prompt")
    if meter.state in {"biller_closed", "biller_paused"}:
        title = text(f"prepaid.{meter.state}.title")
        if meter.next_opening is None:
            return title, text("prepaid.opens_later")
        return title, text("prepaid.opens", opening=this_year(meter.next_opening))
    return text(f"prepaid.{meter.state}.title"), text(f"prepaid.{meter.state}.prompt")


def choose_amount(session: Session, step: ChooseAmount) -> ScreenView:
    meter = step.back.meter
    utility = session.rules.utility(meter.utility)
    other = Button("other", text("prepaid.other"), OtherAmountTapped(), icon="keypad")
    presets = tuple(_preset(utility, fen) for fen in meter.presets_fen[-MOST_PRESETS:])
    title = text(f"prepaid.{meter.utility}.how_much")
    return ScreenView(
        "choices",
        title=title,
        prompt=text("prepaid.limits_told", **_limits(meter)),
        progress=CONFIRM,
        choices=(*presets, other),
        frame=frame(session, back=back_button()),
        spoken=title,
    )


def _preset(utility: Utility, fen: int) -> Button:
    yuan = fen // amount.FEN_PER_YUAN
    label = text("prepaid.yuan", yuan=str(yuan))
    return Button(f"yuan_{yuan}", label, AmountTapped(fen), icon=utility.icon, tone=utility.tone)


def type_amount(session: Session, step: TypeAmount) -> ScreenView:
    meter = step.back.meter
    reason = why_not_so_much(step)
    ready = Button(
        "next",
        text("frame.next"),
        NumberConfirmed(),
        tone="primary",
        enabled=not reason,
        reason=text(f"prepaid.typed.{reason}") if reason else None,
    )
    title = text(f"prepaid.{meter.utility}.type")
    return ScreenView(
        "keypad",
        title=title,
        prompt=text("prepaid.typed.prompt", **_limits(meter)),
        progress=CONFIRM,
        keypad=Keypad(step.digits, 0 if step.digits else 1, twelve_keys()),
        frame=frame(session, back=back_button(), primary=ready),
        spoken=title,
    )


def confirm_load(session: Session, step: ConfirmLoad) -> ScreenView:
    """As bills are confirmed: whose it is, what for, and the sum in digits and capitals."""
    meter, fen = step.back.meter, step.amount_fen
    utility, no_paper = session.rules.utility(meter.utility), no_paper_note(session)
    row = BillRow(
        "bill_1",
        icon=utility.icon,
        tone=utility.tone,
        label=text(f"prepaid.{meter.utility}.buy"),
        note=text("account.label", number=meter.account_masked),
        amount=amount.digits(fen),
        chosen=True,
        toggle=None,
    )
    return ScreenView(
        "bills",
        title=text("prepaid.confirm", holder=meter.holder_masked),
        prompt=text("prepaid.at", address=meter.address),
        progress=CONFIRM,
        bills=(row,),
        total=Total(text("bills.total"), amount.digits(fen), text("bills.capitals", sum=Capitals(fen))),
        footnote=text(f"bills.{no_paper}") if no_paper else None,
        frame=frame(
            session, back=back_button(), primary=Button("pay", text("bills.pay"), PayTapped(), tone="primary")
        ),
        spoken=text("bills.spoken", sum=Spoken(fen)),
    )


SCREENS: dict[type[Step], Callable[[Session, Any], ScreenView]] = {
    ChooseMeter: choose_meter,
    ShowMeter: show_meter,
    ChooseAmount: choose_amount,
    TypeAmount: type_amount,
    ConfirmLoad: confirm_load,
}
