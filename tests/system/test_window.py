"""The whole program in its window, from the first screen to the end: pressed, broken and told to stop."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

PATIENCE_S = 110
"""Of a machine that is busy with other tests; before that a story gives up by itself and says where."""


def play(story: str, folder: Path) -> subprocess.CompletedProcess[str]:
    xdg = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("STATE", "CACHE")}
    return subprocess.run(
        [sys.executable, "-m", "tests.system.at_the_window", story],
        cwd=ROOT,
        env=os.environ | xdg,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    return play("pays", tmp_path_factory.mktemp("pays"))


def test_bench_and_screens_take_a_resident_from_card_to_receipt(
    paid: subprocess.CompletedProcess[str],
) -> None:
    assert paid.stdout.splitlines()[1:-1] == ["bills", "methods", "done", "receipt 576", "goodbye"], (
        paid.stderr
    )
    assert paid.returncode == 0


def test_the_program_says_when_its_first_screen_is_there(paid: subprocess.CompletedProcess[str]) -> None:
    assert re.fullmatch(r"first screen after \d+\.\d\d s", paid.stdout.splitlines()[0])


def test_a_failed_drawing_is_told_by_its_kind_alone_and_stops_nothing(
    paid: subprocess.CompletedProcess[str],
) -> None:
    assert "the screen failed with ValueError at at_the_window.py:" in paid.stderr
    assert "somebody's name" not in paid.stderr


def test_told_to_end_it_gives_the_card_back_first(tmp_path: Path) -> None:
    ended = play("leaves_card_inside", tmp_path)
    assert ended.stdout.splitlines()[1:] == ["card inside", "card EJECTED"], ended.stderr
    assert ended.returncode == 0


def test_the_command_opens_the_window_and_ends_when_told(tmp_path: Path) -> None:
    xdg = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("STATE", "CACHE")}
    command = [sys.executable, "-m", "kiosk", "run", "--scale", "0.4", "--fresh"]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | xdg | {"SDL_VIDEODRIVER": "offscreen"}, stdout=subprocess.PIPE
    ) as window:
        assert window.stdout is not None
        assert window.stdout.readline().startswith(b"first screen after ")
        window.terminate()
        assert window.wait(PATIENCE_S) == 0


def test_a_technician_takes_the_display_tests_a_part_and_gives_it_back(tmp_path: Path) -> None:
    visited = play("visits", tmp_path)
    words = ["resident sees out_of_service", "testing", "home", "card EMPTY"]
    assert visited.stdout.splitlines()[1:] == words, visited.stderr
    assert visited.returncode == 0


def test_each_screen_is_heard_until_a_finger_touches_and_nothing_after_the_end(tmp_path: Path) -> None:
    """AUD-4."""
    heard = play("hears", tmp_path)
    said = ["cut by the touch", "the next begun", "card EMPTY", "0 still speaking"]
    assert heard.stdout.splitlines()[1:] == said, heard.stderr
    assert heard.returncode == 0
