"""Technicians' cards, the second factor where no door contact is fitted: numbers as keyed hashes alone."""

import hashlib
import hmac
from pathlib import Path

import msgspec

from kiosk.durable import write_durably
from kiosk.session.secret import Secret


class StaffCards:
    """`key` is the machine's for cards: the file is of no use anywhere else."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key

    def enrol(self, number: Secret) -> None:
        """Raises OSError; ValueError for an empty number."""
        if not number.value:
            raise ValueError("a card without a number cannot be told from another")
        known = sorted({*self._known(), self._hashed(number)})
        write_durably(self._path, msgspec.json.encode(known))

    def knows(self, number: Secret) -> bool:
        """A file that cannot be read knows no card."""
        found = self._hashed(number)
        return sum(hmac.compare_digest(found, known) for known in self._known()) > 0

    def _hashed(self, number: Secret) -> str:
        return hmac.new(self._key, number.value.encode(), hashlib.sha256).hexdigest()

    def _known(self) -> tuple[str, ...]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=tuple[str, ...])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return ()
