"""What is left in a prepaid meter, for whoever wants to know that and not to buy."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import StartPayment
from kiosk.session.effects_prepaid import AskMeters
from kiosk.session.events import MeterAgreed
from kiosk.session.helper_words import say
from kiosk.session.household import LocalTime
from kiosk.session.steps import ChooseFinding, Goodbye, TypeNumber
from kiosk.session.steps_prepaid import ChooseMeter, Loading, ShowMeter
from kiosk.session.view import Text
from tests.session import facts, meter_cards
from tests.session.looking import offered, words
from tests.session.payments import RULES
from tests.session.prepaid import METER, answers_meters, load
from tests.session.stories import Machine, Resident, Story

WATER = replace(
    METER, meter_id="meter-9", utility="water", balance_fen=730, balance_at=LocalTime(11, 1, 8, 0)
)


@pytest.fixture
def story() -> Story:
    return Story(RULES)


def asks_by_number(resident: Resident) -> None:
    resident.opens_service("meter_balance")
    resident.taps("typed", "electricity")
    resident.types(facts.ELECTRICITY_NUMBER)
    resident.taps("next")


def test_what_is_in_the_meter_stands_there_and_nothing_can_be_bought(
    story: Story, resident: Resident
) -> None:
    asks_by_number(resident)
    answers_meters(story, METER, WATER)
    assert story.title == "电表里还有多少"
    told = [fact.value for fact in story.screen.facts]
    assert [each if isinstance(each, str) else words(each) for each in told] == [
        "¥18.60 · 11月20日 9:40",
        "¥50.00 · 11月2日 10:00",
    ]
    assert "agree" not in offered(story.screen)
    story.feed(MeterAgreed())
    story.at(ShowMeter)
    assert not story.asked(StartPayment)
    resident.taps("back")
    assert story.at(TypeNumber).digits == facts.ELECTRICITY_NUMBER


def test_an_identity_card_finds_every_meter_of_whatever_kind(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.opens_service("meter_balance")
    resident.taps("id_card")
    resident.inserts("id_card")
    machine.reads_id_card()
    asked = story.last(AskMeters)
    assert (asked.by, asked.utility) == ("id_card", "")
    answers_meters(story, METER, WATER)
    resident.takes_card()
    story.at(ChooseMeter)
    assert story.title == "看哪个表?"
    resident.taps("meter_2")
    assert story.title == "水表里还有多少"
    resident.taps("back", "back")
    story.at(ChooseFinding)


def test_a_meters_card_says_itself_what_is_in_its_meter() -> None:
    cards = tuple(each for each in facts.RULES.services if each.kind == "meter_card")
    story = Story(replace(RULES, services=(*RULES.services, *cards)))
    resident = Resident(story)
    resident.opens_service("meter_balance")
    resident.taps("ic_card")
    assert story.session.armed.hold
    meter_cards.puts_in(story)
    meter_cards.is_read(story)
    meter_cards.comes_out(story)
    assert story.title == "燃气表里还有多少"
    assert "agree" not in offered(story.screen)


def test_where_nobody_knows_what_is_in_it_that_is_said(story: Story, resident: Resident) -> None:
    asks_by_number(resident)
    answers_meters(story, replace(METER, balance_fen=None, balance_at=None))
    assert story.title == "现在看不到余额"
    resident.taps("finish")
    story.at(Goodbye)


def test_a_load_that_is_not_in_the_meter_yet_can_be_carried_on(story: Story, resident: Resident) -> None:
    asks_by_number(resident)
    owed = replace(METER, state="load_unfinished", balance_fen=None, open_load=load("loading"))
    answers_meters(story, owed)
    resident.taps("carry_on")
    story.at(Loading)


def test_what_is_paid_and_not_in_it_yet_comes_before_what_is_in_it(story: Story, resident: Resident) -> None:
    """The helper is told the same."""
    asks_by_number(resident)
    answers_meters(story, replace(METER, state="load_unfinished", open_load=load("loading")))
    assert (story.title, say(story.session).key) == ("上次的钱还没到表", "helper.say.load_waits")
    assert [words(fact.value) for fact in story.screen.facts if isinstance(fact.value, Text)] == [
        "¥18.60 · 11月20日 9:40"
    ]
    resident.taps("carry_on")
    story.at(Loading)


def test_a_meter_that_is_billed_says_so(story: Story, resident: Resident) -> None:
    asks_by_number(resident)
    answers_meters(story, replace(METER, state="not_prepaid", balance_fen=None))
    assert story.title == "这个户号不用先充钱"


def test_a_balance_leaves_no_room_beside_a_paid_load_for_what_was_told_before(
    story: Story, resident: Resident
) -> None:
    """At the size of everybody: what is in the meter stands beside the load, the others are leafed to."""
    asks_by_number(resident)
    lost = tuple(replace(load("token"), load_id=f"lost-{number}") for number in range(3))
    meter = replace(METER, state="load_unfinished", open_load=load("loading"), told_again=lost)
    answers_meters(story, meter)
    assert story.screen.facts
    seen = offered(story.screen)
    assert "carry_on" in seen
    assert not {each for each in seen if each.startswith("again_")}
    for place in (1, 2, 3):
        resident.taps("leaf_next")
        assert f"again_{place}" in offered(story.screen)
        assert not story.screen.facts
