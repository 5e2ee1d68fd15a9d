"""The `LineReader` of protocols without one common envelope: at every place a message is looked for anew."""

from collections.abc import Callable
from typing import TypeAlias

from drivers.reading import Reading

Find: TypeAlias = Callable[[bytearray, int], tuple[int, Reading | None]]
"""How many bytes to take at a place and what they are; 0 while more must come, None for noise."""


class SearchingReader:
    """Holds no more than the longest message that `find` waits for."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Reading]:
        self._pending += data
        return self._read(more_may_come=True)

    def line_fell_silent(self) -> list[Reading]:
        return self._read(more_may_come=False)

    def _read(self, *, more_may_come: bool) -> list[Reading]:
        readings: list[Reading] = []
        noise_from = at = 0
        while at < len(self._pending):
            length, reading = self._find(self._pending, at)
            if length == 0 and more_may_come:
                break
            if reading is None:
                at += max(length, 1)
                continue
            readings += self._noise(noise_from, at)
            readings.append(reading)
            noise_from = at = at + length
        readings += self._noise(noise_from, at)
        del self._pending[:at]
        return readings

    def _noise(self, start: int, end: int) -> list[Reading]:
        payload = bytes(self._pending[start:end])
        return [Reading(valid=False, name="noise", payload=payload)] if payload else []
