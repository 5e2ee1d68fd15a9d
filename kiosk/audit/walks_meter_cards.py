"""Walks of a meter card at the slot: read, refused, written, torn out, and every way on after that."""

from msgspec.structs import replace

from kiosk.audit.walker import Walker
from kiosk.audit.walks_prepaid import finds, meter
from kiosk.audit.walks_prepaid import pays as pays_by_phone
from kiosk.session import events as e
from kiosk.session.effects_prepaid import ReadMeterCard
from kiosk.session.loads import Load, LoadState
from kiosk.session.meters import Meter, MeterState
from kiosk.session.problems import CARDS
from kiosk.session.secret import Secret

SERVICE = "gas_card"
LOAD = "load-1"
GAS = e.CardHeld(Secret("90380501234"), "gas", "*******1234")

_NOT_WRITTEN = ("other_card", "card_gone", "card_turned", "busy", "blocked", "company_silent", "holds_units")
_CARD_STATES: tuple[MeterState, ...] = ("holds_units", "never_in_meter", "not_activated", "not_allowed")


def card(walker: Walker, **other: object) -> Meter:
    return meter(walker, **{"meter_id": "card-1", "utility": "gas", "way": "card"} | other)


def load(state: LoadState = "card_waiting", *, may_be_sent: bool = False) -> Load:
    return Load(LOAD, "pay-1", "gas", "card", state, 500_000, may_be_sent=may_be_sent)


def puts_in(walker: Walker) -> None:
    walker.inserts("ic_card")
    walker.feed(GAS)


def is_read(walker: Walker, told: Meter) -> None:
    walker.feed(e.MeterCardRead(walker.asked(ReadMeterCard).request, told))


def comes_out(walker: Walker) -> None:
    walker.feed(e.CardEjected("ic_card"))
    walker.feed(e.CardTaken("ic_card"))


def buys(walker: Walker) -> None:
    walker.opens_service(SERVICE)
    puts_in(walker)
    is_read(walker, card(walker))
    comes_out(walker)
    walker.taps("agree", "yuan_50")
    pays_by_phone(walker)
    walker.feed(e.LoadTold(load(may_be_sent=True)))


def is_not_written(walker: Walker, problem: str) -> None:
    puts_in(walker)
    walker.feed(e.CardWriteEnded(LOAD, "refused", problem))
    comes_out(walker)


def fills_a_card(walker: Walker) -> None:
    buys(walker)
    puts_in(walker)
    for no in (1, 4, 9):
        walker.feed(e.CardStepBegun(LOAD, no))
    walker.feed(e.CardWriteEnded(LOAD, "written"))
    comes_out(walker)
    walker.taps("print")
    walker.prints()


def is_not_written_for_every_reason(walker: Walker) -> None:
    buys(walker)
    for problem in _NOT_WRITTEN:
        is_not_written(walker, problem)
    walker.feed(e.DeviceChanged("card_reader", "offline"))
    walker.feed(e.DeviceChanged("card_reader", ""))
    walker.taps("send")
    walker.feed(e.LoadRedirected(LOAD, load()))
    walker.taps("give_back")
    walker.feed(e.LoadRedirected(LOAD, None))
    walker.taps("later")
    walker.goes_home()


def carries_on_with_a_paid_load(walker: Walker) -> None:
    puts_in(walker)
    is_read(walker, card(walker, state="load_unfinished", open_load=load()))
    walker.feed(e.CardWriteEnded(LOAD, "silent", "gateway_slow"))
    walker.feed(e.CardJammed("ic_card"))
    comes_out(walker)
    puts_in(walker)
    walker.waits(21, step_s=7)
    comes_out(walker)


def may_not_load_its_card(walker: Walker) -> None:
    for state in _CARD_STATES:
        puts_in(walker)
        is_read(walker, card(walker, state=state))
        comes_out(walker)
        walker.goes_home()
    for problem in sorted(stem for stem in CARDS if stem.startswith("meter_card_")):
        walker.opens_service(SERVICE)
        puts_in(walker)
        walker.feed(e.MeterCardRefused(walker.asked(ReadMeterCard).request, problem))
        comes_out(walker)
        walker.goes_home()


def brings_a_card_whose_money_goes_back(walker: Walker) -> None:
    puts_in(walker)
    is_read(walker, card(walker, state="load_unfinished", open_load=load("returning")))
    comes_out(walker)
    walker.goes_home()


def comes_without_its_card(walker: Walker) -> None:
    """Another way, where the card surely has nothing; else only the card can tell."""
    states: tuple[LoadState, ...] = ("card_waiting", "card_unsure")
    for state in states:
        owed = replace(load(state, may_be_sent=state == "card_waiting"), method="cash")
        finds(
            walker,
            card(walker, state="load_unfinished", utility="electricity", open_load=owed, shown="id_card"),
        )
        walker.taps("carry_on")
        walker.goes_home()


TELLING = (fills_a_card, is_not_written_for_every_reason, carries_on_with_a_paid_load)
METER_CARDS = (
    *(*TELLING, may_not_load_its_card, brings_a_card_whose_money_goes_back),
    comes_without_its_card,
)
