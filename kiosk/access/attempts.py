"""The lockout's state on the disk, and the steady time that passes over it. The rules are `lockout.after`."""

import secrets
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.durable import write_durably
from kiosk.runtime.clock import Clock
from kiosk.technician import lockout as rules
from kiosk.technician.lockout import Lockout
from kiosk.wire.unlock import CHALLENGE_DIGITS

SAVE_EVERY_S = 5.0
"""A wait is written down so often; power-off lengthens it by at most as much, and never shortens it."""


class _Kept(Struct, frozen=True, forbid_unknown_fields=True):
    """The file, whole: another one in its place is damage, not a fresh start."""

    wrong: int
    left_s: float
    challenge: str


class Attempts:
    """One process's; not safe to use from several threads.

    A file that is there but cannot be read counts as locked: damaging it must not open the keypad. One that
    somebody took away or replaced meanwhile, as `add-helper` does from another process, counts from then on.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._counted_s = clock.monotonic_s()
        self._known_version = self._version()
        self.lockout = self._saved = self._read()

    def pass_time(self) -> Lockout:
        """Count the steady seconds since last time. Raises OSError."""
        now_s = self._clock.monotonic_s()
        passed_s, self._counted_s = now_s - self._counted_s, now_s
        self._take_up_changes()
        self.lockout = rules.after(self.lockout, rules.Waited(passed_s))
        waited_s = self._saved.left_s - self.lockout.left_s
        if waited_s >= SAVE_EVERY_S or (waited_s > 0 and self.lockout.left_s == 0):
            self._save(self.lockout)
        return self.lockout

    def begin_try(self) -> bool:
        """Whether a PIN may be checked now; if so the try is on the disk already. Raises OSError."""
        if not self.pass_time().may_try:
            return False
        self._save(rules.after(self.lockout, rules.Tried(fresh_challenge())))
        return True

    def was_right(self) -> None:
        """Raises OSError; then the try stays counted."""
        self._save(rules.after(self.lockout, rules.WasRight()))

    def begin_response(self) -> str:
        """The challenge to be answered now, empty if none is; the try is on the disk. Raises OSError."""
        if not self.pass_time().may_answer:
            return ""
        answered = self.lockout.challenge
        self._save(rules.after(self.lockout, rules.ResponseTried(fresh_challenge())))
        return answered

    def response_was_right(self) -> None:
        """Raises OSError; then the machine stays locked."""
        self._save(rules.after(self.lockout, rules.ResponseWasRight()))

    def _save(self, lockout: Lockout) -> None:
        write_durably(self._path, msgspec.json.encode(lockout))
        self._known_version = self._version()
        self.lockout = self._saved = lockout

    def _take_up_changes(self) -> None:
        version = self._version()  # before reading: what changes in between is read again
        if version != self._known_version:
            self._known_version = version
            self.lockout = self._saved = self._read()

    def _version(self) -> tuple[int, int, int] | None:
        """Another one for each file that was written here; None where there is none."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _read(self) -> Lockout:
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
            return msgspec.convert(kept, Lockout, from_attributes=True)
        except FileNotFoundError:
            return Lockout()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return Lockout(rules.MOST_TRIES, 0.0, fresh_challenge())


def fresh_challenge() -> str:
    return str(secrets.randbelow(10**CHALLENGE_DIGITS)).zfill(CHALLENGE_DIGITS)
