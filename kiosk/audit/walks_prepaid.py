"""Walks of buying for a prepaid meter: every state before money, and every end of a load after it."""

from datetime import date
from typing import get_args

from msgspec.structs import replace

from kiosk.audit import facts
from kiosk.audit.walker import Walker
from kiosk.session import events as e
from kiosk.session.effects import copy_id
from kiosk.session.effects_prepaid import AskMeters, FollowLoad
from kiosk.session.household import LocalTime, Outcome
from kiosk.session.loads import Load, LoadState
from kiosk.session.meters import Meter, MeterState

TODAY = LocalTime(12, 22, 20, 30)
TOKEN = "12345678901234567890"
SERVICE = "buy_electricity"


def meter(walker: Walker, **other: object) -> Meter:
    words, long = walker.words, walker.words.holder != facts.plain().holder
    made = Meter(
        meter_id="meter-1",
        version=1,
        utility="electricity",
        way="meter",
        state="may_load",
        account_masked="310******0017",
        holder_masked=words.holder,
        address=words.address,
        biller=words.biller,
        balance_fen=123_456 if long else 1860,
        balance_at=TODAY,
        least_fen=1000,
        most_fen=500_000 if long else 100_000,
        presets_fen=(2000, 5000, 10000, 20000),
        last_fen=500_000 if long else 5000,
        last_at=TODAY,
    )
    return replace(made, **other)


def load(state: LoadState) -> Load:
    token, voucher = TOKEN if state == "token" else "", "2026 0007" if state == "voucher" else ""
    return Load("load-1", "pay-1", "electricity", "meter", state, 500_000, token=token, voucher_no=voucher)


def finds(walker: Walker, *meters: Meter) -> None:
    walker.opens_service(SERVICE)
    walker.taps("typed")
    walker.types(facts.NUMBER)
    walker.taps("next")
    walker.feed(e.MetersReceived(walker.asked(AskMeters).request, meters))


def receipt_of(walker: Walker) -> Outcome:
    """Of a load that was paid before: it may come after everything else is known."""
    followed = walker.asked(FollowLoad)
    assert followed.basket is not None
    return facts.settled(followed.payment_id, followed.basket, "phone_code")


def pays(walker: Walker) -> None:
    walker.taps("pay", "phone_code")
    walker.shows(facts.PAY_CODE)
    walker.payment_opens()
    walker.settles()


def buys_for_a_meter(walker: Walker) -> None:
    finds(walker, meter(walker), meter(walker, meter_id="meter-2"))
    walker.taps("meter_2", "agree", "other")
    walker.types("5")
    walker.taps("delete")
    walker.types("9999")
    walker.taps("clear")
    walker.types("500")
    walker.taps("next")
    pays(walker)
    for state in ("waiting", "loading"):
        walker.feed(e.LoadTold(load(state)))
    walker.waits(9)
    walker.feed(e.LoadTold(load("loaded")))
    walker.taps("print")
    walker.prints()


def sees_how_a_load_ends(walker: Walker) -> None:
    """In every way there is, and without an end for as long as anybody waits."""
    for state in get_args(LoadState):
        finds(walker, meter(walker))
        walker.taps("agree", "yuan_50")
        pays(walker)
        walker.feed(e.LoadTold(load(state)))
        if walker.screen.screen == "waiting":
            walker.taps("wait_no_longer")
        walker.goes_home()


def pays_by_card_and_waits(walker: Walker) -> None:
    finds(walker, meter(walker))
    walker.taps("agree", "yuan_200", "pay", "bank_card")
    walker.payment_opens()
    walker.settles()
    walker.waits(121, step_s=10)


def may_not_buy(walker: Walker) -> None:
    for state in get_args(MeterState):
        if state == "may_load":
            continue
        finds(walker, meter(walker, state=state, next_opening=walker.words.opening))
        walker.goes_home()
    finds(walker, meter(walker, state="load_unfinished", open_load=load("loading")))
    walker.goes_home()
    finds(walker, meter(walker, state="biller_closed"))
    walker.goes_home()
    finds(walker)


def comes_back_to_a_load(walker: Walker) -> None:
    for state in ("returning", "waiting"):
        finds(walker, meter(walker, state="load_unfinished", open_load=load(state)))
        walker.taps("carry_on")
        walker.feed(e.LoadTold(load("returned")))
        walker.goes_home()


def lost_what_was_told(walker: Walker) -> None:
    """Digits and vouchers' numbers: seen again, on paper that does not come, and not without proof."""
    voucher = replace(load("voucher"), load_id="load-2")
    lost = (load("token"), voucher, replace(load("token"), load_id="load-3"))
    for again in ("again_1", "again_2"):
        finds(walker, meter(walker, told_again=lost, shown="id_card"))
        walker.taps(again)
        walker.waits(9)
        ended = load("token" if again == "again_1" else "voucher")
        walker.feed(e.LoadTold(ended))
        walker.feed(e.LoadTold(ended, receipt_of(walker)))
        walker.taps("print")
        walker.feed(e.ReceiptFailed(copy_id("pay-1"), "cutter"))
        walker.goes_home()
    for state in ("token", "voucher"):
        finds(walker, meter(walker, state="load_unfinished", open_load=load("loading")))
        walker.taps("carry_on")
        walker.feed(e.LoadTold(load(state)))
        walker.taps("print")
        walker.goes_home()


def lost_more_than_stand_on_a_screen(walker: Walker) -> None:
    lost = tuple(
        replace(load("token"), load_id=f"load-{n}", paid_on=date(2026, 11, n)) for n in range(9, 2, -1)
    )
    finds(walker, meter(walker, told_again=lost, shown="id_card"))
    walker.taps("leaf_next")
    walker.goes_home()
    unfinished = meter(walker, state="load_unfinished", open_load=load("loading"))
    finds(walker, replace(unfinished, told_again=lost, shown="id_card"))
    walker.taps("leaf_next")
    walker.goes_home()


def paid_in_cash(walker: Walker) -> None:
    """What does not get in waits at the counter, under a number that comes a little later."""
    coming = replace(load("returning"), method="cash")
    for waits in (True, False):
        finds(walker, meter(walker, state="load_unfinished", open_load=coming, shown="id_card"))
        walker.taps("carry_on")
        walker.feed(e.LoadTold(coming))
        if waits:
            walker.feed(e.LoadTold(replace(load("voucher"), method="cash")))
        else:
            walker.taps("wait_no_longer")
        walker.goes_home()


def has_many_meters(walker: Walker) -> None:
    many = tuple(meter(walker, meter_id=f"meter-{n}") for n in range(5))
    finds(walker, *many)
    walker.goes_home()
    other = replace(many[1], holder_masked="*" * len(many[1].holder_masked))
    unnamed = tuple(
        replace(each, holder_masked="", state="load_unfinished", open_load=load("waiting"))
        for each in many[2:4]
    )
    for found in ((many[0], other, unnamed[0]), (many[0], unnamed[0]), unnamed):
        finds(walker, *found)
        walker.goes_home()


TELLING = (buys_for_a_meter, sees_how_a_load_ends, may_not_buy)
PREPAID = (
    *(*TELLING, pays_by_card_and_waits, comes_back_to_a_load),
    *(lost_what_was_told, lost_more_than_stand_on_a_screen, paid_in_cash, has_many_meters),
)
