"""What goes wrong in one world: a random subset of all kinds, each as often as drawn.

Most worlds have a few kinds of trouble at a high rate, which meets corners that a little of everything never
reaches. Healed, nothing goes wrong any more.
"""

from random import Random

import msgspec


class Faults(msgspec.Struct, frozen=True):
    """Probabilities for each occasion, but for the fields that say otherwise."""

    drop: float = 0.0
    duplicate: float = 0.0
    slow: float = 0.0
    slow_most_s: int = 900
    """A message under way longer than its sender waits; how long at most."""
    proxy: float = 0.0
    """Something between kiosk and gateway answers in the gateway's place and passes nothing on."""
    kiosk_crash: float = 0.0
    gateway_crash: float = 0.0
    standstill: float = 0.0
    """Between a commit and its act a gateway process stands still, for hours maybe, and then goes on."""
    terminal_crash: float = 0.0
    """Before or after each commit and act."""
    partitions: int = 0
    """How many in the world's troubled time; what is said meanwhile is lost."""
    swizzles: int = 0
    """Lines clogged one by one and released in another order; what is said meanwhile comes late."""
    wall_jumps: int = 0
    upgrades: int = 0
    """Every gateway process gives way to one of the next version."""
    lost_gateways: int = 0
    """One of several processes never comes back."""
    full_disks: int = 0
    """The gateway can write nothing for a while."""
    disk_full: float = 0.0
    database: float = 0.0
    """The gateway's commit fails, or is done and not acknowledged."""
    provider_silent: float = 0.0
    provider_lies: float = 0.0
    """Says "reversed" and does nothing, or names another sum."""
    biller_silent: float = 0.0
    biller_rejects: float = 0.0
    biller_late: float = 0.0
    biller_lies: float = 0.0
    """Knows nothing yet of a posting that it is working on."""
    terminal_silent: float = 0.0
    operators: int = 0
    """Acts of people at the counter, the service desk and the gateway."""
    outages: int = 0
    """A biller cannot be reached, for longer than a posting is waited for."""
    guessers: int = 0
    """People who try codes of recharge cards one after the other."""


_MOST: dict[str, float] = {
    "drop": 0.3,
    "duplicate": 0.25,
    "slow": 0.25,
    "proxy": 0.15,
    "kiosk_crash": 0.03,
    "gateway_crash": 0.03,
    "terminal_crash": 0.2,
    "disk_full": 0.05,
    "database": 0.06,
    "provider_silent": 0.3,
    "provider_lies": 0.15,
    "biller_silent": 0.4,
    "biller_rejects": 0.5,
    "biller_late": 0.4,
    "biller_lies": 0.3,
    "terminal_silent": 0.3,
}
_MOST_TIMES = {
    "partitions": 5,
    "swizzles": 3,
    "wall_jumps": 4,
    "upgrades": 2,
    "lost_gateways": 1,
    "full_disks": 2,
    "operators": 6,
}

_SELDOM = 0.04
_MOST_STANDSTILL = 0.25
"""In few worlds, for such take long; and then together with outages, or nobody would notice."""

HEALED = Faults()


def drawn(chance: Random) -> Faults:
    """About half of the kinds, each up to its most."""
    share = chance.choice((0.15, 0.4, 0.4, 0.7))
    rates = {kind: chance.random() * most for kind, most in _MOST.items() if chance.random() < share}
    times = {
        kind: 1 + chance.randrange(most) for kind, most in _MOST_TIMES.items() if chance.random() < share
    }
    if chance.random() < _SELDOM:
        rates["standstill"] = chance.random() * _MOST_STANDSTILL
        times["outages"] = 1 + chance.randrange(2)
    if chance.random() < _SELDOM:
        times["guessers"] = 1
    return Faults(slow_most_s=chance.choice((30, 200, 900)), **rates, **times)  # type: ignore[arg-type] # mixed
