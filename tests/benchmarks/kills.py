"""`make prove ARGS=kills`: gateway and kiosks killed two hundred times under load, over a line that fails.

Residents pay by phone code, bank card and banknotes. Fails when something acknowledged is lost or doubled, an
attempt stays open, a rule of money is broken, or a terminal or an acceptor remembers otherwise; and when a
fault that is planted on purpose is not found.
"""

import random
import sys
import tempfile
from pathlib import Path

from tests.power.examined import Report
from tests.power.kills import Town
from tests.power.planted import BUGS

KILLS = 200
CONTROL_KILLS = 30


def kills(number: int, seed: int, bug: str = "") -> bool:
    """Prints as it goes; whether everything held."""
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder), seed, bug=bug, fast=bool(bug))
        try:
            while (done := sum(town.report.kills.values())) < number:
                town.kill_one()
                if done // 20 < sum(town.report.kills.values()) // 20:
                    print(f"  {sum(town.report.kills.values())} kills", flush=True)
            report = town.come_to_rest()
        finally:
            town.close()
    print(f"kills (seed {seed}): {dict(report.kills)} in {report.seconds:.0f} s; connections {report.faults}")
    _tell(report)
    return report.held


def _tell(report: Report) -> None:
    notes, cards = report.notes, report.cards
    print(f"  payments opened {report.opened}, ends told {dict(report.ended)}")
    print(f"  at the gateway {dict(sorted(report.at_gateway.items()))}, posted {report.posted_fen} fen")
    print(
        f"  acceptors stacked {notes.stacked} notes of {notes.stacked_fen} fen: {notes.of_payments} money of"
        f" payments, {notes.found} found with a case ({notes.unvalued} cases of a note nobody saw credited)"
    )
    print(
        f"  terminals remember {dict(cards.results)}: of the approved {cards.settled} settled,"
        f" {cards.reversed} given back"
    )
    print(
        f"  acknowledged and lost {len(report.lost)}, doubled {len(report.doubled)},"
        f" ledger sum {report.ledger_sum_fen} fen, entries left open {report.open_entries},"
        f" rules broken {len(report.violations)},"
        f" devices that remember otherwise {len(notes.wrong) + len(cards.wrong)}"
    )
    wrong = (*report.lost, *report.doubled, *map(str, report.violations), *notes.wrong, *cards.wrong)
    for words in wrong[:8]:
        print(f"    {words}")


def proof(number: int, seed: int) -> bool:
    good = kills(number, seed)
    print("held" if good else "FAILED")
    for bug in BUGS:
        found = not kills(min(number, CONTROL_KILLS), seed, bug)
        print(f"control {bug}: {'found' if found else 'NOT FOUND'}")
        good &= found
    return good


if __name__ == "__main__":
    given = sys.argv[1:]
    chosen = int(given[1]) if len(given) > 1 else random.SystemRandom().randrange(2**32)
    sys.exit(0 if proof(int(given[0]) if given else KILLS, chosen) else 1)
