"""The day's end of loads that came back: the provider's refund and the biller's, each beside our own book."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.reconcile.day_end import reconcile_day
from kiosk.reconcile.own_file import write_own
from kiosk.reconcile.records import Key, Movement, Source
from kiosk.reconcile.simulated_day import write_simulated_day
from kiosk.runtime.clock import FakeClock
from tests.gateway.loads_desk import REFUSES, buy, drive, load_of
from tests.gateway.place import Place
from tests.gateway.town import Town

from .test_day_end import DAY, NOW_MS

BILLER = "biller:electric-city"
AT_MS = DAY.from_ms + 3_600_000


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(Place.file(tmp_path), FakeClock())
    yield town
    town.close()


def differences(town: Town, files: dict[Source, Path]) -> list[tuple[str, str]]:
    parts = town.gateway.parts
    result = reconcile_day(parts.database, parts.codes, DAY, files, NOW_MS, lambda _source: None)
    return [(found.kind, found.source) for each in result.results for found in each.differences]


@pytest.mark.parametrize(("told", "found"), [(True, []), (False, [("ours_not_biller", BILLER)])])
def test_what_was_taken_back_is_in_both_books(
    town: Town, tmp_path: Path, told: bool, found: list[tuple[str, str]]
) -> None:
    payment_id = buy(town, REFUSES)
    drive(town, 5)
    load = load_of(town, payment_id)
    assert load.state == "returned"
    files = dict(write_simulated_day(town.gateway.parts.database, DAY, tmp_path / "files"))
    book = [Movement(Key("posting", load.load_id), 5000, AT_MS)]
    book += [Movement(Key("refund", load.load_id), 5000, AT_MS)] if told else []
    files[BILLER] = tmp_path / "biller.csv"
    write_own(files[BILLER], book)
    assert differences(town, files) == found
