"""The screen for banknotes, and how a payment with them ended: what was paid, what went to the account."""

from kiosk.payment import amount
from kiosk.session.events import StopNotesTapped
from kiosk.session.household import Basket, Outcome
from kiosk.session.model import Session
from kiosk.session.numbers import grouped
from kiosk.session.rules import Rules
from kiosk.session.show_names import account_of, accounts_with_money
from kiosk.session.show_parts import PAY, frame, listed
from kiosk.session.steps import InsertNotes
from kiosk.session.view import Button, Fact, ScreenView, Spoken, Text, Total, text

CAME_BACK = frozenset({"too_much", "not_taken", "other_value", "slot_off"})


def insert_notes(session: Session, step: InsertNotes) -> ScreenView:
    """The rules stand large until the first note is inside, then in one line."""
    empty = not (step.inside_fen or step.finishing)
    title, prompt, spoken = _said(session.rules, step)
    stop = Button("stop_notes", text("cash.stop" if step.inside_fen else "paying.cancel"), StopNotesTapped())
    return ScreenView(
        "cash",
        title=title,
        prompt=prompt,
        progress=PAY,
        picture=_picture(step),
        sums=_sums(step),
        rules=_rules(session.rules, step) if empty else (),
        footnote=None if empty else text(f"cash.in_short.{step.rest}", account=_rest_goes_to(step)),
        frame=frame(session, exit_=False, back=None if step.finishing else stop),
        spoken=spoken,
    )


def _picture(step: InsertNotes) -> str | None:
    """Nothing points at a mouth that is shut."""
    if step.finishing:
        return None
    return "note_out" if step.came_back else "note_in"


def _notes_taken(rules: Rules) -> Text:
    """As people list them: 5, 10, 20."""
    return listed(tuple(text("cash.yuan", yuan=str(fen // 100)) for fen in rules.notes_fen))


def _rules(rules: Rules, step: InsertNotes) -> tuple[Text, ...]:
    """CSH and R5: which notes, no change, and what happens to the rest, before the first note."""
    basket = step.paying.basket
    notes = text("cash.rule.notes", notes=_notes_taken(rules))
    rest = text(f"cash.rule.{step.rest}", account=_rest_goes_to(step))
    if all(bill.takes_on_account for bill in basket.bills):
        return notes, text("cash.rule.no_change"), rest
    return notes, rest, text(f"cash.counter.{'some' if basket.account_for_the_rest else 'none'}")


def _rest_goes_to(step: InsertNotes) -> Text:
    """Whose account gets what passes the sum."""
    basket = step.paying.basket
    return account_of(basket.account_for_the_rest or basket.bills[-1], basket)


def _sums(step: InsertNotes) -> tuple[Total, ...]:
    """Before the first note, the sum alone; from then on what is inside, and what is missing or too much."""
    asked = Total(text("cash.asked"), amount.digits(step.paying.basket.amount_fen))
    if not step.inside_fen:
        return (asked,)
    inside = Total(text("cash.inside"), amount.digits(step.inside_fen))
    if step.over_fen:
        return (asked, inside, Total(text("cash.over"), amount.digits(step.over_fen)))
    return (asked, inside, Total(text("cash.missing"), amount.digits(step.missing_fen)))


def _said(rules: Rules, step: InsertNotes) -> tuple[Text, Text, Text]:
    """Title, prompt, and what the voice says: each note is heard and seen."""
    if step.came_back:
        why = step.came_back if step.came_back in CAME_BACK else "not_taken"
        prompt = text(f"cash.came_back.{why}.prompt", notes=_notes_taken(rules))
        return text(f"cash.came_back.{why}.title"), prompt, text(f"cash.came_back.{why}.spoken")
    if step.reading:
        return _plainly("reading")
    if step.finishing and step.missing_fen:
        return _plainly("finishing")
    if step.last_fen:
        return _counted(step)
    return _plainly("start")


def _plainly(state: str) -> tuple[Text, Text, Text]:
    title = text(f"cash.{state}.title")
    return title, text(f"cash.{state}.prompt"), title


def _counted(step: InsertNotes) -> tuple[Text, Text, Text]:
    state = "counted" if step.missing_fen else "enough"
    note = str(step.last_fen // 100)
    title = text("cash.counted.title", note=note) if step.missing_fen else text("cash.enough.title")
    said = {"note": Spoken(step.last_fen), "missing": Spoken(step.missing_fen)}
    return title, text(f"cash.{state}.prompt"), text(f"cash.{state}.spoken", **said)


def ended_title(outcome: Outcome, basket: Basket) -> Text:
    """How it came out; an end without banknotes has its own words."""
    if outcome.kind == "settled":
        return text("settled.title")
    if outcome.sum_fen("bill"):
        return text("part_settled.title")
    account = accounts_with_money(outcome, basket)
    return text("cash.on_account.title", account=account) if account else text("cash.voucher.title")


MOST_FACTS = 3
"""What a wide display has room for; the paper says all of it."""


def ended_facts(outcome: Outcome) -> tuple[Fact, ...]:
    """What was put in and where all of it went; the vouchers with their numbers come before all else."""
    serial = (Fact(text("fact.receipt_no"), grouped(outcome.receipt_no, 4)),) if outcome.receipt_no else ()
    paid = (
        ("fact.inserted", outcome.inserted_fen),
        ("fact.face", outcome.face_fen),
        ("fact.paid", outcome.sum_fen("bill")),
        ("fact.on_account", outcome.sum_fen("account")),
        ("fact.voucher", outcome.sum_fen("voucher")),
    )
    vouchers = tuple(
        Fact(text("fact.voucher_no"), leg.voucher_no) for leg in outcome.legs if leg.state == "voucher"
    )
    sums = tuple(Fact(text(key), amount.digits(fen)) for key, fen in paid if fen)
    return (*serial, *sums, *vouchers)[-MOST_FACTS:]
