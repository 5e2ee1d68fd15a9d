"""Passwords as they are kept: Argon2id with a salt of each one's own, in the text form of RFC 9106's authors.

Parameters as OWASP's cheat sheet on storing passwords has them (19 MiB, two passes, one lane). Nothing here
repeats a password in an error.
"""

import secrets
import threading
import unicodedata
from functools import cache

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

LEAST_LETTERS = 12
MOST_LETTERS = 128
_MEMORY_KIB, _PASSES, _LANES = 19_456, 2, 1
_SALT_BYTES, _KEY_BYTES = 16, 32
AT_ONCE = 2
"""Each takes its memory and a processor for a while: a crowd at the door must not take all there is."""
_TURNS = threading.BoundedSemaphore(AT_ONCE)

# Crockford's base 32 in small letters: nothing that is mistaken for another when it is copied by hand.
_READABLE = "0123456789abcdefghjkmnpqrstvwxyz"


def hashed(password: str) -> str:
    made = Argon2id(
        salt=secrets.token_bytes(_SALT_BYTES),
        length=_KEY_BYTES,
        iterations=_PASSES,
        lanes=_LANES,
        memory_cost=_MEMORY_KIB,
    )
    with _TURNS:
        return made.derive_phc_encoded(_bytes(password))


def matches(password: str, kept: str | None) -> bool:
    """None, of somebody unknown, takes as long and matches nothing."""
    compared = kept or _nobodys()  # made once, in a turn of its own: nobody may wait for that inside a turn
    with _TURNS:
        try:
            Argon2id.verify_phc_encoded(_bytes(password), compared)
        except InvalidKey:
            return False
    return kept is not None


def first_password() -> str:
    """Of 80 random bits, in groups, to be handed over once and changed at the first sign-in."""
    letters = "".join(secrets.choice(_READABLE) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def _bytes(password: str) -> bytes:
    """One form for what two keyboards may write differently."""
    return unicodedata.normalize("NFKC", password[: 4 * MOST_LETTERS]).encode(errors="replace")


@cache
def _nobodys() -> str:
    return hashed(secrets.token_hex(16))
