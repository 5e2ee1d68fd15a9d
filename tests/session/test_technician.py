"""A technician takes the machine over: nobody half served goes, nobody new begins, all is given back."""

import pytest
from msgspec.structs import replace

from kiosk.session import events as e
from kiosk.session import journey
from kiosk.session.effects import ArmDevices, EjectCard
from kiosk.session.events import Event
from kiosk.session.model import Armed
from kiosk.session.steps import ConfirmBills, Goodbye, Idle, LookUp
from kiosk.session.view import text
from tests.session import facts
from tests.session.looking import words
from tests.session.samples import every_event
from tests.session.stories import Gateway, Machine, Resident, Story


def taken_over() -> Story:
    story = Story()
    story.feed(e.TechnicianCame())
    story.feed(e.TechnicianTookOver())
    return story


def test_at_rest_the_machine_closes_at_once_and_says_why(story: Story) -> None:
    story.feed(e.TechnicianCame())
    assert story.session.armed == Armed()
    assert (story.screen.screen, story.screen.code) == ("out_of_service", None)
    assert story.screen.prompt == text("problem.technician.title")


def test_who_is_being_served_is_served_to_the_end(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.scans_bill()
    story.feed(e.TechnicianCame())
    story.feed(e.TechnicianTookOver())
    gateway.answers(facts.ELECTRICITY)
    story.at(ConfirmBills)
    resident.taps("pay", "phone_code")
    assert story.session.armed == Armed(scanner="pay_code")
    resident.taps("exit", "leave", "finish")
    assert story.session.armed == Armed()
    assert story.screen.prompt == text("problem.technician.title")


@pytest.mark.parametrize(
    "event", [e.UtilityTapped("water"), e.CodeScanned(facts.BILL_BARCODE, "qr")], ids=["finger", "bill"]
)
def test_nobody_new_begins_while_a_technician_waits(story: Story, event: Event) -> None:
    story.feed(e.TechnicianCame())
    story.feed(event)
    story.at(Idle)


def test_a_card_that_slipped_in_while_a_technician_came_goes_straight_out(story: Story) -> None:
    story.feed(e.TechnicianCame())
    story.feed(e.CardInserted("id_card"))
    assert story.last(EjectCard).slot == "id_card"
    assert not story.session.at_rest()
    story.feed(e.TechnicianTookOver())
    assert story.session.technician == "coming", "not over somebody's card"


def test_a_technicians_test_card_is_left_where_it_is() -> None:
    story = taken_over()
    assert story.feed(e.CardInserted("ic_card")) == ()
    assert story.session.holds_a_card()


def test_whatever_happens_nothing_opens_while_the_machine_is_a_technicians() -> None:
    session = taken_over().session
    for event in every_event(session):
        if not isinstance(event, e.TechnicianLeft):
            after, effects = journey.step(session, event)
            assert (after.step, after.armed) == (Idle(), Armed())
            assert not [effect for effect in effects if isinstance(effect, ArmDevices | EjectCard)]


def test_when_the_technician_leaves_the_inputs_open_again() -> None:
    story = taken_over()
    story.feed(e.TechnicianLeft())
    assert story.last(ArmDevices).armed == Armed("bill", id_card=True, ic_card=True, hold=True)
    assert story.screen.screen == "home"


def test_a_card_left_behind_by_a_test_is_given_back_first() -> None:
    story = taken_over()
    story.feed(e.CardInserted("ic_card"))
    story.feed(e.TechnicianLeft())
    story.at(Goodbye)
    assert story.last(EjectCard).slot == "ic_card"


def test_the_gateways_answer_still_reaches_who_waits_for_it(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.scans_bill()
    story.feed(e.TechnicianCame())
    story.at(LookUp)
    story.feed(e.TechnicianLeft())
    story.at(LookUp)


@pytest.mark.parametrize(("demonstration", "said"), [(False, "师傅在等"), (True, "演示。师傅在等")])
def test_whoever_is_being_served_sees_that_a_technician_waits_and_need_not_hurry(
    demonstration: bool, said: str
) -> None:
    story = Story(replace(facts.RULES, demonstration=demonstration))
    Resident(story).taps("water")
    story.feed(e.TechnicianCame())
    assert words(story.screen.banner) == f"{said},您慢慢办"
    story.feed(e.TechnicianLeft())
    assert words(story.screen.banner) == ("演示,不会真的扣钱" if demonstration else "")
