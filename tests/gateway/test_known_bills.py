"""Bills once shown: on record for every process, and in memory for the one that has just shown them."""

from collections.abc import Iterator
from random import Random

import pytest

from kiosk.gateway.payments import known_bills
from kiosk.gateway.payments.known_bills import KnownBills
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.open_database import open_database
from kiosk.gateway.sql.record_store import KnownBill

from .place import Place

WATER = KnownBill("water", "demo_water", "W1", "water", "****01", "account")
GAS = KnownBill("gas", "demo_gas", "G1", "gas", "****02", "account")


@pytest.fixture
def database(place: Place) -> Iterator[Database]:
    database = open_database(place.url, Random(1), place.isolation)
    yield database
    database.close()


class Readings:
    """How often the database was read."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        glancing = database.glancing

        def counted() -> object:
            self.count += 1
            return glancing()

        monkeypatch.setattr(database, "glancing", counted)


def test_what_was_just_shown_need_not_be_read(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    readings, bills = Readings(database, monkeypatch), KnownBills(database)
    bills.remember([WATER, GAS], 5)
    assert bills.of(["gas", "water"]) == {"gas": GAS, "water": WATER}
    assert readings.count == 0


def test_what_another_process_showed_is_read_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    KnownBills(database).remember([WATER], 5)
    readings, bills = Readings(database, monkeypatch), KnownBills(database)
    assert [bills.of(["water"]) for _ in range(2)] == [{"water": WATER}] * 2
    assert readings.count == 1


def test_a_bill_never_shown_is_not_known_until_it_is(database: Database) -> None:
    bills = KnownBills(database)
    assert bills.of(["water", "gas"]) == {}
    bills.remember([GAS], 5)
    assert bills.of(["water", "gas"]) == {"gas": GAS}


def test_memory_is_bounded_and_loses_nothing_on_record(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_bills, "MOST_KEPT", 1)
    readings, bills = Readings(database, monkeypatch), KnownBills(database)
    bills.remember([WATER, GAS], 5)
    assert bills.of(["gas", "water"]) == {"gas": GAS, "water": WATER}
    assert readings.count == 1
