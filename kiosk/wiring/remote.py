"""What operators may do to the machine from afar, put together: commands, settings, and a log to ask for."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kiosk.backend.client import GatewayClient
from kiosk.runtime.clock import Clock
from kiosk.runtime.command_book import FILE, CommandBook
from kiosk.runtime.command_course import Proof
from kiosk.runtime.commands import Commands
from kiosk.runtime.recent_log import RecentLog
from kiosk.runtime.service_gate import ServiceGate
from kiosk.runtime.settings_follower import SettingsFollower
from kiosk.runtime.store import Store
from kiosk.runtime.workers import Worker
from kiosk.settings.kiosk_settings import KioskSettings
from kiosk.wire.heartbeats import HeartbeatAnswer, RemoteTold
from kiosk.wiring.gateway_client import gateways_key
from kiosk.wiring.given_settings import GivenSettings
from kiosk.wiring.remote_hands import RemoteHands


class Place(Protocol):
    """As much of a machine's surroundings as is needed here."""

    clock: Clock
    state: Path
    restart: Callable[[], None] | None
    given: GivenSettings | None


class Remote:
    """`gate` stands between whoever has a reason to close the machine and the session."""

    def __init__(self, kiosk: KioskSettings, store: Store, client: GatewayClient, place: Place) -> None:
        self.gate = ServiceGate(lambda event: store.post(self.gate.through(event)))
        self._log = RecentLog()
        self.hands = RemoteHands(store, self.gate, self._log, place.restart)
        proof = Proof(kiosk.identity.number, gateways_key(kiosk), kiosk.mode.demonstration)
        book = CommandBook(place.state / FILE)
        self.commands = Commands(book, proof, self.hands, client, place.clock)
        self._given = place.given
        self._follower = self._follow(place, client)

    @property
    def workers(self) -> tuple[Worker, ...]:
        return (self.commands.worker, *((self._follower.worker,) if self._follower else ()))

    @property
    def ordered_closed(self) -> bool:
        return self.gate.ordered

    def heard(self, answer: HeartbeatAnswer) -> None:
        """To a heartbeat."""
        self.commands.heard(answer)
        if self._follower is not None:
            self._follower.heard(answer.settings)

    def settings_told(self) -> RemoteTold:
        return self._given.keeper.told() if self._given else RemoteTold()

    def start(self) -> None:
        """Beside the log that is kept, warnings still go where they went: to the program's error output."""
        root = logging.getLogger()
        if not root.handlers and logging.lastResort is not None:
            root.addHandler(logging.lastResort)
        root.addHandler(self._log)

    def stop(self) -> None:
        logging.getLogger().removeHandler(self._log)

    def _follow(self, place: Place, client: GatewayClient) -> SettingsFollower | None:
        if place.given is None:
            return None
        keeper, problems = place.given.keeper, place.given.problems
        hands = self.hands
        return SettingsFollower(keeper, client, problems, hands.is_free, hands.restart, place.clock)
