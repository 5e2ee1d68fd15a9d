"""What must hold for every load whatever is lost and whatever comes in whichever order."""

from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.payment.invariants_loads import (
    loads_not_at_rest,
    wrong_load,
    wrong_load_money,
    wrong_load_step,
    wrong_load_words,
)
from kiosk.payment.load import step_load
from kiosk.payment.load_events import (
    GiveBackAsked,
    LoadAct,
    LoadDue,
    LoadEvent,
    LoadRefundReported,
    LoadReported,
    OfficeTold,
    RefundLoad,
    RemoteAsked,
    SessionBegun,
    SessionEnded,
    SessionHeard,
    TakenBackReported,
    TokenReported,
    WrittenConfirmed,
)

from .load_world import DIGITS, Company, Line, LoadWorld, a_load
from .saga_world import TIMERS

LINES: st.SearchStrategy[Line] = st.sampled_from(["heard", "request_lost", "answer_lost"])
WAYS: st.SearchStrategy[Literal["meter", "card"]] = st.sampled_from(["meter", "card"])
SESSIONS, KIOSKS = st.sampled_from(["a", "b"]), st.sampled_from(["kiosk-1", "kiosk-2"])
ANY_EVENT: st.SearchStrategy[LoadEvent] = st.one_of(
    st.sampled_from([LoadDue(), RemoteAsked(), GiveBackAsked(), WrittenConfirmed()]),
    st.builds(
        LoadReported,
        st.sampled_from(
            ["loaded", "under_way", "meter_offline", "refused", "not_found", "closed", "unknown"]
        ),
    ),
    st.builds(
        TokenReported,
        st.sampled_from(["token", "loaded", "refused", "unknown"]),
        st.sampled_from([None, DIGITS]),
    ),
    st.builds(TakenBackReported, st.sampled_from(["taken_back", "loaded", "token", "unknown"])),
    st.builds(LoadRefundReported, st.sampled_from(["accepted", "done", "unknown"])),
    st.builds(SessionBegun, SESSIONS, KIOSKS),
    st.builds(OfficeTold, st.sampled_from(["on_card", "not_on_card"])),
    st.builds(SessionHeard, SESSIONS),
    st.builds(SessionEnded, SESSIONS, st.sampled_from(["written", "refused", "unknown"]), st.booleans()),
)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.integers(0, 40), st.booleans())
def test_whatever_is_lost_on_the_way_what_is_paid_is_loaded_or_given_back_and_only_once(
    draws: st.DataObject, losses: int, refundable: bool
) -> None:
    calls = 0

    def line(act: LoadAct) -> Line:
        nonlocal calls
        calls += 1
        return draws.draw(LINES) if calls <= losses else "heard"

    company = Company(
        online_after_s=draws.draw(st.sampled_from([None, 0, 10, 89, 90, 93, 200])),
        gives_tokens=draws.draw(st.booleans()),
        refuses=draws.draw(st.booleans()),
    )
    world = LoadWorld(a_load(refundable=refundable), company, line)
    world.tell(LoadDue())
    world.let_pass(60 * 60)
    assert not world.wrong
    assert not [*loads_not_at_rest([world.load]), *wrong_load(world.load, world.outside())]
    assert not [*wrong_load_money(world.load, world.ledger)]


@settings(max_examples=400, deadline=None)
@given(WAYS, st.booleans(), st.lists(st.tuples(st.integers(0, 700), ANY_EVENT), max_size=40))
def test_no_order_of_events_leaves_the_machine(
    way: Literal["meter", "card"], refundable: bool, events: list[tuple[int, LoadEvent]]
) -> None:
    load, now_ms, refunds_allowed = a_load(way, refundable=refundable), 0, False
    for seconds, event in events:
        now_ms += seconds * 1000
        after, acts = step_load(load, event, now_ms, TIMERS)
        assert not [*wrong_load_step(load, after, type(event).__name__), *wrong_load_words(after)]
        refunds_allowed = refunds_allowed or event == TakenBackReported("taken_back")
        assert RefundLoad() not in acts or (refunds_allowed and refundable)
        load = after


@settings(max_examples=300, deadline=None)
@given(st.lists(ANY_EVENT, max_size=30))
def test_a_write_that_was_cut_off_is_never_given_back_before_card_or_company_have_proved_it(
    events: list[LoadEvent],
) -> None:
    load = a_load("card")
    for event in (SessionBegun("cut", "kiosk-1"), SessionEnded("cut", "unknown")):
        load, _ = step_load(load, event, 0, TIMERS)
    for event in events:
        load, acts = step_load(load, event, 0, TIMERS)
        proven = isinstance(event, SessionEnded) and (event.proven or event.result == "written")
        if proven or (isinstance(event, OfficeTold) and not load.unsure):
            return
        assert (load.unsure, acts) == (True, ())
