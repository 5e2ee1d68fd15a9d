"""A driver, a simulated terminal, an acquirer of paper and a clock that moves only when somebody waits."""

from collections.abc import Callable

from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent, StatusChanged
from drivers.terminal.acquirer import AcquirerSilent, Authorised, Refused
from drivers.terminal.ecr import EcrTerminal
from drivers.terminal.port import DeclineReason, TerminalPrompt, TerminalStage
from drivers.terminal.simulator import SimulatedTerminal
from drivers.transport import Transport, memory_pipe
from drivers.vocabulary import DeviceState

CARD = "6222020200112233446"
POOR_CARD = "6222020200112230051"


class PaperAcquirer:
    """Charges each reference once; `silent` loses the answer, not the charge."""

    def __init__(self) -> None:
        self.charged: dict[str, int] = {}
        self.asked = 0
        self.silent = False

    def authorise(self, reference: str, amount_fen: int, card_last4: str) -> Authorised | Refused:
        self.asked += 1
        if card_last4 == "0051":
            return Refused(DeclineReason.FUNDS)
        self.charged.setdefault(reference, amount_fen)
        self._answer()
        return Authorised("012345", "000000098765")

    def reverse(self, reference: str) -> None:
        self._answer()
        self.charged.pop(reference, None)

    def _answer(self) -> None:
        if self.silent:
            raise AcquirerSilent


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
    def __init__(self) -> None:
        self.spoil_next = b""
        self.clock = FakeDeviceClock()
        self.acquirer = PaperAcquirer()
        self.device = SimulatedTerminal(self.acquirer)
        self.events: list[DeviceEvent] = []
        self.terminal = EcrTerminal(
            "terminal",
            lambda: NoisyLine(memory_pipe(self.device, self.clock), self),
            self.clock,
            self.events.append,
        )

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
        return [event for event in self.events if not isinstance(event, StatusChanged | TerminalPrompt)]

    def stages(self) -> list[TerminalStage]:
        return [event.stage for event in self.events if isinstance(event, TerminalPrompt)]

    def states(self) -> list[DeviceState]:
        return [event.state for event in self.events if isinstance(event, StatusChanged)]
