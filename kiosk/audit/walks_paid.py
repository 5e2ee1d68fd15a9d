"""Walks of somebody who looks at what they paid, and at what is left in a meter."""

from typing import get_args

from msgspec.structs import replace

from kiosk.audit import facts
from kiosk.audit.walker import Walker
from kiosk.audit.walks_prepaid import load, meter
from kiosk.session import events as e
from kiosk.session.bought import state_of_bought
from kiosk.session.effects import copy_id
from kiosk.session.effects_paid import LookUpPaid
from kiosk.session.effects_prepaid import AskMeters
from kiosk.session.household import Leg, Outcome, Paid, PaidAt, Payment, Shown
from kiosk.session.loads import Load

SERIAL = "2611180004217"


def receipt(walker: Walker) -> Outcome:
    legs = tuple(
        Leg(bill.utility, bill.account_masked, "", "", bill.due_fen, "posted")
        for bill in facts.bills(walker.words)
    )
    return Outcome(
        "settled",
        SERIAL,
        sum(leg.amount_fen for leg in legs),
        "phone_code",
        receipt_no=SERIAL,
        verification_code="7K2M9QXA",
        verification_url=f"https://pay.example.org/v1/receipts/{SERIAL}?code=7K2M9QXA",
        paid_wall_s=facts.PAID_WALL_S,
        provider="wechat",
        legs=legs,
    )


def payments(walker: Walker) -> tuple[Payment, ...]:
    """All kinds together, each alone, of a kind that has no word here, and by every way there is."""
    here = receipt(walker)
    utilities = tuple(leg.utility for leg in here.legs)
    others = (*utilities, "television", *utilities)
    elsewhere = (
        Payment("2025-12-20", (utility,), 123_456, where)
        for utility, where in zip(others, get_args(PaidAt)[1:], strict=False)
    )
    loads = (load("returned"), load("voucher"), load("returning"), replace(load("returning"), method="cash"))
    bought = [_bought(here, each) for each in loads]
    fetched = _bought(here, load("voucher"), fetched=True)
    return (Payment("2026-11-18", utilities, here.amount_fen, "kiosk", here), *elsewhere, *bought, fetched)


def _bought(here: Outcome, told: Load, *, fetched: bool = False) -> Payment:
    """For a meter that never got it."""
    account, state = here.legs[0].account_masked, state_of_bought(told)
    leg = Leg(told.utility, account, "", "", told.amount_fen, state, load=told, fetched=fetched)
    return Payment("2025-12-20", (told.utility,), 0, "kiosk", replace(here, kind="part_settled", legs=(leg,)))


def asks_what_was_paid(
    walker: Walker, shown: Shown = "id_card", *, untold: bool = False, older: bool = False
) -> None:
    walker.opens_service("my_payments")
    walker.taps("id_card")
    walker.inserts("id_card")
    walker.id_card_is_read()
    found = replace(facts.findings(walker.words, *facts.bills(walker.words)), bills=())
    found = replace(found, paid=Paid(shown, payments(walker), untold, older))
    walker.feed(e.BillsReceived(walker.asked(LookUpPaid).request, found))
    walker.feed(e.CardTaken("id_card"))


def looks_at_what_was_paid(walker: Walker) -> None:
    asks_what_was_paid(walker)
    for place in range(1, len(payments(walker)) + 1):
        walker.taps(f"payment_{place}", "back")
    walker.taps("finish")
    walker.goes_home()
    for untold in (True, False):
        asks_what_was_paid(walker, untold=untold, older=not untold)
        walker.goes_home()


def prints_a_receipt_again(walker: Walker) -> None:
    """Paper that comes, half comes, does not come; and nobody who has shown whose it is."""
    job = copy_id(SERIAL)
    asks_what_was_paid(walker)
    walker.taps("payment_1", "print")
    walker.waits(1)
    walker.feed(e.ReceiptPrinted(job, confirmed=True))
    walker.feed(e.ReceiptTaken(job))
    walker.goes_home()
    asks_what_was_paid(walker)
    walker.taps("payment_1", "print")
    walker.feed(e.ReceiptPrinted(job, confirmed=False))
    walker.goes_home()
    asks_what_was_paid(walker)
    walker.taps("payment_1", "print")
    walker.feed(e.ReceiptFailed(job, "copy_uncounted"))
    walker.goes_home()
    asks_what_was_paid(walker, "account")
    walker.taps("payment_1", "print", "retry")
    walker.goes_home()


def has_paid_nothing(walker: Walker) -> None:
    walker.opens_service("my_payments")
    walker.taps("scan")
    walker.shows_bill()
    found = replace(facts.findings(walker.words, facts.bills(walker.words)[0]), bills=(), paid=Paid("code"))
    walker.feed(e.BillsReceived(walker.asked(LookUpPaid).request, found))
    walker.taps("retry")
    walker.goes_home()


def looks_into_a_meter(walker: Walker) -> None:
    known = meter(walker)
    unknown = replace(known, balance_fen=None, balance_at=None)
    unfinished = replace(unknown, state="load_unfinished", open_load=load("loading"))
    owed = replace(known, state="load_unfinished", open_load=load("loading"))
    again = (load("token"), replace(load("voucher"), load_id="load-2"))
    lost = replace(owed, told_again=again, shown="id_card")
    for found in (known, unknown, unfinished, owed, lost):
        walker.opens_service("meter_balance")
        walker.taps("typed", "electricity")
        walker.types(facts.NUMBER)
        walker.taps("next")
        others = (replace(known, meter_id="meter-2"),) if found is known else ()
        walker.feed(e.MetersReceived(walker.asked(AskMeters).request, (found, *others)))
        if others:
            walker.taps("meter_1")
        walker.goes_home()


TELLING = (looks_at_what_was_paid, looks_into_a_meter)
PAID = (*TELLING, has_paid_nothing, prints_a_receipt_again)
