"""What the two card slots of the bench share: where the card is, the hand at it, and its faults."""

from drivers.card.commands import Position
from drivers.card.simulator import Crt310Simulator
from kiosk.bench.control import Board, Control, Switch
from screens.bench_panel.bench_view import BenchDevice

_WHERE = {
    Position.EMPTY: "slot.empty",
    Position.EJECTED: "slot.out",
    Position.HELD_AT_FRONT: "slot.moving",
}


class Slot:
    def __init__(self, slot: Crt310Simulator, board: Board) -> None:
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
        jam = Switch(lambda: self._hold_fast(True), lambda: self._hold_fast(False))
        silence = Switch(lambda: self._hush(True), lambda: self._hush(False))
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

    def _hold_fast(self, jammed: bool) -> None:
        with self._slot.hand():
            self._slot.slot.jammed = jammed

    def _hush(self, silent: bool) -> None:
        with self._slot.hand():
            self._slot.faults.silent = silent
