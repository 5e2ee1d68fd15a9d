"""One machine a test."""

import pytest

from tests.technician.bench import Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def inside() -> Bench:
    """A technician has signed in."""
    bench = Bench()
    bench.signs_in()
    return bench
