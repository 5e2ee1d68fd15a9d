"""A note acceptor on a fake clock, its simulated unit, and a kiosk that writes credits down as it should."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from drivers.cash.models import MODELS
from drivers.cash.port import (
    AcceptorEnabled,
    NoteAcceptor,
    NoteCredited,
    NoteInEscrow,
    NoteReturned,
    NoteReturnedAtPowerUp,
    PendingCredit,
)
from drivers.cash.simulated_acceptor import YUAN_NOTES_FEN, SimulatedAcceptor
from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent, StatusChanged
from drivers.models import AnyModel, Option, Parts
from drivers.owner import PortOwner
from drivers.simulation.faults import LineFaults
from drivers.status import Status
from drivers.transport import Transport, memory_pipe
from drivers.vocabulary import DeviceState
from tests.drivers.slot_bench import LINE_KINDS, LineKind
from tests.drivers.stepped_pty import SteppedPty

ALL_NOTES = frozenset(YUAN_NOTES_FEN)
ACCEPTORS: dict[str, AnyModel] = {model.name: model for model in MODELS}
"""A model joins the contract by standing in `drivers.cash.models` and having `<name>_vectors.json` here."""

MODELS_AND_LINES = [(name, line) for name in ACCEPTORS for line in LINE_KINDS]


def vectors(model: str, side: str) -> dict[str, bytes]:
    """By name and side of the wire: "host" or "device"."""
    known = json.loads((Path(__file__).parent / f"{model}_vectors.json").read_text(encoding="utf-8"))
    return {vector["name"]: bytes.fromhex(vector["hex"]) for vector in known[side]}


class Acceptor(NoteAcceptor, Protocol):
    owner: PortOwner


E = TypeVar("E", bound=DeviceEvent)
Decide = Callable[["AcceptorBench", NoteInEscrow], None]


def accept(bench: "AcceptorBench", note: NoteInEscrow) -> None:
    bench.driver.accept(note.credit_id)


def reject(bench: "AcceptorBench", note: NoteInEscrow) -> None:
    bench.driver.reject()


def wait(bench: "AcceptorBench", note: NoteInEscrow) -> None:
    """Leave the note in escrow."""


class AcceptorBench:
    """`decide` is what the kiosk does about a note in escrow; `records` whether it writes credits down.

    `options` are those of the model that are not at their defaults.
    """

    def __init__(
        self,
        model: str,
        line: LineKind = "memory",
        decide: Decide = accept,
        before: "AcceptorBench | None" = None,
        options: Mapping[str, Option] | None = None,
    ) -> None:
        self.model = model
        self._options = options or {}
        self.clock: FakeDeviceClock = FakeDeviceClock() if before is None else before.clock
        self.decide = decide
        self.records = True
        self.told: list[tuple[float, DeviceEvent]] = []
        found = ACCEPTORS[model]
        assert found.simulate is not None
        unit = found.simulate(self.clock) if before is None else before.unit
        assert isinstance(unit, SimulatedAcceptor)
        self.unit: SimulatedAcceptor = unit
        self._line_kind = line
        self._lines: list[Transport] = []
        parts = Parts("note_acceptor", self._open, self.clock, self._note, {**found.options, **self._options})
        self.driver: Acceptor = found.make(parts)

    def restarted(self) -> "AcceptorBench":
        """The same unit after the kiosk's process died without a word: a new driver that knows nothing."""
        return AcceptorBench(self.model, self._line_kind, self.decide, before=self, options=self._options)

    def close(self) -> None:
        for line in self._lines:
            line.close()

    def ready(self, notes_fen: frozenset[int] = ALL_NOTES) -> None:
        """Bring the unit up and let it take notes; a unit that cannot be brought up is given 17 s."""
        self.driver.enable(notes_fen)
        until_s = self.clock.monotonic_s() + 17.0
        while not self.events(AcceptorEnabled) and self.clock.monotonic_s() < until_s:
            self.driver.owner.run_once()

    def run(self, seconds: float) -> None:
        until_s = self.clock.monotonic_s() + seconds
        while self.clock.monotonic_s() < until_s:
            self.driver.owner.run_once()

    def run_until(self, kind: type[E], within_s: float = 20.0) -> E:
        """Run until the next event of this kind; fails when it does not come."""
        already, until_s = len(self.told), self.clock.monotonic_s() + within_s
        while self.clock.monotonic_s() < until_s:
            self.driver.owner.run_once()
            for _, event in self.told[already:]:
                if isinstance(event, kind):
                    return event
        raise AssertionError(f"no {kind.__name__} within {within_s} s, only {self.names()[-20:]}")

    def insert(self, value_yuan: int) -> None:
        assert self.unit.insert(value_yuan), "the mouth took no note"

    def after(self, seconds: float, action: Callable[[], object]) -> None:
        def act() -> None:
            action()

        self.clock.call_at(self.clock.monotonic_s() + seconds, act)

    def heal(self) -> None:
        """Whatever was done to unit and line ends, and everything under way comes to rest."""
        self.unit.faults = LineFaults()
        self.unit.free()
        self.unit.restore_power()
        self.unit.plug_in()
        self.unit.replace_box()
        self.run(16.0)
        self.unit.free()
        self.run(8.0)

    # -- what was told ------------------------------------------------------------------------------

    def events(self, kind: type[E]) -> list[E]:
        return [event for _, event in self.told if isinstance(event, kind)]

    def names(self) -> list[str]:
        return [type(event).__name__ for _, event in self.told]

    def states(self) -> list[DeviceState]:
        return [event.state for event in self.events(StatusChanged)]

    def statuses(self) -> tuple[Status, ...]:
        return self.events(StatusChanged)[-1].statuses

    def driver_reason(self) -> str:
        """What an engineer was told last."""
        return self.events(StatusChanged)[-1].reason

    # -- money --------------------------------------------------------------------------------------

    def in_boxes(self) -> Counter[int]:
        """Every note that ever went into the box, by value in fen."""
        return self.unit.path.stacked_ever

    def credited(self) -> dict[str, int]:
        return {event.credit_id: event.value_fen for event in self.events(NoteCredited)}

    def pending(self) -> dict[str, PendingCredit]:
        return {event.credit_id: event for event in self.events(PendingCredit)}

    def accounted(self) -> int:
        """Notes credited or pending, each once, without pending ones that were later told to be back."""
        returned = {event.credit_id for event in self.events(NoteReturned)}
        returned |= {event.credit_id for event in self.events(NoteReturnedAtPowerUp) if event.credit_id}
        return len((self.credited().keys() | self.pending().keys()) - returned)

    def _open(self) -> Transport:
        if self._line_kind == "memory":
            return memory_pipe(self.unit, self.clock)
        pty = SteppedPty(self.unit, self.clock)
        self._lines.append(pty)
        return pty

    def _note(self, event: DeviceEvent) -> None:
        self.told.append((self.clock.monotonic_s(), event))
        if isinstance(event, NoteInEscrow):
            self.decide(self, event)
        elif isinstance(event, NoteCredited | PendingCredit) and self.records:
            self.driver.credit_recorded(event.credit_id)
