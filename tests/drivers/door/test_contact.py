"""The door is told as its contact stands, once for each change, and never by a bounce or a lost port."""

from collections.abc import Iterator

import pytest

from drivers.clock import FakeDeviceClock
from drivers.door.contact import DoorContact
from drivers.door.port import DoorClosed, DoorOpened
from drivers.door.simulator import SimulatedDoor
from drivers.events import DeviceEvent, StatusChanged
from drivers.simulation.acts import work
from drivers.transport import memory_pipe
from drivers.vocabulary import DeviceState


class Bench:
    def __init__(self) -> None:
        self.clock = FakeDeviceClock()
        self.door = SimulatedDoor()
        self.told: list[DeviceEvent] = []
        self.contact = DoorContact(lambda: memory_pipe(self.door, self.clock), self.clock, self.told.append)

    def run(self, seconds: float) -> None:
        until_s = self.clock.monotonic_s() + seconds
        while self.clock.monotonic_s() < until_s:
            self.contact.owner.run_once()

    def door_events(self) -> list[type[DeviceEvent]]:
        return [type(event) for event in self.told if isinstance(event, DoorOpened | DoorClosed)]


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    bench.run(2.0)
    yield bench
    bench.contact.close()


def test_how_the_door_is_found_is_told_at_start(bench: Bench) -> None:
    assert bench.door_events() == [DoorClosed]


def test_each_opening_and_shutting_is_told_once(bench: Bench) -> None:
    for act in ("open", "shut", "open"):
        work(bench.door, act)
        bench.run(2.0)
    assert bench.door_events() == [DoorClosed, DoorOpened, DoorClosed, DoorOpened]


def test_a_bounce_is_not_told(bench: Bench) -> None:
    bench.door.open()
    bench.run(0.1)
    bench.door.shut()
    bench.run(2.0)
    assert bench.door_events() == [DoorClosed]


def test_a_lost_port_is_told_as_such_and_not_as_an_open_door(bench: Bench) -> None:
    bench.door.unplug()
    bench.run(3.0)
    assert bench.door_events() == [DoorClosed]
    assert [event.state for event in bench.told if isinstance(event, StatusChanged)][
        -1
    ] is DeviceState.NO_DEVICE


def test_an_open_door_is_found_after_the_port_came_back(bench: Bench) -> None:
    bench.door.unplug()
    bench.run(3.0)
    bench.door.open()
    bench.door.plug_in()
    bench.run(10.0)
    assert bench.door_events()[-1] is DoorOpened
