"""The service door on the bench: open it as a technician's key does, and shut it."""

from drivers.door.simulator import SimulatedDoor
from kiosk.bench.control import Board
from kiosk.bench.words import BenchWords
from screens.bench_panel.bench_view import BenchDevice


class DoorPart:
    def __init__(self, door: SimulatedDoor, words: BenchWords) -> None:
        self._door = door
        self.board = Board(words, "door")
        self.board.row(
            "",
            self.board.choice("open", door.open, lambda: door.is_open),
            self.board.choice("shut", door.shut, lambda: not door.is_open),
        )

    def device(self) -> BenchDevice:
        return self.board.device("closed", self.board.says("is_open" if self._door.is_open else "is_shut"))
