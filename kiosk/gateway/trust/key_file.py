"""The key file: under its keys the keys of kiosks and machines lie sealed in the database.

Text: one key a line, the one that seals first; those below it only open what was sealed before. Whoever has
the database without this file has no key that can be used; where it is lost, the database opens no more.
"""

import secrets
from pathlib import Path

from kiosk.durable import make_durably, write_durably

KEY_BYTES = 32
"""AES-256."""
_FIRST_LINE = "keys of a kiosk gateway, the newest first"
_NAME = "name the one that the database was sealed with"
_MAKE = "make one with: python -m kiosk gateway-keys"


class KeyFileWrong(Exception):
    """Names the file, what is wrong with it and the next step; never a key."""


def read_key_file(path: Path) -> tuple[bytes, ...]:
    """The keys, the newest first. Raises KeyFileWrong, also where others than its owner could read it."""
    try:
        if path.stat().st_mode & 0o077:
            raise KeyFileWrong(f"{path}: others may read it; give it to its owner alone: chmod 600 {path}")
        first, *lines = path.read_text(encoding="ascii").splitlines()
        keys = tuple(bytes.fromhex(line) for line in lines)
    except OSError as error:
        raise KeyFileWrong(f"{path}: {error.strerror}; {_NAME}, or {_MAKE} {path}") from None
    except ValueError:  # bytes that are no text, no lines at all, a line that is no key
        raise KeyFileWrong(f"{path}: this is no key file; {_MAKE} with another name") from None
    if first != _FIRST_LINE or not keys or any(len(key) != KEY_BYTES for key in keys):
        raise KeyFileWrong(f"{path}: this is no key file; {_MAKE} with another name")
    return keys


def make_key_file(path: Path) -> None:
    """With one new key, whole or not at all. Raises KeyFileWrong, also where there is a file already: it may
    be needed."""
    try:
        make_durably(path, _text((secrets.token_bytes(KEY_BYTES),)))
    except FileExistsError:
        raise KeyFileWrong(f"{path}: there is such a file; --rotate adds a key to it") from None
    except OSError as error:
        raise KeyFileWrong(f"{path}: {error.strerror}; give another place") from None


def rotate_key_file(path: Path) -> None:
    """A new key seals from the next start of the gateway on; the others still open. Raises KeyFileWrong."""
    _write(path, (secrets.token_bytes(KEY_BYTES), *read_key_file(path)))


def forget_old_keys(path: Path) -> None:
    """Keep the newest key alone. Only once nothing is sealed under another. Raises KeyFileWrong."""
    _write(path, read_key_file(path)[:1])


def _write(path: Path, keys: tuple[bytes, ...]) -> None:
    try:
        write_durably(path, _text(keys))
    except OSError as error:
        raise KeyFileWrong(f"{path}: {error.strerror}; it was not changed") from None


def _text(keys: tuple[bytes, ...]) -> bytes:
    lines = [_FIRST_LINE, *(key.hex() for key in keys)]
    return "".join(f"{line}\n" for line in lines).encode()
