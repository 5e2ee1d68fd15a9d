"""The moving parts of a simulated motorised slot: card, motor, entry. Speaks no bytes."""

from typing import Final

from drivers.card.position import Position
from drivers.card.simulated_cards import Length, SimulatedCard

DRAW_IN_S: Final = 0.6
EJECT_S: Final = 0.5
FALLS_S: Final = 0.3
"""A captured card leaves the rollers at the rear and falls into the bin."""
_RELEASED: Final = frozenset({Position.EMPTY, Position.EJECTED, Position.CAPTURED})
_BIN_CAPACITY: Final = 50
_RESTING_PLACES: Final = {
    Length.STANDARD: Position.INSIDE,
    Length.LONG: Position.LONG_CARD,
    Length.SHORT: Position.SHORT_CARD,
}


class SlotMechanics:
    """A motion takes time; `settle(now_s)` brings the state up to date and must precede every look."""

    def __init__(self, *, entry_open: bool, rear_open: bool) -> None:
        self.card: SimulatedCard | None = None
        self.position = Position.EMPTY
        self.entry_open = entry_open
        self.rear_open = rear_open
        self.jammed = False
        self.held_by_hand = False
        """Somebody holds the card against the motor."""
        self.shutter_stuck = False
        self.cards_in_bin = 0
        self.bin_stuffed = False
        """Something takes the room in the bin, whatever its count."""
        self._moving_until_s: float | None = None
        self._target = Position.EMPTY

    @property
    def card_inside(self) -> SimulatedCard | None:
        """The card when it lies where it can be read."""
        at_rest = self.position in {Position.INSIDE, Position.AT_CONTACTS} and self._moving_until_s is None
        return self.card if at_rest else None

    @property
    def at_exit(self) -> bool:
        """Whether a card sticks out at the front, and lies still."""
        out = self.position in {Position.HELD_AT_FRONT, Position.EJECTED}
        return out and self._moving_until_s is None

    @property
    def bin_full(self) -> bool:
        return self.bin_stuffed or self.cards_in_bin >= _BIN_CAPACITY

    def empty_bin(self) -> None:
        self.cards_in_bin, self.bin_stuffed = 0, False

    @property
    def blocked(self) -> bool:
        return self.jammed or self.held_by_hand

    def settle(self, now_s: float) -> None:
        while self._moving_until_s is not None and now_s >= self._moving_until_s:
            arrived_s, self._moving_until_s = self._moving_until_s, None
            if not self.blocked:
                self._arrive(arrived_s)

    def push_in(self, card: SimulatedCard, now_s: float) -> bool:
        """A hand offers a card; a closed or occupied entry takes none."""
        if not self.entry_open or self.position is not Position.EMPTY:
            return False
        self.card = card
        self.position = Position.HELD_AT_FRONT
        self._move(_RESTING_PLACES[card.length], now_s + DRAW_IN_S)
        return True

    def move(self, target: Position, now_s: float) -> float:
        """Start moving the card; when the motion ends."""
        if self.position in _RELEASED:
            return now_s
        self._move(target, now_s + EJECT_S)
        return now_s + EJECT_S

    def eject(self, now_s: float) -> float:
        return self.move(Position.EJECTED, now_s)

    def set_entry(self, entry_open: bool) -> None:
        if not self.shutter_stuck:
            self.entry_open = entry_open
        self.rear_open = False

    def lower_contacts(self, down: bool) -> None:
        if self.card_inside is not None:
            self.position = Position.AT_CONTACTS if down else Position.INSIDE

    def halt(self) -> None:
        """The motor has no more power: what moves stays where it is."""
        self._moving_until_s = None

    def spring_open(self, rear: bool) -> None:
        """As after a reset, or power-on."""
        self.entry_open, self.rear_open = True, rear

    def remove(self) -> SimulatedCard | None:
        """A hand takes or pulls the card, wherever it is."""
        card, self.card = self.card, None
        self.position = Position.EMPTY
        self._moving_until_s = None
        self.held_by_hand = False
        return card

    def _arrive(self, now_s: float) -> None:
        """A full bin holds a card up at the rear; otherwise it falls in by itself."""
        if self.position is Position.CAPTURED:
            self.remove()
            return
        full = self._target is Position.CAPTURED and self.bin_full
        self.position = Position.HELD_AT_REAR if full else self._target
        if self.position is Position.CAPTURED:
            self.cards_in_bin += 1
            self._move(Position.EMPTY, now_s + FALLS_S)

    def _move(self, target: Position, until_s: float) -> None:
        self._target = target
        self._moving_until_s = until_s
