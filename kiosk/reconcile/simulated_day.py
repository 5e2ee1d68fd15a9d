"""The day-end files of a demonstration: what its simulated providers have in their books, in their form."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from kiosk.gateway.demonstration.day_book import provider_book
from kiosk.gateway.sql.database import Database
from kiosk.reconcile.day import Day
from kiosk.reconcile.records import Key, Movement, Source
from kiosk.reconcile.simulated_files import write_file

PROVIDERS: tuple[Source, ...] = ("alipay", "card", "ecny", "recharge_card", "unionpay", "wechat")


def write_simulated_day(database: Database, day: Day, folder: Path) -> dict[Source, Path]:
    """One file for each simulated provider, also where nothing happened. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with database.reading() as connection:
        return {
            source: write_file(folder, source, list(_movements(connection, source, day)))
            for source in PROVIDERS
        }


def _movements(connection: Connection, provider: Source, day: Day) -> Iterator[Movement]:
    for line in provider_book(connection, provider, day.from_ms, day.to_ms):
        yield Movement(Key(line.kind, line.number), line.fen, line.at_ms)
