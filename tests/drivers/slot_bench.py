"""A card reader on a fake clock, its simulated slot, and what it told, for tests of both readers."""

from collections.abc import Callable
from typing import Generic, Literal, Protocol, TypeVar

from drivers.card.frames import Frame
from drivers.card.simulated_cards import SimulatedCard
from drivers.card.simulator import Crt310Simulator
from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent, Emit, StatusChanged
from drivers.owner import PortOwner
from drivers.transport import Transport, memory_pipe
from drivers.vocabulary import DeviceState
from tests.drivers.stepped_pty import SteppedPty

LineKind = Literal["memory", "pty"]
LINE_KINDS: tuple[LineKind, ...] = ("memory", "pty")


class Reader(Protocol):
    owner: PortOwner

    def arm(self) -> None: ...

    def disarm(self) -> None: ...

    def eject(self) -> None: ...

    def close(self) -> None: ...


R = TypeVar("R", bound=Reader)
S = TypeVar("S", bound=Crt310Simulator)
E = TypeVar("E", bound=DeviceEvent)


class SlotBench(Generic[R, S]):
    def __init__(
        self,
        line: LineKind,
        make_slot: Callable[[FakeDeviceClock], S],
        make_reader: Callable[[Callable[[], Transport], FakeDeviceClock, Emit], R],
    ) -> None:
        self.clock = FakeDeviceClock()
        self.slot = make_slot(self.clock)
        self.commands: list[tuple[float, Frame]] = []
        self.slot.on_command = lambda now_s, command: self.commands.append((now_s, command))
        self.told: list[tuple[float, DeviceEvent]] = []
        self.reader = make_reader(lambda: self._open(line), self.clock, self._note)
        self.tried_to_open_at: list[float] = []
        self._lines: list[Transport] = []

    def close(self) -> None:
        for line in self._lines:
            line.close()

    def run(self, seconds: float) -> None:
        until_s = self.clock.monotonic_s() + seconds
        while self.clock.monotonic_s() < until_s:
            self.reader.owner.run_once()

    def run_until(self, kind: type[E], within_s: float = 20.0) -> E:
        """Run until the next event of this kind; fails when it does not come."""
        already, until_s = len(self.told), self.clock.monotonic_s() + within_s
        while self.clock.monotonic_s() < until_s:
            self.reader.owner.run_once()
            for _, event in self.told[already:]:
                if isinstance(event, kind):
                    return event
        raise AssertionError(f"no {kind.__name__} within {within_s} s, only {self.kinds()}")

    def start(self) -> None:
        """Bring the reader up and let it wait for a card."""
        self.run(2.0)
        self.reader.arm()
        self.run(1.0)

    def insert(self, card: SimulatedCard) -> None:
        assert self.slot.insert(card), "the entry took no card"

    def after(self, seconds: float, action: Callable[[], object]) -> None:
        self.clock.call_at(self.clock.monotonic_s() + seconds, lambda: action() and None)

    def kinds(self) -> list[str]:
        """The names of the events told, without those about the device itself."""
        return [type(event).__name__ for _, event in self.told if not isinstance(event, StatusChanged)]

    def states(self) -> list[DeviceState]:
        return [event.state for _, event in self.told if isinstance(event, StatusChanged)]

    def when(self, kind: type[DeviceEvent]) -> list[float]:
        return [at_s for at_s, event in self.told if isinstance(event, kind)]

    def commanded_at(self, command: Frame) -> list[float]:
        """When this command reached the slot."""
        return [at_s for at_s, seen in self.commands if seen == command]

    def _open(self, line: LineKind) -> Transport:
        self.tried_to_open_at.append(self.clock.monotonic_s())
        if line == "memory":
            return memory_pipe(self.slot, self.clock)
        pty = SteppedPty(self.slot, self.clock)
        self._lines.append(pty)
        return pty

    def _note(self, event: DeviceEvent) -> None:
        self.told.append((self.clock.monotonic_s(), event))
