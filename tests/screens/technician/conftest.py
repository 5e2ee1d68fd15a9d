"""Displays in the technician's mode."""

from collections.abc import Callable, Iterator

import pytest

from screens.theme import Look
from tests.screens.conftest import PORTRAIT
from tests.screens.technician.bench import TechnicianBench


@pytest.fixture
def technician_for() -> Iterator[Callable[[Look], TechnicianBench]]:
    benches: list[TechnicianBench] = []

    def make(look: Look) -> TechnicianBench:
        benches.append(TechnicianBench(look))
        return benches[-1]

    yield make
    for bench in benches:
        bench.leave()


@pytest.fixture
def technician(technician_for: Callable[[Look], TechnicianBench]) -> TechnicianBench:
    return technician_for(PORTRAIT)
