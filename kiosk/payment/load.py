"""From paid to loaded: over the line, by digits where the meter is out of reach, or the money back.

Pure: step_load(load, event, now, timers) gives the next load and the acts it allows, as the saga does.
Nothing is given back before its company has promised that the load will never be in a meter; `load_card` has
what is special to cards.
"""

import msgspec

from kiosk.payment.load_card import step_card
from kiosk.payment.load_events import (
    AskToken,
    GiveBackAsked,
    LoadAct,
    LoadDue,
    LoadEvent,
    LoadRefundReported,
    LoadReported,
    OfficeTold,
    QueryLoad,
    QueryLoadRefund,
    RefundLoad,
    RemoteAsked,
    SendLoad,
    TakeBack,
    TakenBackReported,
    TokenReported,
)
from kiosk.payment.load_state import Load, LoadState, to
from kiosk.payment.timers import SagaTimers

LoadStep = tuple[Load, tuple[LoadAct, ...]]


def step_load(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
    """Total: an event that means nothing in this state changes nothing, and nothing leaves an end."""
    match load.state:
        case LoadState.WAITING if isinstance(event, LoadDue):
            return _send(load, now_ms, timers)
        case LoadState.LOADING:
            return _step_loading(load, event, now_ms, timers)
        case LoadState.TOKEN_DUE:
            return _step_token(load, event, now_ms, timers)
        case LoadState.RETURNING:
            return _step_returning(load, event, now_ms, timers)
        case LoadState.REFUNDING:
            return _step_refunding(load, event, now_ms, timers)
        case LoadState.CARD_WAITING if isinstance(event, RemoteAsked):
            return _send(msgspec.structs.replace(load, way="meter"), now_ms, timers)
        case LoadState.CARD_WAITING if isinstance(event, GiveBackAsked):
            return _return(load, now_ms, timers)
        case LoadState.CARD_UNSURE if event == OfficeTold("not_on_card"):
            # Its word alone gives nothing back: the company is asked for its promise, as ever.
            return _return(msgspec.structs.replace(load, unsure=False), now_ms, timers)
    return step_card(load, event, now_ms, timers)


def _send(load: Load, now_ms: int, timers: SagaTimers) -> LoadStep:
    due_ms = now_ms + timers.load_query_s * 1000
    return to(load, LoadState.LOADING, due_ms=due_ms, since_ms=now_ms), (SendLoad(),)


def _step_loading(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
    match event:
        case LoadDue() if _due(load, now_ms):
            if now_ms - load.since_ms >= timers.load_offline_s * 1000:
                return _ask_token(load, now_ms, timers)
            due_ms = now_ms + timers.load_query_s * 1000
            return msgspec.structs.replace(load, due_ms=due_ms), (QueryLoad(),)
        case LoadReported("loaded"):
            return to(load, LoadState.LOADED, due_ms=None), ()
        case LoadReported("not_found"):
            # It never arrived, or has not yet: the same reference again cannot load twice.
            return load, (SendLoad(),)
        case LoadReported("meter_offline") | LoadReported("closed"):
            return _ask_token(load, now_ms, timers)
        case LoadReported("refused"):
            return _return(load, now_ms, timers)
    return load, ()


def _ask_token(load: Load, now_ms: int, timers: SagaTimers) -> LoadStep:
    return to(load, LoadState.TOKEN_DUE, due_ms=now_ms + timers.retry_ms(0)), (AskToken(),)


def _step_token(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
    match event:
        case LoadDue() if _due(load, now_ms):
            return _again(load, now_ms, timers), (AskToken(),)
        case TokenReported("token", token) if token is not None:
            return to(load, LoadState.TOKEN, due_ms=None, token=token), ()
        case TokenReported("loaded"):
            return to(load, LoadState.LOADED, due_ms=None), ()
        case TokenReported("refused"):
            return _return(load, now_ms, timers)
    return load, ()


def _return(load: Load, now_ms: int, timers: SagaTimers) -> LoadStep:
    due_ms = now_ms + timers.retry_ms(0)
    return to(load, LoadState.RETURNING, due_ms=due_ms, since_ms=now_ms), (TakeBack(),)


def _step_returning(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
    match event:
        case LoadDue() if _due(load, now_ms):
            return _again(load, now_ms, timers), (TakeBack(),)
        case TakenBackReported("taken_back") if load.refundable:
            due_ms = now_ms + timers.retry_ms(0)
            return to(load, LoadState.REFUNDING, due_ms=due_ms), (RefundLoad(),)
        case TakenBackReported("taken_back"):
            return to(load, LoadState.VOUCHER, due_ms=None), ()
        case TakenBackReported("loaded"):
            return to(load, LoadState.LOADED, due_ms=None), ()
        case TakenBackReported("token"):
            # Asked for by the timer, so that a company that contradicts itself is not asked without end.
            return to(load, LoadState.TOKEN_DUE, due_ms=now_ms + timers.retry_ms(0)), ()
    return load, ()


def _step_refunding(load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers) -> LoadStep:
    match event:
        case LoadDue() if _due(load, now_ms):
            return _again(load, now_ms, timers), (RefundLoad(),)
        case LoadRefundReported("accepted"):
            return load, (QueryLoadRefund(),)
        case LoadRefundReported("done"):
            return to(load, LoadState.REFUNDED, due_ms=None), ()
    return load, ()


def _due(load: Load, now_ms: int) -> bool:
    return load.due_ms is not None and now_ms >= load.due_ms


def _again(load: Load, now_ms: int, timers: SagaTimers) -> Load:
    due_ms = now_ms + timers.retry_ms(load.tries)
    return msgspec.structs.replace(load, due_ms=due_ms, tries=load.tries + 1)
