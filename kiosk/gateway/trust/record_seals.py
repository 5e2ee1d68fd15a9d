"""Seals what residents said and the pictures of their papers, under one key that lies sealed itself.

So a new key file seals one row anew and not a million. AES-256-GCM, each bound to its row: moved to another,
it does not open.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.gateway.sql.database import Database
from kiosk.gateway.trust.own_secret import kept_secret
from kiosk.gateway.trust.seals import Seals

SETTING = "records_key"
"""The row of `setting` that holds the key."""
BOUND_TO = "the gateway's key of records"
_NONCE_BYTES = 12


class RecordSpoilt(Exception):
    """What lies in the row was changed or moved. Names the row, nothing of its content."""


class RecordSeals:
    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, content: bytes, row: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, row.encode())

    def open(self, sealed: bytes, row: str) -> bytes:
        """Raises RecordSpoilt."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], row.encode())
        except (InvalidTag, ValueError):
            raise RecordSpoilt(f"{row}: what lies there was changed or moved") from None


def record_seals(database: Database, seals: Seals) -> RecordSeals:
    """The first process to make the key wins. Raises KeyFileWrong."""
    return RecordSeals(kept_secret(database, seals, SETTING, BOUND_TO))
