"""Room on the disk: how little of it stops new payments, and a reserve to bring those under way to their end.

The reserve is a file of nothing. Given up on a full disk, it leaves room for hundreds of thousands of
entries' last words; it is made again as soon as there is room for it.
"""

import os
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct


def free_bytes(folder: Path) -> int:
    """What programs without privileges may still write. Raises OSError."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


class Room(Struct, frozen=True):
    """`least_free_bytes`: with less than this in `folder` no payment begins; 0 for a machine that need not
    care. `reserve_bytes` is the size of the reserve, 0 for none."""

    folder: Path
    least_free_bytes: int
    reserve_bytes: int
    free_bytes: Callable[[Path], int] = free_bytes

    def __str__(self) -> str:
        return f"less than {self.least_free_bytes // 1024**2} MB free: remove files or fit a larger disk"

    @property
    def _reserve(self) -> Path:
        return self.folder / "journal.reserve"

    def is_enough(self) -> bool:
        """A disk that cannot even say how full it is has no room."""
        if self.least_free_bytes == 0:
            return True
        try:
            return self.free_bytes(self.folder) >= self.least_free_bytes
        except OSError:
            return False

    def make_reserve(self) -> bool:
        """Whether there is room, and the reserve is there in full."""
        if not self.is_enough():
            return False
        if self.reserve_bytes == 0 or self._is_reserved():
            return True
        try:
            with self._reserve.open("ab") as file:
                # Blocks of its own, not a hole: otherwise giving it up would free nothing.
                os.posix_fallocate(file.fileno(), 0, self.reserve_bytes)
                os.fsync(file.fileno())
        except OSError:
            return False
        return True

    def _is_reserved(self) -> bool:
        try:
            return self._reserve.stat().st_blocks * 512 >= self.reserve_bytes
        except OSError:
            return False

    def give_up_reserve(self) -> bool:
        """Whether there was one."""
        try:
            self._reserve.unlink()
        except OSError:
            return False
        return True


PLENTY = Room(Path(), 0, 0)
"""For a journal whose disk nobody watches."""
