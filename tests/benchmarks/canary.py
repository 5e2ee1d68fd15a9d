"""`make prove ARGS=canary`: what is a household's own is in no file, after any crash or a demonstration, and
no key but in its own.

Kiosk and gateway are killed at each point; then every file that is left is searched as it lies on the disk,
databases and their write-ahead logs byte by byte, for every secret in every spelling.
"""

import secrets
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.gateway.trust.key_file import make_key_file
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
    """Each secret and each key is found where it is put: at the edge of a page, in the spelling of another
    program; and a key is let pass in its own file."""
    with TemporaryDirectory() as folder:
        own = Path(folder)
        (own / "machine.key").write_bytes(secrets.token_bytes(32))
        make_key_file(own / "gateway.keys")
        keys, files = keys_below(own), everything_below(own)
    spelled = {secret: [secret.encode("gb18030")] for secret in SECRETS.values()}
    spelled |= {key.what: list(key.spellings()) for key in keys}
    missed = sum(
        len(found_in({Path("page"): bytes(4090) + spelling + bytes(4090)}, keys)) == 0
        for spellings in spelled.values()
        for spelling in spellings
    )
    put = sum(map(len, spelled.values()))
    print(f"  control: {put - missed} of {put} found where they were put")
    at_home = found_in(files, keys)
    print(f"  control: {len(keys)} keys, {len(at_home)} found in their own files")
    return not missed and not at_home


if __name__ == "__main__":
    good = canary()
    print("nothing was found" if good else "FAILED")
    sys.exit(0 if good else 1)
