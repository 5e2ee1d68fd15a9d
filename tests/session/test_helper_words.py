"""What a helper is told to say never leads somebody to pay twice, nor to tap what is not there."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import AskBoard
from kiosk.session.events import BoardKnown
from kiosk.session.helper_words import say
from kiosk.session.loads import LoadState
from tests.session import prepaid as buying
from tests.session.boards import board
from tests.session.stories import Gateway, Resident, Story


@pytest.mark.parametrize(
    ("state", "told"),
    [("token", "load_waits"), ("loaded", "settled"), ("returned", "load_back"), ("voucher", "load_back")],
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
    assert say(story.session).key == "helper.say.meter_read"


def test_of_an_empty_list_nothing_is_to_be_tapped(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.opens_service("managers")
    story.feed(BoardKnown(story.last(AskBoard).request, replace(board("managers"), entries=())))
    assert say(story.session).key == "helper.say.nothing_listed"
