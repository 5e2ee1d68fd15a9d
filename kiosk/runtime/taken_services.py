"""Which services the gateway takes requests of, asked for now and then: a closed one is said to be so before
anybody has answered a question."""

import logging
from collections.abc import Callable
from typing import Final, Protocol

from kiosk.backend.errors import GatewayError
from kiosk.runtime.clock import Clock
from kiosk.runtime.workers import Worker
from kiosk.session.events import Event, ServicesTaken
from kiosk.wire.requests import ServicesAnswer

_log = logging.getLogger(__name__)

ASK_EVERY_S: Final = 600.0
AGAIN_AFTER_S: Final = 60.0
"""Where there was no answer; what was known before counts on."""


class ServicesGateway(Protocol):
    def services(self) -> ServicesAnswer: ...


class TakenServices:
    """Its `worker` does the asking. What is as it was is told once."""

    def __init__(self, gateway: ServicesGateway, clock: Clock, post: Callable[[Event], None]) -> None:
        self._gateway = gateway
        self._clock = clock
        self._post = post
        self._next_s = clock.monotonic_s()
        self._told: frozenset[str] | None = None
        self.worker = Worker("services", clock, idle=self.look_after)

    def look_after(self) -> None:
        """Ask, when it is time."""
        if self._clock.monotonic_s() < self._next_s:
            return
        try:
            taken = frozenset(self._gateway.services().services)
        except GatewayError as error:
            _log.warning("services cannot be asked for: %s", type(error).__name__)
            self._next_s = self._clock.monotonic_s() + AGAIN_AFTER_S
            return
        self._next_s = self._clock.monotonic_s() + ASK_EVERY_S
        if taken != self._told:
            self._told = taken
            self._post(ServicesTaken(taken))
