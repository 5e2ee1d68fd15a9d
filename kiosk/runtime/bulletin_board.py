"""What is published, held on this machine: asked for when there is a newer edition, kept over a power cut.

An address is looked for here and goes nowhere. Nothing of a resident is ever kept.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from kiosk.backend.errors import GatewayError
from kiosk.durable import write_durably
from kiosk.runtime.clock import Clock
from kiosk.wire.bulletin import Bulletin, Entry
from kiosk.wire.directory import AreaManager, PayPoint
from kiosk.wire.notices import Notice, Outage

_log = logging.getLogger(__name__)

FILE = "bulletin.json"
"""In the state folder."""

M = TypeVar("M", Notice, Outage, AreaManager, PayPoint)


class BulletinGateway(Protocol):
    def bulletin(self) -> Bulletin:
        """Raises a GatewayError."""
        ...


class BulletinBoard:
    """Read from any thread; `renew` is called on one. What was published for another kiosk is not ours."""

    def __init__(self, gateway: BulletinGateway, kiosk_id: str, clock: Clock, file: Path) -> None:
        self._gateway = gateway
        self._clock = clock
        self._file = file
        self._known_wall_s: float | None = None
        self._bulletin = self._kept(kiosk_id)

    @property
    def known_wall_s(self) -> float | None:
        """When the gateway last said that this is the newest edition; None where nothing has come yet."""
        return self._known_wall_s

    @property
    def edition(self) -> int:
        return self._bulletin.edition

    def renew(self, newest: int) -> None:
        """Ask for the newest edition, if we hold another; a gateway set up anew begins at 0 again."""
        if newest == self._bulletin.edition:
            self._known_wall_s = self._clock.wall_s()
            return
        try:
            found = self._gateway.bulletin()
        except GatewayError as error:
            _log.warning("edition %d of the bulletin does not arrive: %s", newest, type(error).__name__)
            return
        self._bulletin = found
        self._known_wall_s = self._clock.wall_s()
        try:
            write_durably(self._file, msgspec.json.encode(found))
        except OSError as error:
            _log.warning("%s: %s; it is asked for again after a start", self._file.name, error.strerror)

    def notices(self) -> tuple[Notice, ...]:
        """Those to be shown now, the important ones first."""
        return tuple(sorted(self._now(Notice), key=lambda notice: not notice.important))

    def outages(self, address: str | None = None) -> tuple[Outage, ...]:
        """Those that are known now, the next one first. With an address, as the gateway shows it: those that
        concern it."""
        found = [outage for outage in self._now(Outage) if address is None or outage.concerns(address)]
        return tuple(sorted(found, key=lambda outage: _wall_s(outage.from_at)))

    def managers(self) -> tuple[AreaManager, ...]:
        return tuple(self._now(AreaManager))

    def pay_points(self) -> tuple[PayPoint, ...]:
        """The nearest first; those nobody has measured last."""
        measured = sorted(
            self._now(PayPoint), key=lambda point: (point.distance_m is None, point.distance_m or 0)
        )
        return tuple(measured)

    def _now(self, kind: type[M]) -> Iterator[M]:
        now_s = self._clock.wall_s()
        for entry in self._bulletin.entries:
            if isinstance(entry.matter, kind) and _is_shown(entry, now_s):
                yield entry.matter

    def _kept(self, kiosk_id: str) -> Bulletin:
        nothing = Bulletin(kiosk_id, 0, ())
        try:
            kept = msgspec.json.decode(self._file.read_bytes(), type=Bulletin)
            came_wall_s = self._file.stat().st_mtime
        except FileNotFoundError:
            return nothing
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            _log.warning("%s: %s; it is asked for again", self._file.name, type(error).__name__)
            return nothing
        if kept.kiosk_id != kiosk_id:
            return nothing
        self._known_wall_s = came_wall_s
        return kept


def _is_shown(entry: Entry, now_s: float) -> bool:
    begun = entry.from_at is None or _wall_s(entry.from_at) <= now_s
    return begun and now_s < _wall_s(entry.until_at)


def _wall_s(moment: str) -> float:
    """What passes the wire's pattern and is no moment lies in the past."""
    try:
        return datetime.fromisoformat(moment).timestamp()
    except ValueError:
        return 0.0
