"""Nobody's number may be read anywhere: planted numbers are looked for in all that is shown and printed."""

import msgspec
from hypothesis import given
from msgspec.structs import replace

from kiosk.session.effects import LookUpBills
from kiosk.session.secret import Secret
from kiosk.session.show import view
from kiosk.session.steps import AskingRechargeCard, ConfirmRechargeCard, Goodbye, Idle, TypeRechargeCode
from kiosk.session.steps_meter_cards import AskMeterCard
from tests.session import facts
from tests.session.looking import everything_said
from tests.session.samples import CANARY, PAY_CANARY
from tests.session.stories import Machine, Resident, Story
from tests.session.wandering import looked_at, looked_at_closely, walk, walks

WITH_A_CODE = (TypeRechargeCode, AskingRechargeCard, ConfirmRechargeCard, AskMeterCard)
"""Where a recharge card's code is held, so that a mistake can be put right, or a meter card's number while
its company is asked about it; nothing writes a session down."""


def test_a_secret_prints_its_length_alone() -> None:
    secret = Secret(CANARY)
    assert f"{secret} {secret!r} {[secret]}" == "<secret of 18> <secret of 18> [<secret of 18>]"


@looked_at_closely
@given(walks)
def test_planted_numbers_are_nowhere_to_be_read(number: int) -> None:
    for moment in walk(number):
        traces = [repr(moment)]
        traces += [everything_said(view(moment.after, role)) for role in ("resident", "helper")]
        if not isinstance(moment.after.step, WITH_A_CODE):
            nobody = replace(moment.after, person=None)  # who they are, while they are there
            traces.append(msgspec.json.encode(nobody).decode())
        assert not [trace for trace in traces if CANARY in trace or PAY_CANARY in trace]


@looked_at
@given(walks)
def test_a_session_that_has_ended_knows_nobody(number: int) -> None:
    """But what a helper looks up at the first screen, which goes as somebody comes: test_helper_wishes.py."""
    for moment in walk(number):
        if isinstance(moment.after.step, Idle | Goodbye):
            kept = msgspec.json.encode(replace(moment.after, helper=None)).decode()
            personal = (facts.HOLDER, facts.ADDRESS, "bill-", "account-", "pay-1", "0011", "310266")
            assert not [piece for piece in personal if piece in kept]


def test_a_typed_number_is_seen_by_nobody_but_who_types_it(story: Story, resident: Resident) -> None:
    resident.taps("electricity", "typed")
    resident.types(facts.ELECTRICITY_NUMBER)
    assert facts.ELECTRICITY_NUMBER not in repr(story.session)
    assert "3102" not in repr(view(story.session))
    assert "3102" not in repr(view(story.session, "helper"))
    assert facts.ELECTRICITY_NUMBER[:4] not in everything_said(view(story.session, "helper"))
    resident.taps("next")
    assert facts.ELECTRICITY_NUMBER not in repr(story.session) + repr(story.last(LookUpBills))


def test_a_digit_pressed_is_not_written_down(story: Story, resident: Resident) -> None:
    resident.taps("electricity", "typed")
    resident.types("7")
    assert "7" not in repr(story.events[-1])


def test_the_card_number_is_not_kept_after_the_question(
    story: Story, resident: Resident, machine: Machine
) -> None:
    resident.inserts("id_card")
    machine.reads_id_card()
    assert story.last(LookUpBills).value == facts.ID_NUMBER
    assert facts.ID_NUMBER.value.encode() not in msgspec.json.encode(story.session)
