"""What a process said to be durable before it was killed."""

import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]


def acknowledged(worker: Path, path: Path, after: int) -> list[str]:
    """Everything said by `worker`, at work on `path` and killed after so many lines, or a little later."""
    process = subprocess.Popen(
        [sys.executable, str(worker), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=HOUSE,
        env={"PYTHONPATH": "."},
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        lines = [process.stdout.readline().strip() for _ in range(after)]
        process.kill()
        rest = process.stdout.read().split("\n")
        return lines + [line for line in rest[:-1] if line]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
