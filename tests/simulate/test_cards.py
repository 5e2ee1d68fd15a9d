"""Meter cards in worlds: the kiosk's own journey, loads and outbox, cut off at any step and carried on."""

from pathlib import Path
from random import Random

import pytest

from kiosk.payment.load_state import LoadState
from kiosk.runtime.card_outbox import CardFiles, CardOutbox, FilesInFolder, OwedSession
from kiosk.simulate.buyers import come
from kiosk.simulate.card_ports import CardDisk
from kiosk.simulate.faults import HEALED
from kiosk.simulate.meters import SHARE
from kiosk.simulate.run import run_seeds, timeline
from kiosk.simulate.world import World
from kiosk.wire.loads import CardFacts, CardSessionRequest

KEY = bytes(range(32))


def with_meters(seeds: range) -> list[int]:
    return [seed for seed in seeds if Random(f"meters {seed}").random() < SHARE]


def a_world() -> World:
    """In which nothing has happened and nothing goes wrong, and there is a card."""
    for seed in with_meters(range(100)):
        world = World(seed)
        if world.meters.cards:
            world.faults = world.network.faults = HEALED
            world.meters.open_for(world)
            world.store.loads.owed = world._newly_owed
            for process in (*world.gateways, *world.kiosks):
                process.boot()
            return world
    raise AssertionError("no world has a card")


def somebody_comes(world: World, kiosk: int = 0) -> None:
    supply = next(each for each in world.meters.supplies if each.card is not None)
    come(world, world.kiosks[kiosk], supply)


def paid_and_waiting(world: World) -> str:
    """Whoever has paid is asked for the card again; the load that waits for it."""
    for _ in range(20):  # not every phone pays
        somebody_comes(world)
        for _ in range(600):
            world.engine.run(world.engine.now_ms + 500)
            waiting = [load.load_id for load in world.store.loads.open()]
            if waiting:
                return waiting[0]
            if world.kiosks[0].visit is None:
                break
    raise AssertionError("nobody could pay")


def test_what_is_paid_is_written_onto_the_card_once() -> None:
    world = a_world()
    load_id = paid_and_waiting(world)
    world.engine.run(world.engine.now_ms + 120_000)
    load = world.store.loads.loads[load_id].load
    [card] = [card for card in world.meters.cards if card.written]
    assert load.state is LoadState.LOADED
    assert world.meters.on_card(card) == {load_id: load.amount_fen}
    assert world.judge.violations == []


@pytest.mark.parametrize("after_ms", [0, 1_500, 2_500, 3_000, 4_000, 6_000])
def test_a_kiosk_that_is_killed_leaves_what_is_paid_to_be_carried_on_elsewhere(after_ms: int) -> None:
    world = a_world()
    load_id = paid_and_waiting(world)
    world.engine.run(world.engine.now_ms + after_ms)
    world.kiosks[0].cut()
    world.engine.run(world.engine.now_ms + 1_800_000)
    assert world.kiosks[0].cards.disk.files == {}, "told in its next life"
    if not world.store.loads.loads[load_id].load.ended:
        somebody_comes(world, kiosk=1)
        world.engine.run(world.engine.now_ms + 120_000)
    assert world.store.loads.loads[load_id].load.state is LoadState.LOADED
    assert sum(len(card.written) for card in world.meters.cards) == 1
    assert world.judge.violations == []


@pytest.mark.parametrize("seed", [1779, 4695])
def test_whoever_comes_while_a_new_version_starts_has_not_come_to_nothing(seed: int) -> None:
    """Half of what they asked went to a process that was away, and their load waits on."""
    assert run_seeds([seed]).violations == ()


def test_worlds_meet_everything_that_befalls_a_card() -> None:
    told = [note.what for seed in with_meters(range(340, 450)) for note in timeline(seed, None, "memory")]
    for sign in ("shows WritingCard", "shows TakePaidCard", "shows InsertPaidCard", "-> card_unsure"):
        assert any(sign in what for what in told), sign


def test_a_modelled_disk_keeps_what_a_folder_keeps(tmp_path: Path) -> None:
    world = a_world()
    places: list[CardFiles] = [FilesInFolder(tmp_path / "cards"), _as_files(CardDisk(world.kiosks[0]))]
    owed = [
        OwedSession(CardSessionRequest(world.new_session_id(), "read", CardFacts("cpu", "3b00")), step_no)
        for step_no in range(3)
    ]
    for files in places:
        outbox = CardOutbox(files, KEY)
        for each in owed:
            outbox.put(each)
        outbox.remove(owed[0].request.session_id)
        outbox.remove(owed[0].request.session_id)
        assert set(CardOutbox(files, KEY).all()) == set(owed[1:])


class _Files:
    """As the ports of one life show them."""

    def __init__(self, disk: CardDisk) -> None:
        self.put, self.remove = disk.put, disk.remove
        self._disk = disk

    def contents(self) -> list[tuple[str, bytes]]:
        return list(self._disk.files.items())

    def set_aside(self, name: str) -> None:
        raise AssertionError(name)


def _as_files(disk: CardDisk) -> CardFiles:
    return _Files(disk)


def test_nothing_is_violated_where_there_are_cards() -> None:
    assert run_seeds(with_meters(range(120, 260))).violations == ()
