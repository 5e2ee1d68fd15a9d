"""Drafts whose owner wants nothing of them kept: owed to the gateway until it says that they are gone.

Their ids alone are on the disk, and nothing of anybody's. An answer that was lost may have left one there; so
may a save that is still on its way when the first try says that there is none.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final, Literal, Protocol, TypeAlias

import msgspec

from kiosk.backend.errors import GatewayError, GatewayRefused, GatewaySlow, GatewayUnreachable
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
_CLOCK_IS_SET_S: Final = 1_767_225_600.0
"""2026-01-01 UTC: a clock that says less has not been set."""

_Heard: TypeAlias = Literal["gone", "unheard_of", "not_now", "silent"]


class Owed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    request_id: str
    wall_s: float


class DropGateway(Protocol):
    def drop_draft(self, request_id: str) -> RequestAnswer: ...


class DraftDrops:
    """`drop` may be called from any thread and returns at once. `book` writes down what is owed and never
    waits for the gateway; `worker` tells it, and again. Nothing is told while `busy`: what is on its way is
    not wiped under its sender's hands."""

    def __init__(
        self, gateway: DropGateway, path: Path, clock: Clock, busy: Callable[[], bool] = lambda: False
    ) -> None:
        self._gateway = gateway
        self._path = path
        self._clock = clock
        self._busy = busy
        self._lock = Lock()
        self._owed = self._read()
        self._next_s = clock.monotonic_s()
        self.book = Worker("draft debts", clock)
        self.worker = Worker("draft drops", clock, idle=self.look_after)

    def drop(self, effect: DropDraft) -> None:
        self.book.submit(lambda: self._owe(effect.request_id))

    def look_after(self) -> None:
        """Every one that is owed, when it is time; where the gateway is silent, one of them."""
        if not self._owed or self._busy() or self._clock.monotonic_s() < self._next_s:
            return
        self._next_s = self._clock.monotonic_s() + AGAIN_EVERY_S
        now_s = self._clock.wall_s()
        self._date_anew(now_s)
        for each in self._owed:
            heard = self._told(each.request_id)
            patience_s = UNHEARD_OF_S if heard == "unheard_of" else _GONE_BY_AGE_S
            if heard == "gone" or now_s - each.wall_s > patience_s:
                self._cross_off(each)
            if heard == "silent":
                self._put_last(each.request_id)
                return

    def _owe(self, request_id: str) -> None:
        """On the disk before the first try: a power cut loses nothing."""
        with self._lock:
            self._keep((*self._without(request_id), Owed(request_id, self._clock.wall_s())))
        self._next_s = self._clock.monotonic_s()

    def _told(self, request_id: str) -> _Heard:
        try:
            self._gateway.drop_draft(request_id)
        except GatewayRefused as refused:
            _log.warning("a draft cannot be dropped: %s", refused.code)
            return "unheard_of" if refused.code == "record_unknown" else "not_now"
        except GatewayError as error:
            _log.warning("a draft is not dropped yet: %s", type(error).__name__)
            return "silent" if isinstance(error, GatewaySlow | GatewayUnreachable) else "not_now"
        return "gone"

    def _date_anew(self, now_s: float) -> None:
        """What was owed before the clock was set, or since it was set back, has no age that can be true. Nor
        has any other than by `now_s`, in a round: the clock may be set while the gateway is told."""
        with self._lock:
            self._keep(
                tuple(
                    Owed(each.request_id, now_s)
                    if each.wall_s > now_s or each.wall_s < _CLOCK_IS_SET_S <= now_s
                    else each
                    for each in self._owed
                )
            )

    def _cross_off(self, owed: Owed) -> None:
        """Not one that came to be owed again meanwhile."""
        with self._lock:
            self._keep(tuple(each for each in self._owed if each != owed))

    def _put_last(self, request_id: str) -> None:
        """In memory alone: one that is never answered keeps nobody from their turn."""
        with self._lock:
            last = tuple(each for each in self._owed if each.request_id == request_id)
            self._owed = (*self._without(request_id), *last)

    def _without(self, request_id: str) -> tuple[Owed, ...]:
        return tuple(each for each in self._owed if each.request_id != request_id)

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
