"""Meter cards made up, and a resident who comes with one: played, never put together by hand."""

from msgspec.structs import replace

from kiosk.session import events as e
from kiosk.session.effects_prepaid import FollowLoad, ReadMeterCard, RedirectLoad, WriteMeterCard
from kiosk.session.loads import Load, LoadState
from kiosk.session.meters import Meter
from kiosk.session.model import Session
from kiosk.session.secret import Secret
from kiosk.session.steps import InsertCard, ReadingCard
from kiosk.session.steps_meter_cards import (
    AskMeterCard,
    InsertPaidCard,
    RedirectingLoad,
    TakePaidCard,
    WritingCard,
)
from tests.session import facts
from tests.session.prepaid import METER
from tests.session.stories import Gateway, Machine, Resident, Story

CARD = replace(METER, meter_id="card-1", utility="gas", way="card", biller="市燃气公司", shown="card")
LOAD = "pay-1-0"
GAS = e.CardHeld(Secret("31000004567"), "gas", "*******4567")
UNKNOWN_CARD = e.CardHeld(Secret(""), "", "")
CITIZEN = e.CardHeld(Secret("3101000012345678"), "citizen", "************5678")


def load(state: LoadState = "card_waiting", *, may_be_sent: bool = False) -> Load:
    way = "meter" if state in {"waiting", "loading", "token"} else "card"
    return Load(LOAD, "pay-1", "gas", way, state, 5000, may_be_sent=may_be_sent)  # type: ignore[arg-type]


def unfinished(state: LoadState = "card_waiting") -> Meter:
    return replace(CARD, state="load_unfinished", open_load=load(state))


def puts_in(story: Story, card: e.CardHeld = GAS) -> None:
    """Into the open slot; the chip wakes up."""
    Resident(story).inserts("ic_card")
    story.feed(card)


def at_the_slot(story: Story) -> None:
    Resident(story).opens_service("gas_card")


def is_read(story: Story, meter: Meter = CARD) -> None:
    story.feed(e.MeterCardRead(story.last(ReadMeterCard).request, meter))


def is_refused(story: Story, problem: str) -> None:
    story.feed(e.MeterCardRefused(story.last(ReadMeterCard).request, problem))


def comes_out(story: Story) -> None:
    """Out of the slot, and into a hand."""
    story.feed(e.CardEjected("ic_card"))
    Resident(story).takes_card("ic_card")


def buys(story: Story) -> None:
    """Read, taken, chosen, paid by phone: now the card is wanted again."""
    at_the_slot(story)
    puts_in(story)
    is_read(story)
    comes_out(story)
    Resident(story).taps("agree", "yuan_50", "pay")
    Resident(story).shows_pay_code()
    Gateway(story).opens()
    Gateway(story).settles()


def is_being_written(story: Story) -> None:
    buys(story)
    story.feed(e.LoadTold(load()))
    puts_in(story)
    for no in (1, 2, 3):
        story.feed(e.CardStepBegun(LOAD, no))


def write_ends(story: Story, result: str, problem: str = "") -> None:
    story.feed(e.CardWriteEnded(LOAD, result, problem))  # type: ignore[arg-type]  # one of four


def is_written(story: Story) -> None:
    write_ends(story, "written")
    comes_out(story)


def tells_of_receipt(story: Story, state: LoadState = "card_waiting") -> None:
    """Of a load that was paid before; the gateway knows it still as it stood then."""
    followed = story.last(FollowLoad)
    assert followed.basket
    story.feed(e.LoadTold(load(state), facts.settled(followed.payment_id, followed.basket)))


def is_torn_out(story: Story) -> None:
    """In the middle of the write; nobody knows what is on it."""
    story.feed(e.CardTaken("ic_card"))
    write_ends(story, "unknown", "card_gone")


def fills_a_card(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    is_being_written(resident.story)
    is_written(resident.story)
    resident.taps("print")
    machine.prints()
    resident.takes_receipt()


def tears_it_out_and_comes_back(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    story = resident.story
    is_being_written(story)
    is_torn_out(story)
    story.feed(e.LoadTold(load("card_unsure")))
    resident.taps("later", "no_receipt")
    resident.waits(16)
    puts_in(story)
    is_read(story, unfinished("card_unsure"))
    is_written(story)
    resident.taps("no_receipt")


def wants_the_money_back(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    story = resident.story
    is_being_written(story)
    write_ends(story, "refused", "write_failed")
    comes_out(story)
    story.feed(e.LoadTold(load(may_be_sent=True)))
    resident.taps("give_back")
    story.feed(e.LoadRedirected(LOAD, load("returning")))
    resident.taps("no_receipt")


def brings_a_card_that_may_not(resident: Resident, gateway: Gateway, machine: Machine) -> None:
    story = resident.story
    at_the_slot(story)
    puts_in(story, UNKNOWN_CARD)
    is_refused(story, "meter_card_other_company")
    comes_out(story)
    resident.taps("retry")
    puts_in(story)
    is_read(story, replace(CARD, state="holds_units"))
    comes_out(story)
    resident.taps("finish")


FILLING = (fills_a_card, tears_it_out_and_comes_back, wants_the_money_back, brings_a_card_that_may_not)


def touches_of_cards() -> list[e.Event]:
    return [
        e.ServiceTapped("gas_card"),
        e.SendLoadTapped(),
        e.GiveLoadBackTapped(),
        e.WriteLaterTapped(),
    ]


def cards_held(number: str) -> list[e.Event]:
    return [e.CardHeld(Secret(number), "gas", "************7890"), GAS, UNKNOWN_CARD, CITIZEN]


def answers_about_cards(request: int) -> list[e.Event]:
    read = [e.MeterCardRead(request, meter) for meter in (CARD, unfinished(), replace(CARD, utility="heat"))]
    refused = [e.MeterCardRefused(request, why) for why in ("meter_card_blank", "gateway_slow")]
    ends = [
        e.CardWriteEnded(LOAD, "written"),
        e.CardWriteEnded(LOAD, "refused", "other_card"),
        e.CardWriteEnded(LOAD, "refused", "load_ended"),
        e.CardWriteEnded(LOAD, "unknown", "card_gone"),
        e.CardWriteEnded(LOAD, "silent", "gateway_slow"),
    ]
    ways = [e.LoadRedirected(LOAD, told) for told in (None, load(), load("loading"), load("returned"))]
    told = [e.LoadTold(load(state)) for state in ("card_waiting", "writing", "card_unsure", "loaded")]
    settled = [e.CardSettled(LOAD, written=True), e.CardSettled("pay-9-0", written=True)]
    return [*read, *refused, e.CardStepBegun(LOAD, 4), *ends, *ways, *told, *settled]


CARD_STEPS = (
    *(InsertCard, ReadingCard, AskMeterCard),
    *(InsertPaidCard, WritingCard, TakePaidCard, RedirectingLoad),
)


def awaited_of_cards(session: Session, number: str) -> list[e.Event]:
    match session.step:
        case InsertCard(slot=slot):
            return [e.CardInserted(slot)]
        case ReadingCard():
            return cards_held(number)
        case InsertPaidCard():
            return [e.LoadTold(load()), e.CardInserted("ic_card"), e.WriteLaterTapped()]
        case WritingCard(held=False):
            return [GAS, e.LoadTold(load())]
        case TakePaidCard():
            return [e.CardEjected("ic_card"), e.CardTaken("ic_card")]
        case _:
            return answers_about_cards(session.requests)


def redirects(story: Story) -> list[tuple[str, str]]:
    return [(asked.load_id, asked.how) for asked in story.asked(RedirectLoad)]


def writes(story: Story) -> list[str]:
    return [asked.load_id for asked in story.asked(WriteMeterCard)]
