"""How a payment came out: settled, in part, being checked, or not charged. Unknown is never success."""

from msgspec.structs import replace

from kiosk.payment import amount
from kiosk.session import problems, show_cash
from kiosk.session.events import (
    AnotherTapped,
    FinishTapped,
    NoReceiptTapped,
    PrintTapped,
    RetryTapped,
    ShowReceiptCodeTapped,
)
from kiosk.session.household import Outcome
from kiosk.session.model import Session
from kiosk.session.numbers import grouped, payment_reference
from kiosk.session.paper import no_paper_note
from kiosk.session.show_names import still_owed
from kiosk.session.show_parts import frame, listed, moment, problem_number, problem_prompt, problem_title
from kiosk.session.steps import Done
from kiosk.session.view import Button, Fact, ScreenView, Spoken, Text, text

TOKEN_GROUP = 4


def done(session: Session, step: Done) -> ScreenView:
    return told_of_card(step, _came_out(session, step))


def told_of_card(step: Done, screen: ScreenView) -> ScreenView:
    """Whoever paid by card is told to take it, whatever the terminal's own display says; not where the
    payment was never opened, and so no card asked for."""
    if step.again or step.outcome.method != "bank_card" or not step.outcome.payment_id:
        return screen
    spoken = text("bank_card.with_card", said=screen.spoken)
    return replace(screen, footnote=text("bank_card.take"), spoken=spoken)


def _came_out(session: Session, step: Done) -> ScreenView:
    match step.outcome.kind:
        case "settled" | "part_settled" if step.outcome.inserted_fen or step.outcome.face_fen:
            return _spent(session, step)
        case "settled":
            return _settled(session, step)
        case "part_settled":
            return _part_settled(session, step)
        case "pending":
            return _pending(session, step)
        case "not_charged":
            return _not_charged(session, step)


def _settled(session: Session, step: Done) -> ScreenView:
    due = amount.digits(step.outcome.amount_fen)
    return ScreenView(
        "done",
        title=text("settled.title"),
        prompt=text("settled.prompt", what=_what(step), due=due),
        facts=receipt_facts(session, step),
        mark="done",
        choices=(_print_button(session, "settled"), no_receipt()),
        frame=frame(session, primary=another()),
        spoken=text("settled.spoken", sum=Spoken(step.outcome.amount_fen)),
    )


def _spent(session: Session, step: Done) -> ScreenView:
    """Where all of it went, of banknotes or of a recharge card. What waits at the counter, or a bill that is
    still owed, is no success, whatever else was paid."""
    outcome = step.outcome
    title = show_cash.ended_title(outcome, step.basket)
    to_fetch = outcome.sum_fen("voucher") > 0
    owed = still_owed(outcome, step.basket)
    return ScreenView(
        "done",
        title=title,
        prompt=_spent_prompt(step, owed),
        facts=show_cash.ended_facts(outcome),
        mark="warning" if to_fetch or owed else "done",
        choices=(_print_button(session, "cash_ended"), no_receipt()),
        frame=frame(session, primary=another()),
        spoken=title,
    )


def _spent_prompt(step: Done, owed: Text | None) -> Text:
    """What is left to do; with nothing left, that all of it is on record."""
    outcome = step.outcome
    if outcome.sum_fen("voucher"):
        return text("cash.unpaid_and_fetch", what=owed) if owed else text("cash.fetch")
    if owed:
        return text("cash.unpaid", what=owed)
    return text("cash.kept" if outcome.inserted_fen else "recharge.kept")


def _part_settled(session: Session, step: Done) -> ScreenView:
    paid = sum(leg.amount_fen for leg in step.outcome.legs if leg.state == "posted")
    returned = amount.digits(step.outcome.amount_fen - paid)
    owed = still_owed(step.outcome, step.basket) or _what(step)
    return ScreenView(
        "done",
        title=text("part_settled.title"),
        prompt=text("part_settled.prompt", paid=amount.digits(paid), what=owed, returned=returned),
        facts=receipt_facts(session, step),
        mark="checking",
        choices=(_print_button(session, "part_settled"), no_receipt()),
        frame=frame(session),
        spoken=text("part_settled.title"),
    )


def _pending(session: Session, step: Done) -> ScreenView:
    return ScreenView(
        "done",
        title=text("pending.title"),
        prompt=_pending_prompt(session, step),
        facts=reference(step),
        mark="checking",
        choices=(_print_button(session, "pending"), no_receipt()),
        frame=frame(session),
        spoken=text("pending.spoken"),
    )


def _pending_prompt(session: Session, step: Done) -> Text:
    phone, inside_fen = session.rules.service_phone, step.outcome.inserted_fen
    if inside_fen:
        return text("pending.prompt_notes", inside=amount.digits(inside_fen), phone=phone)
    if step.outcome.method == "recharge_card":
        return text("pending.prompt_recharge", phone=phone)
    return text("pending.prompt", phone=phone)


def reference(step: Done) -> tuple[Fact, ...]:
    number = payment_reference(step.outcome.payment_id)
    return (Fact(text("fact.reference"), number),) if number else ()


def _not_charged(session: Session, step: Done) -> ScreenView:
    returned = step.outcome.detail in problems.RETURNED
    title = problem_title(step.outcome.detail) if returned else text("not_charged.title")
    retry = Button("retry", text("not_charged.retry"), RetryTapped(), tone="primary")
    finish = Button("finish", text("not_charged.finish"), FinishTapped())
    return ScreenView(
        "done",
        title=title,
        prompt=problem_prompt(step.outcome.detail),
        mark="not_charged",
        choices=(retry, finish),
        code=problem_number(step.outcome.detail),
        frame=frame(session),
        spoken=title,
    )


def _what(step: Done) -> Text:
    """Which utilities were paid, each once, in the order of the bills."""
    names = tuple(dict.fromkeys(bill.utility for bill in step.basket.bills))
    if len(names) == 1:
        return text(f"utility.{names[0]}.bill")
    return listed(tuple(text(f"utility.{name}.short") for name in names))


def receipt_facts(session: Session, step: Done) -> tuple[Fact, ...]:
    outcome = step.outcome
    facts = [Fact(text("fact.time"), moment(session, outcome.paid_wall_s))]
    if outcome.receipt_no:
        facts.append(Fact(text("fact.receipt_no"), grouped(outcome.receipt_no, 4)))
    return tuple(facts)


def worth_money(outcome: Outcome) -> tuple[Fact, ...]:
    """The digits for a meter stand alone: nothing near them may be mistaken for them. Else the numbers under
    which money is fetched at the counter."""
    token = outcome.load.token if outcome.load else ""
    if token:
        return (Fact(text("fact.token"), grouped(token, TOKEN_GROUP)),)
    vouchers = (leg.voucher_no for leg in outcome.legs if leg.voucher_no)
    return tuple(Fact(text("fact.voucher_no"), number) for number in vouchers)


def _print_button(session: Session, kind: str) -> Button:
    return print_button(session, text(f"{kind}.print"), text(f"{kind}.print_note"))


def print_button(session: Session, label: Text, note: Text) -> Button:
    no_paper = no_paper_note(session)
    if not no_paper:
        return Button(
            "print",
            label,
            PrintTapped(),
            note=note,
            icon="printer",
            tone="primary",
        )
    why = text(f"receipt.{no_paper}")
    return Button(
        "print", text("receipt.on_screen"), ShowReceiptCodeTapped(), note=why, icon="receipt", tone="primary"
    )


def no_receipt() -> Button:
    return Button("no_receipt", text("receipt.none"), NoReceiptTapped(), note=text("receipt.none_note"))


def another() -> Button:
    return Button("another", text("receipt.another"), AnotherTapped())
