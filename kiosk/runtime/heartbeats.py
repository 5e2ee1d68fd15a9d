"""Tells the gateway every minute how the machine is, whatever else is going on, and never in its way.

Each heartbeat is tried once: the next one says more than a late one could.
"""

import logging
from collections.abc import Callable
from random import Random
from typing import Protocol

from kiosk.backend.errors import GatewayError
from kiosk.runtime.clock import Clock
from kiosk.runtime.workers import Worker
from kiosk.wire.commands import CommandReport
from kiosk.wire.heartbeats import Heartbeat, HeartbeatAnswer, MachineTold

_log = logging.getLogger(__name__)

EVERY_S = 60.0
"""Until the gateway says otherwise."""
FIRST_WITHIN_S = 20.0
"""Machines of one place start together when the power comes back; their heartbeats need not."""
SPREAD = 0.1
"""So much sooner or later, as a part of the wait."""
SELDOM_S = 300.0
"""How long is waited at most while nobody answers."""
LOOK_EVERY_S = 1.0


class HeartbeatGateway(Protocol):
    def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        """Raises a GatewayError, and is tried once."""
        ...


def _nothing() -> tuple[CommandReport, ...]:
    return ()


class Heartbeats:
    """`look` says how the machine is now, `reports` what became of commands; `answered` is told every answer.
    All are called on this worker's thread, and may ask the gateway themselves."""

    def __init__(
        self,
        gateway: HeartbeatGateway,
        look: Callable[[], MachineTold],
        answered: Callable[[HeartbeatAnswer], None],
        clock: Clock,
        chance: Random,
        reports: Callable[[], tuple[CommandReport, ...]] = _nothing,
    ) -> None:
        self._gateway = gateway
        self._look = look
        self._answered = answered
        self._clock = clock
        self._chance = chance
        self._reports = reports
        self._run = f"{chance.getrandbits(64):016x}"
        self._number = 0
        self._every_s = EVERY_S
        self._misses = 0
        self._began_s = clock.monotonic_s()
        self._due_s = self._began_s + chance.uniform(0, FIRST_WITHIN_S)
        self.worker = Worker("heartbeats", clock, idle=self.look_after, idle_s=LOOK_EVERY_S)

    def look_after(self) -> None:
        if self._clock.monotonic_s() < self._due_s:
            return
        # Set before anything can fail: a machine that cannot be looked at is not looked at each second.
        self._wait(self._every_s)
        beat = self._next()
        try:
            answer = self._gateway.heartbeat(beat)
        except GatewayError as error:
            self._missed(error)
        else:
            self._heard(answer)

    def _next(self) -> Heartbeat:
        self._number += 1
        now_s = self._clock.monotonic_s()
        return Heartbeat(
            run=self._run,
            number=self._number,
            up_s=int(now_s - self._began_s),
            wall_ms=max(0, round(self._clock.wall_s() * 1000)),
            machine=self._look(),
            reports=self._reports(),
        )

    def _missed(self, error: GatewayError) -> None:
        if not self._misses:
            _log.warning("no heartbeat arrives: %s", type(error).__name__)
        self._wait(min(self._every_s * 2**self._misses, SELDOM_S))
        self._misses = min(self._misses + 1, 8)

    def _heard(self, answer: HeartbeatAnswer) -> None:
        if self._misses:
            _log.info("heartbeats arrive again")
        self._misses = 0
        self._every_s = float(answer.next_s)
        self._wait(self._every_s)
        self._answered(answer)

    def _wait(self, seconds: float) -> None:
        spread_s = seconds * self._chance.uniform(1 - SPREAD, 1 + SPREAD)
        self._due_s = self._clock.monotonic_s() + spread_s
