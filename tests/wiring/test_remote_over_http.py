"""A whole machine and a gateway of its own, over HTTP: what is asked for on one side is done on the other."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.clock import FakeDeviceClock
from kiosk import places
from kiosk.gateway.counter import fleet
from kiosk.gateway.counter.settings_office import SettingsWanted
from kiosk.gateway.gateway import Gateway, open_gateway
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.gateway.settings import GatewaySettings
from kiosk.runtime.clock import FakeClock
from kiosk.wire.commands import Order, OutOfService, RestartWhenIdle, SendLogs
from kiosk.wire.heartbeats import RemoteTold
from kiosk.wire.remote_settings import RemoteSettings
from kiosk.wiring.given_settings import GivenSettings
from kiosk.wiring.machine import Machine, Surroundings


def li(_connection: object) -> str:
    return "li"


class Line:
    """A kiosk on a fake clock whose heartbeats go to a real port. `office` is the same database."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, FakeClock()
        self.restarts = self.starts = 0
        self.gateway = EmbeddedGateway(folder / "gateway.db", self.clock)
        self.url = self.gateway.start()
        self.begin()

    def begin(self) -> None:
        self.starts += 1
        self.given = GivenSettings(places.CONFIG, self.folder)
        around = Surroundings(
            clock=self.clock,
            device_clock=FakeDeviceClock(),
            state=self.folder,
            gateway_url=self.url,
            wake=lambda: None,
            changed=lambda _session: None,
            wipe=lambda: None,
            chance=random.Random(self.starts),
            restart=self._restart,
            given=self.given,
        )
        self.machine = Machine(self.given.in_force, around)
        self.machine.drain()

    @property
    def number(self) -> str:
        return self.machine.store.session.rules.machine_number

    def beats(self) -> None:
        self.clock.advance(70)
        for worker in (self.machine.heartbeats.worker, *self.machine.remote.workers):
            worker.run_pending()
        self.machine.drain()

    def office(self) -> Gateway:
        settings = GatewaySettings(public_url="http://x", demonstration=True)
        return open_gateway(f"sqlite:///{self.folder / 'gateway.db'}", settings, self.clock)

    def gives(self, command_id: str, order: Order) -> None:
        office = self.office()
        office.counter.commands.give(command_id, self.number, order, 3_600, li)
        office.close()

    def became(self, command_id: str) -> tuple[str, str | None]:
        office = self.office()
        command = office.counter.commands.file(command_id).command
        office.close()
        return command.state, command.reason

    def close(self) -> None:
        self.machine.stop()
        self.gateway.stop()

    def _restart(self) -> None:
        self.restarts += 1


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    line = Line(tmp_path)
    line.beats()
    yield line
    line.close()


def test_a_command_is_told_done_and_reported(line: Line) -> None:
    line.gives("c1", OutOfService())
    line.beats()
    assert line.machine.store.session.closed
    assert line.became("c1") == ("delivered", None)
    line.beats()
    assert line.became("c1") == ("done", None)


def test_a_log_arrives(line: Line) -> None:
    line.machine.remote.start()
    line.gives("c1", SendLogs())
    line.beats()
    line.beats()
    office = line.office()
    file = office.counter.commands.file("c1")
    office.close()
    assert file.command.state == "done"
    assert file.log is not None


def test_a_kiosk_and_a_gateway_that_are_killed_in_between_finish_it_once(line: Line) -> None:
    line.gives("c1", RestartWhenIdle())
    line.beats()
    assert line.restarts == 1
    line.machine.stop()
    line.gateway.stop()
    line.gateway = EmbeddedGateway(line.folder / "gateway.db", line.clock)
    line.url = line.gateway.start()
    line.begin()
    line.beats()
    line.beats()
    assert (line.restarts, line.became("c1")) == (1, ("done", "restarted"))


def test_settings_that_are_given_are_started_with_and_told(line: Line) -> None:
    office = line.office()
    office.counter.settings.give(SettingsWanted("e1", RemoteSettings(volume=5)), 0, li)
    line.beats()
    assert line.restarts == 1
    line.machine.stop()
    line.begin()
    assert line.machine.store.session.comfort.volume == 5
    line.beats()
    with office.parts.database.reading() as connection:
        told = fleet.newest(connection, line.number)
    office.close()
    assert told is not None
    assert told.beat.machine.remote == RemoteTold(1)
