"""A companion that works, dies, hangs, floods or cannot be started; whoever shows pictures never waits."""

import os
import select
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from kiosk.mirror.messages import Drawn, Ready, Report, Snapshot, Touched
from kiosk.mirror.sent import Sent
from kiosk.mirror.watch import SILENT_S, START_S
from kiosk.runtime.clock import FakeClock
from kiosk.wiring.companion import Companion, Heard, Lost
from tests.session.stories import Resident, Story

PATIENCE_S = 20
"""Longer than any of this takes; only a failing test waits that long."""

READY = """echo '{"type":"Ready"}'"""
DRAWS = r"""sed -un 's/^{"type":"Snapshot","no":\([0-9]*\),.*/{"type":"Drawn","no":\1}/p'"""


class Beside:
    """A companion that is a shell script, and what it is heard to say."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, FakeClock()
        self._news = Event()
        self._heard: list[Heard] = []
        self._companion: Companion | None = None

    def runs(self, script: str) -> Companion:
        (self.folder / "lives").touch()
        lives = f"cd {self.folder}; echo life >> lives; first() {{ [ $(wc -l < lives) = 1 ]; }}"
        self._companion = Companion(["sh", "-c", f"{lives}\n{script}"], self.clock, self._news.set)
        self._companion.start()
        return self._companion

    def until(self, reached: Callable[[list[Heard]], bool]) -> list[Heard]:
        assert self._companion is not None
        while True:
            self._news.clear()
            self._heard += self._companion.heard()
            if reached(self._heard):
                return self._heard
            assert self._news.wait(PATIENCE_S), self._heard

    def says(self, *reports: Report | Lost) -> None:
        """All of them, one after the other; there may be others between them."""

        def in_order(heard: list[Heard]) -> bool:
            rest = iter(heard)
            return all(report in rest for report in reports)

        self.until(in_order)

    @property
    def lives(self) -> int:
        return len((self.folder / "lives").read_text().splitlines())

    def stop(self) -> None:
        if self._companion is not None:
            self._companion.stop()


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Beside]:
    beside = Beside(tmp_path)
    yield beside
    beside.stop()


@pytest.fixture
def pictures(story: Story, resident: Resident) -> list[Snapshot]:
    """Of a journey, in their order."""
    sent, snapshots = Sent("first"), []
    for name in ("water", "typed", "digit_1", "digit_2", "digit_3", "back"):
        snapshot = sent.next(story.session)
        assert snapshot is not None
        snapshots.append(snapshot)
        resident.taps(name)
    return snapshots


def test_each_picture_goes_to_it_and_its_reports_come_back(beside: Beside, pictures: list[Snapshot]) -> None:
    companion = beside.runs(f"{READY}; {DRAWS}")
    for picture in pictures:
        companion.show(picture)
        beside.says(Drawn(picture.no))
    assert beside.until(bool) == [Ready(), *(Drawn(picture.no) for picture in pictures)]


def test_one_that_dies_is_started_again_and_shown_the_newest_at_once(
    beside: Beside, pictures: list[Snapshot]
) -> None:
    companion = beside.runs(f"{READY}; first && {{ read line; exit 3; }}; {DRAWS}")
    companion.show(pictures[0])
    beside.says(Ready(), Lost(), Ready(), Drawn(pictures[0].no))
    companion.show(pictures[1])
    beside.says(Lost(), Drawn(pictures[1].no))
    assert beside.lives == 2


def test_one_that_reads_nothing_keeps_nobody_waiting_and_is_ended_with_all_it_started(
    beside: Beside, pictures: list[Snapshot]
) -> None:
    os.mkfifo(beside.folder / "alive")
    alive = os.open(beside.folder / "alive", os.O_RDONLY | os.O_NONBLOCK)
    hangs = "{ sleep 600 & sleep 600; }"
    companion = beside.runs(f"first && exec 3> alive; {READY}; first && {hangs}; {DRAWS}")
    beside.says(Ready())
    for picture in pictures * 200:
        companion.show(picture)
    beside.clock.advance(SILENT_S + 0.1)
    beside.says(Ready(), Lost(), Ready(), Drawn(pictures[-1].no))
    assert Drawn(pictures[0].no) not in beside.until(bool)
    assert select.select([alive], [], [], PATIENCE_S)[0], "what it started still lives"
    os.close(alive)


def test_one_that_reads_late_is_shown_the_newest_and_not_all_that_was(
    beside: Beside, pictures: list[Snapshot]
) -> None:
    os.mkfifo(beside.folder / "go")
    companion = beside.runs(f"{READY}; read go < go; {DRAWS}")
    beside.says(Ready())
    *earlier, newest = pictures
    for picture in [*earlier * 200, newest]:
        companion.show(picture)
    (beside.folder / "go").write_text("go\n")
    beside.says(Drawn(newest.no))
    assert Lost() not in beside.until(bool)
    assert len(beside.until(bool)) < 50  # as many as a pipe holds


def test_one_whose_window_does_not_open_is_tried_again(beside: Beside) -> None:
    os.mkfifo(beside.folder / "up")
    beside.runs(f"first && {{ echo up > up; sleep 600; }}; {READY}; {DRAWS}")
    (beside.folder / "up").read_text()
    beside.clock.advance(START_S + 0.1)
    beside.says(Lost(), Ready())


@pytest.mark.parametrize(
    "flood",
    ["yes nonsense", """yes '{"type":"Touched"}'""", "cat /dev/zero", "yes ["],
)
def test_one_that_floods_is_ended_and_started_again(
    beside: Beside, pictures: list[Snapshot], flood: str
) -> None:
    companion = beside.runs(f"{READY}; first && {flood}; {DRAWS}")
    companion.show(pictures[0])
    beside.says(Ready(), Lost(), Ready(), Drawn(pictures[0].no))
    assert beside.until(bool).count(Touched()) <= 50


def test_a_little_nonsense_ends_nobody(beside: Beside, pictures: list[Snapshot]) -> None:
    companion = beside.runs(f"{READY}; echo nonsense; echo; {DRAWS}")
    companion.show(pictures[0])
    beside.says(Ready(), Drawn(pictures[0].no))
    assert beside.lives == 1


def test_a_program_that_is_not_there_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    news = Event()
    companion = Companion([str(tmp_path / "nobody")], FakeClock(), news.set)
    companion.start()
    for _ in range(3):
        assert news.wait(PATIENCE_S)
        news.clear()
    companion.stop()
    told = [record.message for record in caplog.records]
    assert told[0].startswith("second display: the companion cannot be started: No such file")
    assert len(told) <= 2


def test_it_ends_when_the_kiosk_closes_its_end(beside: Beside, pictures: list[Snapshot]) -> None:
    companion = beside.runs(f"{READY}; {DRAWS}; echo ended >> ended")
    companion.show(pictures[0])
    beside.says(Drawn(pictures[0].no))
    beside.stop()
    assert (beside.folder / "ended").read_text() == "ended\n"


def test_one_that_ends_by_a_fault_of_ours_is_told_to_be_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    faults: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda fault: faults.append(fault.exc_type))
    news = Event()
    companion = Companion(["no\0name"], FakeClock(), news.set)
    companion.start()
    assert news.wait(PATIENCE_S)
    companion.stop()
    assert companion.heard() == [Lost()]
    assert faults == [ValueError]


def test_nothing_of_it_is_left_open_when_it_is_stopped(beside: Beside, pictures: list[Snapshot]) -> None:
    companion = beside.runs(f"{READY}; {DRAWS}")
    beside.says(Ready())
    bell = (companion._bell_in, companion._bell)
    beside.stop()
    for descriptor in bell:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(descriptor)
    companion.show(pictures[0])
