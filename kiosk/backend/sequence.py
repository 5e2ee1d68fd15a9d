"""The numbers of signed requests: each higher than every one before it, whatever the power does.

Numbers are set aside on the disk a thousand at a time; those left over when the machine stops are skipped.
"""

from pathlib import Path
from threading import Lock

from kiosk.durable import write_durably

SET_ASIDE = 1000


class Sequence:
    """Usable from several threads; one process's.

    A file that is lost or damaged begins at 1 again, and the gateway tells how far it has come.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._last = self._set_aside = self._read()

    def take(self) -> int:
        """Raises OSError when no number can be set aside."""
        with self._lock:
            number = self._last + 1
            if number > self._set_aside:
                self._write(number - 1 + SET_ASIDE)
            self._last = number
            return number

    def rise_above(self, used: int) -> None:
        """No number up to `used` is taken any more."""
        with self._lock:
            self._last = max(self._last, used)

    def _read(self) -> int:
        try:
            written = self._path.read_bytes().strip()
        except OSError:
            return 0
        return int(written) if written.isdigit() and len(written) <= 16 else 0

    def _write(self, set_aside: int) -> None:
        write_durably(self._path, f"{set_aside}\n".encode())
        self._set_aside = set_aside
