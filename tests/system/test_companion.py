"""Real processes: a second display that is used, killed in mid-session, and left behind by its kiosk."""

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.session.events import UtilityTapped
from tests.architecture.source import ROOT
from tests.session.stories import Story
from tests.system.processes import own_folders
from tests.system.second_display import PATIENCE_S, Beside, two_displays


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Beside]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "offscreen")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    beside = Beside(tmp_path, Story())
    yield beside
    beside.stop()


def test_a_resident_goes_on_at_the_second_display_and_it_survives_being_killed(beside: Beside) -> None:
    """Switched in the middle, pressed there, killed there: the same screen is back, and nothing is lost."""
    before = beside.is_drawn()
    beside.becomes_the_residents()
    assert beside.is_drawn() != before
    beside.finger_presses("water")
    beside.until(lambda: UtilityTapped("water") in beside.events)
    shown, session = beside.is_drawn(), beside.story.session
    beside.is_killed()
    assert beside.is_drawn() == shown
    assert beside.story.session.step == session.step
    assert beside.story.session.resident_at == "second"
    assert beside.events.count(UtilityTapped("water")) == 1


class Kiosk:
    """The whole program with two displays, offscreen."""

    def __init__(self, folder: Path) -> None:
        config = two_displays(folder / "config")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "run", "--config", str(config), "--scale", "0.4", "--fresh"],
            cwd=ROOT,
            env=own_folders(folder) | {"SDL_VIDEODRIVER": "offscreen"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def says(self, pattern: str) -> None:
        assert self.process.stderr is not None
        heard = []
        for line in self.process.stderr:
            heard.append(line)
            if re.search(pattern, line):
                return
        raise AssertionError("".join(heard))

    @property
    def companion(self) -> int:
        """Its process id; children are listed with the thread that started them."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        [companion] = [int(each) for task in tasks for each in task.read_text().split()]
        return companion

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stderr is not None:
            self.process.stderr.close()


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(tmp_path)
    yield kiosk
    kiosk.close()


def test_the_kiosk_starts_its_companion_again_and_takes_it_along_when_it_is_killed(kiosk: Kiosk) -> None:
    kiosk.says("second display: there")
    first = kiosk.companion
    os.kill(first, signal.SIGKILL)
    kiosk.says(r"the companion has ended \(status -9\); it is started again")
    kiosk.says("second display: there")
    second = kiosk.companion
    assert second != first
    ended = os.pidfd_open(second)
    kiosk.process.kill()
    assert select.select([ended], [], [], PATIENCE_S)[0], "the companion outlives its kiosk"
    os.close(ended)
