"""Runs many worlds and adds up what they tell; in several processes, if wanted, with the same result."""

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import msgspec

from kiosk.payment.edges import Edge
from kiosk.simulate.coverage import TOTAL, missing
from kiosk.simulate.mutants.registry import MUTANTS
from kiosk.simulate.processes import each
from kiosk.simulate.world import PRODUCTION, Note, Store, World

_CHUNK = 25
_TABLE_RULE = "I5"
"""The table of edges would find most planted bugs at a glance; they must be caught by what they do."""


class Found(msgspec.Struct, frozen=True):
    """One violation and the world it was found in."""

    seed: int
    rule: str
    told: str


class Ran(msgspec.Struct, frozen=True):
    """What some worlds add up to."""

    seeds: int = 0
    payments: int = 0
    simulated_ms: int = 0
    edges: frozenset[tuple[str, Edge]] = frozenset()
    violations: tuple[Found, ...] = ()

    def __add__(self, other: "Ran") -> "Ran":
        return Ran(
            self.seeds + other.seeds,
            self.payments + other.payments,
            self.simulated_ms + other.simulated_ms,
            self.edges | other.edges,
            self.violations + other.violations,
        )

    @property
    def edges_covered(self) -> int:
        return TOTAL - len(missing(self.edges))


class Caught(msgspec.Struct, frozen=True):
    """Whether a planted bug was found, at which seed first, and what it did there."""

    caught: bool
    seed: int | None = None
    violation: str = ""


def world(seed: int, mutant: str | None = None, store: Store = "memory", *, recording: bool = False) -> World:
    """A world that has run its course."""
    build = MUTANTS[mutant]() if mutant else PRODUCTION
    ran = World(seed, build, store, recording=recording)
    ran.run()
    return ran


def run_seeds(seeds: Iterable[int], mutant: str | None = None, store: Store = "memory") -> Ran:
    total = Ran()
    for seed in seeds:
        ran = world(seed, mutant, store)
        found = tuple(Found(seed, each.rule, str(each)) for each in ran.judge.violations)
        edges = frozenset(ran.edges.taken)
        total += Ran(1, ran.payments, ran.engine.now_ms, edges, found)
    return total


def run_all(
    seeds: range, processes: int, store: Store, tell: Callable[[Ran], None], mutant: str | None = None
) -> Ran:
    """`tell` hears of the sum so far now and then."""
    total = Ran()
    chunks = [seeds[start : start + _CHUNK] for start in range(0, len(seeds), _CHUNK)]
    for ran in each(partial(run_seeds, mutant=mutant, store=store), chunks, processes):
        total += ran
        tell(total)
    return total


def first_catch(name: str, seeds: Iterable[int]) -> Caught:
    for seed in seeds:
        for found in run_seeds([seed], name).violations:
            if found.rule != _TABLE_RULE:
                return Caught(True, seed, found.told)
    return Caught(False)


def catch(names: list[str], seeds: range, processes: int) -> Iterator[tuple[str, Caught]]:
    yield from zip(names, each(partial(first_catch, seeds=seeds), names, processes), strict=True)


def timeline(seed: int, mutant: str | None, store: Store) -> list[Note]:
    return world(seed, mutant, store, recording=True).timeline


class Stopwatch:
    """How long something took, on this machine."""

    def __init__(self) -> None:
        self._begun_s = time.monotonic()

    @property
    def seconds(self) -> float:
        return round(time.monotonic() - self._begun_s, 1)
