"""The whole program in one window over two displays."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT
from tests.system.processes import own_folders
from tests.system.second_display import two_displays
from tests.system.test_window import PATIENCE_S


def test_both_halves_of_one_window_are_the_same_session(tmp_path: Path) -> None:
    config = two_displays(tmp_path / "two", spanning=True)
    told = subprocess.run(
        [sys.executable, "-m", "tests.system.at_two_displays", str(config)],
        cwd=ROOT,
        env=own_folders(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    assert told.stdout.splitlines() == [
        "beside home: home with a panel",
        "beside choices: choices",
        "a pad beside choices",
    ], told.stderr
    assert told.returncode == 0
