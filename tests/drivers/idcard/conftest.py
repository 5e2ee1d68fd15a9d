from collections.abc import Iterator

import pytest

from drivers.idcard.flat_reader import FlatIdReader
from drivers.idcard.models import MODELS
from drivers.idcard.motorised_reader import MotorisedIdReader
from drivers.idcard.simulated_cards import SimulatedIdCard, id_card
from drivers.idcard.simulator import FlatIdReaderSimulator, IdReaderSimulator
from tests.drivers.idcard.contract import KEEPING, NAME, NUMBER
from tests.drivers.slot_bench import LINE_KINDS, AnyBench, SlotBench

IdBench = SlotBench[MotorisedIdReader, IdReaderSimulator]
FlatBench = SlotBench[FlatIdReader, FlatIdReaderSimulator]

SAM_V_CRT310, SAM_V = MODELS


@pytest.fixture(params=LINE_KINDS)
def bench(request: pytest.FixtureRequest):
    """A motorised identity-card reader waiting for a card, over the in-memory line and over a real pty."""
    bench = SlotBench(request.param, SAM_V_CRT310)
    bench.start()
    yield bench
    bench.close()


@pytest.fixture
def idle_bench():
    """The same over the in-memory line, not yet brought up."""
    return SlotBench("memory", SAM_V_CRT310)


@pytest.fixture
def flat():
    """A flat reader over the in-memory line, waiting for a card."""
    bench = SlotBench("memory", SAM_V)
    bench.start()
    return bench


@pytest.fixture
def zhang() -> SimulatedIdCard:
    return id_card("张秀英", "310108194002290011")


@pytest.fixture(
    params=[pytest.param((model, line), id=f"{model.name}-{line}") for model in MODELS for line in LINE_KINDS]
)
def fresh(request: pytest.FixtureRequest) -> Iterator[AnyBench]:
    """Any model over any line, not yet brought up."""
    model, line = request.param
    bench: AnyBench = SlotBench(line, model)
    yield bench
    bench.close()
    assert bench.commanded_at(*KEEPING) == [], "a card was to be kept"


@pytest.fixture
def card() -> SimulatedIdCard:
    return id_card(NAME, NUMBER)
