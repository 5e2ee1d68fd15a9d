"""How far the second display is behind the resident's, how soon it is back, and whether it shows the same.

Both are of full size, drawn in software by a process each; the companion is the one that the kiosk starts. A
change is one event of the sample journeys; the resident's display has it when its frame is drawn, the second
one when its report of that has come back.
"""

import os
import signal
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kiosk.mirror.messages import Drawn, Snapshot
from kiosk.mirror.sent import Sent
from kiosk.mirror.sides import view_at
from kiosk.mirror.watch import GOOD_LIFE_S
from kiosk.runtime.clock import SystemClock
from kiosk.session.model import DisplaySide, Session
from kiosk.session.view import ScreenView
from kiosk.texts import load_languages
from kiosk.wiring.companion import Companion
from kiosk.wiring.second_display import companion_command
from screens.dressing import Panel, look_for
from screens.kivy_setup import prepare_kivy
from tests.session.samples import played
from tests.system.second_display import two_displays

CHANGES: Final = 1000
KILLS: Final = 3
COMPARED: Final = 40
MEDIAN_MS: Final = 50.0
WORST_MS: Final = 300.0
BACK_S: Final = 2.0
MOST_PIXELS: Final = 100
"""Where the edge of a shape falls between two pixels, the size of the window decides."""
PATIENCE_S: Final = 30.0

PORTRAIT, LANDSCAPE = Panel(1080, 1920, 1080 / 267.8), Panel(1920, 1080, 1920 / 476.1)


def companion(changes: int) -> list[str]:
    with TemporaryDirectory() as folder:
        config = two_displays(Path(folder) / "config")
        prepare_kivy(1920, 1920, Path(folder) / "kivy", offscreen=True)
        first = Here(PORTRAIT)
        with Beside(companion_command(config, 1.0)) as beside:
            behind_ms, here_ms, there_ms = _times_ms(first, beside, changes)
            back_s = [beside.is_killed_and_back_after_s() for _ in range(KILLS)]
        first.leave()
        differ = _most_different_pixels(Path(folder), config)
    return [
        f"companion {changes} changes of real journeys, landscape {LANDSCAPE.width_px}x{LANDSCAPE.height_px}"
        f" beside portrait, both in software{_company()}",
        f"  behind  median {statistics.median(behind_ms):.1f} ms of {MEDIAN_MS:.0f}, worst"
        f" {max(behind_ms):.1f} ms of {WORST_MS:.0f} allowed:"
        f" {_holds(statistics.median(behind_ms) <= MEDIAN_MS and max(behind_ms) <= WORST_MS)}",
        f"  seen    {statistics.median(here_ms):.1f} ms after the change on the resident's display,"
        f" {statistics.median(there_ms):.1f} ms on the second, in the median",
        f"  killed  back with the same picture after {max(back_s):.2f} s at worst of {KILLS} times,"
        f" {BACK_S:.0f} allowed: {_holds(max(back_s) <= BACK_S)}",
        f"  drawn   {COMPARED} pictures beside the same drawn here, in a larger window: at most {differ}"
        f" of {LANDSCAPE.width_px * LANDSCAPE.height_px} pixels differ, {MOST_PIXELS} allowed:"
        f" {_holds(differ <= MOST_PIXELS)}",
    ]


def _company() -> str:
    """Whoever else is at work makes every figure worse."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    return (
        f"; this machine has other work to do: load {load:.1f} on {cores} cores" if load > cores + 1 else ""
    )


def _holds(well: bool) -> str:
    return "holds" if well else "FAILS"


class Here:
    """A display of this process."""

    def __init__(self, panel: Panel) -> None:
        from kivy.base import EventLoop  # noqa: PLC0415 - Kivy starts late
        from kivy.core.window import Window  # noqa: PLC0415

        from kiosk.session.view import Comfort  # noqa: PLC0415
        from screens.helper.either_host import EitherHost  # noqa: PLC0415

        words = load_languages()
        self._window, self._loop, self._panel = Window, EventLoop, panel
        self.host: Any = EitherHost(
            look_for(panel, Comfort()),
            _nobody,
            words.of("zh").resolve,
            time.monotonic,
            panel=panel,
            resolve_in=words.resolver,
        )
        Window.add_widget(self.host)

    def draw(self, view: ScreenView) -> None:
        self.host.render(view)
        self._loop.idle()

    def pixels(self) -> NDArray[np.uint8]:
        from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels  # noqa: PLC0415

        size = self._panel.width_px, self._panel.height_px
        whole = np.frombuffer(bytes(glReadPixels(0, 0, *size, GL_RGBA, GL_UNSIGNED_BYTE)), np.uint8)
        return whole.reshape(size[1], size[0], 4)[::-1, :, :3]

    def leave(self) -> None:
        self._window.remove_widget(self.host)


def _nobody(_event: object) -> None:
    pass


class Beside:
    """The companion of another process."""

    def __init__(self, command: list[str]) -> None:
        self._bell = Event()
        self._drawn: dict[int, float] = {}
        self._companion = Companion(command, SystemClock(), self._heard)
        self._newest: Snapshot | None = None

    def __enter__(self) -> "Beside":
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
        self._companion.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._companion.stop()

    def show(self, snapshot: Snapshot) -> None:
        self._newest = snapshot
        self._companion.show(snapshot)

    def drawn_s(self, no: int) -> float:
        """When it said so."""
        latest_s = time.monotonic() + PATIENCE_S
        while no not in self._drawn:
            if not self._bell.wait(latest_s - time.monotonic()):
                raise SystemExit(f"the companion did not draw picture {no}")
            self._bell.clear()
        return self._drawn.pop(no)

    def is_killed_and_back_after_s(self) -> float:
        """`kill -9` after a good life; until it has drawn the newest picture again."""
        assert self._newest is not None
        time.sleep(GOOD_LIFE_S + 1)
        self._drawn.clear()
        killed_s = time.monotonic()
        os.kill(_only_child(), signal.SIGKILL)
        return self.drawn_s(self._newest.no) - killed_s

    def _heard(self) -> None:
        """On the companion's thread."""
        now_s = time.monotonic()
        for heard in self._companion.heard():
            if isinstance(heard, Drawn):
                self._drawn[heard.no] = now_s
        self._bell.set()


def _only_child() -> int:
    [child] = [
        int(each) for task in Path("/proc/self/task").glob("*/children") for each in task.read_text().split()
    ]
    return child


def _changes(side: DisplaySide) -> Iterator[tuple[Session, Snapshot]]:
    """Sessions, over and over, on which that side shows something else than on the one before."""
    sent = Sent(side)
    for session in cycle([session for story in played() for session in story.sessions]):
        snapshot = sent.next(session)
        if snapshot is not None:
            yield session, snapshot


def _times_ms(first: Here, beside: Beside, changes: int) -> tuple[list[float], list[float], list[float]]:
    """How far the second display is behind; how long each takes. The first picture waits for its window."""
    behind_ms, here_ms, there_ms = [], [], []
    for (session, snapshot), no in zip(_changes("second"), range(changes + 1), strict=False):
        changed_s = time.monotonic()
        beside.show(snapshot)
        first.draw(view_at(session, "first"))
        here_s = time.monotonic()
        there_s = beside.drawn_s(snapshot.no)
        if no:
            behind_ms.append(max(0.0, there_s - here_s) * 1000)
            here_ms.append((here_s - changed_s) * 1000)
            there_ms.append((there_s - changed_s) * 1000)
    return behind_ms, here_ms, there_ms


def _most_different_pixels(folder: Path, config: Path) -> int:
    """Between a picture of the companion and what is drawn here of the same view."""
    os.mkfifo(folder / "finger")
    here, differ = Here(LANDSCAPE), [0]
    command = [sys.executable, "-m", "tests.system.companion_with_eyes", str(folder), str(config), "1.0"]
    with Beside(command) as beside:
        for (session, snapshot), _ in zip(_changes("second"), range(COMPARED), strict=False):
            beside.show(snapshot)
            here.draw(view_at(session, "second"))
            beside.drawn_s(snapshot.no)
            with Image.open(folder / f"{snapshot.no}.png") as picture:
                differ.append(int((np.asarray(picture) != here.pixels()).any(axis=2).sum()))
    return max(differ)
