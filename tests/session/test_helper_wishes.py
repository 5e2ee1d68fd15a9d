"""What a helper can have done: a card out, a copy, a payment looked up, a technician called (S4)."""

import pytest

from kiosk.session.effects import CallTechnician, EjectCard, PrintReceipt
from kiosk.session.steps import TakeReceipt
from tests.session import facts
from tests.session.looking import everything_said, words
from tests.session.scenes import waiting_for_the_outcome
from tests.session.staff import Staff
from tests.session.stories import Gateway, Machine, Resident, Story

SERIAL = "26112012345678"


@pytest.fixture
def staff(story: Story) -> Staff:
    return Staff(story)


def paid(story: Story, resident: Resident, gateway: Gateway, machine: Machine) -> None:
    waiting_for_the_outcome(story)
    gateway.settles()
    resident.taps("print")
    machine.prints()
    story.at(TakeReceipt)


def test_an_identity_card_that_stays_inside_is_sent_out(
    story: Story, resident: Resident, machine: Machine, staff: Staff
) -> None:
    staff.signs_in()
    assert words(staff.button("eject_card").reason) == "里面没有卡"
    resident.taps("household", "id_card")
    resident.inserts("id_card")
    staff.taps("eject_card")
    assert story.last(EjectCard) == EjectCard("id_card")
    assert staff.told() == "身份证正在退出来"


def test_a_receipt_is_printed_once_more_as_a_copy(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine, staff: Staff
) -> None:
    staff.signs_in()
    assert words(staff.button("reprint").reason) == "没有凭条"
    paid(story, resident, gateway, machine)
    staff.taps("reprint", "reprint")
    assert [effect.copy for effect in story.asked(PrintReceipt)] == [False, True], "a second tap is no copy"
    staff.copy_comes_out()
    story.at(TakeReceipt)
    assert staff.told() == "凭条补打好了"
    staff.taps("reprint")
    staff.copy_comes_out(out=False)
    assert staff.told() == "没有打出来,请看纸和打印机"


def test_without_paper_there_is_no_copy(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine, staff: Staff
) -> None:
    staff.signs_in()
    paid(story, resident, gateway, machine)
    machine.has_paper("out")
    assert words(staff.button("reprint").reason) == "没有纸了"


def test_a_payment_is_looked_up_by_its_serial_number_and_copied(story: Story, staff: Staff) -> None:
    staff.signs_in()
    assert staff.looks_for(SERIAL).serial == SERIAL
    staff.finds(facts.settled("pay-7", facts.basket(facts.GAS, facts.WATER)))
    facts_shown = {words(fact.label): fact.value for fact in staff.panel.facts}
    assert facts_shown["金额"] == "¥126.45"
    staff.taps("reprint")
    printed = story.last(PrintReceipt)
    assert (printed.outcome.payment_id, printed.copy, printed.basket.bills) == ("pay-7", True, ())


@pytest.mark.parametrize(
    ("problem", "told"),
    [("serial_unknown", "没有找到,请核对号码或打服务电话"), ("gateway_down", "现在连不上,请等一会儿再查")],
)
def test_a_payment_that_cannot_be_found_is_said_so(staff: Staff, problem: str, told: str) -> None:
    staff.signs_in()
    staff.looks_for(SERIAL)
    staff.finds_nothing(problem)  # type: ignore[arg-type]  # one of the problems
    assert (staff.told(), staff.panel.told_tone) == (told, "danger")


def test_nobody_else_sees_a_payment_that_was_looked_up(
    story: Story, resident: Resident, staff: Staff
) -> None:
    staff.signs_in()
    staff.looks_for(SERIAL)
    staff.finds(facts.settled("pay-7", facts.basket(facts.GAS)))
    assert "54.00" not in everything_said(story.screen)
    resident.taps("water")
    assert staff.helper.found is None, "a new resident's session begins without it"


@pytest.mark.parametrize(
    ("noted", "said", "tone"),
    [(True, "已记下,急事请拨 962740", "plain"), (False, "没有告诉成,请拨 962740", "danger")],
)
def test_a_technician_is_called(story: Story, staff: Staff, noted: bool, said: str, tone: str) -> None:
    staff.signs_in()
    staff.taps("call_technician")
    assert story.last(CallTechnician) == CallTechnician()
    staff.technician_is_told(told=noted)
    assert (staff.told(), staff.panel.told_tone) == (said, tone)


def test_without_a_helper_nothing_of_it_can_be_had(story: Story, staff: Staff) -> None:
    staff.has_a_display()
    names = {button.name for button in staff.panel.buttons}
    assert names == {"helper_sign_in"}
