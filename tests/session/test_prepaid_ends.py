"""What was bought for a meter, after the money: told honestly until it is there, and when it is not."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import PrintReceipt, StartPayment, WipeSession
from kiosk.session.effects_prepaid import FollowLoad
from kiosk.session.events import LoadTold
from kiosk.session.journey_loading import PATIENCE_S
from kiosk.session.loads import LoadState
from kiosk.session.steps import ChooseFinding, ChooseMethod, Done, Idle
from kiosk.session.steps_prepaid import Loading
from tests.session import facts
from tests.session.looking import words
from tests.session.prepaid import (
    METER,
    TOKEN,
    at_the_sum,
    finds_meters,
    load,
    paid,
    tells,
)
from tests.session.stories import Gateway, Machine, Resident, Story


def test_paid_is_not_loaded(story: Story) -> None:
    paid(story)
    assert story.asked(FollowLoad) == [FollowLoad("pay-1")]
    assert (story.title, story.screen.mark) == ("正在充到电表", None)
    for state in ("waiting", "loading"):
        tells(story, state)
        story.at(Loading)


def test_the_meters_word_ends_it_and_the_paper_says_so(
    story: Story, resident: Resident, machine: Machine
) -> None:
    paid(story)
    tells(story, "loaded")
    assert (story.title, story.screen.mark, story.screen.picture) == ("电到表了", "done", "meter_loaded")
    resident.taps("print")
    printed = story.last(PrintReceipt)
    assert printed.outcome.load
    assert (printed.outcome.kind, printed.outcome.load.state, printed.copy) == ("settled", "loaded", False)
    machine.prints()
    resident.takes_receipt()


@pytest.mark.parametrize(
    ("state", "title", "kind"),
    [
        ("token", "请回家在表上按数字", "settled"),
        ("returning", "没充进去,正在退钱", "part_settled"),
        ("returned", "没充进去,钱退了", "part_settled"),
        ("voucher", "没充进去,到窗口领钱", "part_settled"),
    ],
)
def test_every_other_end_is_said_as_it_is(story: Story, state: LoadState, title: str, kind: str) -> None:
    paid(story)
    tells(story, state)
    assert (story.title, story.at(Done).outcome.kind) == (title, kind)
    assert story.screen.mark in {"checking", "warning"}


def test_the_digits_stand_in_groups_on_the_screen_and_in_no_repr(story: Story) -> None:
    paid(story)
    tells(story, "token")
    assert [fact.value for fact in story.screen.facts] == ["1234 5678 9012 3456 7890"]
    assert TOKEN not in repr(story.session)
    assert "12345" not in words(story.screen.spoken)


def test_what_was_to_go_back_may_have_got_there_after_all(story: Story) -> None:
    paid(story)
    tells(story, "returning")
    tells(story, "loaded")
    assert (story.title, story.at(Done).outcome.kind) == ("电到表了", "settled")
    tells(story, "returned")
    assert story.title == "电到表了", "what has ended never changes again"


def test_nobody_waits_for_ever_and_the_end_is_told_if_it_comes(story: Story, resident: Resident) -> None:
    paid(story)
    resident.waits(PATIENCE_S + 1)
    assert (story.title, story.screen.mark) == ("钱付好了,还没到表", "checking")
    tells(story, "token")
    assert story.title == "请回家在表上按数字"


def test_whoever_cannot_wait_goes_and_is_not_told_that_nothing_was_taken(
    story: Story, resident: Resident
) -> None:
    paid(story)
    resident.taps("wait_no_longer")
    assert "不要再付" in story.prompt
    resident.taps("no_receipt")
    assert WipeSession() in story.effects


def test_another_payments_load_is_not_this_ones(story: Story) -> None:
    paid(story)
    story.feed(LoadTold(replace(load("loaded"), payment_id="pay-9")))
    story.at(Loading)


def test_a_payment_that_settles_while_it_is_checked_begins_to_load(story: Story, resident: Resident) -> None:
    at_the_sum(story)
    resident.taps("pay")
    resident.shows_pay_code()
    Gateway(story).opens()
    resident.waits(91)
    assert story.title == "正在核实"
    Gateway(story).settles()
    story.at(Loading)
    tells(story, "loaded")
    assert story.title == "电到表了"


def test_what_was_not_charged_loads_nothing(story: Story, resident: Resident) -> None:
    at_the_sum(story)
    resident.taps("pay")
    resident.shows_pay_code()
    Gateway(story).opens()
    Gateway(story).does_not_charge("declined")
    assert not story.asked(FollowLoad)
    resident.taps("retry")
    story.at(ChooseMethod)
    resident.shows_pay_code()
    Gateway(story).opens("pay-2")
    Gateway(story).does_not_charge("bill_changed", "pay-2")
    resident.taps("retry")
    assert story.at(ChooseFinding).wish == "electricity"
    story.at(ChooseFinding)


def test_a_load_that_is_paid_is_carried_on_without_paying(
    story: Story, resident: Resident, machine: Machine
) -> None:
    owed = replace(METER, state="load_unfinished", open_load=load("loading"), shown="id_card")
    finds_meters(story, owed)
    assert "不用再付" in story.prompt
    resident.taps("carry_on")
    followed = story.last(FollowLoad)
    assert followed.basket
    assert (followed.payment_id, followed.basket.amount_fen) == ("pay-1", 5000)
    tells(story, "loaded", facts.settled("pay-1", followed.basket))
    assert story.title == "电到表了"
    assert not story.asked(StartPayment)
    resident.taps("print")
    assert story.last(PrintReceipt).copy, "its receipt was printed when it was paid"


def test_the_errand_ends_with_the_session(story: Story, resident: Resident) -> None:
    finds_meters(story, METER)
    resident.taps("exit", "leave", "finish")
    story.at(Idle)
    resident.taps("electricity")
    assert story.session.errand == ""
