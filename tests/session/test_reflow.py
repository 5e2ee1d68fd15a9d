"""Leaves: whatever is wanted large is shown whole, part after part, and no part twice."""

from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from kiosk.session.model import Session
from kiosk.session.paging import placed
from kiosk.session.reflow import leaves
from kiosk.session.show import view
from kiosk.session.steps import ChooseAccount, ConfirmBills
from kiosk.session.view import Comfort, ScreenView, Size, Total, text
from tests.session import facts
from tests.session.looking import describe, whole, words
from tests.session.samples import reached
from tests.session.stories import Gateway, Resident, Story
from tests.session.wandering import looked_at_closely, walk, walks

LARGE: tuple[Size, ...] = (150, 200)
ON_EVERY_LEAF = {
    "screen",
    "title",
    "frame",
    "spoken",
    "progress",
    "overlay",
    "banner",
    "comfort",
    "said",
    "beep",
}
TURNS = {"page", "leaf"}
SUM = {"total"}
CUT = set(ScreenView.__struct_fields__) - ON_EVERY_LEAF - TURNS - SUM


def seen(session: Session, size: Size) -> list[ScreenView]:
    """Every leaf, as a resident leafs through them from the first to the last."""
    large = replace(session, comfort=Comfort(size=size))
    first = view(placed(large, 0))
    return [view(placed(large, place)) for place in range(first.leaf.of if first.leaf else 1)]


def everything(session: Session) -> dict[str, list[Any]]:
    """What the usual size shows, over all its pages."""
    usual = replace(session, comfort=Comfort())
    page = view(placed(usual, 0)).page
    shown = [view(placed(usual, place)) for place in range(page.of if page else 1)]
    return {name: _shown(shown if name in {"bills", "choices", "facts"} else shown[:1], name) for name in CUT}


def _shown(screens: list[ScreenView], name: str) -> list[Any]:
    found: list[Any] = []
    for screen in screens:
        value = getattr(screen, name)
        if name == "keypad" and value is not None:
            value = replace(value, problem=None)  # the prompt says it
        found += list(value) if isinstance(value, tuple) else [value] if value is not None else []
    unique: list[Any] = []
    for value in found:
        unique += [] if value in unique and len(screens) > 1 and name == "choices" else [value]
    return unique


def check(session: Session, size: Size) -> None:
    cut = seen(session, size)
    for name, usual in everything(session).items():
        told = [value for screen in cut for value in _shown([screen], name)]
        assert sorted(map(repr, told)) == sorted(map(repr, usual)), f"{name} of {describe(view(session))}"
    for name in ON_EVERY_LEAF - {"comfort", "frame"}:
        assert all(getattr(screen, name) == getattr(cut[0], name) for screen in cut)
    assert all(screen.frame == cut[0].frame for screen in cut)
    check_sum(session, cut)


def check_sum(session: Session, cut: list[ScreenView]) -> None:
    """On every leaf, or on one of its own: in the largest type, with capitals, and under a bill's items."""
    total = whole(session).total
    found = [screen for screen in cut if screen.total == total]
    apart = total is not None and (
        cut[0].comfort.size == 200 or total.capitals is not None or cut[0].screen == "bill"
    )
    assert len(found) == (1 if apart else len(cut))
    assert all(screen.total is None for screen in cut if screen not in found)


@pytest.mark.parametrize("size", LARGE)
def test_nothing_is_lost_and_nothing_said_twice(size: Size) -> None:
    for session in reached():
        check(session, size)


@looked_at_closely
@given(walks)
def test_nothing_is_lost_wherever_a_journey_is(number: int) -> None:
    for moment in walk(number)[::9]:
        for size in LARGE:
            check(moment.after, size)


@pytest.mark.parametrize("size", LARGE)
def test_no_leaf_is_empty_and_every_one_can_be_turned_to(size: Size) -> None:
    for session in reached():
        cut = seen(session, size)
        for place, screen in enumerate(cut):
            turner = screen.leaf
            assert (turner is None) == (len(cut) == 1)
            if turner is not None:
                assert (turner.number, turner.of) == (place + 1, len(cut))
                assert (turner.previous.enabled, turner.next.enabled) == (place > 0, place + 1 < len(cut))
                assert any(_shown([screen], name) for name in CUT | SUM)


def test_at_the_usual_size_nothing_is_cut() -> None:
    for session in reached():
        usual = replace(session, comfort=Comfort(theme="black", reach=True))
        assert leaves(view(usual)) == (view(usual),)


def test_the_first_screen_pays_everything_first(story: Story, resident: Resident) -> None:
    resident.taps("comfort_size", "comfort_size")
    assert [choice.name for choice in story.screen.choices] == ["household"]
    resident.taps("leaf_next")
    assert [choice.name for choice in story.screen.choices] == ["electricity", "water"]


def test_a_journey_is_walked_leaf_by_leaf(story: Story, resident: Resident, gateway: Gateway) -> None:
    resident.taps("comfort_size", "comfort_size", "household", "leaf_next", "leaf_next", "typed")
    resident.taps("leaf_next", "water")
    assert "位数字" in words(story.screen.prompt)
    resident.taps("leaf_next")
    resident.types("0210057231")
    assert story.screen.keypad


def test_what_was_mistyped_is_told_first_and_the_keys_stay_where_they_are(
    story: Story, resident: Resident
) -> None:
    resident.taps("electricity", "typed", "comfort_size", "comfort_size", "leaf_next")
    resident.types(facts.ELECTRICITY_MISTYPED)
    resident.taps("next")
    assert words(story.screen.prompt).startswith("没有扣钱")
    assert words(story.screen.spoken) == words(story.screen.prompt)
    resident.taps("leaf_next", "delete")
    assert story.screen.keypad


def test_a_recharge_card_is_agreed_to_after_all_else_was_read() -> None:
    for session in reached():
        if view(session).screen == "recharge_card":
            for size in LARGE:
                cut = seen(session, size)
                assert ["agree" in {each.name for each in screen.choices} for screen in cut] == [False] * (
                    len(cut) - 1
                ) + [True]


def test_a_warning_is_read_before_anything_is_answered(story: Story, gateway: Gateway) -> None:
    resident = Resident(story)
    resident.scans_bill()
    gateway.answers(facts.WATER)
    resident.taps("comfort_size", "comfort_size", "pay")
    assert story.screen.prompt is None
    resident.taps("leaf_next", "leaf_next")
    resident.waits(5)
    resident.shows("no payment code")
    assert words(story.screen.prompt)
    assert not story.screen.choices


def test_past_the_last_leaf_is_nothing(story: Story, resident: Resident) -> None:
    resident.taps("comfort_size")
    page = story.screen.leaf
    assert page
    for _ in range(page.of + 3):
        story.feed(page.next.event)
    assert story.session.leaf == page.of - 1
    resident.taps("leaf_previous")
    assert story.session.leaf == page.of - 2


@pytest.mark.parametrize(("digits", "apart"), [("¥999.99", False), ("¥1000.00", True)])
def test_thousands_of_yuan_have_their_words_on_the_next_leaf(digits: str, apart: bool) -> None:
    """In the largest type, on a wide display, there is no room for both."""
    screen = view(next(s for s in reached() if isinstance(s.step, ConfirmBills)))
    total = Total(text("bills.total"), digits, text("bills.total"))
    first, second, *_ = leaves(replace(screen, total=total, comfort=Comfort(size=200)))
    assert first.total is not None
    assert first.total.digits == digits
    assert (first.total.capitals is None) == apart
    assert (second.prompt == total.capitals) == apart


@pytest.mark.parametrize(("address", "on_first"), [("临汾路380弄", 2), ("浦东新区白玉兰花园路1280弄", 1)])
def test_accounts_with_long_addresses_have_a_leaf_each(address: str, on_first: int) -> None:
    screen = view(next(s for s in reached() if isinstance(s.step, ChooseAccount)))
    note = text("account.note", address=address, due=text("account.nothing"))
    choices = tuple(replace(choice, note=note) for choice in screen.choices)
    large = replace(screen, choices=choices, comfort=Comfort(size=150))
    assert len(leaves(large)[0].choices) == on_first
