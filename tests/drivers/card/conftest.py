import pytest

from drivers.card.ic_card_reader import IcCardReader
from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.card.simulator import Crt310Simulator
from tests.drivers.slot_bench import LINE_KINDS, SlotBench

IcBench = SlotBench[IcCardReader, Crt310Simulator]


@pytest.fixture(params=LINE_KINDS)
def bench(request: pytest.FixtureRequest):
    """An IC-card reader waiting for a card, over the in-memory line and over a real pty."""
    bench = SlotBench(
        request.param,
        Crt310Simulator,
        lambda open_line, clock, emit: IcCardReader(open_line, clock, emit, DEMONSTRATION_PROFILES),
    )
    bench.start()
    yield bench
    bench.close()
