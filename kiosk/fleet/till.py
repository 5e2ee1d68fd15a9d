"""A banknote acceptor without a driver: a slot, a box, and what it remembers when the power goes.

It promises what the real ones do: a note is stacked only when told to, and told of again after a power cut
until it hears that its credit is recorded.
"""

from random import Random

from kiosk.runtime.cash_desk import CashDesk

NOTES_FEN = (500, 1_000, 2_000, 5_000, 10_000)


class Till:
    """`desk` is whoever counts; a new one after every power cut. It counts the box, too (`NoteCounter`)."""

    desk: CashDesk

    def __init__(self, name: str, chance: Random) -> None:
        self._name = name
        self._chance = chance
        self._takes: frozenset[int] = frozenset()
        self._escrow: tuple[str, int] | None = None
        self._untold: dict[str, int] = {}
        self._counted: dict[str, int] = {}
        self.stacked_fen = self.stacked_notes = 0

    # -- a hand ----------------------------------------------------------------------------------------

    def insert(self, value_fen: int) -> bool:
        """Whether it is drawn in."""
        if value_fen not in self._takes or self._escrow is not None:
            return False
        self._escrow = (f"{self._name}-{self._chance.getrandbits(48):012x}", value_fen)
        self.desk.note_in_escrow(*self._escrow)
        return True

    # -- the kiosk's NoteAcceptor ------------------------------------------------------------------------

    def enable(self, notes_fen: frozenset[int]) -> None:
        self._takes = notes_fen

    def disable(self) -> None:
        self._takes = frozenset()
        self._confirm_shut()

    def accept(self, credit_id: str) -> None:
        if self._escrow is not None and self._escrow[0] == credit_id:
            _, value_fen = self._escrow
            self._escrow = None
            self._untold[credit_id] = value_fen
            self.stacked_fen += value_fen
            self.stacked_notes += 1
            self.desk.note_credited(credit_id, value_fen)
            self._confirm_shut()

    def reject(self) -> None:
        if self._escrow is not None:
            credit_id, _ = self._escrow
            self._escrow = None
            self.desk.note_returned(credit_id)
            self._confirm_shut()

    def _confirm_shut(self) -> None:
        if not self._takes and self._escrow is None:
            self.desk.taking_none()

    def credit_recorded(self, credit_id: str) -> None:
        if self._untold.pop(credit_id, None) is not None:
            self.desk.note_in_box(credit_id)

    # -- the kiosk's NoteCounter -------------------------------------------------------------------------

    def note_credited(self, credit_id: str, value_fen: int) -> bool:
        self._counted[credit_id] = value_fen
        return True

    def note_stacked(self, credit_id: str) -> bool:
        return True

    def note_found(self, credit_id: str, value_fen: int) -> bool:
        return self.note_credited(credit_id, value_fen)

    def is_counted(self, credit_id: str, value_fen: int) -> bool:
        return credit_id in self._counted

    # -- the power ---------------------------------------------------------------------------------------

    def power_returned(self, desk: CashDesk) -> None:
        """A note in escrow comes back; one in the box that nobody recorded is told of now."""
        self.desk, self._takes = desk, frozenset()
        desk.works()
        if self._escrow is not None:
            credit_id, _ = self._escrow
            self._escrow = None
            desk.note_returned_at_power_up(credit_id)
        for credit_id, value_fen in self._untold.items():
            desk.note_pending(credit_id, value_fen)


def notes_for(sum_fen: int, chance: Random) -> list[int]:
    """Notes that make up the sum or pass it by less than the smallest: the largest that fit, or the next."""
    notes: list[int] = []
    while sum_fen > sum(notes):
        left_fen = sum_fen - sum(notes)
        fitting = [note for note in NOTES_FEN if note <= left_fen] or [NOTES_FEN[0]]
        notes.append(fitting[-1] if len(notes) > 6 else chance.choice(fitting[-2:]))
    return notes
