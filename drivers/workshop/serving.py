"""A simulated device on a real line: prints its address, does what is typed, ends with its input."""

import sys
import threading
from collections.abc import Iterable
from pathlib import Path

from drivers.clock import SystemDeviceClock
from drivers.models import AnyModel
from drivers.simulation.acts import WrongWords, work
from drivers.simulation.device import SimulatedDevice
from drivers.simulation.scenario import Step, read_scenario
from drivers.transport import serve_pty, serve_tcp
from drivers.workshop.asked import NotPossible


def serve(model: AnyModel, tcp_port: int | None, scenario: Path | None, orders: Iterable[str]) -> None:
    """Until `orders` end or one says "quit". `tcp_port` None serves a pty, 0 takes any free port.

    Raises `NotPossible`, and `BadScenario` before anything is served.
    """
    if model.simulate is None:
        raise NotPossible(f"{model.name}: there is no simulator of this model")
    if tcp_port is not None and not 0 <= tcp_port <= 65535:
        raise NotPossible(f"port {tcp_port}: a port is 0 to 65535")
    clock = SystemDeviceClock()
    device = model.simulate(clock)
    story = read_scenario(scenario, {model.device.value: device}) if scenario else None
    try:
        address, line = serve_pty(device, clock) if tcp_port is None else serve_tcp(device, clock, tcp_port)
    except OSError as error:
        raise NotPossible(f"port {tcp_port}: {error.strerror}; give another") from error
    print(address, flush=True)
    stop = threading.Event()
    if story:
        threading.Thread(target=story.play, args=(clock, stop, _tell_step), daemon=True).start()
    try:
        _obey(device, orders)
    finally:
        stop.set()
        line.close()


def _obey(device: SimulatedDevice, orders: Iterable[str]) -> None:
    for order in orders:
        match order.split():
            case []:
                continue
            case ["quit"]:
                return
            case ["help"]:
                _help(device)
            case _:
                try:
                    print(work(device, order) or "done", flush=True)
                except WrongWords as problem:
                    print(problem, file=sys.stderr, flush=True)


def _help(device: SimulatedDevice) -> None:
    for name, act in device.acts().items():
        print(f"{name} {act.takes}".ljust(30), act.what, flush=True)
    print("quit".ljust(30), "end", flush=True)


def _tell_step(step: Step, seen: str) -> None:
    print(f"at {step.at_s:g} s: {step.do}{': ' + seen if seen else ''}", file=sys.stderr, flush=True)
