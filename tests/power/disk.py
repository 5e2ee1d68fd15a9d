"""A disk that tells what is written from what is on it, and a power cut that knows the difference.

At a cut every write that was not synced is kept, dropped or torn at sectors, each by itself and in any order.
"""

from random import Random
from typing import TypeAlias

from msgspec import Struct, field

SECTOR_BYTES = 512


class PowerCut(BaseException):
    """Nothing may catch it, as nothing catches a power cut."""


class Write(Struct, frozen=True):
    at: int
    data: bytes


class Truncate(Struct, frozen=True):
    size: int


Change: TypeAlias = Write | Truncate


class File(Struct):
    """`synced` is what a cut cannot take; `pending` came after it."""

    content: bytearray = field(default_factory=bytearray)
    synced: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)

    def change(self, change: Change) -> None:
        _apply(self.content, change)
        self.pending.append(change)

    def sync(self) -> None:
        for change in self.pending:
            _apply(self.synced, change)
        self.pending.clear()


class Disk:
    """`acts_left` acts from now the power goes; None for never. A dead disk swallows everything. What the
    cut before it did to unsynced writes is in `writes_dropped` and `writes_torn`."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.files: dict[str, File] = {}
        self.acts = 0
        self.acts_left: int | None = None
        self.dead = False
        self.writes_dropped = 0
        self.writes_torn = 0
        self.capacity: int | None = None

    def act(self) -> None:
        """Before everything that changes a file. Raises PowerCut."""
        self.acts += 1
        if self.acts_left is not None and not self.dead:
            self.acts_left -= 1
            if self.acts_left <= 0:
                self.dead = True
                raise PowerCut

    def write(self, name: str, at: int, data: bytes) -> None:
        self.act()
        if not self.dead:
            self.files[name].change(Write(at, bytes(data)))

    def truncate(self, name: str, size: int) -> None:
        self.act()
        if not self.dead:
            self.files[name].change(Truncate(size))

    def sync(self, name: str) -> None:
        """A cut in the middle of it leaves any part of it done."""
        self.act()
        if not self.dead:
            self.files[name].sync()

    def delete(self, name: str) -> None:
        self.act()
        if not self.dead:
            self.files.pop(name, None)

    def used(self) -> int:
        return sum(len(file.content) for file in self.files.values())

    def copy(self) -> "Disk":
        """With the same content, all of it synced."""
        copied = Disk(Random(0))
        copied.files = {
            name: File(bytearray(file.content), bytearray(file.content)) for name, file in self.files.items()
        }
        return copied

    def without_unsynced(self) -> "Disk":
        """The worst that a cut now could leave."""
        certain = Disk(Random(0))
        certain.files = {
            name: File(bytearray(file.synced), bytearray(file.synced)) for name, file in self.files.items()
        }
        return certain

    def after_the_cut(self) -> "Disk":
        """The disk as it is found when the power comes back."""
        found = Disk(self.chance)
        found.files = {name: self._survivor(file, found) for name, file in self.files.items()}
        return found

    def _survivor(self, file: File, found: "Disk") -> File:
        kept = bytearray(file.synced)
        order = list(file.pending)
        if self.chance.random() < 0.5:
            self.chance.shuffle(order)
        for change in order:
            fate = self.chance.random()
            if fate < 0.4:
                found.writes_dropped += 1
            elif fate < 0.6 and isinstance(change, Write):
                found.writes_torn += 1
                self._tear(kept, change)
            else:
                _apply(kept, change)
        return File(bytearray(kept), kept)

    def _tear(self, kept: bytearray, write: Write) -> None:
        """Each sector arrives or does not; one of them may hold neither the old nor the new."""
        for begin in range(0, len(write.data), SECTOR_BYTES):
            piece = write.data[begin : begin + SECTOR_BYTES]
            fate = self.chance.random()
            if fate < 0.1:
                _apply(kept, Write(write.at + begin, self.chance.randbytes(len(piece))))
            elif fate < 0.55:
                _apply(kept, Write(write.at + begin, piece))


def _apply(content: bytearray, change: Change) -> None:
    match change:
        case Write(at, data):
            if len(content) < at:
                content.extend(bytes(at - len(content)))
            content[at : at + len(data)] = data
        case Truncate(size):
            del content[size:]
            content.extend(bytes(size - len(content)))
