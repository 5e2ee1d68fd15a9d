"""What `python -m kiosk reconcile`, `day-sheet` and `provider-files` do, and what they tell."""

import errno
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.faults import in_words
from kiosk.gateway.sql.open_database import open_database
from kiosk.gateway.trust.key_file import KeyFileWrong
from kiosk.gateway.trust.own_secret import own_tokens
from kiosk.gateway.trust.sealed_rows import seals_of
from kiosk.reconcile.day import CHINA, day_of
from kiosk.reconcile.day_end import export, reconcile_day
from kiosk.reconcile.kiosk_books import differs, known_kiosk, sheets_of
from kiosk.reconcile.ledger_book import has_books
from kiosk.reconcile.records import Source
from kiosk.reconcile.report import as_json as in_json
from kiosk.reconcile.report import as_text
from kiosk.reconcile.sheet_report import in_json as sheets_in_json
from kiosk.reconcile.sheet_report import in_text as sheets_in_text
from kiosk.reconcile.simulated_day import PROVIDERS, write_simulated_day


def reconcile(
    db_url: str,
    chosen: date,
    given: Sequence[tuple[Source, Path]],
    own_books: Path | None,
    key_file: Path | None,
    *,
    as_json: bool,
) -> int:
    """0 when every book agrees with ours, 1 when one does not, is missing or refused, 2 for files that
    nobody sends; then nothing is compared."""
    day, files = day_of(chosen), dict(given)

    def run(database: Database) -> int:
        wrong = _twice(given) or _from_nobody(database, files)
        if wrong:
            print(wrong, file=sys.stderr)
            return 2
        codes = own_tokens(database, seals_of(database, db_url, key_file))
        _warn_if_unfinished(chosen)
        if own_books is not None:
            export(database, day, own_books)
        result = reconcile_day(database, codes, day, files, round(time.time() * 1000), _progress)
        print(in_json(result) if as_json else as_text(result))
        return 0 if result.agrees else 1

    return _with_database(db_url, run)


def _warn_if_unfinished(chosen: date) -> None:
    if chosen >= datetime.now(CHINA).date():
        print(f"{chosen} has not ended yet: what comes later is missing on either side", file=sys.stderr)


def _twice(given: Sequence[tuple[Source, Path]]) -> str:
    """What is wrong, in words; empty where nothing is."""
    sources = [source for source, _ in given]
    twice = sorted({source for source in sources if sources.count(source) > 1})
    return f"--file {twice[0]} is given twice; a source sends one file a day" if twice else ""


def _from_nobody(database: Database, files: Iterable[Source]) -> str:
    """Somebody who sends a file is a provider we ship, a biller, or in the ledger; else it is a slip."""
    with database.reading() as connection:
        strange = [
            source
            for source in files
            if source not in PROVIDERS
            and not source.startswith("biller:")
            and not has_books(connection, source)
        ]
    known = ", ".join((*PROVIDERS, "biller:ID"))
    return f"--file {strange[0]}: nobody of that name; known are {known}" if strange else ""


def day_sheet(db_url: str, chosen: date, kiosk_id: str | None, *, as_json: bool) -> int:
    """0 unless a kiosk's own books differ from ours, 2 for a kiosk nobody knows."""

    def run(database: Database) -> int:
        if kiosk_id is not None and not known_kiosk(database, kiosk_id):
            print(f"no kiosk {kiosk_id} has ever paid or told anything here; check --kiosk", file=sys.stderr)
            return 2
        sheets = sheets_of(database, day_of(chosen), kiosk_id)
        told = sheets_in_json(sheets) if as_json else sheets_in_text(sheets)
        print(told or f"nobody paid anything on {chosen}, and no kiosk told of it")
        return int(any(differs(each) for each in sheets))

    return _with_database(db_url, run)


def provider_files(db_url: str, chosen: date, folder: Path) -> int:
    """Prints the argument that `reconcile` takes for each."""

    def run(database: Database) -> int:
        for source, path in write_simulated_day(database, day_of(chosen), folder).items():
            print(f"--file {source}={path}")
        return 0

    return _with_database(db_url, run)


def _with_database(db_url: str, run: Callable[[Database], int]) -> int:
    """A database that is not there has no books: it is not made here."""
    try:
        _check_there(db_url)
        database = open_database(db_url, Random())
        try:
            return run(database)
        finally:
            database.close()
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
    except KeyFileWrong as error:
        print(error, file=sys.stderr)
    except (SQLAlchemyError, ImportError, ValueError) as error:  # ValueError: a port that is no number
        print(f"the database cannot be used: {in_words(error)}; check --db", file=sys.stderr)
    return 1


def _check_there(db_url: str) -> None:
    """Raises FileNotFoundError."""
    url = make_url(db_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        raise FileNotFoundError(errno.ENOENT, "no gateway has its database there; check --db", url.database)


def _progress(source: Source) -> None:
    print(f"reconciling {source} ...", file=sys.stderr)
