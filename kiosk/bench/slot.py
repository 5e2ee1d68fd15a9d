"""What the two card slots of the bench share: where the card is, the hand at it, and its faults."""

from drivers.card.position import Position
from drivers.card.simulated_slot import SimulatedSlot
from kiosk.bench.control import Board, Control, Switch
from screens.bench_panel.bench_view import BenchDevice

_WHERE = {
    Position.EMPTY: "slot.empty",
    Position.EJECTED: "slot.out",
    Position.HELD_AT_FRONT: "slot.moving",
}


class Slot:
    def __init__(self, slot: SimulatedSlot, board: Board) -> None:
        self._slot = slot
        self._board = board

    def takes_cards(self) -> bool:
        mechanics = self._slot.slot
        return mechanics.entry_open and mechanics.position is Position.EMPTY

    def take(self) -> Control:
        return self._board.control("take", self._slot.take, self._is_out)

    def pull(self) -> Control:
        return self._board.fault("pull", self._slot.pull, self._is_inside)

    def faults(self) -> tuple[Control, ...]:
        table = self._board.table
        jam = Switch(self._slot.jam, lambda: self._slot.jam(False))
        silence = Switch(self._slot.fall_silent, self._slot.speak_again)
        plug = Switch(self._slot.unplug, self._slot.plug_in)
        return (
            self._board.switch(f"{table}.jam", f"{table}.free", "slot.jammed", jam),
            self._board.switch("line.fall_silent", "line.speak_again", "line.silent", silence),
            self._board.switch("line.unplug", "line.plug_in", "line.unplugged", plug),
        )

    def device(self, icon: str) -> BenchDevice:
        mechanics, words = self._slot.slot, self._board.words
        where = words(_WHERE.get(mechanics.position, "slot.inside"))
        entry = words("slot.open" if mechanics.entry_open else "slot.closed")
        return self._board.device(icon, where, entry)

    def _is_out(self) -> bool:
        return self._slot.slot.position is Position.EJECTED

    def _is_inside(self) -> bool:
        return self._slot.slot.position not in {Position.EMPTY, Position.EJECTED}
