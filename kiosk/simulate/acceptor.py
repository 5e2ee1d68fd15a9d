"""A note acceptor and its cash box: what lies in the box is the truth that all books must meet in the end.

It holds one note in escrow, gives it back when the power comes back, and tells of a note that was stacked
until it hears that the credit is recorded.
"""

from typing import TYPE_CHECKING

from kiosk.runtime.journal import Note

if TYPE_CHECKING:
    from kiosk.simulate.kiosk import Kiosk
    from kiosk.simulate.world import World

_STACKS_MS = 1_500


class Acceptor:
    def __init__(self, world: "World", kiosk: "Kiosk") -> None:
        self.box: dict[str, int] = {}
        """The value of every note in the box."""
        self.open = False
        self._world = world
        self._kiosk = kiosk
        self._escrow: Note | None = None
        self._stacking: Note | None = None
        self._unrecorded: Note | None = None
        self._notes = 0

    def insert(self, value_fen: int) -> None:
        """A resident puts a note in; it goes no further while another one is not settled."""
        if self.open and self._escrow is self._stacking is self._unrecorded is None:
            self._notes += 1
            self._escrow = Note(f"{self._kiosk.name}-note-{self._notes}", value_fen)
            self._kiosk.desk.in_escrow(self._escrow)

    def accept(self, note_id: str) -> None:
        if self._escrow is not None and self._escrow.note_id == note_id:
            self._stacking, self._escrow = self._escrow, None
            self._world.engine.after(_STACKS_MS, self._stacked, self._stacking)

    def reject(self) -> None:
        self._escrow = None

    def disable(self) -> None:
        """A note that is being stacked goes its way; confirmed when nothing is half way."""
        self.open = False
        self._world.engine.after(2 * _STACKS_MS, self._confirm, self._kiosk.boots)

    def credit_recorded(self, note_id: str) -> None:
        if self._unrecorded is not None and self._unrecorded.note_id == note_id:
            self._unrecorded = None

    def power_cut(self) -> None:
        """A note half way in falls to one side or the other."""
        self.open, self._escrow = False, None
        if self._stacking is not None:
            note, self._stacking = self._stacking, None
            if self._world.lies(0.5):
                self._into_box(note)

    def boot(self) -> None:
        if self._unrecorded is not None:
            self._kiosk.desk.pending(self._unrecorded)

    def _stacked(self, note: Note) -> None:
        if self._stacking is note:
            self._stacking = None
            self._into_box(note)
            self._kiosk.desk.credited(note)

    def _into_box(self, note: Note) -> None:
        self._unrecorded = note
        self.box[note.note_id] = note.value_fen
        self._world.note(self._kiosk.name, "has {} of {} fen in its box", note.note_id, note.value_fen)

    def _confirm(self, boots: int) -> None:
        if boots == self._kiosk.boots and not self.open:
            self._kiosk.desk.taking_none()
