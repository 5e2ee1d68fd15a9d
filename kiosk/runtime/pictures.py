"""Photographs of papers, in memory alone: let go when they have arrived, or their resident has gone.

The session knows their numbers; the pictures themselves go from here to the gateway and nowhere else.
"""

from collections.abc import Iterable
from threading import Lock
from typing import Final

MOST: Final = 12
"""As many as a request may have; of more the oldest goes."""


class Pictures:
    """For any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[int, bytes] = {}
        self._last = 0

    def keep(self, jpeg: bytes) -> int:
        """The number under which it is held."""
        with self._lock:
            self._last += 1
            self._kept[self._last] = jpeg
            if len(self._kept) > MOST:
                del self._kept[min(self._kept)]
            return self._last

    def of(self, number: int) -> bytes | None:
        with self._lock:
            return self._kept.get(number)

    def drop(self, numbers: Iterable[int]) -> None:
        with self._lock:
            for number in numbers:
                self._kept.pop(number, None)

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        with self._lock:
            return len(self._kept)
