"""`make prove ARGS=coverage`: every branch of the money rules is taken by their own tests and a few worlds.

Prints what is not, by file and line, and fails then.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from kiosk.places import ROOT

ROOM = "kiosk/payment"
RUNS = (
    ("pytest", "-q", "-n", "0", "tests/payment"),
    ("kiosk", "simulate", "--seeds", "0:40", "--processes", "1"),
)


def coverage() -> bool:
    """Whether every branch is taken."""
    with tempfile.TemporaryDirectory() as folder:
        # "CI": Hypothesis then sets no deadlines, for measured code is slow code.
        environment = os.environ | {"COVERAGE_FILE": str(Path(folder) / "coverage"), "CI": "1"}
        for run in RUNS:
            measured = ("run", "--append", "--branch", f"--source={ROOM}", "-m", *run)
            if _coverage(environment, *measured) != 0:
                print(f"FAILED: {' '.join(run)}")
                return False
        return _coverage(environment, "report", "--show-missing", "--precision=2", "--fail-under=100") == 0


def _coverage(environment: dict[str, str], *arguments: str) -> int:
    command = [sys.executable, "-m", "coverage", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    good = coverage()
    print("every branch is taken" if good else "FAILED")
    sys.exit(0 if good else 1)
