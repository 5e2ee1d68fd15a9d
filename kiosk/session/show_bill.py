"""One bill in full: usage, each item with its sum, the late fee, the total, how that was worked out."""

from kiosk.payment import amount
from kiosk.session.bill_parts import BillPart, parts_of
from kiosk.session.events import BillToggled
from kiosk.session.household import Bill
from kiosk.session.journey_bills import hindrance, may_take_off
from kiosk.session.model import Session
from kiosk.session.show_bills import told_hindrance
from kiosk.session.show_pages import leaf_of
from kiosk.session.show_parts import CONFIRM, back_button, bill_face, frame, period, this_year, usage
from kiosk.session.show_workings import last_paid, workings
from kiosk.session.steps import ReadBill
from kiosk.session.view import Button, Fact, ScreenView, Spoken, Text, Total, text

MOST_LINES, LINES_AMONG_LEAVES = 6, 4
"""Lines of sums: with the usage above them, what a wide display holds; fewer where leaves are turned."""
WORKINGS_A_LEAF, WORKINGS_IN_REACH = 4, 3
"""At the usual size; at a larger one `reflow` cuts. Long ones take two lines."""


def read_bill(session: Session, step: ReadBill) -> ScreenView:
    bill = step.bill
    _, _, name = bill_face(session.rules, bill)
    parts = _leaves(session, bill)
    leaf = leaf_of(session, len(parts))
    return ScreenView(
        "bill",
        title=name,
        prompt=text("bill.about", period=period(bill), number=bill.account_masked),
        progress=CONFIRM,
        facts=parts[leaf.number - 1 if leaf else 0],
        leaf=leaf,
        total=Total(text("bill.total"), amount.digits(bill.due_fen)),
        choices=_take_off(session, step),
        footnote=_beside(session, step),
        frame=frame(session, back=back_button()),
        spoken=text("bill.spoken", what=name, sum=Spoken(bill.due_fen)),
    )


def _leaves(session: Session, bill: Bill) -> list[tuple[Fact, ...]]:
    """What it is made up of and what was paid last; then how it was worked out."""
    used, how, last = usage(bill), workings(bill), last_paid(session, bill)
    lines = LINES_AMONG_LEAVES if how else MOST_LINES - len(last)
    first = (
        *((Fact(text("bill.usage"), used),) if used else ()),
        *(_line(part) for part in parts_of(bill, lines)),
        *last,
    )
    if session.comfort.size > 100:
        return [(*first, *how)]
    most = WORKINGS_IN_REACH if session.comfort.reach else WORKINGS_A_LEAF
    return [first, *(how[at : at + most] for at in range(0, len(how), most))]


def _line(part: BillPart) -> Fact:
    label = text("bill.item", name=part.name) if part.kind == "item" else text(f"bill.{part.kind}")
    return Fact(label, amount.signed(part.amount_fen))


def _take_off(session: Session, step: ReadBill) -> tuple[Button, ...]:
    """Whoever opens a bill to leave it out need not look for its box."""
    if not may_take_off(step.back, step.bill, session.rules):
        return ()
    off = step.bill.bill_id in step.back.off
    label = text("bill.put_back" if off else "bill.take_off")
    return (Button("toggle", label, BillToggled(step.bill.bill_id)),)


def _beside(session: Session, step: ReadBill) -> Text | None:
    """Why it cannot be paid now, or of when its sum is."""
    reason = hindrance(step.bill, session.rules)
    if reason:
        return told_hindrance(reason, step.bill)
    return text("bill.known_at", at=this_year(step.bill.known_at)) if step.bill.known_at else None
