"""What `python -m kiosk reconcile`, `day-sheet` and `provider-files` do, and what they tell."""

import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from random import Random

from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.database import Database
from kiosk.gateway.open_database import open_database
from kiosk.reconcile.day import day_of
from kiosk.reconcile.day_end import export, reconcile_day
from kiosk.reconcile.kiosk_books import sheets_of
from kiosk.reconcile.records import Source
from kiosk.reconcile.report import as_json as in_json
from kiosk.reconcile.report import as_text
from kiosk.reconcile.sheet_report import in_json as sheets_in_json
from kiosk.reconcile.sheet_report import in_text as sheets_in_text
from kiosk.reconcile.simulated_day import write_simulated_day


def reconcile(
    db_url: str, chosen: date, files: Mapping[Source, Path], own_books: Path | None, *, as_json: bool
) -> int:
    """0 when every book agrees with ours, 1 when one does not, is missing or refused."""
    day = day_of(chosen)

    def run(database: Database) -> int:
        if own_books is not None:
            export(database, day, own_books)
        result = reconcile_day(database, day, files, round(time.time() * 1000), _progress)
        print(in_json(result) if as_json else as_text(result))
        return 0 if result.agrees else 1

    return _with_database(db_url, run)


def day_sheet(db_url: str, chosen: date, kiosk_id: str | None, *, as_json: bool) -> int:
    """0 unless a kiosk's own books differ from ours."""

    def run(database: Database) -> int:
        sheets = sheets_of(database, day_of(chosen), kiosk_id)
        told = sheets_in_json(sheets) if as_json else sheets_in_text(sheets)
        print(told or f"nobody paid anything on {chosen}, and no kiosk told of it")
        return int(any(each.machine and each.machine.verdict == "differs" for each in sheets))

    return _with_database(db_url, run)


def provider_files(db_url: str, chosen: date, folder: Path) -> int:
    """Prints the argument that `reconcile` takes for each."""

    def run(database: Database) -> int:
        for source, path in write_simulated_day(database, day_of(chosen), folder).items():
            print(f"--file {source}={path}")
        return 0

    return _with_database(db_url, run)


def _with_database(db_url: str, run: Callable[[Database], int]) -> int:
    try:
        database = open_database(db_url, Random())
        try:
            return run(database)
        finally:
            database.close()
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
    except SQLAlchemyError as error:
        print(f"the database cannot be used ({type(error).__name__}); check --db", file=sys.stderr)
    return 1


def _progress(source: Source) -> None:
    print(f"reconciling {source} ...", file=sys.stderr)
