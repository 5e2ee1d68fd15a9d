"""What worlds meet over many payments: a day's limit, guessed codes, acts that come late, day-end files."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from kiosk.gateway.payments import recharge_tries
from kiosk.gateway.settings import RechargeTries
from kiosk.payment.legs import Leg, LegState
from kiosk.simulate.billers import Posting, SimulatedBiller
from kiosk.simulate.day_files import EDGE_MS
from kiosk.simulate.record import RecordInMemory
from kiosk.simulate.town import BOOK, limited, limited_a_day
from kiosk.simulate.world import World

from .test_troubles import a_world


def ran(seed: int, **faults: float) -> World:
    """A world that these befall as well."""
    world = World(seed, recording=True)
    world.faults = world.network.faults = replace(world.faults, **faults)
    world.guessed_in = world.faults.guessers > 0
    world.run()
    return world


def told(world: World) -> str:
    return "\n".join(note.what for note in world.timeline)


def test_residents_run_into_the_limit_of_a_day_and_none_is_passed() -> None:
    refused = 0
    for seed in range(12):
        world = World(seed)
        world.version = replace(world.version, book=limited_a_day(BOOK, "water", 10_000))
        world.run()
        assert world.judge.violations == []
        reasons = [stored.payment.reason for stored in world.store.payments.values()]
        refused += reasons.count("over_day_limit")
    assert refused > 0


def test_a_limit_of_one_payment_leaves_the_one_of_a_day_as_it_was() -> None:
    limits = limited(limited_a_day(BOOK, "gas", 7_000), "gas", 5_000)["gas"].limits
    assert (limits.most_fen, limits.most_fen_a_day) == (5_000, 7_000)


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_whoever_guesses_codes_is_locked_out(seed: int) -> None:
    world = ran(seed, guessers=1, drop=0.0)
    assert "it is unknown" in told(world)
    assert "it is locked" in told(world)
    assert world.judge.violations == []


def test_a_process_that_stood_still_for_hours_lets_late_acts_be() -> None:
    worlds = [ran(seed, standstill=0.25, outages=2) for seed in range(8)]
    assert any("stands still for 10800 s" in told(world) for world in worlds)
    for act in ("Pay", "PostLeg"):
        assert any(f"comes too late with {act}" in told(world) for world in worlds), act
    for world in worlds:
        assert world.judge.violations == []
        assert world.engine.now_ms >= world.stands_still_until_ms


def test_tries_are_on_record_for_whoever_asks_next() -> None:
    record, rules = RecordInMemory(), RechargeTries(most_per_kiosk=2)
    assert not record.in_use
    for _ in range(2):
        record.write(lambda at: recharge_tries.begin(at, "kiosk", 1_000, rules))
    with pytest.raises(recharge_tries.TooManyTries):
        record.write(lambda at: recharge_tries.begin(at, "kiosk", 1_000, rules))
    other = RecordInMemory()
    assert other.write(lambda at: recharge_tries.begin(at, "kiosk", 1_000, rules)) == 1
    record.close()
    other.close()


class Held:
    """A leg of a biller that has just said that it cannot void."""

    def __init__(self) -> None:
        self.world = a_world()
        self.biller: SimulatedBiller = self.world.town.billers["gas"]
        self.leg = Leg("bill", "gas", "gas-bill", "gas", 100, "ref", "R", state=LegState.HELD)
        self.world.day_ends.asked_of(self.leg)

    def day_later(self) -> None:
        self.world.engine.run(self.world.engine.now_ms + EDGE_MS)


@pytest.fixture
def held() -> Iterator[Held]:
    made = Held()
    yield made
    made.world.store.close()


def test_a_file_that_was_written_too_early_says_nothing_of_what_it_has_not(held: Held) -> None:
    held.world.day_ends.read(held.biller.day_file())
    assert held.world.day_ends.word(held.leg) is None
    held.day_later()
    held.world.day_ends.read(held.biller.day_file())
    assert held.world.day_ends.word(held.leg) is False


def test_a_posting_is_in_the_file_of_its_day_alone_and_found_whichever_comes_first(held: Held) -> None:
    posting = held.biller.postings["ref"] = Posting("ref", "gas-bill", 100)
    posting.state = "posted"
    early = held.biller.day_file()
    held.day_later()
    late = held.biller.day_file()
    assert ("ref" in early.posted, "ref" in late.posted) == (True, False)
    held.world.day_ends.read(late)
    assert held.world.day_ends.word(held.leg) is None, "a file of before is still missing"
    held.world.day_ends.read(early)
    assert held.world.day_ends.word(held.leg) is True


def test_what_a_biller_is_still_working_on_at_the_end_of_its_day_it_drops(held: Held) -> None:
    held.biller.postings["ref"] = Posting("ref", "gas-bill", 100)
    assert held.biller.day_file().posted == frozenset()
    assert held.biller.postings["ref"].state == "rejected"
