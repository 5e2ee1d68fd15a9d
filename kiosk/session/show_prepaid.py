"""Screens of buying for a prepaid meter: how much, and what is agreed to; with those of the meter before."""

from collections.abc import Callable
from typing import Any

from kiosk.payment import amount
from kiosk.session.events import (
    AmountTapped,
    NumberConfirmed,
    OtherAmountTapped,
    PayTapped,
)
from kiosk.session.journey_prepaid import why_not_so_much
from kiosk.session.model import Session
from kiosk.session.paper import no_paper_note
from kiosk.session.rules import Utility
from kiosk.session.show_keypad import twelve_keys
from kiosk.session.show_meters import choose_meter, limits, show_meter
from kiosk.session.show_parts import CONFIRM, back_button, frame
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
    Keypad,
    ScreenView,
    Spoken,
    Total,
    text,
)

MOST_PRESETS = 3
"""Beside them stands another sum; the smallest of more are left to it."""


def choose_amount(session: Session, step: ChooseAmount) -> ScreenView:
    meter = step.back.meter
    utility = session.rules.utility(meter.utility)
    other = Button("other", text("prepaid.other"), OtherAmountTapped(), icon="keypad")
    presets = tuple(_preset(utility, fen) for fen in meter.presets_fen[-MOST_PRESETS:])
    title = text(f"prepaid.{meter.utility}.how_much")
    return ScreenView(
        "choices",
        title=title,
        prompt=text("prepaid.limits_told", **limits(meter)),
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
        prompt=text("prepaid.typed.prompt", **limits(meter)),
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
