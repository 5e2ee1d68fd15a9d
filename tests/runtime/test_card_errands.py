"""Meter cards on their worker: whoever asks is told once, and what is owed settles by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.runtime.card_errands import CardErrands
from kiosk.wire.loads import CardEnd

from .card_world import CardWorld, Kiosk


@pytest.fixture
def world(tmp_path: Path) -> Iterator[CardWorld]:
    made = CardWorld(tmp_path, "gas")
    yield made
    made.close()


class Asked:
    """One kiosk's errands, run on the test's thread."""

    def __init__(self, world: CardWorld) -> None:
        self.kiosk = Kiosk(world)
        self.told: list[CardEnd | None] = []
        self.settled: list[tuple[str, CardEnd]] = []
        self.steps: list[int] = []
        self._world = world
        self.errands = CardErrands(
            self.kiosk.loads, world.clock, lambda load_id, end: self.settled.append((load_id, end))
        )

    def read(self) -> list[CardEnd | None]:
        self.errands.read(self._world.facts, self.told.append)
        self.errands.worker.run_pending()
        return self.told

    def write(self, load_id: str = "") -> list[CardEnd | None]:
        load_id = load_id or self._world.order.load_ref
        self.errands.write(load_id, self._world.facts, self.steps.append, self.told.append)
        self.errands.worker.run_pending()
        return self.told


def test_a_card_is_read_and_written(world: CardWorld) -> None:
    asked = Asked(world)
    assert asked.read() == [CardEnd("read")]
    assert asked.write() == [CardEnd("read"), CardEnd("written")]
    assert asked.steps == list(range(1, len(asked.steps) + 1))
    assert asked.settled == []


def test_without_a_gateway_nothing_is_known(world: CardWorld) -> None:
    asked = Asked(world)
    asked.kiosk.line.down = 10**6
    assert asked.read() == [None]
    assert asked.write() == [None, None]


def test_a_load_nobody_knows_is_told_as_unknown(world: CardWorld) -> None:
    asked = Asked(world)
    assert asked.write("f" * 32 + "-7") == [None]
    assert asked.kiosk.outbox.all() == ()


def test_a_fault_on_the_way_is_told_too(world: CardWorld) -> None:
    asked = Asked(world)

    def broken(no: int) -> None:
        raise RuntimeError("a fault")

    asked.errands.write(world.order.load_ref, world.facts, broken, asked.told.append)
    asked.errands.worker.run_pending()
    assert asked.told == [None]


def test_what_is_owed_settles_by_itself_when_the_gateway_is_back(world: CardWorld) -> None:
    asked = Asked(world)
    asked.kiosk.line.down = 10**6
    assert asked.write() == [None]
    assert asked.settled == []
    asked.kiosk.line.down = 0
    asked.kiosk.slot.empty = True
    world.clock.advance(100.0)
    asked.errands.worker.run_pending()
    assert asked.settled == [(world.order.load_ref, CardEnd("refused", "card_gone"))]
    assert asked.kiosk.outbox.all() == ()
