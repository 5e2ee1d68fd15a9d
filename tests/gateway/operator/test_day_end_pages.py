"""The day's end at the operator's page: what was reconciled and what was not, and a kiosk's day."""

import re

import pytest
from sqlalchemy import insert

from kiosk.gateway.sql.schema_reconciliation import reconciliation
from kiosk.gateway.trust.staff import Role
from tests.gateway.against_document import APPROVES
from tests.gateway.operator.staff_room import StaffRoom
from tests.gateway.town import Town


def reconciled(town: Town, day: str, source: str, differences: int) -> None:
    figures = {"run_ms": 0, "matched": 1_200, "matched_fen": 345_600, "at_the_edge": 2}
    row = {"day": day, "source": source, "differences": differences}
    town.gateway.parts.database.write(lambda at: at.execute(insert(reconciliation), figures | row).rowcount)


def rows(page: str) -> list[str]:
    """The words of each row of every table."""
    found = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_every_day_is_listed_those_without_a_run_as_such(room_anywhere: StaffRoom) -> None:
    reconciled(room_anywhere.town, "2026-11-20", "wechat", 0)
    reconciled(room_anywhere.town, "2026-11-18", "wechat", 0)
    reconciled(room_anywhere.town, "2026-11-18", "biller:water-city", 3)
    listed = rows(room_anywhere.signed_in("anna", Role.VIEWER).get("/operator/day-end").text)
    assert len(listed) == 32
    assert listed[1] == "2026-11-20 agrees 1 1200 3,456.00 0"
    assert listed[2].startswith("2026-11-19 not reconciled")
    assert listed[3] == "2026-11-18 differs 2 2400 6,912.00 3"


def test_a_day_shows_each_source(room: StaffRoom) -> None:
    reconciled(room.town, "2026-11-18", "wechat", 0)
    reconciled(room.town, "2026-11-18", "biller:water-city", 3)
    anna = room.signed_in("anna", Role.VIEWER)
    listed = rows(anna.get("/operator/day-end/2026-11-18").text)
    assert listed[1].startswith("biller:water-city differs 1200 3,456.00 2 3")
    assert listed[2].startswith("WeChat Pay agrees")
    assert "was not reconciled" in anna.get("/operator/day-end/2026-11-17").text


def test_a_kiosk_that_has_told_nothing_is_shown_from_the_gateways_side(room: StaffRoom) -> None:
    answer = room.town.pay(APPROVES)
    room.town.after(60, answer.payment_id)
    page = room.signed_in("anna", Role.VIEWER).get("/operator/day-end/2026-11-21?kiosk=kiosk-1").text
    assert "has not told" in page
    assert f"phone code 1 · {answer.amount_fen / 100:,.2f}" in rows(page)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("2026-11-22", 422),
        ("2026-02-30", 400),
        ("0000-01-01", 400),
        ("today", 400),
        ("0001-01-01", 200),
        ("2026-11-20?kiosk=<b>", 400),
        ("2026-11-20?kiosk=no-such-kiosk", 200),
    ],
)
def test_days_that_make_no_sense_are_refused(room: StaffRoom, path: str, status: int) -> None:
    assert room.signed_in("anna", Role.VIEWER).get(f"/operator/day-end/{path}").status_code == status
