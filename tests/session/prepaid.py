"""Meters made up, and a resident who comes to one: played, never put together by hand."""

from typing import get_args

from msgspec.structs import replace

from kiosk.session import events as e
from kiosk.session.effects_prepaid import AskMeters, FollowLoad
from kiosk.session.events import LoadTold, MetersReceived
from kiosk.session.household import LocalTime, Outcome
from kiosk.session.loads import Load, LoadState
from kiosk.session.meters import Meter
from kiosk.session.steps_prepaid import ChooseAmount, Loading, TypeAmount
from tests.session import facts
from tests.session.stories import Gateway, Machine, Resident, Story

NUMBER = facts.ELECTRICITY_NUMBER
TOKEN = "12345678901234567890"
METER = Meter(
    meter_id="meter-1",
    version=3,
    utility="electricity",
    way="meter",
    state="may_load",
    account_masked="****0017",
    holder_masked=facts.HOLDER,
    address=facts.ADDRESS,
    biller="市电力公司",
    balance_fen=1860,
    balance_at=LocalTime(11, 20, 9, 40),
    least_fen=1000,
    most_fen=100000,
    presets_fen=(2000, 5000, 10000, 20000),
    last_fen=5000,
    last_at=LocalTime(11, 2, 10, 0),
)
OTHER_METER = replace(METER, meter_id="meter-2", account_masked="****0056")


def load(state: LoadState, amount_fen: int = 5000) -> Load:
    token, number = TOKEN if state == "token" else "", "2026 0009" if state == "voucher" else ""
    return Load("load-1", "pay-1", "electricity", "meter", state, amount_fen, token=token, voucher_no=number)


def finds_meters(story: Story, *meters: Meter) -> None:
    """A number is typed behind the tile of buying, and the gateway knows these meters of it."""
    resident = Resident(story)
    resident.opens_service("buy_electricity")
    resident.taps("typed")
    resident.types(NUMBER)
    resident.taps("next")
    answers_meters(story, *meters)


def answers_meters(story: Story, *meters: Meter) -> None:
    story.feed(MetersReceived(story.last(AskMeters).request, meters))


def at_the_sum(story: Story, yuan: int = 50) -> None:
    finds_meters(story, METER)
    Resident(story).taps("agree", f"yuan_{yuan}")


def paid(story: Story) -> None:
    """By phone; what was bought is on its way."""
    at_the_sum(story)
    Resident(story).taps("pay")
    Resident(story).shows_pay_code()
    Gateway(story).opens()
    Gateway(story).settles()


def tells(story: Story, state: LoadState, outcome: Outcome | None = None) -> None:
    story.feed(LoadTold(load(state), outcome))


def buys_and_gets_it(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    paid(resident.story)
    for state in ("waiting", "loading", "loaded"):
        tells(resident.story, state)
    resident.taps("print")
    machine.prints()
    resident.takes_receipt()


def buys_and_gets_digits(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    story = resident.story
    finds_meters(story, METER, OTHER_METER)
    resident.taps("meter_2", "agree", "other")
    resident.types("30")
    resident.taps("next", "pay", "bank_card")
    gateway.opens()
    gateway.settles()
    resident.taps("wait_no_longer")
    tells(story, "token")
    resident.taps("finish")


def comes_back_to_a_load(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    story = resident.story
    finds_meters(story, replace(METER, state="load_unfinished", open_load=load("loading")))
    resident.taps("carry_on")
    assert story.last(FollowLoad).basket
    tells(story, "returned")
    resident.taps("no_receipt")


def sees_lost_digits_again(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    story = resident.story
    finds_meters(story, replace(METER, told_again=(load("token"),), shown="id_card"))
    resident.taps("again_1")
    assert story.last(FollowLoad).basket
    tells(story, "token")
    resident.taps("finish")


BUYING = (buys_and_gets_it, buys_and_gets_digits, comes_back_to_a_load, sees_lost_digits_again)


def touches_of_buying() -> list[e.Event]:
    return [
        e.ServiceTapped("buy_electricity"),
        e.MeterTapped("meter-1"),
        e.MeterTapped("meter-9"),
        e.MeterAgreed(),
        e.AmountTapped(5000),
        e.AmountTapped(100),
        e.OtherAmountTapped(),
        e.WaitNoLonger(),
        e.LoadAgainTapped("load-1"),
        e.LoadAgainTapped("load-9"),
    ]


def meters_found(request: int) -> list[e.Event]:
    unfinished = replace(METER, state="load_unfinished", open_load=load("loading"))
    lost = replace(METER, told_again=(load("token"),), shown="id_card")
    by_card = replace(METER, state="by_card", way="card")
    found = ((METER,), (METER, OTHER_METER), (unfinished,), (lost,), (by_card,), ())
    return [*(MetersReceived(request, meters) for meters in found), *loads_told()]


def loads_told() -> list[e.Event]:
    """In every state, and one of another payment."""
    told = [LoadTold(load(state)) for state in get_args(LoadState)]
    return [*told, LoadTold(replace(load("loaded"), payment_id="pay-9"))]


def awaited_while_buying(step: ChooseAmount | TypeAmount | Loading) -> list[e.Event]:
    match step:
        case ChooseAmount():
            return [e.OtherAmountTapped(), e.AmountTapped(5000)]
        case TypeAmount():
            return [e.DigitPressed(5), e.DigitPressed(0), e.NumberConfirmed()]
        case Loading():
            return [LoadTold(load(state)) for state in get_args(LoadState)]
