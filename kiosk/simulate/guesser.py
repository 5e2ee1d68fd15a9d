"""Somebody who types one code of a recharge card after the other, none of which was ever sold."""

from typing import TYPE_CHECKING

from kiosk.gateway.problems import Refused
from kiosk.simulate.kiosk import Kiosk
from kiosk.simulate.recharge import CODE_DIGITS, ISSUER
from kiosk.wire.recharge_cards import RechargeCardAnswer, RechargeCardRequest

if TYPE_CHECKING:
    from kiosk.simulate.world import World

_MOST_TRIES = 12
_TYPES_MS = (4_000, 15_000, 60_000)
_COMES_BACK_MS = 600_000


def come(world: "World") -> None:
    bills = [owed for owed in world.town.bills.values() if owed.biller_id == ISSUER]
    if bills:
        _try(world, world.chance.choice(world.kiosks), bills[0].bill_id, 1)


def _try(world: "World", kiosk: Kiosk, bill_id: str, tries: int) -> None:
    line = (kiosk.name, "gateway")
    code = f"9{world.chance.randrange(10 ** (CODE_DIGITS - 1)):0{CODE_DIGITS - 1}d}"
    request = RechargeCardRequest(code, (bill_id,), 100, kiosk.name)

    def arrive() -> None:
        world.front().serve("recharge_card", (request,), lambda said: world.network.send(line, heard, said))

    def heard(said: RechargeCardAnswer | Refused) -> None:
        world.note(kiosk.name, "hears of a guessed code that it is {}", getattr(said, "state", said))

    world.network.send(line, arrive)
    if tries < _MOST_TRIES:
        wait_ms = world.chance.choice(_TYPES_MS) if tries % 6 else _COMES_BACK_MS
        world.engine.after(wait_ms, _try, world, kiosk, bill_id, tries + 1)
