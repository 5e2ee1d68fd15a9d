from collections.abc import Callable, Iterator

import pytest

from tests.drivers.cash.acceptor_bench import AcceptorBench, Decide, accept
from tests.drivers.slot_bench import LineKind

MakeBench = Callable[..., AcceptorBench]


@pytest.fixture
def make_bench() -> Iterator[MakeBench]:
    """Benches that are closed when the test ends."""
    benches: list[AcceptorBench] = []

    def make(model: str, line: LineKind = "memory", decide: Decide = accept) -> AcceptorBench:
        benches.append(AcceptorBench(model, line, decide))
        return benches[-1]

    yield make
    for bench in benches:
        bench.close()
