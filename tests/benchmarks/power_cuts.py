"""`make prove ARGS=power-cuts`: thousands of power cuts under the real journal and the real gateway.

Fails when one acknowledged commit is lost or torn, and when the controls do not lose theirs.
"""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import apsw

from tests.power import subjects
from tests.power.cuts import NORMAL, Subject, Tally, cut_often

CUTS = 5000
CONTROL_CUTS = 500
_AT_ONCE = 2
_A_SHARE = 250

SUBJECTS: dict[str, Callable[[], Subject]] = {
    "journal": subjects.journal,
    "gateway": subjects.gateway,
    "supplies": subjects.supplies,
    "cards left behind": subjects.cards,
}


def power_cuts(cuts: int) -> bool:
    """Prints as it goes; whether everything held and every control failed."""
    print("power cuts: what was not synced is dropped, torn at sectors or reordered")
    print(f"  the code and its SQL are the product's, the SQLite is apsw's: {apsw.sqlite_lib_version()}")
    good = True
    for name in SUBJECTS:
        good &= _tell(name, _counted(name, cuts, control=False)).held
    for name in ("journal", "gateway"):
        tally = _counted(name, min(cuts, CONTROL_CUTS), control=True)
        good &= _tell(f"control: {name} at synchronous=NORMAL", tally).lost > 0
    lines = subjects.appended_lines(cuts, seed=0)
    good &= _tell("control: JSON lines appended without a sync", lines).lost > 0
    print("held: nothing acknowledged was lost, and the controls lost theirs" if good else "FAILED")
    return good


def _counted(name: str, cuts: int, *, control: bool) -> Tally:
    shares = [min(_A_SHARE, cuts - done) for done in range(0, cuts, _A_SHARE)]
    with ProcessPoolExecutor(_AT_ONCE) as pool:
        jobs = [pool.submit(_share, name, share, seed, control) for seed, share in enumerate(shares)]
        return sum((job.result() for job in jobs), Tally())


def _share(name: str, cuts: int, seed: int, control: bool) -> Tally:
    return cut_often(SUBJECTS[name](), cuts, seed, NORMAL if control else None)


_began_s = time.monotonic()


def _tell(name: str, tally: Tally) -> Tally:
    print(f"  {name}\n    {tally}   [{time.monotonic() - _began_s:.0f} s]", flush=True)
    return tally


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(0 if power_cuts(int(given[0]) if given else CUTS) else 1)
