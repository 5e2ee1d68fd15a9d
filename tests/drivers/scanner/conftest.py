import itertools

import pytest

from tests.drivers.scanner.bench import BY_NAME, LINE_KINDS, ScannerBench


@pytest.fixture(params=itertools.product(BY_NAME, LINE_KINDS), ids="-".join)
def bench(request: pytest.FixtureRequest):
    """Every model over the in-memory line and over a real pty."""
    bench = ScannerBench(*request.param)
    yield bench
    bench.close()
