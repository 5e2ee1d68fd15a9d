"""One real window without a display for all screen tests, and displays to put into it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screens.kivy_setup import prepare_kivy
from screens.theme import Look
from tests.screens.bench import Bench

PORTRAIT = Look(1080, 1920, px_per_mm=4.03)
LANDSCAPE = Look(1920, 1080, px_per_mm=4.03)
LOOKS = {"portrait": PORTRAIT, "landscape": LANDSCAPE}


@pytest.fixture(scope="session", autouse=True)
def window(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Square, so that both orientations fit. Kivy's settings are made before anything imports it."""
    home: Path = tmp_path_factory.mktemp("kivy")
    prepare_kivy(1920, 1920, home, offscreen=True)


@pytest.fixture
def bench_for() -> Iterator[Callable[[Look], Bench]]:
    """Makes a host in the window for a look; it leaves the window when the test ends."""
    benches: list[Bench] = []

    def make(look: Look) -> Bench:
        benches.append(Bench(look))
        return benches[-1]

    yield make
    for bench in benches:
        bench.leave()


@pytest.fixture
def bench(bench_for: Callable[[Look], Bench]) -> Bench:
    return bench_for(PORTRAIT)
