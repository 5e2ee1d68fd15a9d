"""Whole worlds under the production rules: nothing is violated, and the same seed is the same world."""

import hashlib
import os
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import msgspec
import pytest

from kiosk.simulate.coverage import EVERY, TOTAL
from kiosk.simulate.faults import HEALED, drawn
from kiosk.simulate.mutants.registry import MUTANTS as ALL_MUTANTS
from kiosk.simulate.run import Ran, first_catch, run_seeds, timeline
from kiosk.simulate.world import World

from .chances import chances

HERE = Path(__file__).parent
REPLAY = tomllib.loads((HERE / "replay.toml").read_text(encoding="utf-8"))
MUTANTS = tomllib.loads((HERE / "mutants.toml").read_text(encoding="utf-8"))["seed"]
RECONCILE = "kiosk.simulate.mutants.reconcile"


@pytest.fixture(scope="module")
def some_hundred() -> Ran:
    return run_seeds(range(120))


def test_some_hundred_worlds_violate_nothing(some_hundred: Ran) -> None:
    assert some_hundred.violations == ()
    assert some_hundred.seeds == 120
    assert some_hundred.payments > 500


def test_they_take_most_edges_and_none_that_is_no_edge(some_hundred: Ran) -> None:
    every = {(machine, edge) for machine, edges in EVERY for edge in edges}
    assert some_hundred.edges <= every
    assert some_hundred.edges_covered > 0.75 * TOTAL


@pytest.mark.parametrize("seed", REPLAY["seeds"])
def test_worlds_in_which_something_was_violated_once_are_sound(seed: int) -> None:
    assert run_seeds([seed]).violations == ()


@pytest.mark.parametrize("name", MUTANTS)
def test_every_planted_bug_is_caught_by_what_it_does(name: str) -> None:
    """The seed is where it was caught first; a changed rule may have moved it, but not far for most."""
    caught = first_catch(name, chain([MUTANTS[name]], range(400)))
    assert caught.caught, "find its first seed again with --mutant all"


@pytest.mark.parametrize("name", [name for name in MUTANTS if ALL_MUTANTS[name].__module__ == RECONCILE])
def test_what_leaves_every_balance_right_is_seen_at_the_days_end_alone(name: str) -> None:
    assert {found.rule for found in run_seeds([MUTANTS[name]], name).violations} == {"I18"}


def test_every_planted_bug_has_its_seed() -> None:
    assert set(MUTANTS) == set(ALL_MUTANTS)


def test_the_same_seed_is_the_same_world() -> None:
    assert timeline(17, None, "memory") == timeline(17, None, "memory")
    assert timeline(17, None, "memory") != timeline(18, None, "memory")


TELL = (
    "import hashlib, msgspec; from kiosk.simulate.run import timeline;"
    "print(hashlib.sha256(msgspec.json.encode([timeline(s, None, 'memory') for s in (17, 23)])).hexdigest())"
)


def test_the_same_seed_is_the_same_world_in_every_process() -> None:
    here = hashlib.sha256(msgspec.json.encode([timeline(seed, None, "memory") for seed in (17, 23)]))
    there = subprocess.run(
        [sys.executable, "-c", TELL],
        env=os.environ | {"PYTHONHASHSEED": "77"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert there.stdout.strip() == here.hexdigest()


def test_a_timeline_names_no_code_and_no_card() -> None:
    world = World(17, recording=True)
    world.run()
    codes = [code for orders in world.phone_orders for code in orders.phones]
    told = " ".join(note.what for note in world.timeline)
    assert codes
    assert not [code for code in codes if code in told]


def test_most_worlds_have_some_troubles_and_not_all() -> None:
    troubles = [
        sum(getattr(faults, kind) != getattr(HEALED, kind) for kind in faults.__struct_fields__)
        for faults in map(drawn, chances(50))
    ]
    assert max(troubles) > 8
    assert min(troubles) < 4
