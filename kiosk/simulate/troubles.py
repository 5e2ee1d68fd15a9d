"""What befalls a world as a whole in its troubled time: lines, clocks, disks, new versions, people's acts."""

from typing import TYPE_CHECKING

from kiosk.simulate import guesser, operators, version
from kiosk.simulate.network import Line
from kiosk.simulate.recharge import PARTY

if TYPE_CHECKING:
    from kiosk.simulate.world import World

JUMPS_S = (-86_400.0, 86_400.0, -3_600.0, 3_600.0)
_UPGRADED_WITHIN_MS = 600_000
_ONE_AFTER_THE_OTHER_MS = 10_000


def plan(world: "World", troubled_ms: int) -> None:
    faults = world.faults
    for times, happens in (
        (faults.partitions, cut_a_line),
        (faults.swizzles, swizzle),
        (faults.wall_jumps, set_a_clock),
        (faults.full_disks, fill_the_disk),
        (faults.upgrades, upgrade),
        (faults.operators, operators.act),
        (faults.guessers, guesser.come),
        (faults.outages, cut_off_a_biller),
    ):
        for _ in range(times):
            world.engine.after(world.chance.randrange(troubled_ms), happens, world)


def cut_a_line(world: "World") -> None:
    line = world.chance.choice(_lines(world))
    for_ms = world.chance.choice((10_000, 60_000, 600_000))
    world.note("network", "the line {} is cut for {} s", line, for_ms // 1000)
    world.network.cut(line, for_ms)


def cut_off_a_biller(world: "World") -> None:
    line = ("gateway", world.chance.choice(list(world.town.billers)))
    for_ms = world.chance.choice((900_000, 1_800_000))
    world.note("network", "the line {} is cut for {} s", line, for_ms // 1000)
    world.network.cut(line, for_ms)


def swizzle(world: "World") -> None:
    """Some lines are clogged, one after the other, and released in another order."""
    chance, lines = world.chance, _lines(world)
    chosen = chance.sample(lines, 1 + chance.randrange(min(6, len(lines))))
    world.note("network", "the lines {} clog", chosen)
    at_ms = 0
    for line in chosen:
        world.engine.after(at_ms, world.network.clog, line)
        at_ms += chance.randrange(_ONE_AFTER_THE_OTHER_MS)
    at_ms += chance.choice((5_000, 60_000, 400_000))
    for line in chance.sample(chosen, len(chosen)):
        world.engine.after(at_ms, world.network.release, line)
        at_ms += chance.randrange(_ONE_AFTER_THE_OTHER_MS)


def set_a_clock(world: "World") -> None:
    clocks = [kiosk.clock for kiosk in world.kiosks] + [gateway.clock for gateway in world.gateways]
    world.chance.choice(clocks).jump(world.chance.choice(JUMPS_S))


def fill_the_disk(world: "World") -> None:
    """Nothing can be written at the gateway for a while; what is stored can be read."""
    for_ms = world.chance.choice((10_000, 100_000, 900_000))
    world.note("gateway", "has a full disk for {} s", for_ms // 1000)
    world.full_until_ms = max(world.full_until_ms, world.engine.now_ms + for_ms)


def upgrade(world: "World") -> None:
    """The next version takes over what is under way, one process after the other."""
    chance = world.chance
    world.version = version.after(world.version, chance)
    world.note("gateway", "is version {} from now on, one process after the other", world.version.number)
    world.store.migrate(world.build.migrated)
    for gateway in world.gateways:
        wait_ms = chance.randrange(_UPGRADED_WITHIN_MS) if len(world.gateways) > 1 else 0
        world.engine.after(wait_ms, gateway.upgrade)


def _lines(world: "World") -> list[Line]:
    lines = [(kiosk.name, "gateway") for kiosk in world.kiosks]
    parties = (*world.outside.providers, "card", PARTY, *world.town.billers)
    return lines + [("gateway", name) for name in parties]
