"""A display beside the resident's is sent nothing that is the resident's own, whatever happens."""

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from kiosk.mirror.line import encode
from kiosk.mirror.sent import Sent
from kiosk.mirror.sides import role_at
from kiosk.session.loads import LoadState
from kiosk.session.model import DisplaySide, Session
from kiosk.session.numbers import grouped
from kiosk.session.steps import TypeNumber, TypeRechargeCode
from tests.session import facts
from tests.session import prepaid as buying
from tests.session.samples import CANARY, PAY_CANARY
from tests.session.stories import Resident, Story
from tests.session.wandering import looked_at_closely, walk, walks

some = settings(looked_at_closely, max_examples=15)
SIDES: tuple[DisplaySide, ...] = ("first", "second")


def line(session: Session, side: DisplaySide) -> str:
    snapshot = Sent(side).next(session)
    assert snapshot is not None
    return encode(snapshot).decode()


@some
@given(walks)
def test_planted_numbers_are_in_no_picture_that_is_sent(number: int) -> None:
    """Neither to the helper's display nor to a second one that is the resident's."""
    for moment in walk(number):
        sent = [line(replace(moment.after, resident_at=whose), "second") for whose in SIDES]
        assert not [each for each in sent if CANARY in each or PAY_CANARY in each]


@looked_at_closely
@given(walks)
def test_what_is_typed_is_on_no_display_but_the_residents(number: int) -> None:
    for moment in walk(number):
        step = moment.after.step
        helper = moment.after.helper
        sees = helper is not None and helper.sees_since_s is not None
        if isinstance(step, TypeNumber | TypeRechargeCode) and not sees:
            typed = step.digits if isinstance(step, TypeNumber) else step.entered.value
            helpers = [side for side in SIDES if role_at(moment.after, side) == "helper"]
            sent = "".join(line(moment.after, side) for side in helpers)
            assert helpers
            assert len(typed) < 4 or (typed not in sent and grouped(typed, 4) not in sent)


@pytest.mark.parametrize("state", ["token", "voucher"])
def test_what_is_worth_money_is_on_the_residents_display_alone(story: Story, state: LoadState) -> None:
    buying.paid(story)
    buying.tells(story, state)
    worth = {"token": grouped(buying.TOKEN, 4), "voucher": buying.load(state).voucher_no}[state]
    assert worth in line(story.session, "first")
    assert worth not in line(replace(story.session, resident_at="first"), "second")
    assert worth not in line(replace(story.session, resident_at="second", helper_display=True), "first")


def test_the_resident_sees_what_they_type_wherever_their_display_is(story: Story, resident: Resident) -> None:
    resident.taps("electricity", "typed")
    resident.types(facts.ELECTRICITY_NUMBER)
    there = replace(story.session, resident_at="second", helper_display=True)
    shown = grouped(facts.ELECTRICITY_NUMBER, facts.RULES.utility("electricity").number.group)
    assert shown in line(there, "second")
    assert shown not in line(there, "first")
    assert shown not in line(story.session, "second")
