"""The ids of requests, and of copies of receipts, that have begun to leave: on the disk until the gateway has
said what became of them, or the paper is out.

No answer of anybody's is in it. After a crash, or where an answer was lost and the resident began again, the
same service is asked for under the same id, so that the gateway has it once.
"""

import logging
from pathlib import Path
from typing import Final

import msgspec

from kiosk.durable import write_durably

_log = logging.getLogger(__name__)

FILE: Final = "begun-requests.json"
AN_HOUR_S: Final = 3600.0
"""After so long whoever asks for the same again means something new."""


class Begun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`about` is the service and its utility, or a receipt's serial number."""

    about: str
    request_id: str
    wall_s: float


class BegunRequests:
    """Not for threads. A file that cannot be read is begun anew: at worst something arrives twice."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begun = self._read()

    def left_over(self, about: str, now_s: float) -> str:
        """The id of one that nobody knows the end of; empty where there is none."""
        for each in self._begun:
            if each.about == about and 0 <= now_s - each.wall_s <= AN_HOUR_S:
                return each.request_id
        return ""

    def begin(self, about: str, request_id: str, now_s: float) -> None:
        """Returns when it is on the disk. Raises OSError."""
        young = [each for each in self._begun if each.about != about and now_s - each.wall_s <= AN_HOUR_S]
        self._write((*young, Begun(about, request_id, now_s)))

    def end(self, request_id: str) -> None:
        """Its end is known. Raises OSError."""
        left = tuple(each for each in self._begun if each.request_id != request_id)
        if left != self._begun:
            self._write(left)

    def _write(self, begun: tuple[Begun, ...]) -> None:
        write_durably(self._path, msgspec.json.encode(begun))
        self._begun = begun

    def _read(self) -> tuple[Begun, ...]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=tuple[Begun, ...])
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            _log.error("%s cannot be read, and is begun anew: %s", self._path.name, type(error).__name__)
            return ()
