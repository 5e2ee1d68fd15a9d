"""The kiosks' own books at the day's end: a difference is a case, silence is told, midnight is neither."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from kiosk.__main__ import main
from kiosk.gateway.cases import cases
from kiosk.gateway.cases.cases import MoneyCase
from kiosk.gateway.office.cash_office import EXPLAINED
from kiosk.gateway.office.day_sheet_cases import AGREES_NOW, DIFFERS_AGAIN, KIOSK_DIFFERS
from kiosk.gateway.sql.schema_day_sheet import told_day
from kiosk.payment.day_totals import NO_TOTALS, DayTotals, MethodTotals, Tally
from kiosk.reconcile.day import day_of
from kiosk.reconcile.day_end import DayResult, reconcile_day
from kiosk.reconcile.report import as_json, as_text
from kiosk.reconcile.simulated_day import write_simulated_day
from kiosk.runtime.clock import FakeClock
from tests.gateway.place import Place
from tests.gateway.town import Town

DAY = day_of(date(2026, 11, 21))
NOW_MS = DAY.to_ms + 10 * 3600 * 1000
CODE, OTHER_CODE = "134567890123450000", "281234567890120000"


class Books:
    """A town in which kiosk-1 paid once; `paid` is what that came to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.town = Town(Place.file(folder), FakeClock())
        self.bills = self.town.household_bills()
        answer = self.town.pay(CODE, self.bills[:1])
        self.paid = Tally(1, answer.amount_fen)

    def tell(self, settled: Tally, kiosk_id: str = "kiosk-1", **more: Any) -> None:
        """An hour after midnight, as kiosks do by themselves."""
        early_ms = DAY.to_ms + 3_600_000 - self.town.gateway.parts.time.now_ms()
        self.town.clock.advance(max(early_ms, 0) / 1000)
        self.tell_now(settled, kiosk_id, **more)

    def tell_now(
        self, settled: Tally, kiosk_id: str = "kiosk-1", opened: Tally | None = None, whole: bool = True
    ) -> None:
        codes = MethodTotals("phone_code", settled, open=opened or Tally())
        totals = DayTotals((codes, *NO_TOTALS.methods[1:]))
        body = {"date": "2026-11-21", "totals": msgspec.to_builtins(totals), "whole": whole}
        assert self.town.post(f"/v1/kiosks/{kiosk_id}/day-totals", body).status_code == 200

    def told(self) -> str:
        with self.town.gateway.parts.database.reading() as connection:
            return str(connection.execute(select(told_day.c.told)).scalar_one())

    def put_word(self, told: str) -> None:
        """As a gateway of before did, that did not look at cases."""
        self.town.gateway.parts.database.write(
            lambda at: at.execute(update(told_day).values(told=told)).rowcount
        )

    def reconcile(self) -> DayResult:
        parts = self.town.gateway.parts
        files = write_simulated_day(parts.database, DAY, self.folder / "files")
        return reconcile_day(parts.database, parts.codes, DAY, files, NOW_MS, lambda _source: None)

    def cases(self) -> list[tuple[str, int]]:
        return [(case.ref, case.fen) for case in self.open_cases()]

    def open_cases(self) -> Sequence[MoneyCase]:
        with self.town.gateway.parts.database.reading() as connection:
            return cases.open_cases(connection, KIOSK_DIFFERS)

    def acts(self, case: MoneyCase) -> list[tuple[str, str]]:
        with self.town.gateway.parts.database.reading() as connection:
            return [(event.act, event.by) for event in cases.history(connection, case.number)]

    def close(self, name: str) -> None:
        [case] = self.open_cases()
        database = self.town.gateway.parts.database
        database.write(lambda at: cases.close_case(at, case.number, EXPLAINED, name, NOW_MS))


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    books = Books(tmp_path)
    yield books
    books.town.close()


def test_a_kiosk_that_told_nothing_is_listed_and_no_case(books: Books) -> None:
    result = books.reconcile()
    assert [(each.kiosk_id, each.machine) for each in result.kiosks] == [("kiosk-1", None)]
    assert "kiosk-1 on 2026-11-21: the kiosk has not told its totals" in as_text(result)
    assert books.cases() == []


def test_a_kiosk_that_agrees_is_said_to(books: Books) -> None:
    books.tell(books.paid)
    result = books.reconcile()
    assert "both sides agree" in as_text(result)
    assert json.loads(as_json(result))["kiosks"][0]["machine"]["verdict"] == "agrees"
    assert books.cases() == []


def test_a_difference_is_one_case_however_often_it_is_found(books: Books) -> None:
    books.tell(Tally(2, books.paid.fen + 500))
    result = books.reconcile()
    assert not result.agrees
    assert result.cases_opened >= 1
    assert "DIFFERS" in as_text(result)
    assert books.cases() == [("kiosk-1/2026-11-21/phone_code", 500)]
    assert books.reconcile().cases_opened == 0


def test_a_case_closes_by_itself_once_both_totals_agree_and_opens_again_if_they_part(books: Books) -> None:
    books.tell(Tally(2, books.paid.fen + 500))
    books.reconcile()
    books.tell(books.paid)
    assert books.cases() == [], "the kiosk's later word is enough; nobody waits for the next day's end"
    books.tell(Tally(3, books.paid.fen + 700))
    assert books.reconcile().cases_opened == 1
    [case] = books.open_cases()
    assert (case.state, case.fen) == ("open", 700)
    assert books.acts(case) == [(act, cases.GATEWAY) for act in ("opened", AGREES_NOW, DIFFERS_AGAIN)]


def test_a_case_closes_at_the_next_reconciliation_too(books: Books) -> None:
    books.tell(books.paid)
    right = books.told()
    books.tell(Tally(2, 9))
    books.reconcile()
    books.put_word(right)
    assert len(books.cases()) == 1
    books.reconcile()
    assert books.cases() == []


def test_half_a_journal_closes_nothing(books: Books) -> None:
    books.tell(Tally(2, 9), whole=False)
    books.reconcile()
    books.tell(books.paid, whole=False)
    books.reconcile()
    assert len(books.cases()) == 1


def test_what_a_person_closed_stays_closed(books: Books) -> None:
    books.tell(Tally(2, 9))
    books.reconcile()
    books.close("wang")
    books.tell(books.paid)
    books.tell(Tally(2, 9))
    assert (books.reconcile().cases_opened, books.cases()) == (0, [])


def test_a_day_on_which_a_kiosk_differs_does_not_agree(books: Books) -> None:
    books.tell(books.paid)
    kiosks = books.reconcile().kiosks
    assert DayResult("2026-11-21", (), (), 0, kiosks).agrees
    books.tell(Tally(9, 9))
    kiosks = books.reconcile().kiosks
    assert not DayResult("2026-11-21", (), (), 0, kiosks).agrees


def test_what_was_told_before_the_days_end_is_no_difference_yet(books: Books) -> None:
    books.tell_now(Tally())
    result = books.reconcile()
    assert "told its totals before the day was over" in as_text(result)
    assert DayResult("2026-11-21", (), (), 0, result.kiosks).agrees
    assert books.cases() == []
    books.tell(Tally())
    assert books.reconcile().cases_opened > 0


def test_a_difference_that_open_payments_explain_waits(books: Books) -> None:
    books.tell(Tally(), opened=books.paid)
    assert "not decided yet" in as_text(books.reconcile())
    assert books.cases() == []


def test_each_kiosk_has_its_own_sheet(books: Books) -> None:
    town = books.town
    paid = town.submit(town.request(books.bills[1:2], OTHER_CODE, kiosk_id="kiosk-2"))
    assert paid.outcome == "settled"
    books.tell(books.paid)
    books.tell(Tally(0, 0), "kiosk-2")
    books.tell(Tally(0, 0), "kiosk-3")
    verdicts = {each.kiosk_id: each.machine and each.machine.verdict for each in books.reconcile().kiosks}
    assert verdicts == {"kiosk-1": "agrees", "kiosk-2": "differs", "kiosk-3": "agrees"}
    assert books.cases() == [("kiosk-2/2026-11-21/phone_code", paid.amount_fen)]


def test_the_command_prints_the_sheets(books: Books, capsys: pytest.CaptureFixture[str]) -> None:
    books.tell(books.paid)
    url = books.town.place.url
    books.town.close()
    assert main(["day-sheet", "2026-11-21", "--db", url]) == 0
    assert "kiosk-1 on 2026-11-21: both sides agree" in capsys.readouterr().out
    assert main(["day-sheet", "2026-11-21", "--db", url, "--kiosk", "kiosk-1", "--json"]) == 0
    (sheet,) = json.loads(capsys.readouterr().out)["sheets"]
    assert sheet["gateway"]["methods"][0]["settled"] == {"count": 1, "fen": books.paid.fen}
    assert main(["day-sheet", "2026-11-20", "--db", url]) == 0
    assert "nobody paid anything" in capsys.readouterr().out
    books.town.open()
    books.tell(Tally(5, 5))
    books.town.close()
    assert main(["day-sheet", "2026-11-21", "--db", url]) == 1
    assert "DIFFERS" in capsys.readouterr().out
    books.town.open()


def test_a_kiosk_nobody_knows_has_no_sheet_of_zeros(books: Books, capsys: pytest.CaptureFixture[str]) -> None:
    url = books.town.place.url
    books.town.close()
    assert main(["day-sheet", "2026-11-21", "--db", url, "--kiosk", "NOSUCH"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "no kiosk NOSUCH" in told.err
