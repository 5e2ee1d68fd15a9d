"""A card reader of any model on a fake clock, its simulated device, what it told, what passed on the wire."""

from collections.abc import Callable
from typing import Any, Generic, Literal, Protocol, TypeVar

from drivers.card.position import Position
from drivers.card.simulated_cards import SimulatedCard
from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent, DeviceIdentified, Emit, Identity, StatusChanged
from drivers.models import AnyModel, Option, Parts
from drivers.owner import PortOwner
from drivers.reading import Reading
from drivers.simulation.acts import work
from drivers.status import Status
from drivers.trace import Trace
from drivers.transport import SimulatedPeer, Transport, memory_pipe
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


class Slot(SimulatedPeer, Protocol):
    def insert(self, card: SimulatedCard) -> bool: ...


R = TypeVar("R", bound=Reader)
S = TypeVar("S", bound=Slot)
E = TypeVar("E", bound=DeviceEvent)


class SlotBench(Generic[R, S]):
    def __init__(
        self,
        line: LineKind,
        model: AnyModel,
        emit: Callable[[DeviceEvent], None] | None = None,
        **options: Option,
    ) -> None:
        self.clock = FakeDeviceClock()
        self.slot: S = model.simulate(self.clock)  # type: ignore[misc,assignment]  # all our models have one
        self.model = model
        self.sent: list[tuple[float, bytes]] = []
        """Every write of the host, and when."""
        self.told: list[tuple[float, DeviceEvent]] = []
        self.trace = Trace(model.name, self.clock, model.reader)
        self.tried_to_open_at: list[float] = []
        self._line_kind = line
        self._lines: list[Transport] = []
        note: Emit = emit or self._note
        parts = Parts(
            str(model.device), self._open, self.clock, note, {**model.options, **options}, self.trace
        )
        self.reader: R = model.make(parts)

    def close(self) -> None:
        for line in self._lines:
            line.close()

    # -- time ---------------------------------------------------------------------------------------

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

    def after(self, seconds: float, action: Callable[[], object]) -> None:
        self.clock.call_at(self.clock.monotonic_s() + seconds, lambda: action() and None)

    # -- the hand -----------------------------------------------------------------------------------

    def insert(self, card: SimulatedCard) -> None:
        assert self.slot.insert(card), "the entry took no card"

    def hand(self, words: str) -> str:
        return work(self.slot, words)  # type: ignore[arg-type]  # a simulated device

    # -- what was told ------------------------------------------------------------------------------

    def kinds(self) -> list[str]:
        """The names of the events told, without those about the device itself."""
        about_device = StatusChanged | DeviceIdentified
        return [type(event).__name__ for _, event in self.told if not isinstance(event, about_device)]

    def states(self) -> list[DeviceState]:
        return [event.state for event in self.status_changes()]

    def statuses(self) -> tuple[Status, ...]:
        """Those told last."""
        return self.status_changes()[-1].statuses

    def reason(self) -> str:
        return self.status_changes()[-1].reason

    def status_changes(self) -> list[StatusChanged]:
        return [event for _, event in self.told if isinstance(event, StatusChanged)]

    def identities(self) -> list[Identity]:
        return [event.identity for _, event in self.told if isinstance(event, DeviceIdentified)]

    def when(self, kind: type[DeviceEvent]) -> list[float]:
        return [at_s for at_s, event in self.told if isinstance(event, kind)]

    # -- what passed on the wire --------------------------------------------------------------------

    def commands(self) -> list[tuple[float, str]]:
        """What the host has sent, by the names of the model's own line reader, and when."""
        reader, named = self.model.reader(), []
        for at_s, data in self.sent:
            named += [(at_s, reading.name) for reading in reader.feed(data)]
        return named

    def commanded_at(self, *names: str) -> list[float]:
        return [at_s for at_s, name in self.commands() if name in names]

    def card_position(self) -> Position:
        return self.slot.slot.position  # type: ignore[attr-defined,no-any-return]  # a motorised slot

    def _open(self) -> Transport:
        self.tried_to_open_at.append(self.clock.monotonic_s())
        if self._line_kind == "memory":
            return SpiedLine(memory_pipe(self.slot, self.clock), self._sent)
        pty = SteppedPty(self.slot, self.clock)
        self._lines.append(pty)
        return SpiedLine(pty, self._sent)

    def _sent(self, data: bytes) -> None:
        self.sent.append((self.clock.monotonic_s(), data))

    def _note(self, event: DeviceEvent) -> None:
        self.told.append((self.clock.monotonic_s(), event))


class SpiedLine:
    """Implements `Transport`; tells what the host writes."""

    def __init__(self, line: Transport, tell: Callable[[bytes], None]) -> None:
        self._line = line
        self._tell = tell

    def write(self, data: bytes) -> None:
        self._tell(data)
        self._line.write(data)

    def read(self, timeout_s: float) -> bytes:
        return self._line.read(timeout_s)

    def drain(self) -> None:
        self._line.drain()

    def button_pressed(self) -> bool:
        return self._line.button_pressed()

    def close(self) -> None:
        self._line.close()


AnyBench = SlotBench[Any, Any]


def named(readings: list[Reading]) -> list[str]:
    return [reading.name for reading in readings if reading.valid]
