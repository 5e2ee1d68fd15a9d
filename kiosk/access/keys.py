"""The machine's own key: made once, known to the operator's side, and never shown by the kiosk's screens."""

import hashlib
import hmac
import secrets
from pathlib import Path

from kiosk.durable import write_durably
from kiosk.wire.unlock import KEY_BYTES

_CARDS = b"digital-hut-kiosk technician's card 1"
_HELPERS_CARDS = b"digital-hut-kiosk helper's card 1"
_JOURNAL = b"digital-hut-kiosk journal 1"


class KeyDamaged(Exception):
    """The file of the key holds no key: enrol the machine anew on the operator's side."""


def machine_key(path: Path) -> bytes:
    """Made at the first call. Raises OSError, KeyDamaged."""
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        key = secrets.token_bytes(KEY_BYTES)
        write_durably(path, key)
    if len(key) != KEY_BYTES:
        raise KeyDamaged(f"{path.name}: {len(key)} bytes where a key has {KEY_BYTES}")
    return key


def card_key(key: bytes) -> bytes:
    """A key of its own for technicians' cards, so that neither use tells of the other."""
    return hmac.new(key, _CARDS, hashlib.sha256).digest()


def helper_card_key(key: bytes) -> bytes:
    """The same for helpers' cards: a technician's is none of them."""
    return hmac.new(key, _HELPERS_CARDS, hashlib.sha256).digest()


def journal_key(key: bytes) -> bytes:
    """The key that seals the journal's chain."""
    return hmac.new(key, _JOURNAL, hashlib.sha256).digest()
