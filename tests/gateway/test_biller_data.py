"""A new biller is data: found, shown with its parts and words, limited, paused and paid without code."""

from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from kiosk.__main__ import main
from kiosk.gateway.parties import pauses
from kiosk.gateway.parties.biller_rules import BillersFileWrong, billers_with, shipped_biller_book
from kiosk.runtime.clock import FakeClock
from kiosk.wire.bills import BillItem
from kiosk.wire.service import BillersAnswer

from .place import Place
from .town import ELECTRICITY, SETTINGS, WATER, Town

BILLERS = """
[[billers]]
biller_id = "steam-harbour"
utility = "steam"
name = "Harbour Steam"
number = { length = 6, prefix = "8", weights = [1, 3], modulus = 10 }
codes = ['STEAM:(?P<account>8\\d{5})']
hours = [{ from = "08:00", until = "20:00" }]
planned_pauses = [{ from = 2026-11-23T08:00:00, until = 2026-11-24T09:30:00 }]
limits = { least_fen = 1000, most_fen = 30000 }
items = { steam = "Steam", late_fee = "Late fee", other = "Other" }
look_ups = { fresh_s = 0 }
"""
HOUSEHOLDS = """
[[households]]
holder = "Demo Resident"
id_number = "310108194002290097"
street = "S"
lane = 1
building = 1
room = "1"

[[households.accounts]]
biller_id = "steam-harbour"
number = "800004"
bills = [
  { from = "2026-07", to = "2026-07", usage = "1", due_fen = 999 },
  { from = "2026-08", to = "2026-08", usage = "2", due_fen = 20000, items = { steam = 19000, late_fee = 700, meter = 300 }, late_fee_fen = 700 },
  { from = "2026-09", to = "2026-09", usage = "3", due_fen = 15000 },
  { from = "2026-10", to = "2026-10", usage = "4", due_fen = 30001 },
]
"""  # noqa: E501  # as such files are written
NUMBER = "800004"


@pytest.fixture
def harbour(place: Place, clock: FakeClock, tmp_path: Path) -> Town:
    own = tmp_path / "own.toml"
    own.write_text(BILLERS, encoding="utf-8")
    settings = msgspec.structs.replace(
        SETTINGS, billers=billers_with(own), own_households=HOUSEHOLDS.encode()
    )
    return Town(place, clock, settings)


def test_a_biller_of_a_file_alone_is_found_shown_and_paid(harbour: Town) -> None:
    for by, value in (("account", NUMBER), ("code", f"STEAM:{NUMBER}"), ("id_card", "310108194002290097")):
        found = harbour.look_up(by, value)
        assert [bill.biller_name for bill in found.bills] == ["Harbour Steam"] * 4
    states = [(bill.due_fen, bill.state) for bill in found.bills]
    assert states == [
        (999, "under_limit"), (20000, "payable"), (15000, "payable"), (30001, "over_limit")
    ]  # fmt: skip
    august = found.bills[1]
    assert august.items == (
        BillItem("steam", "Steam", 19000),
        BillItem("late_fee", "Late fee", 700),
        BillItem("meter", "Other", 300),
    )
    paid = harbour.pay("134567890123450000", (august,))
    assert (paid.outcome, paid.legs[0].utility) == ("settled", "steam")
    assert harbour.balance_fen("payable:steam-harbour") == -20000
    page = harbour.http.get(paid.verification_url or "", headers={"Accept": "text/html"}).text
    assert "Harbour Steam" in page
    assert len(harbour.look_up("account", NUMBER).bills) == 3
    harbour.close()


def test_the_sum_that_one_payment_brings_a_biller_has_limits(harbour: Town) -> None:
    least, august, september, most = harbour.look_up("account", NUMBER).bills
    for bills, reason in (
        ((least,), "under_limit"),
        ((most,), "over_limit"),
        ((august, september), "over_limit"),
    ):
        answer = harbour.pay("134567890123450000", bills)
        assert (answer.outcome, answer.detail) == ("not_charged", reason)
    [electricity] = harbour.look_up("account", ELECTRICITY).bills
    assert harbour.pay("134567890123450000", (least, august, electricity)).outcome == "settled"
    harbour.close()


def test_hours_and_planned_pauses_of_a_file_hold(harbour: Town) -> None:
    def standing() -> tuple[str, str | None]:
        bill = harbour.look_up("account", NUMBER).bills[1]
        return bill.state, bill.next_opening

    assert standing() == ("payable", None)
    harbour.clock.advance(3 * 3600)
    assert standing() == ("biller_closed", "2026-11-22T08:00:00+08:00")
    harbour.clock.advance(36 * 3600)
    assert standing() == ("biller_paused", "2026-11-24T09:30:00+08:00")
    harbour.clock.advance(28 * 3600)
    assert standing() == ("payable", None)
    harbour.close()


def test_a_biller_is_paused_by_hand_and_resumed_without_a_restart(town: Town) -> None:
    database, now_ms = town.gateway.parts.database, town.gateway.parts.time.now_ms()
    [water] = town.look_up("account", WATER).bills
    database.write(lambda connection: pauses.pause(connection, "water-city", now_ms + 3_600_000))
    [paused] = town.look_up("account", WATER).bills
    assert (paused.state, paused.next_opening) == ("biller_paused", "2026-11-21T18:41:00+08:00")
    answer = town.pay("134567890123450000", (water,))
    assert (answer.outcome, answer.detail) == ("not_charged", "biller_paused")
    told = msgspec.json.decode(town.http.get("/v1/billers").content, type=BillersAnswer).billers
    assert [each.biller_id for each in told if each.state == "paused"] == ["water-city", "gas-north"]
    database.write(lambda connection: pauses.pause(connection, "water-city", None))
    town.clock.advance(86_400)
    [paused] = town.look_up("account", WATER).bills
    assert (paused.state, paused.next_opening) == ("biller_paused", None)
    town.restart()
    assert town.look_up("account", WATER).bills[0].state == "biller_paused"
    town.gateway.parts.database.write(lambda connection: pauses.resume(connection, "water-city"))
    assert town.look_up("account", WATER).bills[0].state == "payable"


def test_the_command_pauses_and_resumes(
    file_town: Town, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        status = main(["pause-biller", "--db", file_town.place.url, *arguments])
        told = capsys.readouterr()
        return status, (told.out + told.err).strip()

    def state() -> tuple[str, str | None]:
        bill = file_town.look_up("account", WATER).bills[0]
        return bill.state, bill.next_opening

    assert run("water-city", "--until", "2126-11-21T19:30") == (
        0, "water-city is paused until 2126-11-21 19:30"
    )  # fmt: skip
    assert state() == ("biller_paused", "2126-11-21T19:30:00+08:00")
    assert run("water-city") == (0, "water-city is paused until it is resumed")
    assert run("water-city", "--until", "2025-11-21T19:30") == (
        1, "2025-11-21 19:30 is over: nothing was changed; to end a pause, give --resume"
    )  # fmt: skip
    assert state() == ("biller_paused", None), "a slip in the date ends no pause"
    assert run("water-city", "--resume") == (0, "water-city takes payments again")
    assert state() == ("payable", None)
    status, told = run("water-town")
    assert (status, told.split(";")[0]) == (1, "no biller water-town")
    assert run("steam-harbour", "--billers", str(tmp_path / "none.toml"))[0] == 1


def test_a_pause_with_an_end_is_over_by_itself(town: Town) -> None:
    until_ms = town.gateway.parts.time.now_ms() + 60_000
    town.gateway.parts.database.write(lambda connection: pauses.pause(connection, "gas-city", until_ms))
    assert town.gateway.parts.book.standing("gas-city", datetime.now()).state == "paused"
    town.clock.advance(60)
    assert town.gateway.parts.book.standing("gas-city", datetime.now()).state == "open"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("biller_id =", "biler_id =", "biler_id"),
        ("least_fen = 1000", "least_fen = 30001", "steam-harbour: limits.least_fen is above"),
        ("(?P<account>8", "(8", "must have the group"),
        ("(?P<account>8", "((?P<account>8", "missing \\), unterminated"),
        ('"08:00"', '"8 a.m."', r"\$.billers\[0\].hours\[0\].from"),
        ("2026-11-24T09:30:00", "2026-11-22T09:30:00", "ends before it begins"),
        ("fresh_s = 0", "fresh_s = -1", r"\$.billers\[0\].look_ups.fresh_s"),
        ("[[billers]]", "[[billers", "own.toml"),
    ],
)
def test_a_slip_in_a_billers_file_is_told_with_file_and_key(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(BILLERS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BillersFileWrong, match=told):
        billers_with(own)


def test_a_file_takes_the_place_of_what_it_names_and_leaves_the_rest(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(BILLERS.replace("steam-harbour", "gas-north"), encoding="utf-8")
    shipped = shipped_biller_book()
    assert billers_with(None) is shipped
    book = billers_with(own)
    assert [each.biller_id for each in book.rules] == [each.biller_id for each in shipped.rules]
    assert (book["gas-north"].name, book["gas-city"]) == ("Harbour Steam", shipped["gas-city"])
    assert book.looks_foreign("https://pay.bill-elsewhere.example/x")
