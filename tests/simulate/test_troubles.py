"""What befalls a world as a whole: lines, disks, new versions, lost processes, the acts of an office."""

from random import Random

import pytest

from kiosk.gateway.problems import Refused
from kiosk.payment.saga_events import ChargeReported
from kiosk.runtime.journal import Note
from kiosk.simulate import version
from kiosk.simulate.engine import Engine
from kiosk.simulate.faults import HEALED
from kiosk.simulate.network import Network
from kiosk.simulate.run import timeline
from kiosk.simulate.world import World

KIOSK, OTHER = ("kiosk-0", "gateway"), ("kiosk-1", "gateway")


def a_world() -> World:
    """In which nothing has happened, and nothing goes wrong by itself."""
    world = World(17)
    world.faults = world.network.faults = HEALED
    for gateway in world.gateways:
        gateway.boot()
    return world


def test_what_is_said_on_a_clogged_line_comes_when_it_is_released() -> None:
    engine = Engine()
    network, heard = Network(engine, Random(1), HEALED), list[str]()
    network.clog(KIOSK)
    network.send(KIOSK, heard.append, "first")
    network.send(OTHER, heard.append, "second")
    engine.run(60_000)
    assert heard == ["second"]
    network.release(KIOSK)
    engine.run(61_000)
    assert heard == ["second", "first"]


def test_a_full_disk_takes_nothing_and_tells_of_nothing() -> None:
    world, told = a_world(), list[object]()
    world.full_until_ms = 1_000
    world.front().serve("found", ("kiosk-0", Note("note-1", 100)), told.append)
    assert [answer.code for answer in told if isinstance(answer, Refused)] == ["fault"]
    assert world.cash.found() == []
    world.engine.run(1_000)
    world.front().serve("found", ("kiosk-0", Note("note-1", 100)), told.append)
    assert [case for case, _ in world.cash.found()] == told[1:]


def test_the_next_version_waits_for_no_provider_less_than_its_rules_say() -> None:
    chance, now = Random(5), version.FIRST
    for _ in range(20):
        later = version.after(now, chance)
        assert later.number == now.number + 1
        for name, timers in later.timers.providers.items():
            assert timers.deadline_s >= version.FIRST.timers.providers[name].deadline_s
            assert timers.order_lifetime_s == version.FIRST.timers.providers[name].order_lifetime_s
        now = later


def test_a_lost_process_never_comes_back() -> None:
    world = a_world()
    lost = world.gateways[0]
    lost.lose()
    world.engine.run(4_000_000)
    assert not lost.up


def test_what_is_owed_is_paid_out_by_two_people_and_once() -> None:
    office = (world := a_world()).office
    case = world.cash.find("kiosk-0", "note-1", 100, None)
    office.approve(case, "first")
    with pytest.raises(Refused, match="second_person_needed"):
        office.pay_out(case, "first")
    for _ in range(2):
        assert office.pay_out(case, "second") == "second"
        office.told(case, "second", "second")
    assert len(office.ledger[case]) == 1
    assert list(office.wrong()) == []


def test_a_card_is_in_one_redemption_that_is_not_closed() -> None:
    """The judge objects, for no payment stands behind these orders; that is not looked at here."""
    issuer = a_world().card_issuer
    card = issuer.sell(2_000)
    while card.state != "usable":
        card = issuer.sell(2_000)
    first, second, third = "1" * 32, "2" * 32, "3" * 32
    assert issuer.pay(first, card.face_fen, card.code).kind == "success"
    assert issuer.pay(second, card.face_fen, card.code) == ChargeReported("declined", reason="recharge_used")
    issuer.reverse(third)
    issuer.reverse(first)
    assert issuer.pay(third, card.face_fen, card.code).kind == "closed"
    assert issuer.card(card.code).kind == "usable"


def test_worlds_are_befallen_by_everything() -> None:
    """Within some dozens of worlds; and a timeline says so."""
    told = {note.what for seed in range(60) for note in timeline(seed, None, "memory")}
    for sign in ("clog", "is cut for", "full disk", "is version", "pauses", "abandons", "hands out"):
        assert any(sign in what for what in told), sign
