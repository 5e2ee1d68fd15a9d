"""A meter card is written step by step: killed anywhere, the gateway learns the truth, and once is once."""

import logging
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from drivers.card.simulated_meter_cards import SimulatedMeterCard
from drivers.card.water_card import WaterCard
from kiosk.backend.errors import GatewayRefused, GatewayUnreachable
from kiosk.wire.loads import CardEnd

from .card_world import CardWorld, Killed, Kiosk


@pytest.fixture(params=["gas", "water"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CardWorld]:
    made = CardWorld(tmp_path, request.param)
    yield made
    made.close()


def loads_on(world: CardWorld) -> int:
    """How many loads were bought with this card since it was last in its meter."""
    if isinstance(world.card, WaterCard):
        bought = world.card.bought()
        assert bought is not None
        return bought.load_no - 1
    assert isinstance(world.card, SimulatedMeterCard)
    return world.card.purchase.load_no - 1


def test_before_money_the_card_is_read_and_nothing_is_kept(world: CardWorld) -> None:
    kiosk = Kiosk(world)
    assert kiosk.loads.read(world.facts) == CardEnd("read")
    assert kiosk.outbox.all() == ()
    assert loads_on(world) == 0


def test_a_load_is_written_once_and_nothing_is_owed(world: CardWorld) -> None:
    kiosk, steps = Kiosk(world), []
    assert kiosk.loads.write(world.order.load_ref, world.facts, steps.append) == CardEnd("written")
    assert kiosk.outbox.all() == ()
    assert steps == kiosk.slot.given == list(range(1, len(steps) + 1))
    assert loads_on(world) == 1


def test_killed_at_any_moment_the_gateway_learns_what_became_of_it(tmp_path: Path) -> None:
    """Before and after every call, every step at the card and every note on the disk."""
    for kind in ("gas", "water"):
        burns_at, killed = 0, True
        while killed:
            burns_at += 1
            folder = tmp_path / f"{kind}{burns_at}"
            folder.mkdir()
            world = CardWorld(folder, kind)
            killed = killed_and_resumed(world, burns_at)
            world.close()
        assert burns_at > 40, "the fuse never burnt"


def killed_and_resumed(world: CardWorld, burns_at: int) -> bool:
    killed = False
    try:
        world.write(Kiosk(world, burns_at))
    except Killed:
        killed = True
    on_card = loads_on(world) == 1
    after = world.restarted()
    world.settled(after)
    assert after.outbox.all() == ()
    for end in world.sessions.ends.values():
        assert end.result != ("refused" if on_card else "written")
    assert world.write(Kiosk(world)) == CardEnd("written")
    assert loads_on(world) == 1
    return killed


def test_killed_while_it_settles_it_settles_in_the_next_life(world: CardWorld) -> None:
    with pytest.raises(Killed):
        world.write(Kiosk(world, burns_at=25))
    for burns_at in range(1, 8):
        world.clock.advance(100.0)
        dying = Kiosk(world, burns_at, empty=True)
        try:
            dying.loads.settle()
        except Killed:
            continue
    after = world.restarted()
    world.settled(after)
    assert after.outbox.all() == ()
    assert len(world.sessions.ends) == 1


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("fault", ["down", "deaf", "stale", "elsewhere"])
def test_a_gateway_that_does_not_answer_for_a_moment_costs_nothing(
    world: CardWorld, fault: str, times: int
) -> None:
    kiosk = Kiosk(world)
    vars(kiosk.line)[fault] = times
    assert world.write(kiosk) == CardEnd("written")
    assert kiosk.slot.given == sorted(set(kiosk.slot.given)), "no step was given twice"
    assert loads_on(world) == 1


def test_a_result_is_owed_until_the_gateway_has_it(world: CardWorld) -> None:
    kiosk = Kiosk(world)

    def line_goes_down(no: int) -> None:
        kiosk.line.down = 10**6

    assert kiosk.loads.write(world.order.load_ref, world.facts, line_goes_down) is None
    assert world.sessions.ends == {}
    after = world.restarted()
    after.line.down = 3
    for _ in range(3):
        assert world.settled(after) == ()
        assert len(after.outbox.all()) == 1
    [(load_id, end)] = world.settled(after)
    assert load_id == world.order.load_ref
    assert end == CardEnd("refused", "card_gone")
    assert after.outbox.all() == ()


def test_who_knows_no_such_place_has_not_said_how_a_session_ended(world: CardWorld) -> None:
    """A proxy in the gateway's place, say, right after the card was written."""
    kiosk = Kiosk(world)
    last = len(list_of_steps(world))

    def is_elsewhere_at_the_end(no: int) -> None:
        kiosk.line.elsewhere = 10**6 if no == last else 0

    assert kiosk.loads.write(world.order.load_ref, world.facts, is_elsewhere_at_the_end) is None
    after = world.restarted()
    after.line.elsewhere = 1
    assert world.settled(after) == ()
    assert world.settled(after) == ((world.order.load_ref, CardEnd("written")),)
    assert after.outbox.all() == ()


def test_the_last_answer_survives_so_that_a_written_card_is_told_as_written(world: CardWorld) -> None:
    """The card was read back, and then the line and the power went."""
    kiosk = Kiosk(world)
    last = len(list_of_steps(world))

    def goes_down_at_the_end(no: int) -> None:
        kiosk.line.down = 10**6 if no == last else 0

    assert kiosk.loads.write(world.order.load_ref, world.facts, goes_down_at_the_end) is None
    assert loads_on(world) == 1
    assert world.settled(world.restarted()) == ((world.order.load_ref, CardEnd("written")),)


def list_of_steps(world: CardWorld) -> list[int]:
    """Of a write, tried on a world of its own."""
    folder = world.folder.parent / "trial"
    folder.mkdir()
    trial = CardWorld(folder, "water" if isinstance(world.card, WaterCard) else "gas")
    kiosk = Kiosk(trial)
    trial.write(kiosk)
    trial.close()
    return kiosk.slot.given


def test_it_asks_again_less_and_less_often(world: CardWorld) -> None:
    with pytest.raises(Killed):
        world.write(Kiosk(world, burns_at=12))
    after = world.restarted()
    after.line.down = 10**6
    tried = []
    for second in range(300):
        before = after.line.down
        after.loads.settle()
        tried += [second] if after.line.down < before else []
        world.clock.advance(1.0)
    pauses = [later - earlier for earlier, later in pairwise(tried)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 60
    assert tried[0] == 0


def test_a_card_pulled_in_the_middle_ends_the_session(world: CardWorld) -> None:
    kiosk = Kiosk(world)

    def pulled(no: int) -> None:
        kiosk.slot.empty = no >= 3

    end = kiosk.loads.write(world.order.load_ref, world.facts, pulled)
    assert end == CardEnd("refused", "card_gone")
    assert kiosk.outbox.all() == ()


def test_without_room_on_the_disk_no_card_is_touched(world: CardWorld) -> None:
    kiosk = Kiosk(world)
    kiosk.outbox.full = True
    assert world.write(kiosk) == CardEnd("refused", "write_failed")
    assert kiosk.slot.given == []
    assert world.sessions.ends == {}


def test_a_disk_that_fills_up_on_the_way_stops_before_the_next_step(world: CardWorld) -> None:
    kiosk = Kiosk(world)

    def fills_up(no: int) -> None:
        kiosk.outbox.full = no >= 3

    end = kiosk.loads.write(world.order.load_ref, world.facts, fills_up)
    assert end == CardEnd("refused", "card_gone")
    assert kiosk.slot.given == [1, 2]
    assert loads_on(world) == 0


def test_a_load_the_gateway_does_not_know_is_refused_and_forgotten(world: CardWorld) -> None:
    kiosk = Kiosk(world)
    with pytest.raises(GatewayRefused):
        kiosk.loads.write("f" * 32 + "-9", world.facts)
    assert kiosk.outbox.all() == ()
    assert kiosk.slot.given == []


def test_a_read_without_a_gateway_is_told_at_once(world: CardWorld) -> None:
    kiosk = Kiosk(world)
    kiosk.line.down = 1
    with pytest.raises(GatewayUnreachable):
        kiosk.loads.read(world.facts)


def test_what_is_on_the_disk_names_no_card(world: CardWorld, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Killed):
        world.write(Kiosk(world, burns_at=18))
    [file] = world.folder.iterdir()
    content = file.read_bytes()
    for secret in (world.facts.identity.encode(), bytes.fromhex(world.facts.identity)[:5], b"step_no"):
        assert secret not in content
    assert world.facts.identity not in caplog.text + repr(Kiosk(world).outbox.all())
    assert file.stat().st_mode & 0o077 == 0


def test_a_spoilt_file_is_set_aside_and_stops_nothing(world: CardWorld) -> None:
    with pytest.raises(Killed):
        world.write(Kiosk(world, burns_at=18))
    [file] = world.folder.iterdir()
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    after = world.restarted()
    assert world.settled(after) == ()
    assert [each.suffix for each in world.folder.iterdir()] == [".damaged"]
    assert world.write(Kiosk(world)) == CardEnd("written")
