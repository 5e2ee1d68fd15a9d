"""The day's end at the operator's page: what was reconciled and what was not, and a kiosk's day."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from kiosk.gateway.cases import cases
from kiosk.gateway.office.day_sheet_cases import KIOSK_DIFFERS
from kiosk.gateway.sql.schema_reconciliation import reconciliation
from kiosk.gateway.trust.staff import Role
from kiosk.payment.day import day_of
from kiosk.reconcile.day_end import export, reconcile_day
from kiosk.reconcile.simulated_day import write_simulated_day
from tests.gateway.against_document import APPROVES
from tests.gateway.cash_desk import bills_of
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


def run_with(room: StaffRoom, folder: Path, *given: str) -> None:
    """The reconciliation of the 21st with the files of these alone, the day after."""
    town = room.town
    database, day = town.gateway.parts.database, day_of(date(2026, 11, 21))
    export(database, day, folder)
    every = write_simulated_day(database, day, folder / "files")
    every |= {f"biller:{file.stem.partition('biller_')[2]}": file for file in folder.glob("*biller_*.csv")}
    files = {source: file for source, file in every.items() if source in given}
    reconcile_day(database, town.gateway.parts.codes, day, files, day.to_ms, lambda _source: None)


def test_a_day_of_which_one_book_alone_was_compared_does_not_agree(room: StaffRoom, tmp_path: Path) -> None:
    town = room.town
    bills = town.household_bills()
    billers = {bill.biller_name for bill in bills}
    assert len(billers) > 1
    town.after(60, town.pay(APPROVES, bills).payment_id)
    town.clock.advance(86_400)
    run_with(room, tmp_path, "wechat")
    anna = room.signed_in("anna", Role.VIEWER)
    [_head, listed, *_] = rows(anna.get("/operator/day-end").text)
    undone = f"{len(billers)} not compared"
    assert listed.startswith(f"2026-11-21 {undone} 1 / {len(billers) + 1} 1 ")
    assert "not compared" in anna.get("/operator").text
    sources = rows(anna.get("/operator/day-end/2026-11-21").text)[1:]
    assert sum("not compared: no file ours: 1," in source for source in sources) == len(billers)
    assert sum(source.startswith("WeChat Pay agrees") for source in sources) == 1


def test_a_file_that_comes_later_completes_the_day_without_the_others(
    room_anywhere: StaffRoom, tmp_path: Path
) -> None:
    room = room_anywhere
    room.town.after(60, room.town.pay(APPROVES, bills_of(room.town, "water")).payment_id)
    room.town.clock.advance(86_400)
    run_with(room, tmp_path, "wechat")
    run_with(room, tmp_path, "biller:water-city")
    anna = room.signed_in("anna", Role.VIEWER)
    assert rows(anna.get("/operator/day-end").text)[1].startswith("2026-11-21 agrees 2 2 ")
    assert "not compared" not in anna.get("/operator").text


def test_a_day_on_which_a_kiosk_differs_is_said_to_and_leads_to_its_case(room: StaffRoom) -> None:
    reconciled(room.town, "2026-11-20", "wechat", 0)
    now_ms = room.now_ms
    room.town.gateway.parts.database.write(
        lambda at: cases.open_case(at, KIOSK_DIFFERS, "kiosk-1/2026-11-20/cash", 500, now_ms)
    )
    anna = room.signed_in("anna", Role.VIEWER)
    assert rows(anna.get("/operator/day-end").text)[1].startswith("2026-11-20 kiosks differ: 1 1 1200 ")
    page = anna.get("/operator/day-end/2026-11-20").text
    [number] = re.findall(r'href="/operator/cases/([0-9]+)"', page)
    assert "kiosk-1/2026-11-20/cash" in anna.get(f"/operator/cases/{number}").text
    assert "kiosks differ" not in anna.get("/operator/day-end/2026-11-19").text


def test_every_day_is_reached_from_the_list(room: StaffRoom) -> None:
    anna, path, seen = room.signed_in("anna", Role.VIEWER), "/operator/day-end", list[str]()
    for _ in range(3):
        page = anna.get(path).text
        seen += re.findall(r'<td class="when"><a href="/operator/day-end/([0-9-]+)"', page)
        path = re.findall(r'rel="next" href="([^"]+)"', page)[0]
    wanted = [(date(2026, 11, 20) - timedelta(days=back)).isoformat() for back in range(93)]
    assert seen == wanted
    page = anna.get("/operator/day-end/2026-11-20").text
    assert 'rel="prev" href="/operator/day-end/2026-11-19"' in page
    assert 'rel="next" href="/operator/day-end/2026-11-21"' in page
    assert "0001-01-01" in anna.get("/operator/day-end?until=0001-01-02").text


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
