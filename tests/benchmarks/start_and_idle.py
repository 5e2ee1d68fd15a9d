"""How fast the first screen is there, what an idle kiosk costs, and how much memory it holds.

The kiosk and the gateway are processes of their own, as on a real machine; the screen is drawn offscreen, in
software, so a machine with a graphics card does better.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kiosk import places
from tests.benchmarks.gateway_process import gateway_process

STARTS: Final = 5
SETTLE_S: Final = 8.0
IDLE_S: Final = 20.0
_FIRST_SCREEN = re.compile(r"first screen after ([0-9.]+) s")


def start_and_idle() -> list[str]:
    with TemporaryDirectory() as folder, gateway_process(Path(folder)) as url:
        config = _config(Path(folder), url)
        seconds = []
        for number in range(STARTS):
            with _kiosk(config, Path(folder)) as (process, first_screen_s):
                seconds.append(first_screen_s)
                if number == STARTS - 1:
                    idle_percent, resident_mb = _idle(process)
    seconds.sort()
    return [
        f"start     first screen after {seconds[len(seconds) // 2]:.2f} s in the median of {STARTS}"
        f" (from {seconds[0]:.2f} to {seconds[-1]:.2f}), gateway already running",
        f"idle      {idle_percent:.2f} % of one core over {IDLE_S:.0f} s on the first screen",
        f"memory    {resident_mb:.0f} MB resident on the first screen",
    ]


def _idle(process: subprocess.Popen[str]) -> tuple[float, float]:
    time.sleep(SETTLE_S)
    before = _cpu_s(process.pid)
    time.sleep(IDLE_S)
    percent = (_cpu_s(process.pid) - before) / IDLE_S * 100
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    return percent, pages * 4096 / 2**20


def _cpu_s(pid: int) -> float:
    """User and system time of a process, in seconds (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _config(folder: Path, url: str) -> Path:
    """The shipped settings with another gateway."""
    config = folder / "config"
    config.mkdir()
    for file in places.CONFIG.glob("*.toml"):
        text = file.read_text(encoding="utf-8").replace('url = "embedded"', f'url = "{url}"')
        (config / file.name).write_text(text, encoding="utf-8")
    return config


@contextmanager
def _kiosk(config: Path, folder: Path) -> Iterator[tuple[subprocess.Popen[str], float]]:
    command = [sys.executable, "-m", "tests.benchmarks.offscreen_kiosk", str(config)]
    environment = os.environ | {"XDG_STATE_HOME": str(folder / "state")}
    process = subprocess.Popen(
        command, cwd=places.ROOT, env=environment, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    try:
        yield process, _first_screen_s(process)
    finally:
        process.terminate()
        process.wait()


def _first_screen_s(process: subprocess.Popen[str]) -> float:
    for line in process.stdout or ():
        if found := _FIRST_SCREEN.search(line):
            return float(found.group(1))
    raise SystemExit("the kiosk ended without a first screen")
