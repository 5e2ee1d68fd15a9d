"""`python -m kiosk reconcile`: what it is told on the command line, and what it answers."""

import argparse
import sys
import time
from datetime import date
from pathlib import Path
from random import Random

from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.database import Database
from kiosk.gateway.schema import metadata
from kiosk.reconcile.day import day_of
from kiosk.reconcile.day_end import DayResult, export, reconcile_day
from kiosk.reconcile.records import Source
from kiosk.reconcile.report import as_json, as_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("day", type=date.fromisoformat, metavar="DATE", help="such as 2026-11-21")
    parser.add_argument("--db", required=True, help="the gateway's database, such as sqlite:///gateway.db")
    parser.add_argument(
        "--file",
        action="append",
        default=[],
        type=_source_file,
        dest="files",
        metavar="SOURCE=PATH",
        help="a day-end file: wechat=, alipay=, card=, biller:ID=; may be given several times",
    )
    parser.add_argument("--export", type=Path, metavar="FOLDER", help="write our own book of every source")
    parser.add_argument("--json", action="store_true", help="one JSON object with every difference")
    parser.set_defaults(command=reconcile)


def reconcile(arguments: argparse.Namespace) -> int:
    """0 when every book agrees with ours, 1 when one does not, is missing or refused."""
    try:
        result = _reconciled(arguments)
    except (OSError, SQLAlchemyError) as error:
        print(f"reconcile: {_in_words(error)}", file=sys.stderr)
        return 1
    print(as_json(result) if arguments.json else as_text(result))
    return 0 if result.agrees else 1


def _reconciled(arguments: argparse.Namespace) -> DayResult:
    day = day_of(arguments.day)
    database = Database(arguments.db, metadata, randomness=Random())
    try:
        if arguments.export:
            export(database, day, arguments.export)
        return reconcile_day(database, day, dict(arguments.files), round(time.time() * 1000), _progress)
    finally:
        database.close()


def _progress(source: Source) -> None:
    print(f"reconciling {source} ...", file=sys.stderr)


def _in_words(error: OSError | SQLAlchemyError) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}"
    return f"the database cannot be used: {type(error).__name__}; check --db"


def _source_file(argument: str) -> tuple[Source, Path]:
    source, given, path = argument.partition("=")
    if not source or not given or not path:
        raise argparse.ArgumentTypeError(f"{argument!r} is not SOURCE=PATH")
    return source, Path(path)
