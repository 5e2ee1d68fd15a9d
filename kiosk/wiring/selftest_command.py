"""`python -m kiosk selftest`: a machine without screens, tested once. Works without a display."""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread

from msgspec import Struct

from drivers.clock import DeviceClock, ScaledDeviceClock, SystemDeviceClock
from kiosk import places
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.journal import JournalDamaged, JournalInUse
from kiosk.selftest.command_line import Terminal, exit_status, summary
from kiosk.selftest.model import News, Part, Result, RunEnded
from kiosk.selftest.prompt import Attendance
from kiosk.selftest.report import as_json
from kiosk.selftest.simulated_hands import SAID_UNSEEN, SimulatedHands
from kiosk.session.events import TechnicianTookOver
from kiosk.settings.devices import addresses
from kiosk.settings.load import Settings
from kiosk.wiring.checked_settings import load_settings
from kiosk.wiring.embedded_gateway import GatewayBeside
from kiosk.wiring.journal import journal_of
from kiosk.wiring.machine import TICK_EVERY_S, Machine, Surroundings
from kiosk.wiring.selftest import SelfTest, simulators_of

DEVICE_SPEED = 5.0
"""Simulated devices run this much faster than real ones; nobody has to be shown anything."""


class Wanted(Struct, frozen=True):
    """`only` one part; `guided` asks at the terminal and takes the numbers of answers on standard input."""

    as_json: bool = False
    only: Part | None = None
    guided: bool = False


def run_selftest(config: Path, wanted: Wanted) -> int:
    """The exit status. Raises SettingsError for settings that cannot be used."""
    settings = load_settings(config)
    state = places.state_folder()
    if (in_use := _in_use(settings, state)) is not None:
        sys.stderr.write(f"{in_use}; or use the technician's mode of the kiosk that is running\n")
        return 1
    with ExitStack() as stack:
        url = stack.enter_context(_gateway(settings, state))
        only_simulated = set(addresses(settings.kiosk.devices).values()) <= {"simulator", "none"}
        clock = ScaledDeviceClock(DEVICE_SPEED) if only_simulated else SystemDeviceClock()
        woken = Event()
        machine = stack.enter_context(_machine(settings, state, url, clock, woken))
        return _Run(machine, clock, wanted, woken, only_simulated).play()


class _Run:
    """One run of the tests wanted, with whoever is there: a simulated person, one at the terminal, nobody."""

    def __init__(
        self, machine: Machine, clock: DeviceClock, wanted: Wanted, woken: Event, only_simulated: bool
    ) -> None:
        self._machine = machine
        self._wanted = wanted
        self._woken = woken
        self._ended = Event()
        self._results: list[Result] = []
        self._listeners: list[Callable[[News], None]] = [self._note]
        self._terminal = Terminal(machine.texts, _to_stderr if wanted.as_json else _to_stdout)
        said_unseen = SAID_UNSEEN if only_simulated else ()
        self._selftest: SelfTest = machine.make_selftest(self._told, said_unseen)
        self._hands: SimulatedHands | None = None
        self._attendance: Attendance = "terminal" if wanted.guided else "nobody"
        if not wanted.as_json or wanted.guided:
            self._listeners.append(self._terminal.told)
        if only_simulated:
            self._terminal.tells_asks = False
            answer = self._selftest.runner.answer
            self._hands = SimulatedHands(simulators_of(machine.hands), clock, SystemClock(), answer)
            self._listeners.append(self._hands.told)
            self._attendance = "display"

    def play(self) -> int:
        runner = self._selftest.runner
        names = [spec.name for spec in runner.specs if self._wanted.only in (None, spec.part)]
        if self._attendance == "terminal":
            Thread(target=self._listen, name="terminal", daemon=True).start()
        try:
            runner.start(names, self._attendance)
            while not self._ended.is_set():
                self._turn()
        except KeyboardInterrupt:  # whoever breaks it off sees what was found until then
            runner.cancel()
            self._ended.wait()
        finally:
            if self._hands is not None:
                self._hands.close()
            self._tell()
            self._selftest.close()
        broken_off = len(self._results) < len(names)
        return 1 if broken_off else exit_status(self._results)

    def _turn(self) -> None:
        self._woken.wait(TICK_EVERY_S)
        self._woken.clear()
        self._machine.tick()
        self._machine.drain()

    def _told(self, news: News) -> None:
        for listener in self._listeners:
            listener(news)

    def _note(self, news: News) -> None:
        match news:
            case Result():
                self._results.append(news)
            case RunEnded():
                self._ended.set()
                self._woken.set()
            case _:
                pass

    def _tell(self) -> None:
        if self._wanted.as_json:
            sys.stdout.buffer.write(as_json(self._selftest.report(self._results)))
            sys.stdout.flush()
        else:
            _to_stdout(f"{summary(self._results)}\n")

    def _listen(self) -> None:
        for line in sys.stdin:
            answered = self._terminal.answered(line)
            if answered is not None:
                self._selftest.runner.answer(answered)


def _to_stdout(piece: str) -> None:
    sys.stdout.write(piece)
    sys.stdout.flush()


def _to_stderr(piece: str) -> None:
    sys.stderr.write(piece)
    sys.stderr.flush()


def _in_use(settings: Settings, state: Path) -> JournalInUse | None:
    """A damaged journal is for the test to tell."""
    try:
        journal_of(settings, state).close()
    except JournalInUse as error:
        return error
    except JournalDamaged:
        return None
    return None


@contextmanager
def _gateway(settings: Settings, state: Path) -> Iterator[str]:
    """The address of the gateway; one that cannot start is for the tests to tell."""
    if settings.kiosk.gateway.url != "embedded":
        yield settings.kiosk.gateway.url
        return
    demonstration = settings.kiosk.mode.demonstration
    gateway = GatewayBeside(state / "gateway.db", SystemClock(), demo_data=demonstration)
    gateway.start()
    try:
        yield gateway.url
    finally:
        gateway.stop()


@contextmanager
def _machine(
    settings: Settings, state: Path, url: str, clock: DeviceClock, woken: Event
) -> Iterator[Machine]:
    """Started, and the technician's: no card starts a session."""
    around = Surroundings(
        clock=SystemClock(),
        device_clock=clock,
        state=state,
        gateway_url=url,
        wake=woken.set,
        changed=lambda session: None,
        wipe=lambda: None,
        chance=random.SystemRandom(),
    )
    machine = Machine(settings, around)
    machine.switchboard.technician_here = True
    machine.post(TechnicianTookOver())
    machine.drain()
    machine.start()
    try:
        yield machine
    finally:
        machine.stop()
