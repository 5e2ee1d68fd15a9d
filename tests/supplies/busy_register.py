"""A process that enters cards and hands every other one back, and says each once it is durable.

Run as: python busy_register.py FILE. Says "ready", then "card N" and "gone N" without end; killed in between.
"""

import sys
from pathlib import Path

from kiosk.supplies.card_register import CardRegister
from tests.supplies.cards import FOUND_WALL_S, card, gone


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def work(path: Path) -> None:
    register = CardRegister(path)
    say("ready")
    while True:
        entered = register.enter(card(wall_s=FOUND_WALL_S))
        say(f"card {entered.number}")
        if entered.number % 2:
            say(f"gone {register.end(gone(entered.number)).card}")


if __name__ == "__main__":
    work(Path(sys.argv[1]))
