"""Opaque ids and codes derived from the database's own secret, so that nothing personal serves as a key."""

import hashlib
import hmac
import secrets

# Crockford's base 32: no I, L, O, U, so that a person can read a code out on the telephone.
_READABLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_secret() -> str:
    return secrets.token_hex(32)


class Tokens:
    def __init__(self, secret: str) -> None:
        self._key = bytes.fromhex(secret)

    def opaque(self, kind: str, *parts: str) -> str:
        """The same parts always give the same 24 characters; they do not lead back."""
        return self._digest(kind, parts).hex()[:24]

    def receipt_no(self, payment_id: str, day: str, attempt: int) -> str:
        """`day` as yymmdd and eight digits; `attempt` rises when a number is taken."""
        number = int.from_bytes(self._digest("receipt", (payment_id, str(attempt))), "big")
        return f"{day}{number % 10**8:08d}"

    def verification_code(self, receipt_no: str, payment_id: str) -> str:
        number = int.from_bytes(self._digest("verify", (receipt_no, payment_id)), "big")
        return "".join(_READABLE[(number >> shift) & 31] for shift in range(0, 40, 5))

    def fingerprint(self, message: bytes) -> str:
        return hmac.new(self._key, b"fingerprint\0" + message, hashlib.sha256).hexdigest()

    def _digest(self, kind: str, parts: tuple[str, ...]) -> bytes:
        return hmac.new(self._key, "\0".join((kind, *parts)).encode(), hashlib.sha256).digest()
