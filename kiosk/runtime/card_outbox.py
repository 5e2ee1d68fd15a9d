"""Sessions that write meter cards, on the disk until the gateway has acknowledged their end.

A file for each, sealed under the machine's key, since an answer of a card may name it; replaced whole, so
that a power cut leaves the one before. Written before a card is touched, and after it has answered.
"""

import logging
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol

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


class CardFiles(Protocol):
    """Where they lie: a disk, or one that is modelled. All raise OSError."""

    def put(self, name: str, content: bytes) -> None:
        """Returns when it is durable under its name; after an OSError nothing has changed."""
        ...

    def remove(self, name: str) -> None:
        """Also one that is not there."""
        ...

    def contents(self) -> Iterable[tuple[str, bytes]]:
        """By name, in no order."""
        ...

    def set_aside(self, name: str) -> None:
        """Never among the contents again, and kept."""
        ...


class FilesInFolder:
    def __init__(self, folder: Path) -> None:
        """Raises OSError."""
        self._folder = own_folder(folder)

    def put(self, name: str, content: bytes) -> None:
        write_durably(self._file(name), content)

    def remove(self, name: str) -> None:
        self._file(name).unlink(missing_ok=True)

    def contents(self) -> Iterable[tuple[str, bytes]]:
        return [(file.stem, file.read_bytes()) for file in self._folder.glob(f"*{_ENDING}")]

    def set_aside(self, name: str) -> None:
        file = self._file(name)
        file.rename(file.with_name(f"{file.name}.damaged"))

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}{_ENDING}"


class CardOutbox:
    """Of one process. `key` is its own, 32 bytes, derived from the machine's."""

    def __init__(self, files: CardFiles, key: bytes) -> None:
        self._files = files
        self._sealing = AESGCM(key)

    def put(self, owed: OwedSession) -> None:
        """Returns when it is on the disk. Raises OSError."""
        session_id, nonce = owed.request.session_id, secrets.token_bytes(_NONCE_BYTES)
        sealed = self._sealing.encrypt(nonce, msgspec.json.encode(owed), session_id.encode())
        self._files.put(session_id, nonce + sealed)

    def remove(self, session_id: str) -> None:
        """The gateway has said how it ended. Raises OSError."""
        self._files.remove(session_id)

    def all(self) -> tuple[OwedSession, ...]:
        """In no order. One that cannot be read is set aside."""
        found = [self._read(name, content) for name, content in self._files.contents()]
        return tuple(owed for owed in found if owed is not None)

    def _read(self, name: str, content: bytes) -> OwedSession | None:
        try:
            plain = self._sealing.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], name.encode())
            return msgspec.json.decode(plain, type=OwedSession)
        except (InvalidTag, ValueError):
            _log.error("%s: unreadable; set aside as damaged", name)
            self._files.set_aside(name)
            return None
