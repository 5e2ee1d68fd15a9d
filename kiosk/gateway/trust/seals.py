"""Seals keys for the database with AES-256-GCM, each bound to its row: moved to another, it does not open.

Sealed text is `1.<which key>.<nonce and ciphertext in hex>`; "which key" is a digest that tells keys apart
and nothing about them.
"""

import hashlib
import secrets
import threading
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.gateway.trust.key_file import KeyFileWrong, make_key_file, read_key_file

_VERSION = "1"
_SPOILT = (
    "its sealed key was changed or moved; enrol it again, or put back its row from a copy of the database"
)
_NONCE_BYTES = 12
"""96 random bits, as GCM takes them for up to 2^32 seals under a key (NIST SP 800-38D, section 8.3)."""


class Seals:
    """The keys of one key file, read when they are first needed, and again where none of them opens a seal:
    another process may have added a key and sealed anew under it. `may_make`: a missing file is made."""

    def __init__(self, path: Path | None, *, may_make: bool = False) -> None:
        self._path = path
        self._may_make = may_make
        self._lock = threading.Lock()
        self._read: tuple[bytes, ...] = ()

    def seal(self, secret: bytes, row: str) -> str:
        """`row` is what it is bound to, such as a table's name and key. Raises KeyFileWrong."""
        key, nonce = self._keys()[0], secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + AESGCM(key).encrypt(nonce, secret, row.encode())
        return f"{_VERSION}.{_which(key)}.{sealed.hex()}"

    def open(self, sealed: str, row: str) -> bytes:
        """Raises KeyFileWrong where no key of the file opens it, or it is not this row's."""
        try:
            which, content = _parts(sealed)
        except ValueError:
            raise KeyFileWrong(f"{row}: {_SPOILT}") from None
        key = self._named(which)
        if key is None:
            self._forget()
            key = self._named(which)
        if key is None:
            raise KeyFileWrong(
                f"{self._path}: {row} was sealed under another key ({which}); give the key file that has it"
            )
        try:
            return AESGCM(key).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], row.encode())
        except InvalidTag:
            raise KeyFileWrong(f"{row}: {_SPOILT}") from None

    def is_newest(self, sealed: str) -> bool:
        """Whether it is sealed, and under the key that seals now. Raises KeyFileWrong."""
        return sealed.startswith(f"{_VERSION}.{_which(self._keys()[0])}.")

    @property
    def has_file(self) -> bool:
        """Whether anything can be sealed; else it must lie plain, or not be there at all."""
        return self._path is not None

    def check(self) -> None:
        """Raises KeyFileWrong."""
        self._keys()

    def _named(self, which: str) -> bytes | None:
        return next((key for key in self._keys() if _which(key) == which), None)

    def _forget(self) -> None:
        with self._lock:
            self._read = ()

    def _keys(self) -> tuple[bytes, ...]:
        with self._lock:
            if not self._read:
                self._read = self._found()
            return self._read

    def _found(self) -> tuple[bytes, ...]:
        if self._path is None:
            raise KeyFileWrong("no key file was given, and keys need one; name it with --key-file")
        if self._may_make and not self._path.exists():
            make_key_file(self._path)
        return read_key_file(self._path)


def is_sealed(text: str) -> bool:
    """Keys that a gateway of before wrote are plain hex."""
    return text.startswith(f"{_VERSION}.")


def _parts(sealed: str) -> tuple[str, bytes]:
    _version, which, content = sealed.split(".")
    return which, bytes.fromhex(content)


def _which(key: bytes) -> str:
    return hashlib.sha256(b"which key of a kiosk gateway" + key).hexdigest()[:16]
