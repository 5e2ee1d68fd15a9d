import pytest

from drivers.idcard.motorised_reader import MotorisedIdReader
from drivers.idcard.simulated_cards import SimulatedIdCard, id_card
from drivers.idcard.simulator import IdReaderSimulator
from tests.drivers.slot_bench import LINE_KINDS, LineKind, SlotBench

IdBench = SlotBench[MotorisedIdReader, IdReaderSimulator]


@pytest.fixture(params=LINE_KINDS)
def bench(request: pytest.FixtureRequest):
    """An identity-card reader waiting for a card, over the in-memory line and over a real pty."""
    line: LineKind = request.param
    bench = SlotBench(line, IdReaderSimulator, MotorisedIdReader)
    bench.start()
    yield bench
    bench.close()


@pytest.fixture
def idle_bench():
    """The same over the in-memory line, not yet brought up."""
    return SlotBench("memory", IdReaderSimulator, MotorisedIdReader)


@pytest.fixture
def zhang() -> SimulatedIdCard:
    return id_card("张秀英", "310108194002290011")
