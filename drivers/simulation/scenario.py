"""Scenario files: what hands and faults do to simulated devices, and when, written down in TOML.

[[step]]
at_s = 2.5                  # on the device clock, from the start of the scenario
device = "id_reader"        # as in [devices.*] of kiosk.toml
do = "insert li-mingde"     # an act of that device, as on the standard input of a simulator
"""

import threading
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from drivers.clock import DeviceClock
from drivers.simulation.acts import HandWorked, WrongWords, work


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    at_s: float
    device: str
    do: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    step: tuple[Step, ...]


class BadScenario(Exception):
    """Names the file and the step."""


class Scenario:
    """Steps in the order of their time. Every act is known to its device."""

    def __init__(self, steps: tuple[Step, ...], devices: Mapping[str, HandWorked], source: str) -> None:
        """Raises `BadScenario`; that the words after an act's name fit is only known when it is done."""
        for number, step in enumerate(steps, start=1):
            problem = _problem_of(step, devices)
            if problem:
                raise BadScenario(f"{source}: step {number}: {problem}")
        self.steps = tuple(sorted(steps, key=lambda step: step.at_s))
        self._devices = devices

    def do(self, step: Step) -> str:
        """What there is to see then. Raises `WrongWords`."""
        return work(self._devices[step.device], step.do)

    def play(self, clock: DeviceClock, stop: threading.Event, tell: Callable[[Step, str], None]) -> None:
        """Do every step at its time until `stop` is set; an act whose words do not fit is told and passed."""
        started_s = clock.monotonic_s()
        for step in self.steps:
            clock.wait(stop, started_s + step.at_s - clock.monotonic_s())
            if stop.is_set():
                return
            try:
                tell(step, self.do(step))
            except WrongWords as problem:
                tell(step, f"not done: {problem}")


def read_scenario(path: Path, devices: Mapping[str, HandWorked]) -> Scenario:
    """Raises `BadScenario`, also for a file that cannot be read."""
    try:
        content = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File)
    except OSError as error:
        raise BadScenario(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadScenario(f"{path}: {error}") from error
    return Scenario(content.step, devices, str(path))


def _problem_of(step: Step, devices: Mapping[str, HandWorked]) -> str:
    if step.at_s < 0:
        return f"at_s = {step.at_s} is before the start"
    if step.device not in devices:
        return f"device {step.device!r} is not simulated here; there are {', '.join(devices)}"
    act = (step.do.split() or [""])[0]
    acts = devices[step.device].acts()
    return "" if act in acts else f"{step.device} has no act {act!r}; there are {', '.join(acts)}"
