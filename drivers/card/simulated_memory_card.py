"""A simulated SLE4442: 256 bytes for anybody to read; a code with three tries opens them for writing.

Source: the chip's data sheet (main, protection and security memory). A write to a closed or protected byte
changes nothing and is not told: only a read shows it.
"""

from dataclasses import dataclass, field
from typing import Final

from drivers.card.chip import (
    CODE_REFUSED,
    DONE,
    MEMORY_BYTES,
    NOT_DONE,
    UNKNOWN,
    ChipAnswer,
    ChipCommand,
    MemoryCode,
    MemoryRead,
    MemoryTries,
    MemoryWrite,
)
from drivers.card.simulated_cards import SimulatedCard

RESET_ANSWER: Final = bytes.fromhex("A2 13 10 91")
ALL_TRIES: Final = 0b111


@dataclass
class SimulatedMemoryCard(SimulatedCard):
    """`memory` beyond its end reads FF, as of a blank one. `code`: FF FF FF as the chip's maker ships it."""

    type_characters: bytes = b"30"
    memory: bytes = field(default=RESET_ANSWER, repr=False)
    code: bytes = field(default=b"\xff\xff\xff", repr=False)
    tries: int = ALL_TRIES
    """As the card counts: one bit for each try left."""
    protected: frozenset[int] = frozenset(range(4))
    """Addresses that nothing ever changes again."""
    dead: bool = False
    """Answers its reset and nothing more."""
    torn_write_after: int | None = None
    """The next write stops after so many bytes, unanswered, as of a card torn from the contacts."""
    lost_answers: int = 0
    """So many of the next answers get lost, of commands that were carried out."""
    _open: bool = False

    def memory_reset(self) -> bytes:
        self._open = False
        return b"" if self.upside_down else self.read(0, 4)

    def read(self, address: int, length: int) -> bytes:
        return self.memory.ljust(MEMORY_BYTES, b"\xff")[address : address + length]

    def run(self, command: ChipCommand) -> ChipAnswer:
        if self.dead:
            return UNKNOWN
        answer = self._obeyed(command)
        if self.lost_answers:
            self.lost_answers -= 1
            return UNKNOWN
        return answer

    def _obeyed(self, command: ChipCommand) -> ChipAnswer:
        match command:
            case MemoryRead(address, length):
                return ChipAnswer(self.read(address, length), DONE)
            case MemoryTries():
                return ChipAnswer(bytes([self.tries]), DONE)
            case MemoryCode(code):
                return ChipAnswer(status=DONE if self._takes(code) else CODE_REFUSED)
            case MemoryWrite(address, data):
                return self._written(address, data)
        return ChipAnswer(status=NOT_DONE)

    def _takes(self, code: bytes) -> bool:
        """One try is spent first, and given back to a right code alone."""
        if not self.tries:
            return False
        self.tries &= self.tries - 1
        self._open = code == self.code
        if self._open:
            self.tries = ALL_TRIES
        return self._open

    def _written(self, address: int, data: bytes) -> ChipAnswer:
        torn, self.torn_write_after = self.torn_write_after, None
        if self._open:
            for at, byte in enumerate(data[:torn], start=address):
                if at not in self.protected:
                    self._put(at, byte)
        return UNKNOWN if torn is not None else ChipAnswer(status=DONE)

    def _put(self, at: int, byte: int) -> None:
        whole = self.memory.ljust(MEMORY_BYTES, b"\xff")
        self.memory = whole[:at] + bytes([byte]) + whole[at + 1 :]
