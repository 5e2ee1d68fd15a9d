"""Journeys are walked to their receipt at every size, in every theme and language, leaf by leaf."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLAYS = [
    ("portrait", "scan", "150", "white", "en"),
    ("portrait", "combined", "200", "black", "zh"),
    ("landscape", "id", "150", "black", "zh"),
    ("landscape", "typed", "200", "white", "en"),
]
"""Each size, theme, language and way of lying more than once, each with another journey."""


@pytest.mark.parametrize(("orientation", "journey", "size", "theme", "language"), PLAYS)
def test_a_journey_comes_to_its_receipt(
    tmp_path: Path, orientation: str, journey: str, size: str, theme: str, language: str
) -> None:
    command = [sys.executable, "-m", "kiosk", "demo", "--journey", journey, "--out", str(tmp_path / "out")]
    command += ["--orientation", orientation, "--size", size, "--theme", theme, "--language", language]
    homes = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(command, env=os.environ | homes, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [played] = json.loads((tmp_path / "out" / "summary.json").read_text())["journeys"]
    assert played["state"] == "settled"
    assert played["leaves"] > 0
    assert played["taps"] <= 5
