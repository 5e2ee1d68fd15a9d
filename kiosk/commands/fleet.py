"""The command that plays a fleet of kiosks against one gateway."""

import argparse
import sys
from functools import partial
from pathlib import Path

from kiosk.commands.arguments import Commands, database_argument, db_url, key_file_argument

_MOST_KIOSKS = 2_000
_MOST_MINUTES = 24 * 60


def add_fleet(commands: Commands) -> None:
    fleet = commands.add_parser(
        "fleet",
        parents=[database_argument(), key_file_argument()],
        help="people at many kiosks against one gateway, with faults; how quick it is, and its books",
    )
    fleet.add_argument("--kiosks", type=_kiosks, default=20, metavar="N")
    fleet.add_argument("--minutes", type=_minutes, default=1.0, metavar="M", help="how long people come")
    told = "a demonstration gateway that runs, on the database of --db; by default one is started"
    fleet.add_argument("--gateway", metavar="URL", default=None, help=told)
    told = "of the demonstration of --gateway: the file of households it was started with"
    fleet.add_argument("--households", type=Path, metavar="FILE", help=told)
    fleet.add_argument("--fault-rate", type=_rate, default=0.02, help="part of the calls that go wrong")
    fleet.add_argument("--seed", type=int, default=1, help="who comes when, and which calls go wrong")
    fleet.add_argument("--json", action="store_true", help="the result as one JSON object")
    fleet.set_defaults(command=_fleet)


def _fleet(arguments: argparse.Namespace) -> int:
    from kiosk.fleet.command import fleet

    url = db_url(arguments) if arguments.gateway else arguments.db or ""
    return fleet(arguments, url, say=print, tell=partial(print, file=sys.stderr, flush=True))


def _kiosks(given: str) -> int:
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= _MOST_KIOSKS):
        raise argparse.ArgumentTypeError(f"{given!r} is no number of kiosks from 1 to {_MOST_KIOSKS}")
    return int(given)


def _minutes(given: str) -> float:
    minutes = _number(given)
    if not 0.05 <= minutes <= _MOST_MINUTES:
        raise argparse.ArgumentTypeError(f"{given!r} is no number of minutes from 0.05 to {_MOST_MINUTES}")
    return minutes


def _rate(given: str) -> float:
    rate = _number(given)
    if not 0 <= rate <= 1:
        raise argparse.ArgumentTypeError(f"{given!r} is no part from 0 to 1, such as 0.02")
    return rate


def _number(given: str) -> float:
    """Below every limit for what is no number."""
    try:
        return float(given)
    except ValueError:
        return -1.0
