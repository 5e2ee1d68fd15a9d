"""Walks of somebody who wants to know the numbers of their accounts."""

from msgspec.structs import replace

from kiosk.audit import facts
from kiosk.audit.walker import Walker
from kiosk.session import events as e
from kiosk.session.effects_paid import LookUpNumbers, PrintNumbers
from kiosk.session.household import AccountNumber, Findings
from kiosk.session.secret import Secret


def found(walker: Walker) -> Findings:
    """All kinds, and one that has no word here."""
    household = facts.findings(walker.words, *facts.bills(walker.words))
    other = replace(household.accounts[0], account_id="account-of-another-kind", utility="television")
    accounts = (*household.accounts, other)
    numbers = tuple(
        AccountNumber(each.account_id, Secret(facts.NUMBER), Secret(f"dhk:demo:{facts.NUMBER}"))
        for each in accounts
    )
    return replace(household, bills=(), accounts=accounts, numbers=numbers)


def asks_for_numbers(walker: Walker, *, more: bool = False) -> None:
    walker.opens_service("account_numbers")
    walker.inserts("id_card")
    walker.id_card_is_read()
    told = replace(found(walker), more_accounts=more)
    walker.feed(e.BillsReceived(walker.asked(LookUpNumbers).request, told))
    walker.feed(e.CardTaken("id_card"))


def takes_numbers_home(walker: Walker) -> None:
    for confirmed in (True, False):
        asks_for_numbers(walker, more=not confirmed)
        walker.taps("print")
        walker.waits(1)
        walker.feed(e.ReceiptPrinted(walker.asked(PrintNumbers).job, confirmed=confirmed))
        walker.goes_home()


def has_no_paper_for_numbers(walker: Walker) -> None:
    asks_for_numbers(walker)
    walker.taps("print")
    walker.feed(e.ReceiptFailed(walker.asked(PrintNumbers).job, "cover_open"))
    walker.goes_home()
    walker.feed(e.PaperChanged("out"))
    asks_for_numbers(walker)
    walker.taps("finish")
    walker.goes_home()
    walker.feed(e.PaperChanged("full"))


def is_in_no_register(walker: Walker) -> None:
    walker.opens_service("account_numbers")
    walker.inserts("id_card")
    walker.id_card_is_read()
    walker.feed(e.LookUpFailed(walker.asked(LookUpNumbers).request, "household_unknown"))
    walker.feed(e.CardTaken("id_card"))
    walker.goes_home()


TELLING = (takes_numbers_home,)
NUMBERS = (*TELLING, has_no_paper_for_numbers, is_in_no_register)
