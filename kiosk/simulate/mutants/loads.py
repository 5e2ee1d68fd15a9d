"""Planted bugs around loads: what is paid for a meter is lost, loaded twice, or given back as well."""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from kiosk.payment.ledger import LedgerTransaction
from kiosk.payment.load import LoadStep, step_load
from kiosk.payment.load_events import (
    GiveBackAsked,
    LoadDue,
    LoadEvent,
    LoadReported,
    RefundLoad,
    SessionEnded,
    TakeBack,
    TakenBackReported,
    TokenReported,
)
from kiosk.payment.load_state import Load, LoadState
from kiosk.payment.timers import SagaTimers
from kiosk.simulate.build import Build
from kiosk.simulate.meters import digits


def load_never_owed() -> Build:
    """The payment is posted, and nobody writes down that something is owed for it."""

    def owed(*_: Any) -> Iterator[Load]:
        return iter(())

    return Build(owed_loads=owed)


def silence_of_a_meter_is_success() -> Build:
    def steps(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
        if event == LoadReported("unknown"):
            event = LoadReported("loaded")
        return step_load(load, event, now_ms, timers)

    return Build(step_load=steps)


def given_back_without_a_promise() -> Build:
    """No answer of the company is taken for its word."""

    def steps(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
        if event == TakenBackReported("unknown"):
            event = TakenBackReported("taken_back")
        return step_load(load, event, now_ms, timers)

    return Build(step_load=steps)


def given_back_although_loaded() -> Build:
    def steps(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
        if event == TakenBackReported("loaded"):
            event = TakenBackReported("taken_back")
        return step_load(load, event, now_ms, timers)

    return Build(step_load=steps)


def digits_made_up_while_its_company_is_silent() -> Build:
    """The way over the line stays open."""

    def steps(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
        if event == TokenReported("unknown"):
            event = TokenReported("token", digits(load.load_id))
        return step_load(load, event, now_ms, timers)

    return Build(step_load=steps)


def cut_off_write_counts_as_none() -> Build:
    def steps(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
        if isinstance(event, SessionEnded) and event.result == "unknown":
            event = replace(event, result="refused", proven=True)
        return step_load(load, event, now_ms, timers)

    return Build(step_load=steps)


def silent_session_counts_as_none() -> Build:
    def steps(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
        after, acts = step_load(load, event, now_ms, timers)
        if isinstance(event, LoadDue) and after.state is LoadState.CARD_UNSURE:
            after = replace(after, state=LoadState.CARD_WAITING, unsure=False)
        return after, acts

    return Build(step_load=steps)


def refusal_without_proof_is_a_proof() -> Build:
    def steps(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
        if isinstance(event, SessionEnded) and event.result == "refused":
            event = replace(event, proven=True)
        return step_load(load, event, now_ms, timers)

    return Build(step_load=steps)


def given_back_while_the_card_is_unsure() -> Build:
    def steps(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
        if isinstance(event, GiveBackAsked) and load.state is LoadState.CARD_UNSURE:
            load = replace(load, state=LoadState.CARD_WAITING, unsure=False)
        return step_load(load, event, now_ms, timers)

    return Build(step_load=steps)


def returned_load_not_in_the_ledger() -> Build:
    def entries(*_: Any) -> tuple[LedgerTransaction, ...]:
        return ()

    return Build(load_entries=entries)


def refund_given_up_after_one_try() -> Build:
    def steps(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
        if load.state is LoadState.REFUNDING and isinstance(event, LoadDue):
            return load, ()
        return step_load(load, event, now_ms, timers)

    return Build(step_load=steps)


def acts_of_a_return_in_the_wrong_order() -> Build:
    """The refund is ordered with the question, not after its answer."""

    def steps(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
        after, acts = step_load(load, event, now_ms, timers)
        return after, (*acts, RefundLoad()) if TakeBack() in acts and load.refundable else acts

    return Build(step_load=steps)
