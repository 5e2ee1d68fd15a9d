"""Screens of a recharge card: its code, the question, and what becomes of all that it is worth."""

from kiosk.payment import amount
from kiosk.session.events import NumberConfirmed, RechargeAgreed
from kiosk.session.household import Bill
from kiosk.session.model import Session
from kiosk.session.numbers import grouped
from kiosk.session.show_keypad import twelve_keys
from kiosk.session.show_names import account_of
from kiosk.session.show_parts import PAY, back_button, frame, listed, problem_prompt, problem_title
from kiosk.session.show_said import spoken_while_waiting
from kiosk.session.steps import AskingRechargeCard, ConfirmRechargeCard, TypeRechargeCode
from kiosk.session.view import Button, Filling, Keypad, ScreenView, Spoken, Text, Total, Waiting, text

GROUP = 4
"""Digits that are read together, as they are printed."""


def type_recharge_code(session: Session, step: TypeRechargeCode) -> ScreenView:
    wrong = _wrong(step)
    missing = step.digits - len(step.entered.value)
    reason = text("keypad.missing", digits=str(missing)) if missing else None
    how = "recharge.prompt" if session.works("scanner") else "recharge.prompt_no_window"
    return ScreenView(
        "keypad",
        title=problem_title(step.problem) if step.problem else text("recharge.title"),
        prompt=wrong or text(how, digits=str(step.digits)),
        progress=PAY,
        keypad=Keypad(grouped(step.entered.value, GROUP), missing, twelve_keys(), problem=wrong),
        frame=frame(
            session,
            back=back_button("pay_code.other"),
            primary=Button(
                "next",
                text("frame.next"),
                NumberConfirmed(),
                tone="primary",
                enabled=not missing,
                reason=reason,
            ),
        ),
        spoken=problem_title(step.problem) if step.problem else text("recharge.spoken"),
    )


def _wrong(step: TypeRechargeCode) -> Text | None:
    if step.face_fen:
        face, due = amount.digits(step.face_fen), amount.digits(step.basket.amount_fen)
        return text("recharge.too_small", face=face, due=due)
    if step.again_at:
        return text("recharge.locked_until", time=step.again_at)
    return problem_prompt(step.problem) if step.problem else None


def asking(session: Session, step: AskingRechargeCard) -> ScreenView:
    slow = session.in_step_s() >= session.rules.timing.explain_wait_s
    return ScreenView(
        "waiting",
        title=text("recharge.asking.title"),
        prompt=text("look_up.slow" if slow else "recharge.asking.prompt"),
        progress=PAY,
        waiting=Waiting(),
        total=Total(text("pay_code.due"), amount.digits(step.back.basket.amount_fen)),
        frame=frame(session, back=back_button()),
        spoken=spoken_while_waiting(session, text("recharge.asking.title"), text("look_up.slow")),
    )


def confirm(session: Session, step: ConfirmRechargeCard) -> ScreenView:
    """R5: what is paid, what becomes of the rest and that nothing is given back, before anything moves."""
    face_fen, due_fen = step.card.face_fen, step.basket.amount_fen
    rest_fen = face_fen - due_fen
    what = kinds_of(step.basket.bills)
    kind = "rest" if rest_fen else "exact"
    account = account_of(step.basket.bills[-1], step.basket)
    sums = (
        Total(text("recharge.face"), amount.digits(face_fen)),
        Total(what, amount.digits(due_fen)),
        Total(text("recharge.rest"), amount.digits(rest_fen)),
    )
    said: dict[str, Filling] = {"face": Spoken(face_fen), "due": Spoken(due_fen), "rest": Spoken(rest_fen)}
    written: dict[str, Filling] = {"due": amount.digits(due_fen), "rest": amount.digits(rest_fen)}
    return ScreenView(
        "recharge_card",
        title=text("recharge.confirm.title", face=amount.digits(face_fen)),
        prompt=text(f"recharge.confirm.{kind}", what=what, account=account, **written),
        progress=PAY,
        sums=sums if rest_fen else sums[:2],
        rules=(text("recharge.whole_rest" if rest_fen else "recharge.whole"),),
        choices=(_agree(),),
        frame=frame(session, back=back_button("pay_code.other")),
        spoken=text(f"recharge.confirm.spoken_{kind}", what=what, account=account, **said),
    )


def _agree() -> Button:
    """Large, and away from where the last screen was left: what is spent does not come back."""
    return Button("agree", text("recharge.agree"), RechargeAgreed(), icon="tick", tone="primary")


def kinds_of(bills: tuple[Bill, ...]) -> Text:
    """Each kind of bill once; at least one."""
    kinds = tuple(dict.fromkeys(bill.utility for bill in bills))
    return listed(tuple(text(f"utility.{kind}.bill") for kind in kinds))
