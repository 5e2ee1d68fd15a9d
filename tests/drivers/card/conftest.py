import pytest

from drivers.card.crt310.simulator import Crt310Simulator
from drivers.card.crt_f2.simulator import CrtF2Simulator
from drivers.card.ic_card_reader import IcCardReader
from drivers.card.models import MODELS
from drivers.models import AnyModel
from tests.drivers.slot_bench import LINE_KINDS, LineKind, SlotBench

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
