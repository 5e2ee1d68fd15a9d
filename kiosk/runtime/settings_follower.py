"""Follows the settings that the gateway gives: asks for new ones, has them checked, and starts anew with them
once nobody is being served."""

import logging
from collections.abc import Callable
from typing import Protocol

from kiosk.backend.errors import GatewayError
from kiosk.runtime.clock import Clock
from kiosk.runtime.settings_keeper import SettingsKeeper
from kiosk.runtime.workers import Worker
from kiosk.wire.remote_settings import RemoteSettings, SettingsAnswer

_log = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
PROVEN_AFTER_S = 60.0
"""A machine that has run so long with new settings has started with them."""


class SettingsGateway(Protocol):
    def remote_settings(self) -> SettingsAnswer:
        """Raises a GatewayError."""
        ...


class SettingsFollower:
    """`problems` says what is wrong with settings at this machine, in words for engineers; `may_restart`
    whether nobody would be disturbed; `restart` starts the program anew, and says whether it will."""

    def __init__(
        self,
        keeper: SettingsKeeper,
        gateway: SettingsGateway,
        problems: Callable[[RemoteSettings], tuple[str, ...]],
        may_restart: Callable[[], bool],
        restart: Callable[[], bool],
        clock: Clock,
    ) -> None:
        self._keeper = keeper
        self._gateway = gateway
        self._problems = problems
        self._may_restart = may_restart
        self._restart = restart
        self._clock = clock
        self._began_s = clock.monotonic_s()
        self._asked_to_restart = False
        self.worker = Worker("settings", clock, idle=self.look_after, idle_s=LOOK_EVERY_S)

    def heard(self, newest: int) -> None:
        """Which version the gateway has for this machine. From any thread."""
        if not self._keeper.knows(newest):
            self.worker.submit(lambda: self._fetch(newest))

    def look_after(self) -> None:
        if self._clock.monotonic_s() - self._began_s >= PROVEN_AFTER_S:
            self._keeper.proven()
        if self._keeper.waits_for_start and not self._asked_to_restart and self._may_restart():
            self._asked_to_restart = self._restart()

    def _fetch(self, newest: int) -> None:
        keeper = self._keeper
        try:
            given = self._gateway.remote_settings()
        except GatewayError as error:
            _log.warning("version %d of the settings does not arrive: %s", newest, type(error).__name__)
            return
        if keeper.knows(given.version):
            return
        wrong = self._problems(given.settings)
        for each in wrong:
            _log.error("settings: version %d: %s", given.version, each)
        if wrong:
            keeper.refuse("does_not_fit", given.version)
        else:
            keeper.give(given)
