"""Counting notes at the kiosk: which note may be kept, when the count is complete, when the slot closes.

Pure. A note is the kiosk's from its credit on. No change is given: the rule for what passes the sum is the
gateway's and is said before the first note. Whatever ends the count, what is inside is settled, never kept.
"""

from math import gcd
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

CountPhase: TypeAlias = Literal["open", "closing", "closed"]
Ending: TypeAlias = Literal["complete", "timed_out", "cancelled", "failed"]

SLOT_CLOSES_WITHIN_S = 30.0
"""An acceptor that does not confirm in that time is lost; what it may tell later is a found note."""


class CashRules(Struct, frozen=True):
    """What holds for one payment. `notes_fen` are the values the acceptor takes; `note_s` the wait for each.

    `rest`: what passes the sum goes to an account, or a note that would pass it is given back.
    """

    sum_fen: int
    rest: Literal["to_account", "refused"]
    notes_fen: frozenset[int]
    note_s: float = 60.0


class CountedNote(Struct, frozen=True):
    note_id: str
    value_fen: int


class Count(Struct, frozen=True):
    """`due_s` is when, on the steady clock, waiting ends; `ending` is None while the slot is open."""

    rules: CashRules
    due_s: float
    phase: CountPhase = "open"
    notes: tuple[CountedNote, ...] = ()
    ending: Ending | None = None

    @property
    def inserted_fen(self) -> int:
        return sum(note.value_fen for note in self.notes)


# -- what happened ----------------------------------------------------------------------------------


class TimePassed(Struct, frozen=True):
    now_s: float


class Escrowed(Struct, frozen=True):
    """A note waits to be kept or given back, and that it waits is written down."""

    now_s: float
    value_fen: int


class Credited(Struct, frozen=True):
    """A note is the kiosk's, and that is written down. Told twice, it counts once."""

    now_s: float
    note_id: str
    value_fen: int


class StopWanted(Struct, frozen=True):
    """The resident wants no more, or the payment has ended elsewhere."""

    now_s: float


class CannotGoOn(Struct, frozen=True):
    """The journal or the acceptor fails: no further note may be taken."""

    now_s: float


class SlotClosed(Struct, frozen=True):
    """The acceptor confirms: no note is between mouth and box, and none can get in."""

    now_s: float


CountEvent: TypeAlias = TimePassed | Escrowed | Credited | StopWanted | CannotGoOn | SlotClosed
CountAct: TypeAlias = Literal[
    "open_slot", "keep", "give_back", "report_note", "report_found", "close_slot", "count_closed"
]
"""report_note: tell the gateway of the newest note, once; the closing repeats it. report_found: this credit
came after the count, so it belongs to no payment. count_closed: `notes` are all there are."""
Counted: TypeAlias = tuple[Count, tuple[CountAct, ...]]


def acceptable(rules: CashRules, inserted_fen: int) -> frozenset[int]:
    """The note values that may be put in next; none of them, and the count is complete.

    Where what passes the sum is refused, a note is only taken if the rest can still be made up of notes.
    """
    missing_fen = rules.sum_fen - inserted_fen
    if missing_fen <= 0:
        return frozenset()
    if rules.rest == "to_account":
        return rules.notes_fen
    return frozenset(note for note in rules.notes_fen if payable(missing_fen - note, rules.notes_fen))


def payable(sum_fen: int, notes_fen: frozenset[int]) -> bool:
    """Whether some notes of these values make up exactly this sum."""
    unit = gcd(*notes_fen)
    if sum_fen < 0 or not unit:
        return sum_fen == 0
    target, uneven = divmod(sum_fen, unit)
    if uneven:
        return False
    within = (1 << (target + 1)) - 1
    sums = 1  # bit n is set when n units can be made up
    for note in notes_fen:
        step = note // unit
        while step <= target:
            sums |= (sums << step) & within
            step *= 2
    return bool(sums >> target & 1)


def open_count(rules: CashRules, now_s: float) -> Counted:
    """The gateway expects cash and the rules have been said: the slot may open."""
    count = Count(rules, now_s + rules.note_s)
    if acceptable(rules, 0):
        return count, ("open_slot",)
    return replace(count, phase="closed", ending="failed"), ("count_closed",)


def step_count(count: Count, event: CountEvent) -> Counted:
    """Total; a closed count never changes."""
    match event:
        case Credited():
            return _credited(count, event)
        case Escrowed(now_s, value_fen):
            return _escrowed(count, now_s, value_fen)
        case SlotClosed():
            return _closed(count)
        case StopWanted(now_s):
            return _close(count, now_s, "cancelled")
        case CannotGoOn(now_s):
            return _close(count, now_s, "failed")
        case TimePassed(now_s) if now_s >= count.due_s:
            return _close(count, now_s, "timed_out") if count.phase == "open" else _closed(count)
    return count, ()


def _escrowed(count: Count, now_s: float, value_fen: int) -> Counted:
    """The timer starts again with every note, also with one that is given back."""
    if count.phase != "open":
        return count, ("give_back",)
    waiting = replace(count, due_s=now_s + count.rules.note_s)
    keep = value_fen in acceptable(count.rules, count.inserted_fen)
    return waiting, ("keep" if keep else "give_back",)


def _credited(count: Count, event: Credited) -> Counted:
    """A note on its way when the slot was told to close still belongs to this payment."""
    if any(note.note_id == event.note_id for note in count.notes):
        return count, ()
    if count.phase == "closed":
        return count, ("report_found",)
    notes = (*count.notes, CountedNote(event.note_id, event.value_fen))
    more = replace(count, notes=notes, due_s=event.now_s + count.rules.note_s)
    if count.phase == "open" and not acceptable(more.rules, more.inserted_fen):
        closing, acts = _close(more, event.now_s, "complete")
        return closing, ("report_note", *acts)
    return more, ("report_note",)


def _close(count: Count, now_s: float, ending: Ending) -> Counted:
    if count.phase != "open":
        return count, ()
    return replace(count, phase="closing", ending=ending, due_s=now_s + SLOT_CLOSES_WITHIN_S), ("close_slot",)


def _closed(count: Count) -> Counted:
    """Also for a slot that closed by itself: the acceptor is lost, and what is inside is settled."""
    if count.phase == "closed":
        return count, ()
    return replace(count, phase="closed", ending=count.ending or "failed"), ("count_closed",)
