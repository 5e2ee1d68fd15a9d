"""The way of a note through a simulated acceptor: mouth, reading head, escrow, point of no return, box.

Moves in its own time and tells each step; knows no protocol and no bytes. What may pass the head, and what
happens to a note in escrow, is the unit's business.
"""

from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from drivers.cash.port import RefusalReason

READ_S = 1.2
TO_NO_RETURN_S = 0.5
INTO_BOX_S = 0.7
BACK_OUT_S = 0.8
_BOX_HOLDS = 1000


class Place(StrEnum):
    """Where a note is, or a jam."""

    READING = "reading"
    ESCROW = "escrow"
    STACKING = "stacking"
    """Between escrow and the point of no return."""
    PAST_RETURN = "past_return"
    """Nobody can get it back; not yet in the box."""
    RETURNING = "returning"
    MOUTH = "mouth"
    """Sticking out, for a hand to take."""


class Step(StrEnum):
    """What a settled path tells, once each."""

    DRAWN_IN = "drawn_in"
    IN_ESCROW = "in_escrow"
    STACKING = "stacking"
    PAST_RETURN = "past_return"
    STACKED = "stacked"
    RETURNING = "returning"
    RETURNED = "returned"
    JAMMED = "jammed"
    FREED = "freed"
    STRING_PULLED = "string_pulled"
    BOX_REMOVED = "box_removed"
    BOX_REPLACED = "box_replaced"


class Happening(NamedTuple):
    """`value_fen` of the note it happened to; None for a fake, or where there is no note."""

    step: Step
    value_fen: int | None = None


class Note(NamedTuple):
    """`value_fen` is None for paper that no head takes for a note."""

    value_fen: int | None


class Found(StrEnum):
    """Where a note lay when the power came back; it stays there until `clear`."""

    IN_ACCEPTOR = "in_acceptor"
    """Before the point of no return: `clear` gives it back."""
    IN_STACKER = "in_stacker"
    """Past it: `clear` puts it into the box."""


_MOTION_S = {
    Place.READING: READ_S,
    Place.STACKING: TO_NO_RETURN_S,
    Place.PAST_RETURN: INTO_BOX_S,
    Place.RETURNING: BACK_OUT_S,
}


class NotePath:
    """`judge` is asked when a note has been read: None lets it into escrow, a reason sends it back.

    `settle(now_s)` must precede every look. `mouth_open` is set by the unit: a closed mouth draws nothing
    in. `box` counts the notes in the box by value, `stacked_ever` all that ever went into one.
    """

    def __init__(self, judge: Callable[[Note], RefusalReason | None]) -> None:
        self.note: Note | None = None
        self.place: Place | None = None
        self.mouth_open = False
        self.refusal: RefusalReason | None = None
        """Why the last note that came back did so; None when the last one was kept."""
        self.box: Counter[int] = Counter()
        self.stacked_ever: Counter[int] = Counter()
        self.box_in = True
        self.box_capacity = _BOX_HOLDS
        self.jam_at: Place | None = None
        """A note stops when it is there."""
        self.jammed = False
        self._judge = judge
        self._powered = True
        self._adrift = False
        """The note inside has lived through a power cut and was not cleared yet."""
        self._arrives_s: float | None = None
        self._happened: list[Happening] = []
        self._now_s = 0.0

    # -- looks ------------------------------------------------------------------------------------

    @property
    def box_full(self) -> bool:
        return self.box.total() >= self.box_capacity

    @property
    def found(self) -> Found | None:
        """The note that lies inside since a power cut, if it is not jammed; see `clear`."""
        if not self._adrift or self.jammed:
            return None
        return Found.IN_STACKER if self.place is Place.PAST_RETURN else Found.IN_ACCEPTOR

    def settle(self, now_s: float) -> list[Happening]:
        """Move on until `now_s`; everything that happened since the last call, hands included."""
        while self._powered and self._arrives_s is not None and self._arrives_s <= now_s:
            self._now_s, self._arrives_s = self._arrives_s, None
            self._arrive()
        self._now_s = max(self._now_s, now_s)
        happened, self._happened = self._happened, []
        return happened

    # -- the unit ---------------------------------------------------------------------------------

    def stack(self) -> bool:
        """Move the note in escrow towards the box; False when there is none."""
        if self.place is not Place.ESCROW or self.jammed:
            return False
        self.refusal = None
        self._tell(Step.STACKING)
        self._go(Place.STACKING)
        return True

    def give_back(self, reason: RefusalReason) -> bool:
        """Move a note that is being read or in escrow back to the mouth; False when there is none."""
        if self.place not in {Place.READING, Place.ESCROW} or self.jammed:
            return False
        self._send_back(reason)
        return True

    def clear(self) -> None:
        """After the power came back: out with a note before the point of no return, in with one past it.

        A note that is jammed then becomes `found` when it is freed.
        """
        found, self._adrift = self.found, self._adrift and self.jammed
        if found is Found.IN_ACCEPTOR:
            self._send_back(RefusalReason.UNKNOWN)
        elif found is Found.IN_STACKER:
            self._go(Place.PAST_RETURN)

    def power_lost(self) -> None:
        """The motor stops and the note stays where it is. Call `settle` with the time before."""
        self._powered = False
        self._arrives_s = None
        self._adrift = self.place not in {Place.MOUTH, None}
        self._happened.clear()

    def power_back(self) -> None:
        self._powered = True

    # -- the hand ---------------------------------------------------------------------------------

    def insert(self, value_fen: int | None) -> bool:
        """Offer a note, None for a fake; False when the mouth takes nothing now."""
        ready = self._powered and self.mouth_open and self.box_in and not self.box_full
        if not ready or self.note is not None:
            return False
        self.note = Note(value_fen)
        self._tell(Step.DRAWN_IN)
        self._go(Place.READING)
        return True

    def take(self) -> Note | None:
        """Take the note that sticks out; None when none does."""
        if self.place is not Place.MOUTH:
            return None
        note, self.note, self.place = self.note, None, None
        return note

    def jam(self, place: Place) -> None:
        """The next note that is there sticks; one that is there now sticks at once."""
        self.jam_at = place
        if self.note is not None and self.place is place and place is not Place.MOUTH:
            self._stick()

    def free(self) -> None:
        """Open the jam; the note goes on where it was, or waits for `clear` if the power was cut since."""
        self.jam_at = None
        if not self.jammed:
            return
        self.jammed = False
        self._tell(Step.FREED)
        if self.place not in {Place.ESCROW, None} and not self._adrift:
            self._go(self.place)

    def pull_string(self) -> bool:
        """Fish for the note: one before the point of no return comes back out, one past it stays; the unit
        notices either way. False when there is no note inside to pull at."""
        if self.note is None or self.place is Place.MOUTH or not self._powered:
            return False
        self._tell(Step.STRING_PULLED)
        if self.place not in {Place.PAST_RETURN, Place.RETURNING} and not self.jammed:
            self._send_back(RefusalReason.FOREIGN_ITEMS_DETECTED)
        return True

    def remove_box(self) -> Counter[int]:
        """Take the box out with all that is in it."""
        taken, self.box = self.box, Counter()
        if self.box_in:
            self.box_in = False
            self._tell(Step.BOX_REMOVED)
        return taken

    def replace_box(self) -> None:
        """Put an empty box in; a note that waited for one goes on."""
        if self.box_in:
            return
        self.box_in, self.box_capacity = True, _BOX_HOLDS
        self._tell(Step.BOX_REPLACED)
        if self.place is Place.PAST_RETURN and self.jammed and self.jam_at is not Place.PAST_RETURN:
            self.free()

    def fill_box(self) -> None:
        """Leave no room for another note."""
        self.box_capacity = self.box.total()

    # -- motions ----------------------------------------------------------------------------------

    def _go(self, place: Place | None) -> None:
        """`place` is where the note is while it moves."""
        if place is None:
            return
        self.place = place
        self._arrives_s = self._now_s + _MOTION_S.get(place, 0.0)
        if self.jam_at is place:
            self._stick()

    def _stick(self) -> None:
        self.jammed, self._arrives_s = True, None
        self._tell(Step.JAMMED)

    def _arrive(self) -> None:
        """The end of a motion."""
        match self.place:
            case Place.READING if self.note is not None:
                self._judged(self._judge(self.note))
            case Place.STACKING:
                self._tell(Step.PAST_RETURN)
                self._go(Place.PAST_RETURN)
            case Place.PAST_RETURN:
                self._into_box()
            case Place.RETURNING:
                self.place = Place.MOUTH
                self._tell(Step.RETURNED)

    def _judged(self, refusal: RefusalReason | None) -> None:
        if refusal is not None:
            self._send_back(refusal)
            return
        self.place = Place.ESCROW
        self._tell(Step.IN_ESCROW)
        if self.jam_at is Place.ESCROW:
            self._stick()

    def _send_back(self, reason: RefusalReason) -> None:
        self.refusal = reason
        self._tell(Step.RETURNING)
        self._go(Place.RETURNING)

    def _into_box(self) -> None:
        if not self.box_in:
            self._stick()
            return
        if self.note is not None and self.note.value_fen is not None:
            self.box[self.note.value_fen] += 1
            self.stacked_ever[self.note.value_fen] += 1
        self._tell(Step.STACKED)
        self.note, self.place = None, None

    def _tell(self, step: Step) -> None:
        self._happened.append(Happening(step, None if self.note is None else self.note.value_fen))
