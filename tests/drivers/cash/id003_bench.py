"""An ID-003 acceptor on its bench, and the commands that reached its unit."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from drivers.cash.id003.frames import Frame
from drivers.cash.id003.messages import Ask
from drivers.cash.id003.simulator import Id003Simulator
from drivers.cash.note_path import Place
from drivers.models import Option
from tests.drivers.cash.acceptor_bench import ALL_NOTES, AcceptorBench, Decide, accept
from tests.drivers.slot_bench import LineKind


class Id003Bench(AcceptorBench):
    unit: Id003Simulator

    def __init__(
        self,
        line: LineKind = "memory",
        decide: Decide = accept,
        before: AcceptorBench | None = None,
        options: Mapping[str, Option] | None = None,
    ) -> None:
        super().__init__("id003", line, decide, before, options)
        self.commands: list[tuple[float, Frame]] = []
        self.cut_answer_to: Ask | None = None
        """Once: the unit does as it is told, and the line swallows its word about it."""
        self.unit.on_command = self._note_command

    def restarted(self) -> "Id003Bench":
        return Id003Bench(decide=self.decide, before=self)

    def _note_command(self, now_s: float, command: Frame) -> None:
        self.commands.append((now_s, command))
        if command.code == self.cut_answer_to:
            self.cut_answer_to, self.unit.faults.cut_answers = None, 1

    def commanded(self, code: Ask) -> int:
        """How often this command reached the unit."""
        return sum(command.code == code for _, command in self.commands)

    def switch_on(self) -> None:
        """As `ready`, for a unit that may never be."""
        self.run(10.0)
        self.driver.enable(ALL_NOTES)
        self.run(2.0)

    def step_to(self, place: Place) -> None:
        """Run until the note is there."""
        until_s = self.clock.monotonic_s() + 10.0
        while self.unit.path.place is not place:
            assert self.clock.monotonic_s() < until_s, f"no note came to {place}"
            self.driver.owner.run_once()

    def power_cycle(self, off_s: float = 2.0) -> None:
        self.unit.cut_power()
        self.run(off_s)
        self.unit.restore_power()


@contextmanager
def id003_bench(decide: Decide = accept, options: Mapping[str, Option] | None = None) -> Iterator[Id003Bench]:
    bench = Id003Bench(decide=decide, options=options)
    try:
        yield bench
    finally:
        bench.close()
