"""A process that writes a journal and says each entry's number once it is durable; it is killed in between.

Run as: python journal_writer.py JOURNAL. Says "ready", and then a number a line, until it is killed.
"""

import sys
from pathlib import Path

from kiosk.runtime.journal import Intent
from tests.runtime.journals import journal_at


def write(path: Path) -> None:
    journal = journal_at(path)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    number = 0
    while True:
        number += 1
        seq = journal.intend(Intent(f"p{number}", 100 * number, "phone_code"), float(number))
        sys.stdout.write(f"{seq}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    write(Path(sys.argv[1]))
