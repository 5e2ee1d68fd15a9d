"""What all simulated note acceptors share: a note path, its power, and hands that insert, take and meddle.

A protocol adds what it hears (`_heard`), what it makes of the path's steps (`_noticed`), and its start.
"""

from abc import abstractmethod
from collections import Counter

from drivers.cash.note_path import Found, Happening, Note, NotePath, Place
from drivers.cash.port import RefusalReason
from drivers.clock import DeviceClock
from drivers.simulation.acts import Acts, HandAct
from drivers.simulation.device import SimulatedDevice

YUAN_NOTES_FEN = (100, 500, 1000, 2000, 5000, 10000)
"""The data set a simulated unit is loaded with: 1, 5, 10, 20, 50 and 100 yuan."""


class SimulatedAcceptor(SimulatedDevice):
    """`ignores_inhibits`: a unit that lets notes in although the host has inhibited them."""

    def __init__(self, name: str, clock: DeviceClock, notes_fen: tuple[int, ...] = YUAN_NOTES_FEN) -> None:
        super().__init__(name)
        self.notes_fen = notes_fen
        self.path = NotePath(self._judge)
        self.ignores_inhibits = False
        self._clock = clock

    # -- the hand -----------------------------------------------------------------------------------

    def insert(self, value_yuan: int) -> bool:
        """False when the mouth does not draw the note in."""
        return self._insert(value_yuan * 100)

    def insert_fake(self) -> bool:
        return self._insert(None)

    def take(self) -> Note | None:
        """The note that sticks out; None when none does."""
        with self.hand():
            self._look()
            return self.path.take()

    def jam(self, place: Place) -> None:
        with self.hand():
            self._look()
            self.path.jam(place)
            self._look()

    def free(self) -> None:
        with self.hand():
            self._look()
            self.path.free()
            self._look()

    def pull_string(self) -> bool:
        with self.hand():
            self._look()
            pulled = self.path.pull_string()
            self._look()
            return pulled

    def remove_box(self) -> Counter[int]:
        """The notes that were in it, by value in fen."""
        with self.hand():
            self._look()
            taken = self.path.remove_box()
            self._look()
            return taken

    def replace_box(self) -> None:
        with self.hand():
            self._look()
            self.path.replace_box()
            self._look()

    def fill_box(self) -> None:
        with self.hand():
            self._look()
            self.path.fill_box()

    def acts(self) -> Acts:
        return super().acts() | {
            "insert": HandAct("YUAN", "offer a note of this value", self._offer),
            "insert_fake": HandAct(
                "", "offer paper that is no note", lambda words: _told(self.insert_fake())
            ),
            "take": HandAct("", "take the note that sticks out", lambda words: _seen(self.take())),
            "jam": HandAct(
                "PLACE",
                f"a note sticks there: {', '.join(Place)}",
                lambda words: self.jam(Place(words[0])),
            ),
            "free": HandAct("", "open the jam; the note goes on", lambda words: self.free()),
            "pull_string": HandAct("", "fish for the note inside", lambda words: self._fish()),
            "remove_box": HandAct("", "take the cash box out", lambda words: _counted(self.remove_box())),
            "replace_box": HandAct("", "put an empty cash box in", lambda words: self.replace_box()),
            "fill_box": HandAct("", "no room for another note", lambda words: self.fill_box()),
            "count_box": HandAct("", "what is in the cash box", lambda words: _counted(self.path.box)),
        }

    def _insert(self, value_fen: int | None) -> bool:
        with self.hand():
            self._look()
            taken = self.path.insert(value_fen)
            self._look()
            return taken

    def _offer(self, words: list[str]) -> str:
        value_yuan = int(words[0])
        if value_yuan <= 0:
            raise ValueError("a note is worth whole yuan above 0")
        return _told(self.insert(value_yuan))

    def _fish(self) -> str:
        return "the unit noticed" if self.pull_string() else "there is no note inside"

    # -- for the protocol ---------------------------------------------------------------------------

    @abstractmethod
    def _noticed(self, happening: Happening, now_s: float) -> None:
        """The path has taken a step."""

    @abstractmethod
    def _inhibited(self, value_fen: int) -> bool:
        """Whether the host has forbidden notes of this value, one of `notes_fen`."""

    @abstractmethod
    def _started(self, found: Found | None) -> None:
        """The power is back; a note may lie inside. The protocol calls `path.clear()` when it is time."""

    def _settle(self, now_s: float) -> None:
        for happening in self.path.settle(now_s):
            if self._powered:
                self._noticed(happening, now_s)

    def _power_lost(self) -> None:
        self._look()
        self.path.power_lost()

    def _power_back(self) -> None:
        self.path.settle(self._clock.monotonic_s())
        self.path.power_back()
        self._started(self.path.found)

    def _look(self) -> None:
        self._settle(self._clock.monotonic_s())

    def _judge(self, note: Note) -> RefusalReason | None:
        if note.value_fen not in self.notes_fen:
            return RefusalReason.INVALID_NOTE
        if self._inhibited(note.value_fen) and not self.ignores_inhibits:
            return RefusalReason.VALUE_NOT_ENABLED
        return None


def _told(drawn_in: bool) -> str:
    return "drawn in" if drawn_in else "the mouth does not take it"


def _seen(note: Note | None) -> str:
    if note is None:
        return "nothing sticks out"
    return "paper" if note.value_fen is None else f"{note.value_fen // 100} yuan"


def _counted(box: Counter[int]) -> str:
    return (
        ", ".join(f"{count} x {value_fen // 100} yuan" for value_fen, count in sorted(box.items())) or "empty"
    )
