import pytest

from tests.drivers.pcsc.bench import LINE_KINDS, DeskBench


@pytest.fixture(params=LINE_KINDS)
def bench(request: pytest.FixtureRequest):
    """A desk reader waiting for a card, over the in-memory line and over a real pty."""
    bench = DeskBench(request.param)
    bench.start()
    yield bench
    bench.close()
