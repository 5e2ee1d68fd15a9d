"""The day sheet on a machine: read on the worker, shown, printed; and what a journal that breaks says."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from drivers.printer.port import PrintDone
from kiosk.backend.errors import GatewayUnreachable
from kiosk.payment.day_totals import Tally
from kiosk.runtime.day_books import DayBooks
from kiosk.runtime.journal import Intent
from kiosk.technician.events import DayRead, Failed
from kiosk.technician.view import Sheet
from kiosk.wire.day_sheet import DaySheetAnswer, DayTold, DayToldAnswer
from kiosk.wiring.technician_day import read_day
from tests.runtime.journals import journal_at
from tests.technician.bench import words
from tests.wiring.technicians_machine import TechniciansMachine, signs_in

pytestmark = pytest.mark.usefixtures("cheap_hashing")


class NoLine:
    def tell_day(self, told: DayTold) -> DayToldAnswer:
        raise GatewayUnreachable("no connection")

    def day_sheet(self, date: str) -> DaySheetAnswer:
        raise GatewayUnreachable("no connection")


def test_a_technician_reads_and_prints_the_day_without_a_line(tmp_path: Path) -> None:
    machine = TechniciansMachine(tmp_path)
    journal = journal_at(tmp_path / "journal.db")
    journal.intend(Intent("a", 8640, "phone_code"), machine.clock.wall_s())
    for kind, body in (("result", "settled"), ("closed", "")):
        journal.write("a", kind, machine.clock.wall_s(), body)
    books = DayBooks(journal, NoLine(), machine.clock)
    machine.mode._machinery.read_day = lambda date_text: read_day(books, date_text)
    signs_in(machine)
    machine.taps("supplies", "day_sheet")
    assert machine.view is not None
    assert isinstance(machine.view.desk, Sheet)
    assert "连不上网关" in words(machine.view.desk.said)
    assert machine.view.desk.grids[0].rows[0].cells[1:3] == ("1", "¥86.40")
    machine.taps("print")
    ((job_id, picture),) = machine.printed
    assert (job_id, picture.width) == ("selftest:day-2026-11-21", 576)
    machine.hears("printer", PrintDone(job_id, confirmed=True))
    assert machine.says() == "已打印"
    journal.close()


def test_a_journal_that_breaks_is_told_on_the_page(tmp_path: Path) -> None:
    machine = TechniciansMachine(tmp_path)
    journal = journal_at(tmp_path / "journal.db")
    books = DayBooks(journal, NoLine(), machine.clock)
    assert isinstance(read_day(books, "2026-11-21"), DayRead)
    assert books.machine(date(2026, 11, 21)).totals.settled == Tally()
    journal.close()
    with pytest.raises(sqlite3.Error):
        books.machine(date(2026, 11, 21))
    machine.mode._machinery.read_day = lambda date_text: read_day(books, date_text)
    assert read_day(books, "2026-11-21") == Failed("day")
    signs_in(machine)
    machine.taps("supplies", "day_sheet")
    assert "读不出来" in machine.says()
