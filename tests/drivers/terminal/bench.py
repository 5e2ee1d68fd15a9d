"""A driver, a simulated terminal, an acquirer of paper and a clock that moves only when somebody waits."""

from collections.abc import Callable

from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent, DeviceIdentified, StatusChanged
from drivers.status import Status
from drivers.terminal.acquirer import SyntheticAcquirer
from drivers.terminal.ecr import EcrTerminal
from drivers.terminal.port import TerminalPrompt, TerminalStage
from drivers.terminal.reader import EcrReader
from drivers.terminal.simulator import SimulatedTerminal
from drivers.trace import Trace
from drivers.transport import Transport, memory_pipe
from drivers.vocabulary import DeviceState
from tests.drivers.slot_bench import LineKind
from tests.drivers.stepped_pty import SteppedPty

CARD = "6222020200112233446"
POOR_CARD = "6222020200112230051"


class NoisyLine:
    """Flips a bit in the next frame that holds `bench.spoil_next`."""

    def __init__(self, line: Transport, bench: "TerminalBench") -> None:
        self._line = line
        self._bench = bench

    def read(self, timeout_s: float) -> bytes:
        data = self._line.read(timeout_s)
        if self._bench.spoil_next and self._bench.spoil_next in data:
            self._bench.spoil_next = b""
            return data[:-1] + bytes((data[-1] ^ 1,))
        return data

    def write(self, data: bytes) -> None:
        self._line.write(data)

    def drain(self) -> None:
        self._line.drain()

    def button_pressed(self) -> bool:
        return False

    def close(self) -> None:
        self._line.close()


class TerminalBench:
    def __init__(self, line: LineKind = "memory") -> None:
        self.spoil_next = b""
        self.clock = FakeDeviceClock()
        self.acquirer = SyntheticAcquirer()
        self.device = SimulatedTerminal(self.acquirer)
        self.events: list[DeviceEvent] = []
        self.trace = Trace("terminal", self.clock, EcrReader)
        self._kind = line
        self._lines: list[Transport] = []
        self.terminal = EcrTerminal("terminal", self._open, self.clock, self.events.append, self.trace)

    def close(self) -> None:
        for line in self._lines:
            line.close()

    def _open(self) -> Transport:
        if self._kind == "memory":
            return NoisyLine(memory_pipe(self.device, self.clock), self)
        self._lines.append(SteppedPty(self.device, self.clock))
        return NoisyLine(self._lines[-1], self)

    def run_s(self, seconds: float) -> None:
        until_s = self.clock.monotonic_s() + seconds
        while self.clock.monotonic_s() < until_s:
            self.terminal.owner.run_once()

    def in_s(self, seconds: float, action: Callable[[], object]) -> None:
        def act() -> None:
            action()

        self.clock.call_at(self.clock.monotonic_s() + seconds, act)

    def card_pin_card(self, card: str = CARD) -> None:
        """A person who takes two seconds for everything."""
        self.in_s(2, lambda: self.device.insert_card(card))
        self.in_s(4, self.device.enter_pin)
        self.in_s(8, self.device.take_card)

    def results(self) -> list[DeviceEvent]:
        others = StatusChanged | TerminalPrompt | DeviceIdentified
        return [event for event in self.events if not isinstance(event, others)]

    def stages(self) -> list[TerminalStage]:
        return [event.stage for event in self.events if isinstance(event, TerminalPrompt)]

    def states(self) -> list[DeviceState]:
        return [event.state for event in self.events if isinstance(event, StatusChanged)]

    def statuses(self) -> tuple[Status, ...]:
        """Those told last."""
        return [event.statuses for event in self.events if isinstance(event, StatusChanged)][-1]

    def identities(self) -> list[DeviceIdentified]:
        return [event for event in self.events if isinstance(event, DeviceIdentified)]
