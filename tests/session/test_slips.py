"""The slip of a request: offered, printed, taken; without it the number is on the screen."""

import pytest

from kiosk.session.events import RequestArrived
from kiosk.session.forms import FiledRequest
from kiosk.session.steps import Goodbye, Idle
from kiosk.session.steps_forms import PrintingSlip, RequestFiled
from tests.session.forms import (
    NUMBER,
    REQUEST_ID,
    begins,
    comes_to_confirm,
    facts_of,
    slip_comes,
    slip_does_not_come,
    takes_request,
)
from tests.session.looking import words
from tests.session.stories import Gateway, Machine, Resident, Story


def _filed(story: Story, resident: Resident, gateway: Gateway) -> None:
    comes_to_confirm(resident)
    resident.taps("agree")
    begins(gateway)
    takes_request(gateway)


def test_without_paper_the_number_is_to_be_written_down(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    machine.has_paper("out")
    _filed(story, resident, gateway)
    button = next(each for each in story.screen.choices if each.name == "print")
    assert (button.enabled, words(button.reason)) == (False, "打不出来,请把编号记下来")
    resident.taps("no_receipt")
    story.at(Goodbye)


@pytest.mark.parametrize("reason", ["cover_open", "printer_silent", "unheard_of"])
def test_paper_that_stops_leaves_the_number_on_the_screen(
    story: Story, resident: Resident, gateway: Gateway, reason: str
) -> None:
    _filed(story, resident, gateway)
    resident.taps("print")
    slip_does_not_come(story, reason)
    assert "请把编号记下来" in story.prompt
    assert "261121 0000 0017" in facts_of(story).values()
    resident.taps("another")
    story.at(Idle)


def test_a_printer_that_says_nothing_is_not_waited_for(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    _filed(story, resident, gateway)
    resident.taps("print")
    resident.waits(40)
    story.at(RequestFiled)


def test_paper_of_another_job_is_not_the_slip(story: Story, resident: Resident, gateway: Gateway) -> None:
    _filed(story, resident, gateway)
    resident.taps("print")
    story.feed(RequestArrived(REQUEST_ID, FiledRequest("repair", NUMBER)))
    story.at(PrintingSlip)
    slip_comes(story, confirmed=False)
    assert facts_of(story)["编号"] == "261121 0000 0017"
    resident.waits(30)
    story.at(Goodbye)
