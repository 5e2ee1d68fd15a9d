"""`make prove ARGS=kills`: gateway and kiosks killed two hundred times under load, over a line that fails.

Fails when something acknowledged is lost or doubled, an attempt stays open, or a rule of money is broken.
"""

import random
import sys
import tempfile
from pathlib import Path

from tests.power.kills import Town

KILLS = 200


def kills(number: int, seed: int) -> bool:
    """Prints as it goes; whether everything held."""
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder), seed)
        try:
            while (done := sum(town.report.kills.values())) < number:
                town.kill_one()
                if done // 20 < sum(town.report.kills.values()) // 20:
                    print(f"  {sum(town.report.kills.values())} kills", flush=True)
            report = town.come_to_rest()
        finally:
            town.close()
    print(f"kills (seed {seed}): {dict(report.kills)} in {report.seconds:.0f} s; connections {report.faults}")
    print(f"  payments opened {report.opened}, ends told {dict(report.ended)}")
    print(f"  at the gateway {dict(report.at_gateway)}, posted {report.posted_fen} fen")
    print(
        f"  acknowledged and lost {len(report.lost)}, doubled {len(report.doubled)},"
        f" ledger sum {report.ledger_sum_fen} fen, attempts left open {report.open_entries},"
        f" rules broken {len(report.violations)}"
    )
    for wrong in (*report.lost, *report.doubled, *map(str, report.violations)):
        print(f"  {wrong}")
    print("held" if report.held else "FAILED")
    return report.held


if __name__ == "__main__":
    given = sys.argv[1:]
    seed = int(given[1]) if len(given) > 1 else random.SystemRandom().randrange(2**32)
    sys.exit(0 if kills(int(given[0]) if given else KILLS, seed) else 1)
