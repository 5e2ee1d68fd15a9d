"""Kiosks under a watch, for tests of what is told of them."""

from typing import Any

import msgspec

from kiosk.gateway.counter.alarm_watch import AlarmWatch
from kiosk.gateway.counter.alarms import AlarmFile, Alarms, AlarmWish
from kiosk.wire.heartbeats import MachineTold

from .heartbeats import WELL, beat
from .town import Town

CLOSED = msgspec.structs.replace(WELL, standing="closed", closed_reason="storage_full")


class Estate:
    """Kiosks that beat each minute, and the watch that looks for those that do not."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.number = 0
        parts = town.gateway.parts
        self.watch = AlarmWatch(parts.database, parts.time, self.alarms)

    @property
    def alarms(self) -> Alarms:
        return self.town.gateway.counter.alarms

    def beats(
        self, machine: MachineTold = WELL, minutes: int = 1, kiosk_id: str = "kiosk-1", every: int = 1
    ) -> None:
        """`every` so many minutes one arrives: the others say the same, or are lost on a bad line."""
        for _ in range(minutes // every):
            self.town.clock.advance(60 * every)
            self.number += 1
            wall_ms = round(self.town.clock.wall_s() * 1000)
            self.town.gateway.counter.heartbeats.take(kiosk_id, beat(self.number, machine, wall_ms=wall_ms))

    def passes(self, minutes: float) -> None:
        for _ in range(round(minutes * 2)):
            self.town.clock.advance(30)
            self.watch.look()

    def open(self, **more: Any) -> list[tuple[str, str]]:
        return [(each.kiosk_id, each.rule) for each in self.alarms.page(AlarmWish(**more)).rows]

    def one(self) -> AlarmFile:
        [only] = self.alarms.page(AlarmWish(state=None)).rows
        return self.alarms.file(only.number)
