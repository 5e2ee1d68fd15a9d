"""A desk reader on a fake clock, the simulated unit, and what it told."""

from typing import Literal, TypeVar

from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent, DeviceIdentified, StatusChanged
from drivers.pcsc.ccid import CcidReader
from drivers.pcsc.desk_reader import DeskCardReader
from drivers.pcsc.simulator import SimulatedDeskReader
from drivers.trace import Trace
from drivers.transport import Transport, memory_pipe
from drivers.vocabulary import DeviceState
from tests.drivers.stepped_pty import SteppedPty

LineKind = Literal["memory", "pty"]
LINE_KINDS: tuple[LineKind, ...] = ("memory", "pty")
E = TypeVar("E", bound=DeviceEvent)


class DeskBench:
    def __init__(self, line: LineKind) -> None:
        self.clock = FakeDeviceClock()
        self.desk = SimulatedDeskReader()
        self.told: list[DeviceEvent] = []
        self.trace = Trace("card_reader", self.clock, CcidReader)
        self._line_kind = line
        self._ptys: list[SteppedPty] = []
        self.reader = DeskCardReader(
            "card_reader", self._open, self.clock, self.told.append, DEMONSTRATION_PROFILES, self.trace
        )

    def close(self) -> None:
        for pty in self._ptys:
            pty.close()

    def run(self, seconds: float) -> None:
        until_s = self.clock.monotonic_s() + seconds
        while self.clock.monotonic_s() < until_s:
            self.reader.owner.run_once()

    def start(self) -> None:
        self.run(1)
        self.reader.arm()

    def kinds(self) -> list[str]:
        """The names of the events told, without those about the device itself."""
        about_itself = StatusChanged | DeviceIdentified
        return [type(event).__name__ for event in self.told if not isinstance(event, about_itself)]

    def only(self, kind: type[E]) -> E:
        [event] = [event for event in self.told if isinstance(event, kind)]
        return event

    def states(self) -> list[DeviceState]:
        return [event.state for event in self.told if isinstance(event, StatusChanged)]

    def _open(self) -> Transport:
        if self._line_kind == "memory":
            return memory_pipe(self.desk, self.clock)
        pty = SteppedPty(self.desk, self.clock)
        self._ptys.append(pty)
        return pty
