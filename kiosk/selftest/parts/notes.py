"""The note acceptor: it answers, and a note that goes in comes back: never stacked, never credited."""

from typing import Final

from drivers.cash.port import (
    EscrowOutcomeUnknown,
    NoteCredited,
    NoteInEscrow,
    NoteRefused,
    NoteReturned,
    NoteStacked,
)
from kiosk.selftest.attempt import DOES_NOT_WORK, Attempt, Failed
from kiosk.selftest.equipment import Equipment
from kiosk.selftest.model import TestSpec
from kiosk.selftest.parts.answering import answering, fitted
from kiosk.selftest.procedure import Procedure
from kiosk.selftest.prompt import Prompt

RETURNS_WITHIN_S: Final = 12.0
"""Out of escrow in three seconds, and one reset where it sticks."""

_INSERT: Final = Prompt("insert_note", "note_in", (DOES_NOT_WORK,), step=1, of=2)
_TAKE: Final = Prompt("take_note", "note_out", ("taken", DOES_NOT_WORK), step=2, of=2)


def _note_and_return(attempt: Attempt) -> None:
    fitted(attempt, "note_acceptor")
    acceptor = attempt.equipment.devices.note_acceptor
    assert acceptor is not None
    acceptor.enable(attempt.equipment.live.notes_fen)
    came = attempt.await_person(_INSERT, NoteInEscrow, NoteRefused)
    if isinstance(came, NoteRefused):
        raise Failed("note_refused", came.reason.value)
    if isinstance(came, NoteInEscrow):
        attempt.measure("note", f"{came.value_fen // 100}")
    acceptor.reject()
    went = attempt.event(RETURNS_WITHIN_S, NoteReturned, NoteCredited, NoteStacked, EscrowOutcomeUnknown)
    if not isinstance(went, NoteReturned):
        word = "nothing" if went is None else type(went).__name__
        raise Failed("note_not_returned", f"the unit told of {word}")
    attempt.await_answer(_TAKE)


def _take_no_more(equipment: Equipment) -> None:
    """Also gives back a note that is still in escrow."""
    if equipment.devices.note_acceptor is not None:
        equipment.devices.note_acceptor.disable()


PROCEDURES: Final = (
    answering("note_acceptor.status", "note_acceptor"),
    Procedure(
        TestSpec("note_acceptor.note_and_return", "note_acceptor", guided=True, limit_s=30.0),
        _note_and_return,
        hears=("note_acceptor",),
        needs=("note_acceptor.status",),
        make_safe=_take_no_more,
    ),
)
