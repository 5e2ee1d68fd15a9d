"""Words that are worth money in worlds: read on a screen or on paper, or had by whoever comes back."""

import pytest
from msgspec.structs import replace

from kiosk.gateway.payments.load_rows import StoredLoad
from kiosk.payment.load_state import Load, LoadState, to
from kiosk.payment.told_again import WORTH_MONEY
from kiosk.simulate.buyers import ask
from kiosk.simulate.mutants.registry import MUTANTS
from kiosk.simulate.run import world as run_world
from kiosk.simulate.world import World

from .test_cards import a_world, paid_and_waiting, somebody_comes, with_meters


def ends(world: World, load_id: str, state: LoadState) -> Load:
    """While nobody is at the kiosk; by its company's word alone."""
    stored = world.store.loads.loads[load_id]
    token = "7" * 20 if state is LoadState.TOKEN else None
    after = to(stored.load, state, due_ms=None, token=token)
    return world.store.loads.save(stored, after, world.front().time.now_ms()).load


def leaves(world: World) -> None:
    """The kiosk is killed with a paid load that waits for its card."""
    world.kiosks[0].cut()
    world.engine.run(world.engine.now_ms + 1_800_000)


@pytest.mark.parametrize("state", sorted(WORTH_MONEY))
def test_whoever_comes_back_with_the_card_reads_what_they_were_not_told(state: LoadState) -> None:
    world = a_world()
    load_id = paid_and_waiting(world)
    leaves(world)
    ends(world, load_id, state)
    assert list(world.judge.told.at_rest()) == []
    assert world.judge.told.told == set()
    somebody_comes(world, kiosk=1)
    world.engine.run(world.engine.now_ms + 120_000)
    assert world.judge.told.told == {load_id}
    assert world.judge.violations == []


def test_so_does_whoever_shows_an_identity_card() -> None:
    world = a_world()
    load_id = paid_and_waiting(world)
    leaves(world)
    load = ends(world, load_id, LoadState.TOKEN)
    world.meters.supplies = [each for each in world.meters.supplies if each.supply_no == load.supply_no]
    ask(world, world.kiosks[0])
    world.engine.run(world.engine.now_ms + 120_000)
    assert world.judge.told.told == {load_id}
    assert world.kiosks[0].visit is None


@pytest.mark.parametrize("name", [name for name in MUTANTS if MUTANTS[name].__module__.endswith(".told")])
def test_what_cannot_be_had_any_more_is_found_at_the_end(name: str) -> None:
    world = a_world()
    load_id = paid_and_waiting(world)
    leaves(world)
    older = ends(world, load_id, LoadState.VOUCHER)
    loads, now_ms = world.store.loads, world.front().time.now_ms()
    newer = replace(older, load_id=f"{load_id}0", state=LoadState.TOKEN, token="7" * 20)
    loads.loads[newer.load_id], loads.ended_ms[newer.load_id] = StoredLoad(newer, 1), now_ms + 1
    assert list(world.judge.told.at_rest()) == []
    world.build = MUTANTS[name]()
    assert [(each.rule, each.subject) for each in world.judge.told.at_rest()] == [("I22", load_id)]


def test_some_are_told_at_once_and_some_only_when_they_are_asked_for() -> None:
    told, later = 0, 0
    for seed in with_meters(range(60)):
        world = run_world(seed)
        worth = {ref for ref, each in world.store.loads.loads.items() if each.load.state in WORTH_MONEY}
        told += len(worth & world.judge.told.told)
        later += len(worth - world.judge.told.told)
    assert told > 0
    assert later > 0
