"""A payment in cash as the kiosk sees it: what is counted is settled, and an end must know of all of it."""

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.payment import attempt as rules
from kiosk.payment.attempt import (
    Act,
    Answered,
    Attempt,
    Came,
    CancelWanted,
    CardFinished,
    CountClosed,
    Happening,
    NeverHeardOf,
    Refused,
    Stepped,
    TerminalUnable,
    Unanswered,
)

CASH_EXPECTED = Answered(100.5, final=False, cash_expected=True)
ENDED_EMPTY = Answered(110.0, final=True)


def settled(inserted_fen: int) -> Answered:
    return Answered(120.0, final=True, charged=True, inserted_fen=inserted_fen)


def after(stepped: Stepped, *events: Happening) -> Stepped:
    for event in events:
        stepped = rules.step(stepped[0], event)
    return stepped


def in_cash(*events: Happening) -> Stepped:
    return after(rules.begin("p", 11230, "cash", 100.0), CASH_EXPECTED, *events)


def test_the_slot_opens_only_on_the_gateways_word_and_once() -> None:
    assert rules.begin("p", 11230, "cash", 100.0)[1] == ("send",)
    attempt, acts = in_cash()
    assert (attempt.phase, acts) == ("counting", ("start_count",))
    assert rules.step(attempt, CASH_EXPECTED)[1] == ()
    assert rules.step(attempt, Came(attempt.due_s))[1] == ("ask",)


def test_a_cancellation_before_the_slot_opens_bars_the_payment() -> None:
    attempt, acts = after(rules.begin("p", 11230, "cash", 100.0), CancelWanted(100.1))
    assert acts == ("cancel",)
    assert rules.step(attempt, CASH_EXPECTED)[1] == ()


def test_a_closing_without_notes_that_is_refused_bars_the_payment() -> None:
    """The id was barred already, before a power cut took the kiosk's word of it."""
    attempt, _ = rules.recover("p", 11230, "cash", 100.0)
    assert rules.step(attempt, Came(100.0))[1] == ("settle_cash",)
    barred, acts = rules.step(attempt, Refused(101.0))
    assert (barred.phase, acts) == ("cancelling", ("cancel",))
    assert rules.step(barred, ENDED_EMPTY)[1] == ("close",)
    with_notes, _ = rules.recover("p", 11230, "cash", 100.0, inserted_fen=500)
    assert rules.step(with_notes, Refused(101.0))[1] == ()


def test_what_is_counted_is_settled_until_an_end_knows_of_all_of_it() -> None:
    attempt, acts = in_cash(CountClosed(110.0, 12_000))
    assert (attempt.phase, acts) == ("settling", ("settle_cash",))
    assert rules.step(attempt, Came(attempt.due_s))[1] == ("settle_cash",)
    for word in (ENDED_EMPTY, settled(2_000), CASH_EXPECTED, Unanswered(111.0), Refused(111.0)):
        assert rules.step(attempt, word)[0].phase == "settling"
    attempt, acts = rules.step(attempt, settled(12_000))
    assert (attempt.phase, acts) == ("ended", ("close",))


@pytest.mark.parametrize("event", [CancelWanted(105.0), NeverHeardOf(105.0), ENDED_EMPTY])
def test_whatever_ends_it_while_the_slot_is_open_the_count_is_closed_first(event: Happening) -> None:
    attempt, acts = in_cash(event)
    assert (attempt.phase, acts) == ("counting", ("stop_count",))
    assert rules.step(attempt, CountClosed(106.0, 0))[1] == ("settle_cash",)


def test_nobodys_wish_or_word_takes_back_what_is_inside() -> None:
    attempt, _ = in_cash(CountClosed(110.0, 12_000))
    assert rules.step(attempt, CancelWanted(111.0)) == (attempt, ())
    assert rules.step(attempt, TerminalUnable(111.0)) == (attempt, ())
    assert rules.step(attempt, CardFinished(111.0, approved=True)) == (attempt, ())
    assert rules.step(attempt, CountClosed(111.0, 1)) == (attempt, ())
    assert rules.step(attempt, NeverHeardOf(111.0))[0].phase == "settling"


def test_an_empty_count_of_a_payment_nobody_knows_bars_the_id() -> None:
    assert in_cash(CountClosed(110.0, 0), NeverHeardOf(111.0))[1] == ("cancel",)


@pytest.mark.parametrize("inserted_fen", [0, 5_000])
def test_after_a_power_cut_the_notes_in_the_journal_are_settled(inserted_fen: int) -> None:
    attempt, acts = rules.recover("p", 11230, "cash", 100.0, inserted_fen=inserted_fen)
    assert acts == ()
    assert rules.step(attempt, Came(100.0))[1] == ("settle_cash",)


LATER_S = (0.0, 1.0, 5.0, 61.0, 7200.0)
KINDS: tuple[Callable[[float], Happening], ...] = (
    Came,
    Unanswered,
    NeverHeardOf,
    Refused,
    CancelWanted,
    TerminalUnable,
    CardFinished,
    lambda now_s: CountClosed(now_s, 0),
    lambda now_s: CountClosed(now_s, 700),
    lambda now_s: Answered(now_s, final=False),
    lambda now_s: Answered(now_s, final=False, cash_expected=True),
    lambda now_s: Answered(now_s, final=True),
    lambda now_s: Answered(now_s, final=True, charged=True, inserted_fen=700),
)
HAPPENINGS = st.lists(st.sampled_from(list(product(LATER_S, KINDS))), max_size=25)
BEGINNINGS = st.sampled_from(
    [
        rules.begin("p", 100, "cash", 1000.0),
        rules.recover("p", 100, "cash", 1000.0),
        rules.recover("p", 100, "cash", 1000.0, inserted_fen=700),
    ]
)
OUTWARD = {"send", "ask", "cancel", "settle_cash"}


@settings(deadline=None, max_examples=300)
@given(BEGINNINGS, HAPPENINGS)
def test_no_story_however_mad_leaves_the_slot_open_or_money_behind(
    beginning: Stepped, story: list[tuple[float, Callable[[float], Happening]]]
) -> None:
    before, now_s = beginning[0], 1000.0
    told: list[Act] = list(beginning[1])
    for later_s, kind in story:
        now_s += later_s
        event = kind(now_s)
        attempt, acts = rules.step(before, event)
        told += acts
        check_step(before, event, attempt, acts)
        before = attempt
    assert told.count("start_count") <= 1
    if before.phase != "ended":
        assert OUTWARD & set(rules.step(before, Came(before.due_s))[1])
        assert before.due_s <= now_s + rules.ASK_SELDOM_S


def check_step(before: Attempt, event: Happening, attempt: Attempt, acts: tuple[Act, ...]) -> None:
    if before.phase == "ended":
        assert (attempt, acts) == (before, ())
    if before.phase == "counting":
        assert attempt.phase == ("settling" if isinstance(event, CountClosed) else "counting")
    if before.inserted_fen and before.phase != "ended":
        assert "cancel" not in acts
        known_fen = event.inserted_fen if isinstance(event, Answered) else -1
        assert attempt.phase != "ended" or known_fen == before.inserted_fen
