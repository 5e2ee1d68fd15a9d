"""`make prove ARGS=canary`: what is a household's own is in no file, after any crash or a demonstration.

Kiosk and gateway are killed at each point; then every file that is left is searched as it lies on the disk,
databases and their write-ahead logs byte by byte, for every secret in every spelling.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.places import ROOT
from tests.system.canaries import SECRETS, everything_below, found_in, keys_below
from tests.system.processes import own_folders
from tests.system.test_privacy_after_crashes import REACHED, WITH_NOTES, Reached, searched


def canary() -> bool:
    """Prints as it goes; whether nothing was found."""
    print(f"looking for {', '.join(SECRETS)} and every key")
    nothing = _control()
    for reached in (*REACHED, *WITH_NOTES):
        nothing &= _tell(f"killed with {reached.__name__.replace('_', ' ')}", partial(_crashed, reached))
    return nothing & _tell("a whole demonstration", _demonstrated)


def _tell(name: str, search: Callable[[Path], tuple[Mapping[Path, bytes], list[str]]]) -> bool:
    with TemporaryDirectory() as folder:
        files, found = search(Path(folder))
    size_kb = sum(map(len, files.values())) // 1000
    print(f"  {name:32} {len(files):4} files, {size_kb:7} kB: {len(found)} found", flush=True)
    for words in found:
        print(f"    {words}")
    return not found


def _crashed(reached: Reached, folder: Path) -> tuple[Mapping[Path, bytes], list[str]]:
    return searched(folder, reached)


def _demonstrated(folder: Path) -> tuple[Mapping[Path, bytes], list[str]]:
    command = [sys.executable, "-m", "kiosk", "demo", "--journey", "all", "--out", str(folder / "out")]
    done = subprocess.run(command, cwd=ROOT, env=own_folders(folder), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    files = everything_below(folder)
    files |= {Path("standard output"): done.stdout, Path("standard error"): done.stderr}
    return files, found_in(files, keys_below(folder))


def _control() -> bool:
    """Each secret is found where it is put: at the edge of a page, in the spelling of another program."""
    missed = [
        what
        for what, secret in SECRETS.items()
        if len(found_in({Path("page"): bytes(4090) + secret.encode("gb18030") + bytes(4090)})) == 0
    ]
    print(f"  control: {len(SECRETS) - len(missed)} of {len(SECRETS)} found where they were put")
    return not missed


if __name__ == "__main__":
    good = canary()
    print("nothing was found" if good else "FAILED")
    sys.exit(0 if good else 1)
