"""Screens between the look-up and the payment: which account, what is owed, nothing owed."""

from kiosk.payment import amount
from kiosk.session.events import (
    AccountTapped,
    BillOpened,
    BillToggled,
    FinishTapped,
    PayTapped,
)
from kiosk.session.household import Account, Bill
from kiosk.session.journey_bills import basket_of, hindrance, may_take_off, why_not_pay
from kiosk.session.model import Session
from kiosk.session.paper import no_paper_note
from kiosk.session.rules import HOUSEHOLD, MOST_BILLS, NEUTRAL_ICON
from kiosk.session.show_pages import cut, page_of
from kiosk.session.show_parts import (
    CONFIRM,
    back_button,
    bill_face,
    frame,
    listing,
    period,
    this_year,
    usage,
    utility_name,
)
from kiosk.session.steps import ChooseAccount, ConfirmBills, NothingOwed
from kiosk.session.view import BillRow, Button, Capitals, ScreenView, Spoken, Text, Total, text


def choose_account(session: Session, step: ChooseAccount) -> ScreenView:
    accounts = step.findings.accounts
    page = page_of(session, len(accounts))
    shown = cut(session, accounts, page)
    words = "account_of_errand" if session.errand else "account"
    return ScreenView(
        "choices",
        title=text(f"{words}.title"),
        prompt=text(f"{words}.prompt", holder=step.findings.holder_masked),
        progress=CONFIRM,
        choices=tuple(_account_button(session, step, account) for account in shown),
        page=page,
        frame=frame(session, back=back_button()),
        spoken=text(f"{words}.spoken"),
    )


def _account_button(session: Session, step: ChooseAccount, account: Account) -> Button:
    offered = session.rules.offers(account.utility)
    utility = session.rules.utility(account.utility) if offered else None
    return Button(
        f"account_{step.findings.accounts.index(account) + 1}",
        text("account.choice", number=account.number_masked),
        AccountTapped(account.account_id),
        note=_account_note(session, step, account),
        icon=utility.icon if utility else NEUTRAL_ICON,
        tone=utility.tone if utility else "plain",
    )


def _account_note(session: Session, step: ChooseAccount, account: Account) -> Text:
    """Whoever pays is told what is due; for anything else nothing is known of that, and kinds are mixed."""
    if session.errand:
        name = utility_name(session.rules, account.utility)
        return text("account_of_errand.note", what=name, address=account.address_masked)
    due_fen = sum(b.due_fen for b in step.findings.bills if b.account_id == account.account_id)
    due = text("account.due", due=amount.digits(due_fen)) if due_fen else text("account.nothing")
    return text("account.note", address=account.address_masked, due=due)


def confirm_bills(session: Session, step: ConfirmBills) -> ScreenView:
    bills = step.findings.bills
    page = page_of(session, len(bills))
    basket = basket_of(step, session.rules)
    several = any(may_take_off(step, bill, session.rules) for bill in bills)
    no_paper = no_paper_note(session)
    address = step.findings.address_masked
    return ScreenView(
        "bills",
        title=text("bills.title", holder=step.findings.holder_masked),
        prompt=text("bills.prompt_several" if several else "bills.prompt_one", address=address),
        progress=CONFIRM,
        bills=tuple(_row(session, step, bill) for bill in cut(session, bills, page)),
        page=page,
        total=Total(
            text("bills.total"),
            amount.digits(basket.amount_fen),
            text("bills.capitals", sum=Capitals(basket.amount_fen)),
        ),
        footnote=text(f"bills.{no_paper}") if no_paper else None,
        frame=frame(
            session,
            back=back_button(),
            primary=Button(
                "pay",
                text("bills.pay"),
                PayTapped(),
                tone="primary",
                enabled=not why_not_pay(basket),
                reason=_why_not_pay(session, step) if why_not_pay(basket) else None,
            ),
        ),
        spoken=text("bills.spoken", sum=Spoken(basket.amount_fen)),
    )


def _why_not_pay(session: Session, step: ConfirmBills) -> Text:
    if all(hindrance(bill, session.rules) for bill in step.findings.bills):
        return text("bills.none_payable")
    return text(f"bills.{why_not_pay(basket_of(step, session.rules))}", most=str(MOST_BILLS))


def _row(session: Session, step: ConfirmBills, bill: Bill) -> BillRow:
    icon, tone, name = bill_face(session.rules, bill)
    reason = hindrance(bill, session.rules)
    return BillRow(
        f"bill_{step.findings.bills.index(bill) + 1}",
        icon=icon,
        tone=tone,
        label=name,
        note=_row_note(bill, step.findings.bills),
        amount=amount.digits(bill.due_fen),
        chosen=not reason and bill.bill_id not in step.off,
        toggle=BillToggled(bill.bill_id) if may_take_off(step, bill, session.rules) else None,
        reason=told_hindrance(reason, bill) if reason else None,
        opens=BillOpened(bill.bill_id),
        hint=text("bills.open"),
    )


def told_hindrance(reason: str, bill: Bill) -> Text:
    if reason not in {"biller_closed", "biller_paused"}:
        return text(f"hindrance.{reason}")
    if bill.next_opening is None:
        return text(f"hindrance.{reason}_for_now")
    return text(f"hindrance.{reason}", opening=this_year(bill.next_opening))


def _row_note(bill: Bill, bills: tuple[Bill, ...]) -> Text:
    """What the bill is for, or of when it is; which meter it is of, where the household has two of a kind."""
    if bill.known_at:
        return listing(period(bill), text("bills.known_at", at=this_year(bill.known_at)))
    of_a_kind = {other.account_id for other in bills if other.utility == bill.utility}
    if len(of_a_kind) > 1:
        return listing(period(bill), text("bills.account", number=bill.account_masked))
    if bill.late_fee_fen:
        return listing(period(bill), text("bills.late", late=amount.digits(bill.late_fee_fen)))
    return listing(period(bill), usage(bill))


def nothing_owed(session: Session, step: NothingOwed) -> ScreenView:
    finish = Button("finish", text("frame.finish"), FinishTapped(), tone="primary")
    title, prompt, spoken = _nothing_owed_of(session, step)
    return ScreenView(
        "notice",
        title=title,
        prompt=prompt,
        mark="done",
        choices=(finish,),
        frame=frame(session, back=back_button("nothing_owed.other")),
        spoken=spoken,
    )


def _nothing_owed_of(session: Session, step: NothingOwed) -> tuple[Text, Text, Text]:
    """Title, prompt, and what the voice says, which names nobody.

    What was not asked about may be owed all the same.
    """
    kinds = {account.utility for account in step.findings.accounts}
    if step.wish == HOUSEHOLD or len(kinds) > 1:
        prompt = text("nothing_owed.prompt", holder=step.findings.holder_masked)
        return text("nothing_owed.title"), prompt, text("nothing_owed.spoken")
    one = text("nothing_owed.title_one")
    if not any(session.rules.offers(kind) for kind in kinds):
        return one, text("nothing_owed.prompt_this"), one
    return one, text("nothing_owed.prompt_one", what=text(f"utility.{kinds.pop()}.bill")), one
