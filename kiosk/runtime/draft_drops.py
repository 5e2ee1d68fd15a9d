"""Drafts whose owner wants nothing of them kept: owed to the gateway until it says that they are gone.

Their ids alone are on the disk, and nothing of anybody's. An answer that was lost may have left one there; so
may a save that is still on its way when the first try says that there is none.
"""

import logging
from pathlib import Path
from typing import Final, Protocol

import msgspec

from kiosk.backend.errors import GatewayError, GatewayRefused
from kiosk.durable import write_durably
from kiosk.runtime.clock import Clock
from kiosk.runtime.workers import Worker
from kiosk.session.effects_drafts import DropDraft
from kiosk.wire.requests import DRAFT_DAYS, RequestAnswer

_log = logging.getLogger(__name__)

FILE: Final = "drafts-to-drop.json"
AGAIN_EVERY_S: Final = 30.0
UNHEARD_OF_S: Final = 3600.0
"""So long one that the gateway does not know may still be on its way there."""

_GONE_BY_AGE_S: Final = (DRAFT_DAYS + 1) * 86_400.0


class Owed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    request_id: str
    wall_s: float


class DropGateway(Protocol):
    def drop_draft(self, request_id: str) -> RequestAnswer: ...


class DraftDrops:
    """`drop` may be called from any thread and returns at once; `worker` tells the gateway, and again."""

    def __init__(self, gateway: DropGateway, path: Path, clock: Clock) -> None:
        self._gateway = gateway
        self._path = path
        self._clock = clock
        self._owed = self._read()
        self._next_s = clock.monotonic_s()
        self.worker = Worker("draft drops", clock, idle=self.look_after)

    def drop(self, effect: DropDraft) -> None:
        self.worker.submit(lambda: self._owe(effect.request_id))

    def look_after(self) -> None:
        """Every one that is owed, when it is time."""
        if not self._owed or self._clock.monotonic_s() < self._next_s:
            return
        self._next_s = self._clock.monotonic_s() + AGAIN_EVERY_S
        self._keep(tuple(each for each in self._owed if not self._is_gone(each)))

    def _owe(self, request_id: str) -> None:
        """On the disk before the first try: a power cut loses nothing."""
        others = tuple(each for each in self._owed if each.request_id != request_id)
        self._next_s = self._clock.monotonic_s()
        self._keep((*others, Owed(request_id, self._clock.wall_s())))

    def _is_gone(self, owed: Owed) -> bool:
        age_s = self._clock.wall_s() - owed.wall_s
        try:
            self._gateway.drop_draft(owed.request_id)
        except GatewayRefused as refused:
            _log.warning("a draft cannot be dropped: %s", refused.code)
            unheard_of = refused.code == "record_unknown" and age_s > UNHEARD_OF_S
            return unheard_of or age_s > _GONE_BY_AGE_S
        except GatewayError as error:
            _log.warning("a draft is not dropped yet: %s", type(error).__name__)
            return age_s > _GONE_BY_AGE_S
        return True

    def _keep(self, owed: tuple[Owed, ...]) -> None:
        """What cannot be written down is still tried while the machine runs."""
        before, self._owed = self._owed, owed
        if owed == before:
            return
        try:
            write_durably(self._path, msgspec.json.encode(owed))
        except OSError as error:
            _log.error("%s cannot be written: %s", self._path.name, type(error).__name__)

    def _read(self) -> tuple[Owed, ...]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=tuple[Owed, ...])
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            _log.error("%s cannot be read, and is begun anew: %s", self._path.name, type(error).__name__)
            return ()
