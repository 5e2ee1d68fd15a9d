"""A process that counts and exchanges without end and says each thing once it is durable; killed in between.

Run as: python busy_store.py FILE. Says "ready", then a line for each note, exchange and act.
"""

import sys
from pathlib import Path

from kiosk.supplies.store import SupplyStore
from kiosk.technician.supplies import CashAct, CashExchange, CountedLine
from tests.supplies.counting import BEGAN_WALL_S, REMOVED_WALL_S


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def work(path: Path) -> None:
    store = SupplyStore(path, BEGAN_WALL_S)
    say("ready")
    period = len(store.acts(10_000))
    while True:
        for note in range(3):
            store.note_credited(f"{period}-{note}", 500, BEGAN_WALL_S)
            say(f"note {period} {note}")
        store.keep(CashExchange(store.supplies().box, REMOVED_WALL_S, by_itself=False))
        say(f"exchange {period}")
        line = (CountedLine(500, 3, 3),)
        act = CashAct("07", "12", "", str(period + 1), BEGAN_WALL_S, REMOVED_WALL_S, REMOVED_WALL_S, line)
        say(f"act {store.record(act).number}")
        period += 1


if __name__ == "__main__":
    work(Path(sys.argv[1]))
