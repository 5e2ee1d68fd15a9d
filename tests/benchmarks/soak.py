"""Many journeys in one process on the real screens: how memory behaves, and how long a journey takes.

Run as `python -m tests.benchmarks soak [COUNT]`. Pictures are not taken: writing them would be measured too.
"""

import gc
import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from drivers.clock import ScaledDeviceClock
from drivers.vocabulary import Paper
from kiosk import places
from kiosk.demonstration.stage import Stage
from kiosk.gateway.demonstration.residents import residents
from kiosk.gateway.parties.biller_rules import shipped_biller_book
from kiosk.runtime.clock import SystemClock
from kiosk.session import show
from kiosk.settings.load import load_settings
from kiosk.wiring.machine import Machine, Surroundings
from tests.benchmarks.gateway_process import gateway_process

JOURNEYS = 500
WARM_UP = 50
"""Caches of glyphs, layouts and code paths fill in the first journeys."""

JOURNEYS_A_ROLL = 100
"""A roll of 80 m is changed well before its end."""

PATIENCE_S = 30.0
DEVICE_SPEED = 50.0


def soak(journeys: int = JOURNEYS) -> list[str]:
    """Lines of a table: memory every tenth of the way, its slope after the warm-up, seconds a journey."""
    settings = load_settings(places.CONFIG)
    stage = Stage(settings.displays.resident_display, places.cache_folder() / "kivy")
    with TemporaryDirectory() as folder, gateway_process(Path(folder)) as url:
        around = Surroundings(
            clock=SystemClock(),
            device_clock=ScaledDeviceClock(DEVICE_SPEED),
            state=Path(folder),
            gateway_url=url,
            wake=lambda: None,
            changed=lambda session: stage.host.render(show.view(session)),
            wipe=gc.collect,
            chance=random.Random(1),
        )
        machine = Machine(settings, around)
        stage.play_on(machine, None)
        machine.start()
        try:
            return _measure(stage, machine, journeys)
        finally:
            machine.stop()


def _measure(stage: Stage, machine: Machine, journeys: int) -> list[str]:
    lines, points = [], []
    began_s = time.monotonic()
    for done, code in enumerate(_bill_codes(journeys), start=1):
        if done % JOURNEYS_A_ROLL == 0 and machine.hands.printer is not None:
            machine.hands.printer.set_paper(Paper.FULL)
        _pay(stage, machine, code, f"13{done:012d}0000")
        points.append((done, resident_mb()))
        if done % max(1, journeys // 10) == 0:
            lines.append(f"soak      {done:4d} journeys   {points[-1][1]:6.1f} MB resident")
    seconds = (time.monotonic() - began_s) / journeys
    lines.append(f"soak      {seconds:.2f} s machine time a journey")
    if journeys > WARM_UP:
        slope = _slope(points[WARM_UP:]) * 100
        lines.append(f"soak      {slope:+.2f} MB for every 100 journeys after the first {WARM_UP}")
    return lines


_CODES = {
    "electric-city": "{number}",
    "water-city": "W{number}{month}{fen:08d}",
    "gas-city": "https://bill.example/g?acct={number}",
}
"""What stands on the bills of the billers that are always open."""


def _bill_codes(count: int) -> list[str]:
    """One bill of as many accounts as there are journeys; each account owes once."""
    codes = [
        _CODES[account.biller_id].format(
            number=account.number, month=account.bills[0].ends.replace("-", ""), fen=account.bills[0].due_fen
        )
        for household in residents(shipped_biller_book())
        for account in household.accounts
        if account.biller_id in _CODES and account.bills
    ]
    if len(codes) < count:
        raise SystemExit(f"the demonstration data owes bills of {len(codes)} accounts, fewer than {count}")
    return codes[:count]


def _pay(stage: Stage, machine: Machine, bill: str, phone_code: str) -> None:
    scanner, printer = machine.hands.scanner, machine.hands.printer
    if scanner is None or printer is None:
        raise SystemExit("the soak needs simulated devices")
    stage.wait_for(lambda view: view.screen in {"home", "goodbye"}, "the first screen", PATIENCE_S)
    scanner.show(bill)
    stage.wait_for(lambda view: view.screen == "bills", "the bills", PATIENCE_S)
    scanner.take_away()
    stage.tap("pay")
    stage.tap("phone_code")
    scanner.show(phone_code)
    stage.wait_for(lambda view: view.screen == "done", "the outcome", PATIENCE_S)
    scanner.take_away()
    stage.tap("print")
    stage.wait_for(lambda view: view.screen == "receipt" and view.waiting is None, "paper", PATIENCE_S)
    printer.tear_off()
    stage.wait_for(lambda view: view.screen == "goodbye", "goodbye", PATIENCE_S)


def resident_mb() -> float:
    """Resident memory of this process, from /proc (pages of 4 KiB on every Linux we run on)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def _slope(points: list[tuple[int, float]]) -> float:
    """Megabytes a journey, by least squares."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    over = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return over / sum((x - mean_x) ** 2 for x, _ in points)
