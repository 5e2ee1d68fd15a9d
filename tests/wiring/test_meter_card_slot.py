"""From the company's script to the chip in the reader and back, over every model of card reader."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from drivers.card.chip import ChipAnswer, ChipCommand
from drivers.card.models import MODELS
from drivers.card.port import Answered
from drivers.models import AnyModel
from kiosk.runtime.card_load import CardLoads
from kiosk.wire.loads import ApduStep, CardAnswer, CardEnd, MemoryTries
from kiosk.wiring.meter_card_slot import DriverCardSlot, facts_of
from tests.drivers.card.held import hold
from tests.drivers.slot_bench import AnyBench, SlotBench
from tests.runtime.card_world import CardWorld, Kiosk

from .stepped_reader import SteppedReader


@pytest.fixture(params=MODELS, ids=lambda model: model.name)
def bench(request: pytest.FixtureRequest) -> Iterator[AnyBench]:
    model: AnyModel = request.param
    made: AnyBench = SlotBench("memory", model)
    made.run(2.0)
    yield made
    made.close()


@pytest.fixture(params=["gas", "electricity", "water"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CardWorld]:
    made = CardWorld(tmp_path, request.param)
    yield made
    made.close()


def loads_through(world: CardWorld, reader: SteppedReader) -> CardLoads:
    kiosk = Kiosk(world)
    slot = DriverCardSlot(reader)
    return CardLoads(kiosk.line, slot, kiosk.outbox, world.clock, world.clock.advance, world.new_id)


def test_a_card_is_read_loaded_and_taken_over_by_its_meter(bench: AnyBench, world: CardWorld) -> None:
    facts = facts_of(hold(bench, world.card))
    assert facts == world.facts
    loads = loads_through(world, SteppedReader(bench))
    assert loads.read(facts) == CardEnd("read")
    assert loads.write(world.order.load_ref, facts) == CardEnd("written")
    assert world.card.visit_meter(0)


@pytest.mark.parametrize("pull_at", [1, 3, 6, 7, 8, 9])
def test_a_card_torn_out_is_told_as_gone_and_carried_on_when_it_is_back(
    bench: AnyBench, world: CardWorld, pull_at: int
) -> None:
    facts, reader = facts_of(hold(bench, world.card)), SteppedReader(bench)
    reader.pull_at = pull_at
    end = loads_through(world, reader).write(world.order.load_ref, facts)
    assert end is not None
    if end.result != "written":
        assert end.reason == "card_gone"
        bench.run(2.0)
        facts = facts_of(hold(bench, world.card))
        again = loads_through(world, SteppedReader(bench)).write(world.order.load_ref, facts)
        assert again == CardEnd("written")
    assert world.card.visit_meter(0)
    assert not world.card.visit_meter(0)


class SilentReader:
    def exchange(self, command: ChipCommand, answered: Answered) -> None:
        """A driver that hangs."""


def test_a_driver_that_hangs_leaves_a_step_unknown() -> None:
    assert DriverCardSlot(SilentReader(), 0.01).carry_out(4, MemoryTries()) == CardAnswer(4)


def test_an_answer_of_another_thread_is_waited_for() -> None:
    class Threaded:
        def exchange(self, command: ChipCommand, answered: Answered) -> None:
            Thread(target=lambda: answered(ChipAnswer(b"\x01", b"\x90\x00"))).start()

    assert DriverCardSlot(Threaded()).carry_out(2, ApduStep("0084000008")) == CardAnswer(2, "01", "9000")
