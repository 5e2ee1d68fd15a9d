"""Digits for a meter, and a voucher's number, are told until somebody has them: on a screen where no paper
comes, and again to whoever comes back and shows more than a number."""

import pytest
from msgspec.structs import replace

from kiosk.session.effects import PrintReceipt
from kiosk.session.effects_prepaid import FollowLoad
from kiosk.session.events import AnotherTapped, LoadAgainTapped, ReceiptFailed, ReceiptPrinted
from kiosk.session.household import Shown
from kiosk.session.loads import LoadState
from kiosk.session.steps import (
    ChooseFinding,
    Goodbye,
    Idle,
    Notice,
    ShowReceiptCode,
    TakeReceipt,
)
from kiosk.session.steps_prepaid import Loading, ShowMeter
from tests.session import facts
from tests.session.looking import everything_said, fault, offered, words
from tests.session.prepaid import METER, TOKEN, finds_meters, load, paid, tells
from tests.session.stories import Machine, Resident, Story

DIGITS = "1234 5678 9012 3456 7890"
LOST = replace(METER, told_again=(load("token"), replace(load("voucher"), load_id="load-0")), shown="id_card")


def values(story: Story) -> list[str]:
    return [fact.value if isinstance(fact.value, str) else words(fact.value) for fact in story.screen.facts]


def again_offered(story: Story) -> list[str]:
    return [choice.name for choice in story.screen.choices if choice.name.startswith("again_")]


def carries_on(story: Story, state: LoadState, shown: Shown) -> None:
    """With a load that was on its way, and has ended so by now."""
    owed = replace(METER, state="load_unfinished", open_load=load("loading"), shown=shown)
    finds_meters(story, owed)
    Resident(story).taps("carry_on")
    tells(story, state, facts.settled("pay-1", story.last(FollowLoad).basket))  # type: ignore[arg-type]  # there


def is_told_to_show_something(story: Story) -> None:
    """And that what they paid is safe: it was taken when they paid it."""
    assert fault(story.screen) == "load_proof_needed"
    assert "没有扣钱" not in story.prompt
    assert "不会丢" in story.prompt


# -- no paper ---------------------------------------------------------------------------------------


def test_digits_that_the_printer_keeps_stand_on_the_screen(story: Story, resident: Resident) -> None:
    paid(story)
    tells(story, "token")
    resident.taps("print")
    story.feed(ReceiptFailed("pay-1", "paper_out"))
    story.at(ShowReceiptCode)
    assert values(story) == [DIGITS]
    assert "20 位数字" in story.prompt
    assert {"another", "finish"} & offered(story.screen) == {"finish"}, "they are on no paper"
    story.feed(AnotherTapped())
    assert values(story) == [DIGITS]


def test_so_does_the_number_under_which_money_is_fetched(
    story: Story, resident: Resident, machine: Machine
) -> None:
    machine.has_paper("out")
    paid(story)
    tells(story, "voucher")
    resident.taps("print")
    assert "2026 0009" in values(story)
    assert "单号" in story.prompt


@pytest.mark.parametrize(
    ("states", "leads_on"),
    [([], False), (["loading"], False), (["token"], False), (["loading", "loaded"], True)],
)
def test_nobody_is_led_on_from_what_may_still_become_digits(
    story: Story, resident: Resident, states: list[LoadState], leads_on: bool
) -> None:
    paid(story)
    resident.taps("wait_no_longer", "print")
    story.feed(ReceiptFailed("pay-1", "cutter"))
    for state in states:
        tells(story, state)
    assert ("another" in offered(story.screen)) is leads_on


def test_with_the_digits_on_paper_there_is_a_way_on(
    story: Story, resident: Resident, machine: Machine
) -> None:
    paid(story)
    tells(story, "token")
    resident.taps("print")
    machine.prints()
    resident.taps("another")
    story.at(Idle)


@pytest.mark.parametrize("when", ["printing", "taking", "on the screen"])
def test_digits_that_come_late_are_told_all_the_same(story: Story, resident: Resident, when: str) -> None:
    paid(story)
    resident.taps("wait_no_longer", "print")
    if when == "printing":
        tells(story, "token")
    story.feed(
        ReceiptFailed("pay-1", "cutter")
        if when == "on the screen"
        else ReceiptPrinted("pay-1", confirmed=True)
    )
    if when != "printing":
        tells(story, "token")
    story.at(ShowReceiptCode)
    assert values(story) == [DIGITS]


def test_a_load_that_is_there_meanwhile_needs_no_other_paper(story: Story, resident: Resident) -> None:
    paid(story)
    resident.taps("wait_no_longer", "print")
    tells(story, "loaded")
    story.feed(ReceiptPrinted("pay-1", confirmed=True))
    story.at(TakeReceipt)


# -- told again -------------------------------------------------------------------------------------


def test_whoever_finds_the_meter_again_sees_the_digits_and_gets_a_counted_copy(
    story: Story, resident: Resident
) -> None:
    finds_meters(story, LOST)
    assert {"again_1", "again_2", "agree"} <= offered(story.screen)
    resident.taps("again_1")
    followed = story.last(FollowLoad)
    assert story.title == "正在查上次那笔"
    tells(story, "token", facts.settled("pay-1", followed.basket))  # type: ignore[arg-type]  # it is there
    assert (story.title, values(story)) == ("请回家在表上按数字", [DIGITS])
    resident.taps("print")
    printed = story.last(PrintReceipt)
    assert (printed.copy, printed.shown, printed.outcome.receipt_no) == (True, "id_card", "202611200001")
    assert printed.outcome.load
    assert printed.outcome.load.token == TOKEN


def test_the_digits_are_there_although_the_gateway_is_silent_now(story: Story, resident: Resident) -> None:
    finds_meters(story, LOST)
    resident.taps("again_1", "wait_no_longer")
    assert values(story) == [DIGITS]
    resident.taps("finish")
    story.at(Goodbye)


def test_no_set_of_digits_stands_in_the_way_of_another(story: Story, resident: Resident) -> None:
    many = tuple(replace(load("token"), load_id=f"load-{n}") for n in range(1, 8))
    finds_meters(story, replace(METER, told_again=many, shown="id_card"))
    seen = again_offered(story)
    while story.screen.leaf and story.screen.leaf.next.enabled:
        assert len(again_offered(story)) <= 3
        assert "agree" in offered(story.screen)
        resident.taps("leaf_next")
        seen += again_offered(story)
    assert seen == [f"again_{n}" for n in range(1, 8)]
    resident.taps("again_7")
    assert story.at(Loading).outcome.load == many[6]


def test_a_screen_that_carries_on_has_no_more_answers_than_others(story: Story, resident: Resident) -> None:
    many = tuple(replace(load("token"), load_id=f"load-{n}") for n in range(1, 4))
    owed = replace(
        METER, state="load_unfinished", open_load=load("loading"), told_again=many, shown="id_card"
    )
    finds_meters(story, owed)
    assert {"carry_on", "finish"} <= offered(story.screen)
    for number in (1, 2):
        assert again_offered(story) == [f"again_{number}"]
        resident.taps("leaf_next")
    assert {"carry_on", "finish"} <= offered(story.screen)
    assert again_offered(story) == ["again_3"]


def test_a_load_nobody_was_told_of_is_not_told_again(story: Story) -> None:
    finds_meters(story, LOST)
    story.feed(LoadAgainTapped("load-9"))
    story.at(ShowMeter)


# -- a number is no proof ---------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["token", "voucher"])
def test_a_typed_number_shows_no_digits_and_no_vouchers_number(
    story: Story, resident: Resident, state: LoadState
) -> None:
    carries_on(story, state, "account")
    assert values(story) == []
    said = everything_said(story.screen)
    assert TOKEN not in said.replace(" ", "")
    assert "2026 0009" not in said
    assert "身份证" in story.prompt
    resident.taps("print")
    is_told_to_show_something(story)
    assert story.at(Notice).retry == ChooseFinding("electricity")
    assert not story.asked(PrintReceipt)


def test_nor_does_it_get_a_copy_of_the_receipt(story: Story, resident: Resident) -> None:
    carries_on(story, "loaded", "account")
    assert story.title == "电到表了"
    resident.taps("print")
    is_told_to_show_something(story)


@pytest.mark.parametrize("shown", ["id_card", "card", "code"])
def test_whoever_shows_more_gets_what_is_there_and_a_counted_copy(
    story: Story, resident: Resident, shown: Shown
) -> None:
    carries_on(story, "token", shown)
    assert values(story) == [DIGITS]
    resident.taps("print")
    assert (story.last(PrintReceipt).copy, story.last(PrintReceipt).shown) == (True, shown)


def test_whoever_has_just_paid_need_not_prove_it(story: Story, resident: Resident) -> None:
    paid(story)
    tells(story, "token")
    assert values(story) == [DIGITS]
    resident.taps("print")
    assert (story.last(PrintReceipt).copy, story.last(PrintReceipt).shown) == (False, None)
