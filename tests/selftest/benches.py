"""A whole simulated machine under self-test, and small runners of made-up tests."""

import random
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from msgspec.structs import replace

from drivers.clock import ScaledDeviceClock, SystemDeviceClock
from drivers.scanner.decode import decode
from kiosk import places
from kiosk.runtime.clock import Clock, SystemClock
from kiosk.runtime.journal import JournalDamaged
from kiosk.runtime.no_journal import NoJournal
from kiosk.selftest.attempt import Attempt
from kiosk.selftest.equipment import Devices, Equipment, FileSystem, Host
from kiosk.selftest.history import History
from kiosk.selftest.live_states import PARTS, LiveStates
from kiosk.selftest.model import News, Part, Result, RunEnded, TestSpec
from kiosk.selftest.procedure import Procedure
from kiosk.selftest.runner import Runner
from kiosk.selftest.simulated_hands import SimulatedHands
from kiosk.selftest.slip import draw_report
from kiosk.selftest.sound import SystemSound
from kiosk.session.events import TechnicianTookOver
from kiosk.settings.load import Settings, load_settings
from kiosk.wiring.machine import Machine, Surroundings
from kiosk.wiring.selftest import simulators_of
from tests.selftest.paced_clock import PacedClock

LOADED = (decode, draw_report)
"""What devices load in their own threads when they need it first: loaded now, it takes no test's time."""

PATIENCE_S = 60.0
DEVICE_SPEED = 20.0
"""At most; on a loaded machine the devices' time goes on as fast as their threads do."""

UNHURRIED = 0.1
"""What is judged of this machine itself, its disk say, may take ten times as long: a busy one is no fault."""


@cache
def shipped_settings() -> Settings:
    return load_settings(places.CONFIG)


class OffClock:
    """The system's clock, `off_s` ahead for whoever reads it on the wall."""

    def __init__(self, off_s: float) -> None:
        self._off_s = off_s

    def monotonic_s(self) -> float:
        return time.monotonic()

    def wall_s(self) -> float:
        return time.time() + self._off_s


class TestedMachine:
    """Started, the technician's, with a simulated person before it."""

    __test__ = False

    def __init__(
        self,
        state: Path,
        gateway_url: str,
        clock: Clock | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.news: list[News] = []
        self._ended = threading.Event()
        self._woken = threading.Event()
        self.clock = PacedClock(DEVICE_SPEED)
        state.mkdir(exist_ok=True)
        self.machine = Machine(
            settings or shipped_settings(),
            Surroundings(
                clock=clock or SystemClock(),
                device_clock=self.clock,
                state=state,
                gateway_url=gateway_url,
                wake=self._woken.set,
                changed=lambda session: None,
                wipe=lambda: None,
                chance=random.Random(str(state)),
            ),
        )
        self.hands = self.machine.hands
        self.machine.switchboard.technician_here = True
        self.machine.post(TechnicianTookOver())
        self.selftest = self.machine.make_selftest(self._told)
        runner = self.selftest.runner
        runner._equipment = replace(runner._equipment, host_clock=ScaledDeviceClock(UNHURRIED))
        self._person = SimulatedHands(
            simulators_of(self.hands), self.clock, SystemClock(), self.selftest.runner.answer
        )

    def answer_as(self, **answers: Callable[..., object]) -> None:
        """From now on the machine itself answers so, whatever the truth is."""
        runner = self.selftest.runner
        host = replace(runner._equipment.host, **answers)
        runner._equipment = replace(runner._equipment, host=host)

    def __enter__(self) -> Self:
        self.clock.__enter__()
        self.machine.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        with ExitStack() as stack:
            stack.push(self.clock)
            stack.callback(self.machine.stop)
            stack.callback(self.selftest.close)
            stack.callback(self._person.close)

    def run(self, tests: Iterable[str] | None = None) -> dict[str, Result]:
        """Every result by its test, in the order they came."""
        self._ended.clear()
        assert self.selftest.runner.start(tests)
        give_up_s = time.monotonic() + PATIENCE_S
        while not self._ended.is_set():
            assert time.monotonic() < give_up_s, f"the run does not end; last came {self.news[-1:]}"
            self._woken.wait(0.05)
            self._woken.clear()
            self.machine.tick()
            self.machine.drain()
        return {result.test: result for result in self.news if isinstance(result, Result)}

    def _told(self, news: News) -> None:
        self.news.append(news)
        self._person.told(news)
        if isinstance(news, RunEnded):
            self._ended.set()
            self._woken.set()


class Rig:
    """A runner of made-up tests on a machine without devices. Its clock runs fifty times as fast."""

    def __init__(self, folder: Path, *procedures: Procedure) -> None:
        self.clock = ScaledDeviceClock(50.0)
        self.news: list[News] = []
        self.arrived = threading.Condition()
        self.history = History(folder / "selftest.db")
        self.live = LiveStates(PARTS)
        self.runner = Runner(procedures, self._equipment(folder), self.history, self._tell)

    def run(self, *names: str) -> dict[str, Result]:
        self.news.clear()
        assert self.runner.start(names or None)
        self.until(lambda: isinstance(self.news[-1], RunEnded) if self.news else False)
        return {result.test: result for result in self.news if isinstance(result, Result)}

    def until(self, reached: Callable[[], bool]) -> None:
        with self.arrived:
            assert self.arrived.wait_for(reached, PATIENCE_S), self.news

    def close(self) -> None:
        self.runner.close()
        self.history.close()

    def _tell(self, news: News) -> None:
        with self.arrived:
            self.news.append(news)
            self.arrived.notify_all()

    def _equipment(self, folder: Path) -> Equipment:
        return Equipment(
            devices=Devices(),
            host=Host(
                clock=SystemClock(),
                state=folder,
                file_system=lambda path: FileSystem(10**12, 10**6),
                journal=NoJournal(JournalDamaged("journal.db: spoilt")),
                gateway_url="http://127.0.0.1:9",
                connect_s=1.0,
                health=_nobody,
                gateway_wall_s=_nobody,
                demonstration=True,
                time_zone="Asia/Shanghai",
                sound=SystemSound(folder),
            ),
            live=self.live,
            device_clock=self.clock,
            host_clock=SystemDeviceClock(),
            draw_slip=_nobody,
            new_code=_nobody,
        )


def _nobody(*_: object) -> NoReturn:
    raise AssertionError("no test of these asks for it")


def made_up(
    name: str, steps: Callable[[Attempt], None], *, needs: tuple[str, ...] = (), limit_s: float = 5.0
) -> Procedure:
    part: Part = "printer"
    return Procedure(
        TestSpec(name, part, guided=False, limit_s=limit_s), steps, hears=("printer",), needs=needs
    )
