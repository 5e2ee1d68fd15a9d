from collections.abc import Iterator

import pytest

from drivers.card.crt310.simulator import Crt310Simulator
from drivers.card.crt_f2.simulator import CrtF2Simulator
from drivers.card.ic_card_reader import IcCardReader
from drivers.card.models import MODELS
from drivers.models import AnyModel
from tests.drivers.card.contract import KEEPING, MOTORISED
from tests.drivers.slot_bench import LINE_KINDS, AnyBench, LineKind, SlotBench

IcBench = SlotBench[IcCardReader, Crt310Simulator]
F2Bench = SlotBench[IcCardReader, CrtF2Simulator]

CRT310, CRT571, CRT591 = MODELS


def waiting(line: LineKind, model: AnyModel):
    """An IC-card reader waiting for a card."""
    bench = SlotBench(line, model)
    bench.start()
    yield bench
    bench.close()


@pytest.fixture(params=LINE_KINDS)
def bench(request: pytest.FixtureRequest):
    """A CRT-310, over the in-memory line and over a real pty."""
    yield from waiting(request.param, CRT310)


@pytest.fixture
def f2():
    """A CRT-591 over the in-memory line."""
    yield from waiting("memory", CRT591)


@pytest.fixture(
    params=[
        pytest.param((model, line), id=f"{model.name}-{line}") for model in MOTORISED for line in LINE_KINDS
    ]
)
def fresh(request: pytest.FixtureRequest) -> Iterator[AnyBench]:
    """Any model over any line, not yet brought up."""
    model, line = request.param
    bench: AnyBench = SlotBench(line, model)
    yield bench
    bench.close()
    assert not KEEPING & {name for _, name in bench.commands()}, "a card was to be kept"


@pytest.fixture(
    params=[pytest.param((model, line), id=f"{model.name}-{line}") for model in MODELS for line in LINE_KINDS]
)
def ready(request: pytest.FixtureRequest) -> Iterator[AnyBench]:
    """Any IC-card reader over any line, brought up, its entry closed."""
    model, line = request.param
    bench: AnyBench = SlotBench(line, model)
    bench.run(2.0)
    yield bench
    bench.close()
