"""A card after the money: written, read back, taken home; whatever happens, nothing is paid twice or lost."""

import pytest

from kiosk.session import events as e
from kiosk.session.effects import EjectCard, PrintReceipt, StartPayment
from kiosk.session.effects_prepaid import FollowLoad
from kiosk.session.model import Armed
from kiosk.session.steps import Done, Goodbye, Idle
from kiosk.session.steps_meter_cards import InsertPaidCard, RedirectingLoad, WritingCard
from kiosk.session.steps_prepaid import Loading
from tests.session.looking import offered
from tests.session.meter_cards import (
    LOAD,
    buys,
    comes_out,
    is_being_written,
    is_read,
    is_torn_out,
    is_written,
    load,
    puts_in,
    redirects,
    tells_of_receipt,
    unfinished,
    write_ends,
    writes,
)
from tests.session.stories import Machine, Resident, Story

OUT = EjectCard("ic_card")


def test_paid_the_same_card_is_wanted_again(story: Story) -> None:
    buys(story)
    assert (story.title, story.prompt) == ("请再插同一张卡", "钱付好了,插回卡就写。芯片朝前")
    assert story.session.armed == Armed(ic_card=True, hold=True)
    assert story.last(FollowLoad).payment_id == "pay-1"


def test_it_is_written_taken_and_carried_home(story: Story, resident: Resident, machine: Machine) -> None:
    is_being_written(story)
    assert story.title == "正在写卡,请勿拔卡"
    assert writes(story) == [LOAD]
    ejected = len([effect for effect in story.effects if effect == OUT])
    write_ends(story, "written")
    assert len([effect for effect in story.effects if effect == OUT]) == ejected + 1
    assert story.title == "写好了,请取卡"
    comes_out(story)
    assert (story.title, story.screen.picture) == ("写好了,回家插进表里", "card_into_meter")
    assert story.screen.mark == "done"
    resident.taps("print")
    machine.prints()
    resident.takes_receipt()
    story.at(Goodbye)
    assert len(story.asked(StartPayment)) == 1


def test_a_card_that_is_quicker_than_the_gateway_waits_for_it(story: Story) -> None:
    buys(story)
    puts_in(story)
    assert not writes(story)
    story.feed(e.LoadTold(load()))
    assert writes(story) == [LOAD]
    story.feed(e.LoadTold(load("writing")))
    assert writes(story) == [LOAD], "once"


def test_nothing_lets_go_of_a_card_that_is_written(story: Story, resident: Resident) -> None:
    is_being_written(story)
    before = len(story.asked(EjectCard))
    assert "exit" not in offered(story.screen)
    for event in (e.ExitTapped(), e.LeaveConfirmed(), e.BackTapped(), e.EjectHeld(3.0), e.ForcedEjected()):
        story.feed(event)
    resident.waits(120)
    story.at(WritingCard)
    assert story.question == ""
    for event in (e.HelperDisplayChanged(there=True), e.HelperCardShown("07"), e.EjectCardAsked("ic_card")):
        story.feed(event)
    assert len(story.asked(EjectCard)) == before


def test_even_a_write_that_never_ends_gives_the_card_back(story: Story, resident: Resident) -> None:
    is_being_written(story)
    resident.waits(181)
    assert story.last(EjectCard) == OUT
    comes_out(story)
    assert story.title == "不知道写好没有"


def test_pulled_while_writing_the_money_waits_and_the_card_goes_on(story: Story, resident: Resident) -> None:
    is_being_written(story)
    is_torn_out(story)
    assert (story.title, story.at(InsertPaidCard).problem) == ("卡拔早了,没写完", "card_gone")
    assert "钱还在" in story.prompt
    puts_in(story)
    assert writes(story) == [LOAD, LOAD]
    is_written(story)
    assert story.title == "写好了,回家插进表里"
    assert len(story.asked(StartPayment)) == 1


def test_pulled_and_gone_home_it_goes_on_at_any_later_visit(
    story: Story, resident: Resident, machine: Machine
) -> None:
    is_being_written(story)
    is_torn_out(story)
    story.feed(e.LoadTold(load("card_unsure")))
    resident.taps("later")
    assert story.title == "钱付好了,还没写到卡"
    assert "不要再付" in story.prompt
    resident.taps("no_receipt")
    resident.waits(16)
    story.at(Idle)
    puts_in(story)
    is_read(story, unfinished("card_unsure"))
    assert story.prompt == "您上次付的钱还在,现在接着写,不用再付"
    tells_of_receipt(story, "card_unsure")
    is_written(story)
    resident.taps("print")
    assert story.last(PrintReceipt).copy
    assert len(story.asked(StartPayment)) == 1


def test_another_card_at_the_resume_is_not_written(story: Story, resident: Resident) -> None:
    is_being_written(story)
    is_torn_out(story)
    puts_in(story)
    write_ends(story, "refused", "other_card")
    assert (story.title, story.last(EjectCard)) == ("请取走您的卡", OUT)
    comes_out(story)
    assert story.title == "不是刚才那张卡"
    assert "钱还在" in story.prompt
    puts_in(story)
    is_written(story)
    story.at(Done)


@pytest.mark.parametrize(
    ("problem", "title"),
    [
        ("write_failed", "这张卡写不进去"),
        ("blocked", "这张卡写不进去"),
        ("busy", "别的机器正在写它"),
        ("company_silent", "现在连不上,没写成"),
        ("card_gone", "卡拔早了,没写完"),
        ("holds_units", "不知道写好没有"),
    ],
)
def test_why_it_is_not_on_the_card_is_told_with_the_money_safe(
    story: Story, problem: str, title: str
) -> None:
    is_being_written(story)
    write_ends(story, "refused", problem)
    comes_out(story)
    assert story.title == title
    assert "钱还在" in story.prompt


# -- the gateway down, at each step -----------------------------------------------------------------


def test_down_before_the_load_is_known_the_card_comes_back(story: Story, resident: Resident) -> None:
    buys(story)
    puts_in(story)
    resident.waits(story.session.rules.timing.look_up_s)
    comes_out(story)
    assert story.title == "现在连不上,没写成"
    assert not writes(story)
    story.feed(e.LoadTold(load()))
    puts_in(story)
    is_written(story)
    assert story.title == "写好了,回家插进表里"


def test_down_while_writing_the_card_comes_back_and_the_end_is_heard_later(
    story: Story, resident: Resident
) -> None:
    is_being_written(story)
    write_ends(story, "silent", "gateway_slow")
    comes_out(story)
    assert story.title == "现在连不上,没写成"
    story.feed(e.CardSettled(LOAD, written=True))
    assert story.title == "写好了,回家插进表里"


def test_settled_as_not_written_it_still_waits(story: Story) -> None:
    is_being_written(story)
    write_ends(story, "silent", "gateway_slow")
    comes_out(story)
    story.feed(e.CardSettled(LOAD, written=False))
    story.at(InsertPaidCard)


def test_down_while_another_way_is_asked_for_nothing_is_claimed(story: Story, resident: Resident) -> None:
    is_being_written(story)
    write_ends(story, "refused", "write_failed")
    comes_out(story)
    story.feed(e.LoadTold(load()))
    resident.taps("give_back")
    assert redirects(story) == [(LOAD, "give_back")]
    resident.waits(story.session.rules.timing.look_up_s)
    assert story.title == "现在连不上,没写成"
    story.feed(e.LoadTold(load("returning")))
    assert story.title == "没充进去,正在退钱"


# -- another way ------------------------------------------------------------------------------------


def test_over_the_line_where_the_meter_allows_it(story: Story, resident: Resident) -> None:
    is_being_written(story)
    write_ends(story, "refused", "write_failed")
    comes_out(story)
    assert "send" not in offered(story.screen)
    story.feed(e.LoadTold(load(may_be_sent=True)))
    resident.taps("send")
    story.at(RedirectingLoad)
    story.feed(e.LoadRedirected(LOAD, load("loading")))
    story.at(Loading)
    story.feed(e.LoadTold(load("token")))
    story.at(Done)


def test_money_back_only_where_the_card_surely_has_nothing(story: Story, resident: Resident) -> None:
    is_being_written(story)
    is_torn_out(story)
    story.feed(e.LoadTold(load("card_unsure")))
    assert "give_back" not in offered(story.screen)
    story.feed(e.LoadTold(load("card_waiting")))
    resident.taps("give_back")
    story.feed(e.LoadRedirected(LOAD, load("returned")))
    assert story.title == "没充进去,钱退了"


def test_a_load_that_stays_is_told_so(story: Story, resident: Resident) -> None:
    is_being_written(story)
    write_ends(story, "refused", "write_failed")
    comes_out(story)
    story.feed(e.LoadTold(load(may_be_sent=True)))
    resident.taps("send")
    story.feed(e.LoadRedirected(LOAD, load()))
    assert story.title == "现在只能写到卡上"


def test_written_elsewhere_meanwhile_it_is_told_as_that(story: Story) -> None:
    is_being_written(story)
    is_torn_out(story)
    story.feed(e.LoadTold(load("loaded")))
    assert story.title == "写好了,回家插进表里"


def test_over_already_it_is_asked_how(story: Story) -> None:
    is_being_written(story)
    write_ends(story, "refused", "load_ended")
    comes_out(story)
    story.at(Loading)
    story.feed(e.LoadTold(load("returned")))
    story.at(Done)
