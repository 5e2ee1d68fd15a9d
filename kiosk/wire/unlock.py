"""The code with which the operator's side unlocks a technician's keypad that was tried too often.

A keyed digest (HMAC-SHA-256) over the machine's number and the challenge it shows, cut to ten digits that
can be said on the telephone. Both sides hold the machine's key; a signature of a private key would need
some hundred characters typed in. Works without a network.
"""

import hashlib
import hmac

CODE_DIGITS = 10
CHALLENGE_DIGITS = 8
KEY_BYTES = 32

_PURPOSE = b"digital-hut-kiosk unlock 1"


def unlock_code(key: bytes, machine_number: str, challenge: str) -> str:
    """Ten digits. Raises ValueError for a key of another length or a challenge that is no eight digits."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"a machine's key has {KEY_BYTES} bytes, not {len(key)}")
    if not (len(challenge) == CHALLENGE_DIGITS and challenge.isascii() and challenge.isdigit()):
        raise ValueError(f"a challenge has {CHALLENGE_DIGITS} digits")
    said = b"\0".join((_PURPOSE, machine_number.encode(), challenge.encode()))
    digest = hmac.new(key, said, hashlib.sha256).digest()
    return str(int.from_bytes(digest, "big") % 10**CODE_DIGITS).zfill(CODE_DIGITS)
