"""What a helper is told to say never leads somebody to pay twice, nor to tap what is not there."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import AskBoard
from kiosk.session.events import BoardKnown, GatewayChanged
from kiosk.session.helper_words import say
from kiosk.session.loads import LoadState
from kiosk.session.steps import InsertNotes
from tests.session import facts
from tests.session import prepaid as buying
from tests.session.boards import board
from tests.session.samples import reached
from tests.session.stories import Gateway, Machine, Resident, Stage, Story


@pytest.mark.parametrize(
    ("state", "told"),
    [("token", "load_waits"), ("loaded", "settled"), ("returned", "load_back"), ("voucher", "load_voucher")],
)
def test_it_follows_how_a_load_ended(story: Story, state: LoadState, told: str) -> None:
    buying.paid(story)
    buying.tells(story, state)
    assert say(story.session).key == f"helper.say.{told}"


def test_who_has_paid_already_is_not_led_to_a_sum(story: Story) -> None:
    buying.finds_meters(
        story, replace(buying.METER, state="load_unfinished", open_load=buying.load("loading"))
    )
    assert say(story.session).key == "helper.say.load_waits"


def test_a_meter_that_may_not_be_loaded_is_read(story: Story) -> None:
    buying.finds_meters(story, replace(buying.METER, state="not_allowed"))
    assert say(story.session).key == "helper.say.meter_off"


def test_of_an_empty_list_nothing_is_to_be_tapped(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.opens_service("managers")
    story.feed(BoardKnown(story.last(AskBoard).request, replace(board("managers"), entries=())))
    assert say(story.session).key == "helper.say.nothing_listed"


def test_who_has_put_in_enough_is_not_asked_for_more() -> None:
    session = next(each for each in reached() if isinstance(each.step, InsertNotes) and each.overlay is None)
    assert isinstance(session.step, InsertNotes)
    assert say(session).key == "helper.say.insert_notes"
    enough = replace(session.step, inside_fen=session.step.paying.basket.amount_fen)
    assert say(replace(session, step=enough)).key == "helper.say.enough_notes"


@pytest.mark.parametrize("stage", ["insert_card", "enter_pin", "remove_card"])
def test_at_the_terminal_it_is_the_residents_turn(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine, stage: Stage
) -> None:
    resident.scans_bill()
    gateway.answers(facts.ELECTRICITY)
    resident.taps("pay", "bank_card")
    gateway.opens()
    machine.terminal_asks(stage)
    assert say(story.session).key == f"helper.say.terminal_{stage}"


def test_where_nothing_can_be_paid_nobody_is_asked_what_they_pay(story: Story) -> None:
    assert say(story.session).key == "helper.say.idle"
    story.feed(GatewayChanged(up=False))
    assert say(story.session).key == "helper.say.closed"


def test_bills_that_cannot_be_paid_are_not_to_be_chosen(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.scans_bill()
    gateway.answers(replace(facts.ELECTRICITY, state="biller_closed"))
    assert say(story.session).key == "helper.say.none_payable"
