"""How long the machine waits for people, what it says meanwhile, and how often (TIM, FLW-19, CRD-2)."""

import pytest
from msgspec.structs import replace

from kiosk.session.steps import ConfirmBills, Idle, InsertNotes, LookUp, TakeCard, TakeReceipt
from kiosk.session.view import Comfort
from tests.session import facts
from tests.session.looking import words
from tests.session.stories import Gateway, Machine, Resident, Story

IDLE_S = facts.RULES.timing.idle_s


@pytest.mark.parametrize(
    ("comfort", "times"),
    [
        (Comfort(), 1),
        (Comfort(theme="white", language="en"), 1),
        (Comfort(volume=0), 1),
        (Comfort(size=150), 2),
        (Comfort(reach=True), 2),
        (Comfort(volume=4), 2),
        (Comfort(slower=True), 2),
    ],
)
def test_whoever_is_slower_has_twice_the_time(
    story: Story, resident: Resident, comfort: Comfort, times: int
) -> None:
    """TIM-1."""
    resident.taps("water")
    story.session = replace(story.session, comfort=comfort)
    resident.waits(times * IDLE_S - 1)
    assert not story.question
    resident.waits(1)
    assert story.question == "您还在吗?"


def test_so_has_whoever_takes_a_receipt(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    gateway_settles(resident, gateway)
    resident.taps("print")
    machine.prints()
    story.session = replace(story.session, comfort=Comfort(size=200))
    resident.waits(2 * facts.RULES.timing.receipt_s - 1)
    story.at(TakeReceipt)


def gateway_settles(resident: Resident, gateway: Gateway) -> None:
    resident.scans_bill()
    gateway.answers(facts.WATER)
    resident.taps("pay", "phone_code")
    resident.shows_pay_code()
    gateway.opens()
    gateway.settles()


def test_the_question_is_seen_heard_and_said(story: Story, resident: Resident) -> None:
    """TIM-4."""
    resident.taps("water")
    assert not story.screen.beep
    resident.waits(IDLE_S)
    assert story.screen.overlay
    assert story.screen.beep
    said = story.screen.said
    resident.waits(30)
    assert story.screen.said == said + 1
    resident.taps("stay")
    assert not story.screen.beep


def test_whoever_hesitates_hears_it_again(story: Story, resident: Resident) -> None:
    resident.taps("water")
    assert said_after(story, resident, 29) == 0
    assert said_after(story, resident, 1) == 1
    assert said_after(story, resident, 30) == 1
    resident.taps("comfort_theme")
    assert said_after(story, resident, 29) <= 0


def test_nobody_is_spoken_to_at_the_first_screen(story: Story, resident: Resident) -> None:
    story.at(Idle)
    assert said_after(story, resident, 600) == 0
    assert story.screen.banner is None


def said_after(story: Story, resident: Resident, seconds: float) -> int:
    before = story.screen.said
    resident.waits(seconds)
    return story.screen.said - before


def test_whoever_hesitates_is_offered_help_and_nothing_else_changes(
    story: Story, resident: Resident, gateway: Gateway
) -> None:
    resident.scans_bill()
    gateway.answers(facts.WATER)
    resident.waits(59)
    before = story.screen
    resident.waits(1)
    after = story.screen
    assert words(after.banner) == "要帮忙,请按“找人帮忙”"
    assert replace(after, banner=None, said=before.said, frame=before.frame) == before
    resident.taps("comfort_repeat")
    assert story.screen.banner is None
    story.at(ConfirmBills)


def test_in_a_demonstration_both_are_said() -> None:
    story = Story(replace(facts.RULES, demonstration=True))
    Resident(story).taps("water")
    Resident(story).waits(60)
    assert words(story.screen.banner) == "演示。要帮忙请按“帮忙”"


def test_a_long_wait_is_spoken_of_then_explained(story: Story, resident: Resident) -> None:
    """FLW-19."""
    resident.scans_bill()
    story.at(LookUp)
    assert words(story.screen.spoken) == "正在查您的账单\n请等几秒钟"
    resident.waits(4)
    assert words(story.screen.spoken) == "正在查您的账单,请稍等。"
    resident.waits(4)
    assert words(story.screen.spoken) == "今天有点慢,还在查,请再等等"


def test_a_card_at_the_exit_is_called_out_every_three_seconds(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    """CRD-2."""
    resident.taps("water", "id_card")
    resident.inserts("id_card")
    assert not story.screen.beep
    machine.reads_id_card()
    story.at(TakeCard)
    assert story.screen.beep
    assert words(story.screen.spoken) == "请取走身份证。"
    assert [said_after(story, resident, 3) for _ in range(5)] == [1] * 5
    assert said_after(story, resident, 3600) < 200
    gateway.answers(facts.WATER)
    resident.takes_card()
    assert not story.screen.beep


def test_a_card_is_called_out_at_goodbye_too(story: Story, resident: Resident, machine: Machine) -> None:
    resident.taps("water", "id_card")
    resident.inserts("id_card")
    resident.taps("exit", "leave")
    machine.ejects("id_card")
    assert story.screen.beep
    assert words(story.screen.spoken) == "请拿好您的卡。"
    resident.waits(60)
    resident.takes_card()
    resident.waits(1)
    story.at(Idle)


def test_a_receipt_is_called_out(
    story: Story, resident: Resident, gateway: Gateway, machine: Machine
) -> None:
    gateway_settles(resident, gateway)
    resident.taps("print")
    assert not story.screen.beep
    machine.prints()
    assert story.screen.beep
    assert said_after(story, resident, 3) == 1


def test_whoever_puts_in_notes_has_twice_the_time() -> None:
    story = Story(facts.CASH_RULES)
    gateway = Gateway(story)
    Machine(story).takes_cash()
    Resident(story).scans_bill()
    gateway.answers(facts.ELECTRICITY)
    Resident(story).taps("pay", "cash")
    gateway.opens()
    gateway.expects_cash()
    story.at(InsertNotes)
    story.session = replace(story.session, comfort=Comfort(size=200))
    Resident(story).waits(2 * facts.RULES.timing.note_s - 1)
    assert not story.question
    Resident(story).waits(1)
    assert story.question == "您还在吗?"
