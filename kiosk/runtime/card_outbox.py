"""Sessions that write meter cards, on the disk until the gateway has acknowledged their end.

A file for each, sealed under the machine's key, since an answer of a card may name it; replaced whole, so
that a power cut leaves the one before. Written before a card is touched, and after it has answered.
"""

import logging
import secrets
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.durable import own_folder, write_durably
from kiosk.wire.loads import CardAnswer, CardSessionRequest

_log = logging.getLogger(__name__)

_NONCE_BYTES: Final = 12
_ENDING: Final = ".card"


class OwedSession(msgspec.Struct, frozen=True):
    """`step_no`: the last step that the card was given, or may have been given; 0 before the first.

    `answered`: what it said to that; None while nobody knows.
    """

    request: CardSessionRequest
    step_no: int = 0
    answered: CardAnswer | None = None

    @property
    def owed_answer(self) -> CardAnswer:
        """What the gateway is to be told of that step."""
        return self.answered or CardAnswer(self.step_no, gone=True)


class CardOutbox:
    """Of one process. `key` is its own, 32 bytes, derived from the machine's."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """Raises OSError."""
        self._folder = own_folder(folder)
        self._sealing = AESGCM(key)

    def put(self, owed: OwedSession) -> None:
        """Returns when it is on the disk. Raises OSError."""
        session_id, nonce = owed.request.session_id, secrets.token_bytes(_NONCE_BYTES)
        sealed = self._sealing.encrypt(nonce, msgspec.json.encode(owed), session_id.encode())
        write_durably(self._file(session_id), nonce + sealed)

    def remove(self, session_id: str) -> None:
        """The gateway has said how it ended. Raises OSError."""
        self._file(session_id).unlink(missing_ok=True)

    def all(self) -> tuple[OwedSession, ...]:
        """In no order. One that cannot be read is set aside."""
        found = [self._read(file) for file in self._folder.glob(f"*{_ENDING}")]
        return tuple(owed for owed in found if owed is not None)

    def _read(self, file: Path) -> OwedSession | None:
        content = file.read_bytes()
        try:
            plain = self._sealing.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], file.stem.encode())
            return msgspec.json.decode(plain, type=OwedSession)
        except (InvalidTag, ValueError):
            _log.error("%s: unreadable; set aside as %s.damaged", file.name, file.name)
            file.rename(file.with_name(f"{file.name}.damaged"))
            return None

    def _file(self, session_id: str) -> Path:
        return self._folder / f"{session_id}{_ENDING}"
