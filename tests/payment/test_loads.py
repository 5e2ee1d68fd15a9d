"""A load from paid to loaded, step by step: over the line, by digits, by card, and back to the payer."""

import pytest

from kiosk.payment.ledger import SUSPENSE, VOUCHERS
from kiosk.payment.load_card import may_begin
from kiosk.payment.load_events import (
    AskToken,
    ConfirmWritten,
    GiveBackAsked,
    LoadDue,
    LoadEvent,
    LoadReported,
    QueryLoad,
    RefundLoad,
    RemoteAsked,
    SendLoad,
    SessionBegun,
    SessionEnded,
    SessionHeard,
    TakeBack,
    TakenBackReported,
    TokenReported,
)
from kiosk.payment.load_state import Load, LoadState

from .load_world import DIGITS, Company, Line, LoadWorld, a_load
from .saga_world import TIMERS

HERE, ELSEWHERE = "kiosk-1", "kiosk-2"


def world(load: Load | None = None, company: Company | None = None, line: Line = "heard") -> LoadWorld:
    return LoadWorld(load or a_load(), company or Company(), lambda act: line)


def at_card(*events: LoadEvent) -> LoadWorld:
    there = world(a_load("card"))
    for event in events:
        there.tell(event)
    return there


def test_a_meter_within_reach_is_loaded_at_once() -> None:
    there = world()
    there.tell(LoadDue())
    assert (there.load.state, there.load.due_ms, there.load.ended) == (LoadState.LOADED, None, True)
    assert there.acts == [SendLoad()]
    assert there.ledger == []


def test_a_meter_that_takes_its_time_is_asked_about_and_never_loaded_twice() -> None:
    there = world(company=Company(online_after_s=20))
    there.tell(LoadDue())
    assert there.load.state is LoadState.LOADING
    there.let_pass(30)
    assert there.load.state is LoadState.LOADED
    assert there.acts.count(SendLoad()) == 1
    assert QueryLoad() in there.acts


def test_an_order_that_never_arrived_is_sent_again_under_its_own_number() -> None:
    lines: list[Line] = ["request_lost"]
    there = LoadWorld(a_load(), Company(), lambda act: lines.pop() if lines else "heard")
    there.tell(LoadDue())
    there.let_pass(TIMERS.load_query_s)
    assert there.acts == [SendLoad(), QueryLoad(), SendLoad()]
    assert there.load.state is LoadState.LOADED


def test_a_meter_out_of_reach_gets_digits_after_a_while() -> None:
    there = world(company=Company(online_after_s=None))
    there.tell(LoadDue())
    there.let_pass(TIMERS.load_offline_s - 1)
    assert there.load.state is LoadState.LOADING
    there.let_pass(TIMERS.load_query_s)
    assert (there.load.state, there.load.token) == (LoadState.TOKEN, DIGITS)


@pytest.mark.parametrize("word", ["meter_offline", "closed"])
def test_a_company_that_says_so_gives_digits_without_waiting(word: str) -> None:
    there = world(company=Company(online_after_s=None))
    there.tell(LoadDue())
    there.tell(LoadReported("meter_offline" if word == "meter_offline" else "closed"))
    assert there.load.state is LoadState.TOKEN


def test_a_meter_that_confirmed_before_its_way_was_closed_is_loaded_and_gets_no_digits() -> None:
    there = world(company=Company(online_after_s=TIMERS.load_offline_s), line="answer_lost")
    there.tell(LoadDue())
    there.let_pass(TIMERS.load_offline_s + TIMERS.load_query_s)
    assert there.load.state is LoadState.TOKEN_DUE
    there.tell(TokenReported("loaded"))
    assert (there.load.state, there.load.token) == (LoadState.LOADED, None)


def test_digits_are_asked_for_until_they_come_and_an_answer_without_any_is_none() -> None:
    there = world(company=Company(online_after_s=None), line="answer_lost")
    there.tell(LoadDue())
    there.let_pass(TIMERS.load_offline_s + 60)
    there.tell(TokenReported("token", None))
    assert there.load.state is LoadState.TOKEN_DUE
    assert there.acts.count(AskToken()) > 2


def test_what_no_meter_takes_is_taken_back_before_it_is_given_back() -> None:
    there = world(company=Company(refuses=True))
    there.tell(LoadDue())
    assert there.load.state is LoadState.REFUNDED
    assert there.acts.index(TakeBack()) < there.acts.index(RefundLoad())
    moved = [(line.account, line.fen) for entry in there.ledger for line in entry.lines]
    owed_fen = sum(fen for account, fen in moved if account == VOUCHERS)
    assert (owed_fen, SUSPENSE in dict(moved)) == (0, False)
    assert sum(fen for account, fen in moved if account == "payable:biller") == 5_000


def test_a_meter_without_a_keypad_gives_the_money_back() -> None:
    there = world(company=Company(online_after_s=None, gives_tokens=False))
    there.tell(LoadDue())
    there.let_pass(TIMERS.load_offline_s + TIMERS.load_query_s)
    assert there.load.state is LoadState.REFUNDED


def test_what_cannot_go_back_the_way_it_came_is_owed_as_a_voucher() -> None:
    there = world(a_load(refundable=False), Company(refuses=True))
    there.tell(LoadDue())
    assert there.load.state is LoadState.VOUCHER
    assert RefundLoad() not in there.acts
    assert [entry.kind for entry in there.ledger] == ["take_back"]


def test_nothing_is_given_back_while_its_company_has_not_promised() -> None:
    there = world(a_load("card"), line="answer_lost")
    there.tell(GiveBackAsked())
    there.let_pass(600)
    assert there.load.state is LoadState.RETURNING
    assert RefundLoad() not in there.acts
    assert there.acts.count(TakeBack()) > 3


def test_a_refund_that_is_not_heard_of_is_ordered_again_under_its_own_number() -> None:
    lines: list[Line] = ["request_lost", "heard"]
    there = LoadWorld(a_load("card"), Company(), lambda act: lines.pop() if lines else "heard")
    there.tell(GiveBackAsked())
    assert there.load.state is LoadState.REFUNDING
    there.let_pass(60)
    assert there.load.state is LoadState.REFUNDED


@pytest.mark.parametrize(("word", "state"), [("loaded", LoadState.LOADED), ("token", LoadState.TOKEN_DUE)])
def test_what_its_company_finds_delivered_is_not_given_back(word: str, state: LoadState) -> None:
    there = world(a_load("card"), line="answer_lost")
    there.tell(GiveBackAsked())
    there.tell(TakenBackReported("loaded" if word == "loaded" else "token"))
    assert there.load.state is state
    assert RefundLoad() not in there.acts


def test_a_card_that_is_written_and_read_back_is_loaded_once_its_company_knows() -> None:
    there = at_card(SessionBegun("a", HERE), SessionHeard("a"))
    there.company.on_card = True
    there.tell(SessionEnded("a", "written"))
    assert there.load.state is LoadState.LOADED
    assert there.acts == [ConfirmWritten()]


def test_a_company_that_is_silent_is_told_of_a_written_card_until_it_answers() -> None:
    lines: list[Line] = ["request_lost", "request_lost"]
    there = LoadWorld(a_load("card"), Company(), lambda act: lines.pop() if lines else "heard")
    there.tell(SessionBegun("a", HERE))
    there.company.on_card = True
    there.tell(SessionEnded("a", "written"))
    assert there.load.state is LoadState.WRITTEN
    there.let_pass(30)
    assert there.load.state is LoadState.LOADED
    assert there.acts == [ConfirmWritten()] * 3


def test_a_card_pulled_before_anything_was_written_waits_and_may_be_given_back() -> None:
    there = at_card(SessionBegun("a", HERE), SessionEnded("a", "refused"))
    assert there.load.state is LoadState.CARD_WAITING
    there.tell(GiveBackAsked())
    assert there.load.state is LoadState.REFUNDED


def test_a_card_pulled_while_it_was_written_is_resumed_anywhere_and_given_back_nowhere() -> None:
    there = at_card(SessionBegun("a", HERE), SessionEnded("a", "unknown"))
    assert there.load.state is LoadState.CARD_UNSURE
    for wish in (GiveBackAsked(), RemoteAsked()):
        there.tell(wish)
    assert (there.load.state, there.acts) == (LoadState.CARD_UNSURE, [])
    there.tell(SessionBegun("b", ELSEWHERE))
    there.company.on_card = True
    there.tell(SessionEnded("b", "written"))
    assert there.load.state is LoadState.LOADED


def test_only_a_card_that_was_read_proves_that_nothing_came_of_a_write_that_was_cut_off() -> None:
    cut_off = (SessionBegun("a", HERE), SessionEnded("a", "unknown"), SessionBegun("b", HERE))
    assert at_card(*cut_off, SessionEnded("b", "refused")).load.state is LoadState.CARD_UNSURE
    proved = at_card(*cut_off, SessionEnded("b", "refused", proven=True)).load
    assert (proved.state, proved.unsure) == (LoadState.CARD_WAITING, False)


def test_a_kiosk_that_falls_silent_leaves_the_card_unsure_and_its_result_still_counts() -> None:
    there = at_card(SessionBegun("a", HERE))
    there.let_pass(TIMERS.card_session_s - 1)
    there.tell(SessionHeard("a"))
    there.let_pass(TIMERS.card_session_s - 1)
    assert there.load.state is LoadState.WRITING
    there.let_pass(1)
    assert there.load.state is LoadState.CARD_UNSURE
    there.company.on_card = True
    there.tell(SessionEnded("a", "written"))
    assert there.load.state is LoadState.LOADED


def test_a_card_is_written_by_one_kiosk_at_a_time_and_a_kiosks_new_session_ends_its_old_one() -> None:
    there = at_card(SessionBegun("a", HERE))
    assert (may_begin(there.load, HERE), may_begin(there.load, ELSEWHERE)) == (True, False)
    there.tell(SessionBegun("b", ELSEWHERE))
    assert there.load.session_id == "a"
    there.tell(SessionBegun("b", HERE))
    assert (there.load.session_id, there.load.unsure) == ("b", True)
    for stale in (SessionHeard("a"), SessionEnded("a", "written")):
        there.tell(stale)
    assert there.load.state is LoadState.WRITING


def test_a_kiosk_that_begins_the_same_session_again_leaves_nothing_unsure() -> None:
    there = at_card(SessionBegun("a", HERE), SessionBegun("a", HERE), SessionEnded("a", "refused"))
    assert there.load.state is LoadState.CARD_WAITING


def test_a_load_that_waits_for_its_card_may_be_sent_to_the_meter_instead() -> None:
    there = at_card(RemoteAsked())
    assert (there.load.state, there.load.way) == (LoadState.LOADED, "meter")
    assert there.acts == [SendLoad()]
