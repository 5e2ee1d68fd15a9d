"""`make prove ARGS=failover`: a PostgreSQL primary killed under load, its synchronous standby promoted.

Fails when something the gateway acknowledged is lost or doubled; and when the control, the same with an
asynchronous standby, loses nothing: then there was nothing to lose.
"""

import random
import sys
import time

from tests.power.failover import Load, Report
from tests.power.standby import running_pair

FAILOVERS = 5
CONTROL_FAILOVERS = 2


def failovers(number: int, seed: int, *, synchronous: bool) -> Report:
    """Prints as it goes."""
    began_s, chance = time.monotonic(), random.Random(seed)
    with running_pair(synchronous=synchronous) as pair:
        load = Load(pair, seed)
        for done in range(number):
            time.sleep(chance.uniform(2.0, 6.0))
            load.fail_over(again=done < number - 1, held_up_s=chance.uniform(0.2, 1.0))
            told = dict(load.report.acknowledged)
            print(f"  primary {done + 1} killed, standby promoted; answers until now {told}", flush=True)
        time.sleep(3.0)
        report = load.come_to_rest()
    kind = "synchronous" if synchronous else "asynchronous"
    took_s = time.monotonic() - began_s
    print(f"failover (seed {seed}), {kind} standby: {report.failovers} primaries killed in {took_s:.0f} s")
    _tell(report)
    return report


def _tell(report: Report) -> None:
    print(
        f"  answers acknowledged {sum(report.acknowledged.values())}: {dict(report.acknowledged)},"
        f" {report.held_up} of them while nothing reached the standby; requests repeated {report.unanswered}"
    )
    print(
        f"  acknowledged and lost {len(report.lost)}, doubled {report.doubled},"
        f" ledger sum {report.ledger_sum_fen} fen, off the providers' books {report.clearing_off_fen} fen,"
        f" rules broken {len(report.violations)}"
    )
    for wrong in (*report.lost, *report.violations)[:5]:
        print(f"    {wrong}")


def proof(number: int, seed: int) -> bool:
    good = failovers(number, seed, synchronous=True).held
    print("held" if good else "FAILED")
    lost = len(failovers(min(number, CONTROL_FAILOVERS), seed, synchronous=False).lost)
    print(f"control, asynchronous standby: {f'lost {lost}, as it must' if lost else 'LOST NOTHING'}")
    return good and lost > 0


if __name__ == "__main__":
    given = sys.argv[1:]
    chosen = int(given[1]) if len(given) > 1 else random.SystemRandom().randrange(2**32)
    sys.exit(0 if proof(int(given[0]) if given else FAILOVERS, chosen) else 1)
