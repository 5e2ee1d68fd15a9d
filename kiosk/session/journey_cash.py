"""Banknotes go in, one after the other: they are counted, and what is inside as the slot shuts is settled."""

from msgspec.structs import replace

from kiosk.session.effects import FinishNotes
from kiosk.session.events import (
    CashChanged,
    CashClosed,
    DeviceChanged,
    Event,
    NoteCameBack,
    NoteCounted,
    NoteDrawnIn,
    PaymentEnded,
    StopNotesConfirmed,
    StopNotesTapped,
    Ticked,
)
from kiosk.session.journey_loading import ended
from kiosk.session.model import Overlay, Session
from kiosk.session.moving import Moved, change, go, stay
from kiosk.session.steps import InsertNotes

NOTE_TOLD_S = 10.0
"""How long a note that came back is told; then the screen asks for the next one again."""


def why_no_notes(session: Session) -> str:
    """Why no banknote can be put in now, as the stem of a text; empty when one can."""
    if session.faults.get("note_acceptor") == "box_full":
        return "box_full"
    return "note_slot_off" if session.cash_off or not session.works("note_acceptor") else ""


def insert_notes(session: Session, step: InsertNotes, event: Event) -> Moved:
    """Money may be inside: only the machine's word that the slot is shut leads on, never a finger."""
    match event:
        case NoteDrawnIn():
            return change(session, replace(step, reading=True, came_back=""))
        case NoteCounted(payment_id, value_fen, inside_fen) if payment_id == step.payment_id:
            return _counted(session, step, value_fen, inside_fen)
        case NoteCameBack(why):
            return change(session, replace(step, reading=False, came_back=why, came_back_s=session.now_s))
        case StopNotesTapped() if step.inside_fen or step.reading:
            return replace(session, overlay=Overlay("stop_notes", session.now_s)), ()
        case StopNotesTapped() | StopNotesConfirmed():
            return finish(session, step)
        case DeviceChanged() | CashChanged() if why_no_notes(session):
            return finish(session, step, why="slot_off")
        case CashClosed(payment_id, inside_fen) if payment_id == step.payment_id:
            return _go_on(session, step, inside_fen)
        case Ticked() if _too_long(session, step):
            return _go_on(session, step, step.inside_fen)
        case Ticked() if _told_long_enough(session, step):
            return change(session, replace(step, came_back=""))
        case PaymentEnded(outcome) if outcome.payment_id == step.payment_id:
            paying = step.paying
            return ended(session, outcome, paying.basket, paying.back, unattended=step.unattended)
        case _:
            return stay(session)


def finish(session: Session, step: InsertNotes, why: str = "", *, unattended: bool = False) -> Moved:
    """Nothing more is taken; what is inside, and a note that is still on its way, is settled.

    `why` is the stem of the words for it, where nobody wanted it.
    """
    if step.finishing:
        return change(session, step)
    shut = replace(session, overlay=None)
    finishing = replace(step, finishing_since_s=session.now_s, came_back=why, unattended=unattended)
    return change(shut, finishing, FinishNotes(step.payment_id))


def _counted(session: Session, step: InsertNotes, value_fen: int, inside_fen: int) -> Moved:
    """With the sum inside, the machine shuts the slot by itself."""
    enough = inside_fen >= step.paying.basket.amount_fen and not step.finishing
    counted = replace(
        step,
        inside_fen=inside_fen,
        last_fen=value_fen,
        came_back="",
        reading=False,
        finishing_since_s=session.now_s if enough else step.finishing_since_s,
    )
    return change(replace(session, overlay=None) if enough else session, counted)


def _told_long_enough(session: Session, step: InsertNotes) -> bool:
    """Of a note that came back; why the slot was shut is told until the end."""
    told_s = session.now_s - step.came_back_s
    return bool(step.came_back) and not step.finishing and told_s >= NOTE_TOLD_S


def _too_long(session: Session, step: InsertNotes) -> bool:
    """A slot that does not say that it is shut keeps nobody waiting for ever."""
    since_s = step.finishing_since_s
    return since_s is not None and session.now_s - since_s >= session.rules.timing.screen_wait_s


def _go_on(session: Session, step: InsertNotes, inside_fen: int) -> Moved:
    """Wait for the truth; what is inside can no longer be called back."""
    detail = "counted" if inside_fen else "cancelling"
    paying = replace(step.paying, detail=detail, cancelling=True, inside_fen=inside_fen)
    return go(session, replace(paying, unattended=step.unattended))
