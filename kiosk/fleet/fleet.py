"""Sets the kiosks of a plan up, lets people come to all of them at once, and ends when all owe nothing.

One thread a kiosk: nearly always it waits, for a person or for the gateway.
"""

import resource
import secrets
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random, SystemRandom
from threading import Event

import msgspec

from kiosk.fleet.faults import Faults
from kiosk.fleet.homes import Home
from kiosk.fleet.jobs import failures_counted
from kiosk.fleet.kiosk import Site
from kiosk.fleet.plan import Plan
from kiosk.fleet.street import Street
from kiosk.fleet.tally import Tally
from kiosk.fleet.waiting import WaitingClock
from kiosk.wire.signing.key_file import KioskKeys

_KEY_BYTES = 32
_LOOK_S = 0.2
_TELL_EVERY_S = 10.0

OWN_LAG = "the fleet's own lag"
"""By how much its threads woke too late: so much too long are its times."""

Tell = Callable[[str], None]


class Played(msgspec.Struct, frozen=True):
    """`seconds` without the settling. `cpu` is the part of one processor that the fleet took."""

    tally: Tally
    sites: Sequence[Site]
    tills_fen: Mapping[str, int]
    seconds: float
    settled_s: float
    cpu: float


class Fleet:
    def __init__(self, plan: Plan, homes: Sequence[Home], clock: WaitingClock, tell: Tell) -> None:
        self._plan = plan
        self._homes = [home for home in homes if home.accounts]
        self._clock = clock
        self._tell = tell
        self._tally = Tally()
        self._over = Event()

    def play(self, url: str, keys: Mapping[str, KioskKeys], folder: Path) -> Played:
        """Ends early, and settles, when interrupted from the keyboard."""
        streets = [self._street(number, url, keys, folder) for number in range(self._plan.kiosks)]
        began_s, began_cpu_s = self._clock.monotonic_s(), _cpu_s()
        with (
            failures_counted(self._tally),
            ThreadPoolExecutor(self._plan.kiosks, thread_name_prefix="kiosk") as pool,
        ):
            lives = [pool.submit(street.live) for street in streets]
            self._watch(lives, began_s)
            self._over.set()
            ended_s, cpu_s = self._clock.monotonic_s(), _cpu_s()
            self._tell("the visits are over; every kiosk brings to its end what it has begun")
            owing = sum(not life.result() for life in lives)
        if owing:
            self._tell(f"{owing} kiosks still wait for an end")
        return Played(
            self._tally,
            [street.site for street in streets],
            {street.site.kiosk_id: street.till.stacked_fen for street in streets},
            seconds=ended_s - began_s,
            settled_s=self._clock.monotonic_s() - ended_s,
            cpu=(cpu_s - began_cpu_s) / (ended_s - began_s),
        )

    def _watch(self, lives: Sequence["Future[bool]"], began_s: float) -> None:
        """A kiosk that ends before its time has failed, and its error is raised with the others' end."""
        told_s = began_s
        try:
            while (now_s := self._clock.monotonic_s()) < began_s + self._plan.seconds:
                if any(life.done() for life in lives):
                    return
                if now_s - told_s >= _TELL_EVERY_S:
                    told_s = now_s
                    self._tell(f"{now_s - began_s:4.0f} s  {progress(self._tally)}")
                self._clock.pause(_LOOK_S)
        except KeyboardInterrupt:
            self._tell("interrupted: the visits end now")

    def _street(self, number: int, url: str, keys: Mapping[str, KioskKeys], folder: Path) -> Street:
        plan, kiosk_id = self._plan, self._plan.kiosk_id(number)
        own = folder / kiosk_id
        own.mkdir()
        site = Site(
            kiosk_id=kiosk_id,
            url=url,
            keys=keys[kiosk_id],
            folder=own,
            journal_key=secrets.token_bytes(_KEY_BYTES),
            chance=SystemRandom(),
            faults=Faults(Random(f"{plan.seed} faults {number}"), plan.fault_rate, self._over),
            tally=self._tally,
            clock=self._clock,
            over=self._over,
            pause=self._pause,
        )
        nearby = self._homes[number :: plan.kiosks] or self._homes
        return Street(site, plan, nearby, self._homes, Random(f"{plan.seed} street {number}"))

    def _pause(self, seconds: float) -> None:
        began_s = self._clock.monotonic_s()
        self._clock.pause(seconds)
        self._tally.took(OWN_LAG, max(0.0, self._clock.monotonic_s() - began_s - seconds))


def progress(tally: Tally) -> str:
    counted = {group: sum(tally.counted(group).values()) for group in ("visits", "ends", "faults", "seen")}
    look_ups = len(tally.times_s("look-up"))
    return (
        f"{counted['visits']} visits, {look_ups} look-ups, {counted['ends']} ends, "
        f"{counted['faults']} faults injected, {counted['seen']} errors seen without one"
    )


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
