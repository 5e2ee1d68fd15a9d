"""A whole day's end: payments through the gateway, files of its providers, cases for whatever differs."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.gateway.cases import cases
from kiosk.reconcile.day import day_of
from kiosk.reconcile.day_end import DayResult, export, reconcile_day
from kiosk.reconcile.records import Key, Movement, Source
from kiosk.reconcile.simulated_day import write_simulated_day
from kiosk.reconcile.simulated_files import write_file
from kiosk.runtime.clock import FakeClock
from tests.gateway.place import Place
from tests.gateway.town import Town

DAY = day_of(date(2026, 11, 21))
NOW_MS = DAY.to_ms + 10 * 3600 * 1000
APPROVES, LATE, DECLINES = "134567890123450000", "134567890123450005", "281234567890120002"
ALIPAY_APPROVES = "281234567890120000"
STRANGER = Movement(Key("charge", "f" * 32), 4321, DAY.from_ms + 7_200_000)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Three bills paid over WeChat, Alipay and after its deadline (given back); one declined."""
    town = Town(Place.file(tmp_path), FakeClock())
    bills = town.household_bills()
    assert town.pay(DECLINES, bills[:1]).outcome == "not_charged"
    assert town.pay(APPROVES, bills[:1]).outcome == "settled"
    assert town.pay(ALIPAY_APPROVES, bills[1:2]).outcome == "settled"
    late = town.pay(LATE, bills[2:3])
    assert town.after(1200, late.payment_id).outcome == "not_charged"
    yield town
    town.close()


@pytest.fixture
def files(town: Town, tmp_path: Path) -> dict[Source, Path]:
    """What the providers send, and what the billers of the paid bills have, as they should be."""
    database = town.gateway.parts.database
    export(database, DAY, tmp_path / "own")
    billers = {
        f"biller:{path.stem.partition('biller_')[2]}": path
        for path in (tmp_path / "own").glob("*biller_*.csv")
    }
    return write_simulated_day(database, DAY, tmp_path / "files") | billers


def run(town: Town, files: dict[Source, Path]) -> DayResult:
    return reconcile_day(
        town.gateway.parts.database, town.gateway.parts.codes, DAY, files, NOW_MS, lambda _source: None
    )


def differences(result: DayResult) -> list[tuple[str, str]]:
    return [(found.kind, found.source) for each in result.results for found in each.differences]


def cases_open(town: Town) -> list[tuple[str, str, int]]:
    with town.gateway.parts.database.reading() as connection:
        return [(case.kind, case.ref, case.fen) for case in cases.open_cases(connection)]


def test_a_day_on_which_all_went_well_agrees_with_every_book(town: Town, files: dict[Source, Path]) -> None:
    result = run(town, files)
    assert result.agrees, result
    assert {each.source: each.matched for each in result.results} == {
        **dict.fromkeys(files, 1),
        "alipay": 1,
        "card": 0,
        "ecny": 0,
        "recharge_card": 0,
        "unionpay": 0,
        "wechat": 3,
    }
    assert cases_open(town) == []


def test_what_differs_becomes_one_case_each_however_often_the_day_is_run(
    town: Town, files: dict[Source, Path]
) -> None:
    files["wechat"] = write_file(files["wechat"].parent, "wechat", [STRANGER])
    first, second = run(town, files), run(town, files)
    assert differences(first) == [("provider_only", "wechat"), *[("ours_only", "wechat")] * 3]
    assert (first.cases_opened, second.cases_opened) == (4, 0)
    assert ("provider_only", f"wechat/charge/{STRANGER.key.number}", 4321) in cases_open(town)
    assert len(cases_open(town)) == 4


def test_a_file_that_is_missing_or_refused_keeps_the_others_from_nothing(
    town: Town, files: dict[Source, Path]
) -> None:
    files["wechat"].write_bytes(files["wechat"].read_bytes()[:-60])
    del files["alipay"]
    result = run(town, files)
    assert [(undone.source, undone.movements) for undone in result.undone] == [("alipay", 1), ("wechat", 3)]
    assert "add --file alipay=PATH" in result.undone[0].why
    assert not result.agrees
    assert {each.source for each in result.results} == set(files) - {"wechat"}
    assert cases_open(town) == []


def test_a_book_we_have_nothing_of_is_compared_too(town: Town, files: dict[Source, Path]) -> None:
    files["newpay"] = write_file(files["wechat"].parent, "newpay", [STRANGER])
    assert differences(run(town, files)) == [("provider_only", "newpay")]


def test_a_file_that_is_not_there_leaves_its_source_undone_and_the_others_compared(
    town: Town, files: dict[Source, Path], tmp_path: Path
) -> None:
    files["wechat"] = tmp_path / "nowhere.csv"
    result = run(town, files)
    assert [(undone.source, undone.why) for undone in result.undone] == [
        ("wechat", f"{tmp_path / 'nowhere.csv'}: No such file or directory")
    ]
    assert {each.source for each in result.results} == set(files) - {"wechat"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["bank=a.csv"], "nobody of that name; known are alipay, card"),
        (["card=a.csv", "card=b.csv"], "--file card is given twice"),
    ],
)
def test_a_slip_in_the_name_of_a_source_opens_no_case(
    town: Town, given: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    town.close()
    files = [f"--file={each}" for each in given]
    assert main(["reconcile", "2026-11-21", "--db", town.place.url, *files]) == 2
    assert told in capsys.readouterr().err
    town.open()
    assert cases_open(town) == []


@pytest.mark.parametrize("command", ["reconcile", "day-sheet"])
def test_a_database_that_is_not_there_is_not_made(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "2026-11-21", "--db", f"sqlite:///{tmp_path}/typo.db"]) == 1
    assert "no gateway has its database there" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_tells_and_its_status_says_whether_all_agrees(
    town: Town, files: dict[Source, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    town.close()
    told = [f"--file={source}={path}" for source, path in files.items()]
    arguments = ["reconcile", "2026-11-21", "--db", town.place.url]
    assert main([*arguments, *told, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["agrees"] is True
    assert main([*arguments, *told[1:]]) == 1
    out = capsys.readouterr().out
    assert "not compared: no file was given" in out
    assert (
        main(["provider-files", "2026-11-21", "--db", town.place.url, "--out", str(tmp_path / "again")]) == 0
    )
    assert f"--file wechat={tmp_path / 'again' / 'wechat.csv'}" in capsys.readouterr().out
    assert main([*arguments, "--file=wechat=/nowhere/day.csv"]) == 1
    assert "/nowhere/day.csv" in capsys.readouterr().out
    town.open()
