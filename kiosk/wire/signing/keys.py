"""Keys that sign and keys that verify: HMAC-SHA-256, where both are one, and Ed25519 (RFC 9421, section 3.3).

A key's bytes are in no repr and no error.
"""

import hashlib
import hmac
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Algorithm = Literal["hmac-sha256", "ed25519"]

LEAST_SECRET_BYTES = 32
ED25519_BYTES = 32


class _Key(msgspec.Struct, frozen=True):
    key_id: str
    algorithm: Algorithm
    material: bytes

    def __post_init__(self) -> None:
        """Raises ValueError for material that cannot be a key of its algorithm."""
        size = len(self.material)
        if size < LEAST_SECRET_BYTES or (self.algorithm == "ed25519" and size != ED25519_BYTES):
            raise ValueError(f"{size} bytes are no key for {self.algorithm}")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.key_id!r}, {self.algorithm!r})"


class SigningKey(_Key, frozen=True):
    """`material`: the shared secret, or the private key's 32 bytes."""

    def sign(self, base: bytes) -> bytes:
        if self.algorithm == "ed25519":
            return Ed25519PrivateKey.from_private_bytes(self.material).sign(base)
        return hmac.new(self.material, base, hashlib.sha256).digest()

    def verifying_key(self) -> "VerifyingKey":
        """The same secret, or the public key."""
        if self.algorithm == "ed25519":
            public = Ed25519PrivateKey.from_private_bytes(self.material).public_key()
            return VerifyingKey(self.key_id, self.algorithm, public.public_bytes_raw())
        return VerifyingKey(self.key_id, self.algorithm, self.material)


class VerifyingKey(_Key, frozen=True):
    """`material`: the shared secret, or the public key's 32 bytes."""

    def verifies(self, base: bytes, signature: bytes) -> bool:
        if self.algorithm == "ed25519":
            try:
                Ed25519PublicKey.from_public_bytes(self.material).verify(signature, base)
            except InvalidSignature:
                return False
            return True
        expected = hmac.new(self.material, base, hashlib.sha256).digest()
        return hmac.compare_digest(expected, signature)
