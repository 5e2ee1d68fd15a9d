"""The arguments of `python -m kiosk simulate`; imports nothing of what they command."""

import argparse

ALL = "all"
FEW, MANY = range(100), range(10_000)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--seeds",
        type=_seeds,
        metavar="A:B",
        help="worlds from A up to B; by default 0:100, and 0:10000 for all planted bugs, for some are rare",
    )
    parser.add_argument("--mutant", metavar="NAME", help="plant a bug, or all in turn")
    parser.add_argument("--json", action="store_true", help="the result as one object on the last line")
    parser.add_argument(
        "--processes",
        type=_processes,
        metavar="N",
        help="how many at once, with the same result; by default one for a few worlds, else one a core",
    )
    parser.add_argument("--timeline", action="store_true", help="tell everything that happens in each world")
    parser.add_argument(
        "--store", choices=("memory", "sql"), default="memory", help="where the gateway keeps payments"
    )


def _seeds(given: str) -> range:
    """Raises ArgumentTypeError unless it is two numbers, the first the smaller, with a colon between."""
    begin, _, end = given.partition(":")
    if not all(each.isascii() and each.isdigit() for each in (begin, end)):
        raise argparse.ArgumentTypeError(f"{given!r} is not like 0:10000")
    if int(begin) >= int(end):
        raise argparse.ArgumentTypeError(
            f"{given!r} has no world: the second number must be larger, for the worlds are those before it"
        )
    return range(int(begin), int(end))


def _processes(given: str) -> int:
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 64):
        raise argparse.ArgumentTypeError(f"{given!r} is no number of processes from 1 to 64")
    return int(given)
