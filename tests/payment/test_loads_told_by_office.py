"""A load whose card can be asked no more: what its company has found out ends it, and nothing else does."""

import pytest

from kiosk.payment.invariants_loads import load_waits_too_long
from kiosk.payment.load_events import (
    ConfirmWritten,
    GiveBackAsked,
    LoadEvent,
    OfficeTold,
    RefundLoad,
    SessionBegun,
    SessionEnded,
    TakeBack,
    TakenBackReported,
)
from kiosk.payment.load_state import Load, LoadState

from .load_world import Company, Line, LoadWorld, a_load
from .test_loads import HERE, at_card, world

CUT_OFF: tuple[LoadEvent, ...] = (SessionBegun("a", HERE), SessionEnded("a", "unknown"))
ON_CARD, NOT_ON_CARD = OfficeTold("on_card"), OfficeTold("not_on_card")
DAY_S, HOUR_MS = 86_400, 3_600_000


def cut_off(company: Company | None = None, line: Line = "heard", *, refundable: bool = True) -> LoadWorld:
    there = world(a_load("card", refundable=refundable), company, line)
    for event in CUT_OFF:
        there.tell(event)
    return there


def test_what_its_company_has_found_on_the_card_is_loaded_once_it_confirms_that() -> None:
    there = cut_off(Company(on_card=True))
    there.tell(ON_CARD)
    assert (there.load.state, there.load.unsure, there.acts) == (LoadState.LOADED, False, [ConfirmWritten()])
    silent = cut_off(Company(on_card=True), "request_lost")
    silent.tell(ON_CARD)
    silent.let_pass(60)
    assert (silent.load.state, silent.load.unsure) == (LoadState.WRITTEN, False)
    assert silent.acts.count(ConfirmWritten()) > 2


def test_what_its_company_has_not_found_there_goes_back_after_its_promise() -> None:
    there = cut_off()
    there.tell(NOT_ON_CARD)
    assert (there.load.state, there.load.unsure) == (LoadState.REFUNDED, False)
    assert there.acts.index(TakeBack()) < there.acts.index(RefundLoad())
    assert there.wrong == []


def test_what_cannot_go_back_the_way_it_came_is_owed_by_voucher() -> None:
    there = cut_off(refundable=False)
    there.tell(NOT_ON_CARD)
    assert (there.load.state, RefundLoad() in there.acts) == (LoadState.VOUCHER, False)


def test_a_word_of_the_office_gives_nothing_back_before_the_company_has_promised() -> None:
    there = cut_off(line="answer_lost")
    there.tell(NOT_ON_CARD)
    there.let_pass(600)
    assert (there.load.state, there.load.unsure) == (LoadState.RETURNING, False)
    assert RefundLoad() not in there.acts


def test_a_company_that_knows_better_than_the_office_keeps_the_load_where_it_is() -> None:
    there = cut_off(Company(on_card=True))
    there.tell(NOT_ON_CARD)
    assert (there.load.state, RefundLoad() in there.acts) == (LoadState.LOADED, False)


@pytest.mark.parametrize("told", [ON_CARD, NOT_ON_CARD])
def test_in_any_other_state_the_office_changes_nothing(told: OfficeTold) -> None:
    others: list[tuple[LoadEvent, ...]] = [
        (),
        (SessionBegun("a", HERE),),
        (*CUT_OFF, SessionBegun("b", HERE)),
        (*CUT_OFF, SessionEnded("a", "refused", proven=True)),
        (GiveBackAsked(),),
    ]
    for events in others:
        there = at_card(*events)
        before, acts = there.load, list(there.acts)
        there.tell(told)
        assert (there.load, there.acts) == (before, acts), events


@pytest.mark.parametrize("result", ["written", "refused", "unknown"])
@pytest.mark.parametrize("told", [ON_CARD, NOT_ON_CARD])
def test_a_result_that_comes_after_the_offices_word_changes_nothing(told: OfficeTold, result: str) -> None:
    there = cut_off(line="request_lost")
    there.tell(told)
    before, acts = there.load, list(there.acts)
    assert before.state in {LoadState.WRITTEN, LoadState.RETURNING}
    late = {"written": SessionEnded("a", "written"), "unknown": SessionEnded("a", "unknown")}
    there.tell(late.get(result, SessionEnded("a", "refused", proven=True)))
    there.tell(SessionBegun("b", HERE))
    assert (there.load, there.acts) == (before, acts)


def test_a_card_that_turns_up_with_it_is_not_given_back_where_its_company_has_not_promised_yet() -> None:
    lines: list[Line] = ["request_lost"]
    there = LoadWorld(a_load("card"), Company(), lambda act: lines.pop() if lines else "heard")
    for event in (*CUT_OFF, NOT_ON_CARD):
        there.tell(event)
    there.company.on_card = True  # it hears every answer of its card before we do
    there.tell(SessionEnded("a", "written"))
    there.let_pass(60)
    assert (there.load.state, RefundLoad() in there.acts) == (LoadState.LOADED, False)
    assert there.wrong == []


@pytest.mark.parametrize("told", [ON_CARD, NOT_ON_CARD])
def test_a_company_is_silent_since_it_was_asked_and_not_since_the_load_was_paid(told: OfficeTold) -> None:
    there = cut_off(line="request_lost")
    there.let_pass(3)
    there.now_ms += 5 * DAY_S * 1000
    asked_ms = there.now_ms
    there.tell(told)
    assert waits(there.load, asked_ms + 48 * HOUR_MS) == 0
    assert waits(there.load, asked_ms + 48 * HOUR_MS + 1) == 1


def test_a_load_given_back_out_of_a_drawer_is_its_companys_from_then_on() -> None:
    there = world(a_load("card"), line="request_lost")
    there.now_ms = 40 * DAY_S * 1000
    there.tell(GiveBackAsked())
    there.tell(TakenBackReported("unknown"))
    assert waits(there.load, there.now_ms) == 0


def waits(load: Load, now_ms: int) -> int:
    return len([*load_waits_too_long(load, now_ms)])
