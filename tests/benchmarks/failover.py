"""`make prove ARGS=failover`: a PostgreSQL primary killed under load, its synchronous standby promoted.

Fails when something the gateway acknowledged is lost or doubled.
"""

import random
import sys
import time

from tests.power.failover import Load
from tests.power.standby import running_pair

FAILOVERS = 5


def failovers(number: int, seed: int) -> bool:
    """Prints as it goes; whether everything held."""
    began_s, chance = time.monotonic(), random.Random(seed)
    with running_pair() as pair:
        load = Load(pair, seed)
        for done in range(number):
            time.sleep(chance.uniform(2.0, 6.0))
            load.fail_over(again=done < number - 1)
            print(
                f"  primary {done + 1} killed, standby promoted: {dict(load.report.acknowledged)}", flush=True
            )
        time.sleep(3.0)
        report = load.come_to_rest()
    print(
        f"failover (seed {seed}): {report.failovers} primaries killed in {time.monotonic() - began_s:.0f} s"
    )
    print(f"  answers acknowledged {dict(report.acknowledged)}, requests repeated {report.unanswered}")
    print(
        f"  acknowledged and lost {len(report.lost)}, doubled {report.doubled},"
        f" ledger sum {report.ledger_sum_fen} fen, off the providers' books {report.clearing_off_fen} fen,"
        f" rules broken {len(report.violations)}"
    )
    for wrong in (*report.lost, *report.violations):
        print(f"  {wrong}")
    print("held" if report.held else "FAILED")
    return report.held


if __name__ == "__main__":
    given = sys.argv[1:]
    seed = int(given[1]) if len(given) > 1 else random.SystemRandom().randrange(2**32)
    sys.exit(0 if failovers(int(given[0]) if given else FAILOVERS, seed) else 1)
