"""A session with a real second display: a companion of its own process, offscreen, with eyes and a finger."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event as Bell

from PIL import Image

from kiosk import places
from kiosk.mirror.messages import Drawn, Ready, Snapshot
from kiosk.runtime.clock import SystemClock
from kiosk.session.events import Event
from kiosk.wiring.companion import Companion, Heard, Lost
from kiosk.wiring.second_display import SecondDisplay
from tests.session.staff import Staff
from tests.session.stories import Story

PATIENCE_S = 60
"""Of a machine that is busy with other tests; alone each step takes a second or two."""


def two_displays(folder: Path, *, spanning: bool = False) -> Path:
    """The shipped settings with a second display right of the first."""
    folder.mkdir()
    for file in places.CONFIG.glob("*.toml"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    path = folder / "displays.toml"
    words = path.read_text(encoding="utf-8")
    second = 'resident = "portrait"\nsecond = "landscape"\nspanning = ' + str(spanning).lower()
    words = words.replace('resident = "portrait"', second).replace("# left_px = 1080", "left_px = 1080")
    path.write_text(words, encoding="utf-8")
    return folder


class Listening:
    """The companion between the two: what it was shown last, and what it has said."""

    def __init__(self, companion: Companion) -> None:
        self._companion = companion
        self.last: Snapshot | None = None
        self.said: list[Heard] = []

    def start(self) -> None:
        self._companion.start()

    def stop(self) -> None:
        self._companion.stop()

    def show(self, snapshot: Snapshot) -> None:
        self.last = snapshot
        self._companion.show(snapshot)

    def heard(self) -> list[Heard]:
        heard = self._companion.heard()
        self.said += heard
        return heard


class Beside:
    def __init__(self, folder: Path, story: Story) -> None:
        self.folder, self.story = folder, story
        os.mkfifo(folder / "finger")
        self._bell = Bell()
        program = [sys.executable, "-m", "tests.system.companion_with_eyes"]
        command = [*program, str(folder), str(two_displays(folder / "config"))]
        self.listening = Listening(Companion(command, SystemClock(), self._bell.set))
        self._display = SecondDisplay(self.listening, SystemClock(), self._feed, self._feed)
        self.events: list[Event] = []
        self._display.show(story.session)
        self._display.start()

    def _feed(self, event: Event) -> None:
        self.events.append(event)
        self.story.feed(event)

    def until(self, reached: Callable[[], bool]) -> None:
        latest_s = time.monotonic() + PATIENCE_S
        while True:
            self._bell.clear()
            self._display.hear()
            self._display.show(self.story.session)
            if reached():
                return
            assert self._bell.wait(latest_s - time.monotonic()), self.listening.said

    def is_drawn(self) -> Image.Image:
        """What the second display shows, once it is the newest."""
        self._display.show(self.story.session)
        assert self.listening.last is not None
        newest = Drawn(self.listening.last.no)
        self.until(lambda: newest in self.listening.said)
        with Image.open(self.folder / f"{newest.no}.png") as picture:
            return picture.copy()

    def becomes_the_residents(self) -> None:
        self.until(lambda: Ready() in self.listening.said)
        helper = Staff(self.story)
        helper.signs_in()
        helper.taps("swap")

    def finger_presses(self, name: str) -> None:
        (self.folder / "finger").write_text(f"{name}\n")

    def is_killed(self) -> None:
        self.listening.said.clear()
        (self.folder / "begun").unlink()
        os.kill(int((self.folder / "pid").read_text()), signal.SIGKILL)
        self.until(lambda: Lost() in self.listening.said)

    def stop(self) -> None:
        self._display.stop()
