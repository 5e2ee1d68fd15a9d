"""Journeys by a helper's hand come to the same end: all but the payment is pressed for the resident."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLAYS = [
    ("portrait", "typed", "100"),
    ("landscape", "combined", "150"),
    ("portrait", "recharge_card", "200"),
]
"""Each orientation and size, with journeys that have much to press."""


@pytest.mark.parametrize(("orientation", "journey", "size"), PLAYS)
def test_a_journey_by_a_helpers_hand_comes_to_its_receipt(
    tmp_path: Path, orientation: str, journey: str, size: str
) -> None:
    command = [sys.executable, "-m", "kiosk", "demo", "--hand", "helper", "--journey", journey]
    command += ["--orientation", orientation, "--size", size, "--out", str(tmp_path / "out")]
    homes = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(command, env=os.environ | homes, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [played] = json.loads((tmp_path / "out" / "summary.json").read_text())["journeys"]
    assert played["state"] == "settled"
    assert played["screens"] > 0
