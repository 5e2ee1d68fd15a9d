"""The moving parts of a simulated CRT-310: card, motor, entry. Speaks no bytes."""

from drivers.card.commands import OUTSIDE, Position, Status
from drivers.card.simulated_cards import SimulatedCard

DRAW_IN_S = 0.6
EJECT_S = 0.5


class SlotMechanics:
    """A motion takes time; `settle(now_s)` brings the state up to date and must precede every look."""

    def __init__(self) -> None:
        self.card: SimulatedCard | None = None
        self.position = Position.EMPTY
        self.entry_open = True  # as after power-on
        self.rear_open = True
        self.jammed = False
        self.shutter_stuck = False
        self._moving_until_s: float | None = None
        self._target = Position.EMPTY

    @property
    def status(self) -> Status:
        return Status(self.position, self.entry_open, self.rear_open)

    @property
    def card_inside(self) -> SimulatedCard | None:
        """The card when it lies where it can be read."""
        at_rest = self.position in {Position.INSIDE, Position.AT_CONTACTS} and self._moving_until_s is None
        return self.card if at_rest else None

    def settle(self, now_s: float) -> None:
        if self._moving_until_s is not None and now_s >= self._moving_until_s:
            self._moving_until_s = None
            if not self.jammed:
                self.position = self._target

    def push_in(self, card: SimulatedCard, now_s: float) -> bool:
        """A hand offers a card; a closed or occupied entry takes none."""
        if not self.entry_open or self.position is not Position.EMPTY:
            return False
        self.card = card
        self.position = Position.HELD_AT_FRONT
        self._move(Position.INSIDE, now_s + DRAW_IN_S)
        return True

    def eject(self, now_s: float) -> float:
        """Start moving the card out; when the motion ends."""
        if self.position in OUTSIDE:
            return now_s
        self._move(Position.EJECTED, now_s + EJECT_S)
        return now_s + EJECT_S

    def set_entry(self, entry_open: bool) -> None:
        if not self.shutter_stuck:
            self.entry_open = entry_open
        self.rear_open = False

    def lower_contacts(self, down: bool) -> None:
        if self.card_inside is not None:
            self.position = Position.AT_CONTACTS if down else Position.INSIDE

    def reset(self) -> None:
        """Opens both ways, as the manual says of a reset."""
        self.entry_open = self.rear_open = True

    def remove(self) -> SimulatedCard | None:
        """A hand takes or pulls the card, wherever it is."""
        card, self.card = self.card, None
        self.position = Position.EMPTY
        self._moving_until_s = None
        return card

    def _move(self, target: Position, until_s: float) -> None:
        self._target = target
        self._moving_until_s = until_s
