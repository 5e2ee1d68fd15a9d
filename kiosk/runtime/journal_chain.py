"""The chain of a journal's entries: each hash is keyed with the machine's own and carries the one before.

Whoever has no key can neither change an entry, nor leave one out, nor cut the end off, unseen.
"""

import hmac

import msgspec

FIRST_HASH = "0" * 64

Entry = tuple[int, str, str, str, float]
"""seq, payment id, kind, body and wall_s, as they are stored."""


class Seal(msgspec.Struct, frozen=True):
    """A place in the chain, proven by itself: `head` is its end, `anchor` the last entry that was removed."""

    name: str
    seq: int
    hash: str


class Chain:
    def __init__(self, key: bytes) -> None:
        self._key = key

    def after(self, before: str, entry: Entry) -> str:
        """The hash of an entry that follows one whose hash is `before`."""
        return self._keyed([before, *entry])

    def proof(self, seal: Seal) -> str:
        return self._keyed(["seal", seal.name, seal.seq, seal.hash])

    def proves(self, seal: Seal, proof: str) -> bool:
        return hmac.compare_digest(self.proof(seal).encode(), proof.encode())

    def _keyed(self, fields: list[object]) -> str:
        return hmac.digest(self._key, msgspec.json.encode(fields), "sha256").hex()
