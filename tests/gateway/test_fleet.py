"""The operators' list of kiosks: filtered, ordered and turned; with ten thousand kiosks too."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert

from kiosk.gateway.counter import fleet
from kiosk.gateway.counter.fleet import FleetPage, FleetWish
from kiosk.gateway.counter.heartbeats import keep
from kiosk.gateway.sql.open_database import open_database
from kiosk.gateway.sql.schema_counter_fleet import kiosk_state
from kiosk.wire.heartbeats import CashBoxTold, MachineTold

from .heartbeats import LITTLE_PAPER, NO_PAPER, WELL, beat
from .place import Place

NOW_MS = 1_795_254_060_000
MINUTE_MS = 60_000


class Fleet:
    def __init__(self, place: Place) -> None:
        self.database = open_database(place.url, Random(1), place.isolation)

    def hears(self, kiosk_id: str, machine: MachineTold = WELL, ago_ms: int = 0) -> None:
        self.database.write(lambda at: keep(at, kiosk_id, beat(1, machine), NOW_MS - ago_ms))

    def page(self, wish: FleetWish | None = None, **more: Any) -> FleetPage:
        with self.database.reading() as connection:
            return fleet.page(connection, NOW_MS, wish, **more)

    def names(self, wish: FleetWish | None = None, **more: Any) -> Sequence[str]:
        return [row.kiosk_id for row in self.page(wish, **more).rows]


@pytest.fixture
def town(place: Place) -> Any:
    town = Fleet(place)
    closed = msgspec.structs.replace(WELL, standing="closed", closed_reason="storage_full")
    rich = msgspec.structs.replace(WELL, cash_box=CashBoxTold(900, 1_800_000))
    town.hears("LFL-380-01")
    town.hears("LFL-380-02", NO_PAPER)
    town.hears("PTL-100-01", LITTLE_PAPER)
    town.hears("PTL-100-02", closed, ago_ms=2 * MINUTE_MS)
    town.hears("XJW_7", rich, ago_ms=10 * MINUTE_MS)
    yield town
    town.database.close()


def test_the_gravest_come_first_and_silence_is_the_gravest(town: Fleet) -> None:
    assert town.names() == ["XJW_7", "LFL-380-02", "PTL-100-02", "PTL-100-01", "LFL-380-01"]
    assert town.page().rows[0].is_silent


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (FleetWish(level="error"), ["LFL-380-02", "PTL-100-02"]),
        (FleetWish(level="warning"), ["PTL-100-01"]),
        (FleetWish(standing="closed"), ["PTL-100-02"]),
        (FleetWish(is_silent=True), ["XJW_7"]),
        (FleetWish(is_silent=False, level="ok"), ["LFL-380-01"]),
        (FleetWish(name_part="lfl", order="kiosk"), ["LFL-380-01", "LFL-380-02"]),
        (FleetWish(name_part="_"), ["XJW_7"]),
        (FleetWish(name_part="%"), []),
        (FleetWish(reason="printer.paper_out"), ["LFL-380-02"]),
        (FleetWish(reason="printer.paper"), []),
        (FleetWish(reason="kiosk.storage_full"), ["PTL-100-02"]),
        (FleetWish(level="error", name_part="PTL"), ["PTL-100-02"]),
    ],
)
def test_a_wish_narrows_the_list(town: Fleet, wish: FleetWish, expected: list[str]) -> None:
    found = town.page(wish)
    assert [row.kiosk_id for row in found.rows] == expected
    assert found.of == len(expected)


def test_it_is_ordered_by_name_by_silence_or_by_what_is_in_the_box(town: Fleet) -> None:
    assert town.names(FleetWish(order="kiosk"))[0] == "LFL-380-01"
    assert town.names(FleetWish(order="silence"))[:2] == ["XJW_7", "PTL-100-02"]
    assert town.names(FleetWish(order="cash"))[0] == "XJW_7"


def test_it_is_turned_page_by_page(town: Fleet) -> None:
    wish = FleetWish(order="kiosk")
    pages = [town.names(wish, first=first, most=2) for first in (0, 2, 4, 6)]
    assert pages == [["LFL-380-01", "LFL-380-02"], ["PTL-100-01", "PTL-100-02"], ["XJW_7"], []]
    assert town.page(wish, first=4, most=2).of == 5


def test_a_silent_kiosk_is_counted_as_silent_alone(town: Fleet) -> None:
    with town.database.reading() as connection:
        counts = fleet.counts(connection, NOW_MS)
    assert counts == fleet.FleetCounts(kiosks=5, ok=1, warning=1, error=2, silent=1)


def test_a_fleet_of_nobody_is_empty(tmp_path: Path) -> None:
    nobody = Fleet(Place.file(tmp_path))
    assert nobody.page() == FleetPage((), 0)
    with nobody.database.reading() as connection:
        assert fleet.counts(connection, NOW_MS).kiosks == 0
        assert fleet.history(connection, "LFL-380-01").rows == ()
    nobody.database.close()


def test_a_page_of_ten_thousand_has_no_more_rows_than_were_asked_for(place: Place) -> None:
    many = Fleet(place)
    many.hears("k0")
    with many.database.reading() as connection:
        row = dict(connection.execute(kiosk_state.select()).mappings().one())
    rows = [row | {"kiosk_id": f"k{number}", "cash_notes": number} for number in range(1, 10_000)]
    many.database.write(lambda at: at.execute(insert(kiosk_state), rows))
    assert many.page().of == 10_000
    assert len(many.page(most=1_000).rows) == fleet.MOST_ROWS
    assert many.names(FleetWish(order="cash"), first=9_998, most=5) == ["k2", "k1"], (
        "there are seven notes in the box of k0"
    )
    many.database.close()
