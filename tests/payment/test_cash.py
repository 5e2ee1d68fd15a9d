"""Counting notes at the kiosk: what is taken, what is given back, and that nothing inside is forgotten."""

from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.payment.cash import (
    SLOT_CLOSES_WITHIN_S,
    CannotGoOn,
    CashRules,
    Count,
    CountAct,
    CountedNote,
    CountEvent,
    Credited,
    Escrowed,
    SlotClosed,
    StopWanted,
    TimePassed,
    acceptable,
    open_count,
    payable,
    step_count,
)

ALL_NOTES = frozenset({100, 500, 1_000, 2_000, 5_000, 10_000})
Rest = Literal["to_account", "refused"]
RULES = CashRules(23_875, "to_account", ALL_NOTES)


def counting(*notes_fen: int, rules: CashRules = RULES) -> Count:
    count, _ = open_count(rules, 0.0)
    for number, value_fen in enumerate(notes_fen):
        count, _ = step_count(count, Credited(float(number), f"n{number}", value_fen))
    return count


def test_the_slot_opens_and_each_note_is_reported() -> None:
    count, acts = open_count(RULES, 0.0)
    assert acts == ("open_slot",)
    count, acts = step_count(count, Escrowed(1.0, 10_000))
    assert acts == ("keep",)
    count, acts = step_count(count, Credited(2.0, "n1", 10_000))
    assert (count.notes, acts) == ((CountedNote("n1", 10_000),), ("report_note",))


def test_notes_are_taken_until_the_sum_is_passed_where_the_rest_goes_to_the_account() -> None:
    count = counting(10_000, 10_000)
    count, acts = step_count(count, Credited(3.0, "last", 5_000))
    assert acts == ("report_note", "close_slot")
    assert (count.phase, count.ending) == ("closing", "complete")
    assert step_count(count, SlotClosed(4.0))[1] == ("count_closed",)


def test_a_note_that_would_pass_the_sum_is_given_back_where_the_rest_is_refused() -> None:
    rules = CashRules(6_000, "refused", ALL_NOTES)
    assert step_count(counting(5_000, rules=rules), Escrowed(2.0, 2_000))[1] == ("give_back",)
    assert step_count(counting(5_000, rules=rules), Escrowed(2.0, 1_000))[1] == ("keep",)


def test_a_note_after_which_the_sum_could_not_be_made_up_is_given_back() -> None:
    rules = CashRules(6_000, "refused", frozenset({2_000, 5_000}))
    assert acceptable(rules, 0) == {2_000}


def test_a_sum_no_notes_make_up_never_opens_the_slot_where_the_rest_is_refused() -> None:
    count, acts = open_count(CashRules(23_875, "refused", ALL_NOTES), 0.0)
    assert (count.phase, acts) == ("closed", ("count_closed",))


def test_a_value_the_acceptor_should_not_take_is_given_back() -> None:
    assert step_count(counting(), Escrowed(1.0, 200))[1] == ("give_back",)


def test_the_timer_starts_again_with_every_note() -> None:
    count = counting(10_000)
    count, _ = step_count(count, Credited(59.0, "late", 1_000))
    assert step_count(count, TimePassed(118.9)) == (count, ())
    count, acts = step_count(count, TimePassed(119.0))
    assert (count.phase, count.ending, acts) == ("closing", "timed_out", ("close_slot",))


def test_a_note_given_back_starts_the_timer_again_too() -> None:
    count, _ = step_count(counting(), Escrowed(59.0, 200))
    assert step_count(count, TimePassed(60.0)) == (count, ())


@pytest.mark.parametrize(("event", "ending"), [(StopWanted(5.0), "cancelled"), (CannotGoOn(5.0), "failed")])
def test_whoever_ends_it_the_slot_closes_at_once_and_what_is_inside_stays_counted(
    event: CountEvent, ending: str
) -> None:
    count, acts = step_count(counting(1_000), event)
    assert (count.ending, acts, count.inserted_fen) == (ending, ("close_slot",), 1_000)
    assert step_count(count, event) == (count, ())


def test_a_note_on_its_way_when_the_slot_closes_is_counted_but_none_in_escrow_is_kept() -> None:
    closing, _ = step_count(counting(1_000), StopWanted(5.0))
    assert step_count(closing, Escrowed(5.1, 1_000)) == (closing, ("give_back",))
    more, acts = step_count(closing, Credited(5.2, "on-its-way", 500))
    assert (more.inserted_fen, more.phase, acts) == (1_500, "closing", ("report_note",))


def test_a_credit_after_the_count_is_a_found_note() -> None:
    closed, _ = step_count(step_count(counting(1_000), StopWanted(5.0))[0], SlotClosed(6.0))
    assert step_count(closed, Credited(7.0, "late", 500)) == (closed, ("report_found",))
    assert step_count(closed, Credited(7.0, "n0", 1_000)) == (closed, ())
    assert step_count(closed, SlotClosed(8.0)) == (closed, ())


def test_an_acceptor_that_never_confirms_does_not_keep_the_money_waiting() -> None:
    closing, _ = step_count(counting(1_000), StopWanted(5.0))
    assert step_count(closing, TimePassed(5.0 + SLOT_CLOSES_WITHIN_S - 0.1)) == (closing, ())
    closed, acts = step_count(closing, TimePassed(5.0 + SLOT_CLOSES_WITHIN_S))
    assert (closed.phase, acts) == ("closed", ("count_closed",))


def test_a_slot_that_closes_by_itself_ends_the_count() -> None:
    closed, acts = step_count(counting(1_000), SlotClosed(2.0))
    assert (closed.phase, closed.ending, acts) == ("closed", "failed", ("count_closed",))


@given(st.integers(0, 400), st.frozensets(st.sampled_from([1, 2, 3, 5, 7, 20, 50]), max_size=4))
def test_payable_is_what_adding_up_finds(total: int, notes: frozenset[int]) -> None:
    reached = {0}
    while True:
        more = {fen + note for fen in reached for note in notes if fen + note <= total} | reached
        if more == reached:
            break
        reached = more
    assert payable(total, notes) == (total in reached)


def test_nothing_less_than_nothing_is_payable() -> None:
    assert not payable(-100, ALL_NOTES)
    assert payable(100_000_000, ALL_NOTES)


EVENTS: st.SearchStrategy[CountEvent] = st.one_of(
    st.builds(Escrowed, st.just(0.0), st.sampled_from([200, *sorted(ALL_NOTES)])),
    st.builds(
        lambda note, by: Credited(0.0, f"n{note}", by), st.integers(0, 30), st.sampled_from(sorted(ALL_NOTES))
    ),
    st.sampled_from([TimePassed(0.0), TimePassed(0.0), StopWanted(0.0), CannotGoOn(0.0), SlotClosed(0.0)]),
)


@settings(max_examples=400, deadline=None)
@given(
    st.integers(1, 30_000),
    st.sampled_from(["to_account", "refused"]),
    st.lists(st.tuples(st.floats(0, 40), EVENTS), max_size=40),
)
def test_no_story_however_mad_loses_or_doubles_a_note(
    sum_fen: int, rest: Rest, story: list[tuple[float, CountEvent]]
) -> None:
    now_s, (count, acts) = 0.0, open_count(CashRules(sum_fen, rest, ALL_NOTES), 0.0)
    told: list[CountAct] = list(acts)
    counts = [count]
    found: set[str] = set()
    credited: set[str] = set()
    for later_s, happening in story:
        now_s += later_s
        event = _at(happening, now_s)
        count, acts = step_count(count, event)
        if isinstance(event, Credited):
            credited.add(event.note_id)
            if "report_found" in acts:
                found.add(event.note_id)
        if "keep" in acts:
            assert counts[-1].phase == "open"
            assert rest == "to_account" or count.inserted_fen + event.value_fen <= sum_fen  # type: ignore[union-attr]  # only an escrow is kept
        told += acts
        counts.append(count)
    inside = {note.note_id for note in count.notes}
    assert inside | found == credited
    assert not inside & found
    assert told.count("count_closed") == (count.phase == "closed")
    assert told.count("close_slot") <= 1
    order = ("open", "closing", "closed")
    assert all(order.index(old.phase) <= order.index(new.phase) for old, new in pairwise(counts))


def _at(event: CountEvent, now_s: float) -> CountEvent:
    match event:
        case Credited(_, note_id, value_fen):
            return Credited(now_s, note_id, value_fen)
        case Escrowed(_, value_fen):
            return Escrowed(now_s, value_fen)
        case _:
            return type(event)(now_s)


def _stopped(order: list[int], notes: list[int]) -> int:
    count, _ = open_count(CashRules(1_000_000, "to_account", ALL_NOTES), 0.0)
    for number in order:
        count, _ = step_count(count, Credited(0.0, f"n{number}", notes[number]))
    return count.inserted_fen


@given(st.data(), st.lists(st.sampled_from(sorted(ALL_NOTES)), min_size=1, max_size=8))
def test_order_and_repetition_of_credits_do_not_change_what_is_inside(
    draws: st.DataObject, notes: list[int]
) -> None:
    numbers = list(range(len(notes)))
    repeated = numbers + draws.draw(st.lists(st.sampled_from(numbers), max_size=5))
    assert _stopped(draws.draw(st.permutations(repeated)), notes) == sum(notes)
