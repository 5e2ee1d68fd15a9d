"""The way of a remote command, act by act: nothing it can come to is a guess, and what is over stays over."""

import itertools

import pytest

from kiosk.gateway.counter.command_states import ACTS, EDGES, FINAL, OPEN, STATES, TOLD, after


def test_every_state_can_be_reached_and_left_unless_it_is_final() -> None:
    reached = {"queued", *EDGES.values()}
    assert reached == set(STATES)
    assert {state for state, _act in EDGES} == set(STATES) - FINAL


@pytest.mark.parametrize("state", sorted(FINAL))
def test_what_is_over_stays_over(state: str) -> None:
    assert [act for act in ACTS if (state, act) in EDGES] == []


def test_nothing_ends_well_but_by_the_kiosks_own_word() -> None:
    ends = {(state, act) for (state, act), to in EDGES.items() if to in {"done", "refused", "failed"}}
    assert {act for _state, act in ends} == {"done", "refused", "failed"}
    assert "queued" not in {state for state, _act in ends}, "nobody has told the kiosk yet"


def test_it_can_be_withdrawn_only_while_nobody_was_told() -> None:
    assert [state for state in STATES if after(state, "withdraw")] == ["queued"]


def test_time_that_runs_out_is_no_answer() -> None:
    ran_out = {state: after(state, "run_out") for state in OPEN}
    assert ran_out == {"queued": "expired", "delivered": "unanswered", "taken": "unanswered"}
    assert after("unanswered", "done") == "done", "a later word of the kiosk counts"


def test_every_way_ends_or_waits_for_the_kiosk() -> None:
    ways = {state: {to for (begins, _act), to in EDGES.items() if begins == state} for state in STATES}
    ends = set(FINAL)
    for _ in STATES:
        ends |= {state for state, to in ways.items() if to & ends}
    assert ends == set(STATES)
    assert all(after(state, act) != state for state, act in itertools.product(STATES, ACTS))
    assert TOLD < OPEN
