"""A load that is written to a meter's card, step by step, by whichever kiosk has the card.

Pure, called by `load.step_load`. A session that fell silent or ended unknown leaves the load unsure: it is
neither given back nor sent elsewhere until a session has read the card and proved what is on it; or, where
nobody can read the card any more, its company has found that out and the office has told so.
"""

import msgspec

from kiosk.payment.load_events import (
    ConfirmWritten,
    LoadAct,
    LoadDue,
    LoadEvent,
    OfficeTold,
    SessionBegun,
    SessionEnded,
    SessionHeard,
    WrittenConfirmed,
)
from kiosk.payment.load_state import Load, LoadState, to
from kiosk.payment.timers import SagaTimers


def may_begin(load: Load, kiosk_id: str) -> bool:
    """Whether a kiosk may write it now. A kiosk's new session ends its old one: it has one reader."""
    waits = load.state in {LoadState.CARD_WAITING, LoadState.CARD_UNSURE}
    return waits or (load.state is LoadState.WRITING and load.session_kiosk_id == kiosk_id)


def step_card(
    load: Load, event: LoadEvent, now_ms: int, timers: SagaTimers
) -> tuple[Load, tuple[LoadAct, ...]]:
    match event:
        case SessionBegun() if may_begin(load, event.kiosk_id):
            return _begun(load, event, now_ms, timers), ()
        case SessionHeard(session_id) if load.state is LoadState.WRITING and session_id == load.session_id:
            return msgspec.structs.replace(load, due_ms=_silent_ms(now_ms, timers), since_ms=now_ms), ()
        case SessionEnded() if _ends(load, event):
            return _ended(load, event, now_ms, timers)
        case OfficeTold("on_card") if load.state is LoadState.CARD_UNSURE:
            return _written(load, now_ms, timers)
        case LoadDue() if load.due_ms is not None and now_ms >= load.due_ms:
            return _due(load, now_ms, timers)
        case WrittenConfirmed() if load.state is LoadState.WRITTEN:
            return to(load, LoadState.LOADED, due_ms=None), ()
    return load, ()


def _begun(load: Load, event: SessionBegun, now_ms: int, timers: SagaTimers) -> Load:
    """One that was still open may have written: its end is not known."""
    unsure = load.unsure or (load.state is LoadState.WRITING and load.session_id != event.session_id)
    return to(
        load,
        LoadState.WRITING,
        due_ms=_silent_ms(now_ms, timers),
        since_ms=now_ms,
        session_id=event.session_id,
        session_kiosk_id=event.kiosk_id,
        unsure=unsure,
    )


def _ends(load: Load, event: SessionEnded) -> bool:
    """Also after its silence: the result is owed by the kiosk until it is taken in.

    Not once the office has told what the company found. Whatever a card answers is the company's before it is
    ours: what turns out to be on its card after all it does not take back, and the load is loaded. What was
    said to be on the card is the company's own word, and so is what it has promised.
    """
    return load.state in {LoadState.WRITING, LoadState.CARD_UNSURE} and event.session_id == load.session_id


def _ended(
    load: Load, event: SessionEnded, now_ms: int, timers: SagaTimers
) -> tuple[Load, tuple[LoadAct, ...]]:
    if event.result == "written":
        return _written(load, now_ms, timers)
    if event.result == "refused" and event.proven:
        return to(load, LoadState.CARD_WAITING, due_ms=None, unsure=False), ()
    if event.result == "refused" and load.state is LoadState.WRITING and not load.unsure:
        return to(load, LoadState.CARD_WAITING, due_ms=None), ()
    return to(load, LoadState.CARD_UNSURE, due_ms=None, unsure=True), ()


def _written(load: Load, now_ms: int, timers: SagaTimers) -> tuple[Load, tuple[LoadAct, ...]]:
    due_ms = now_ms + timers.retry_ms(0)
    written = to(load, LoadState.WRITTEN, due_ms=due_ms, since_ms=now_ms, unsure=False)
    return written, (ConfirmWritten(),)


def _due(load: Load, now_ms: int, timers: SagaTimers) -> tuple[Load, tuple[LoadAct, ...]]:
    if load.state is LoadState.WRITING:
        return to(load, LoadState.CARD_UNSURE, due_ms=None, unsure=True), ()
    due_ms = now_ms + timers.retry_ms(load.tries)
    again = msgspec.structs.replace(load, due_ms=due_ms, tries=load.tries + 1)
    return again, (ConfirmWritten(),)


def _silent_ms(now_ms: int, timers: SagaTimers) -> int:
    return now_ms + timers.card_session_s * 1000
