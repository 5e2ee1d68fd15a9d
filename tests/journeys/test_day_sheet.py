"""The day sheet of a whole kiosk at a whole gateway: paid, told after midnight, read by its technician."""

from datetime import date
from pathlib import Path

from kiosk.payment.day import date_at, day_of
from kiosk.payment.day_totals import Tally
from kiosk.runtime.day_teller import MARK
from kiosk.technician.day_shown import DayShown
from kiosk.technician.events import DayRead
from kiosk.wiring.technician_day import read_day
from tests.journeys.books import Books
from tests.journeys.hut import Hut
from tests.journeys.line import GatewayLine
from tests.journeys.neighbours import Neighbours, account, code_on_bill, number_of, owes_one_of_each
from tests.journeys.recharge_cards import Shop
from tests.journeys.resident import Resident

WECHAT = "13456789012{:03d}0000"


def read(hut: Hut, day: date) -> DayShown:
    answer = read_day(hut.machine.day_books, day.isoformat())
    assert isinstance(answer, DayRead)
    return answer.day


def told_days(books: Books) -> list[str]:
    return [day for (day,) in books._rows("SELECT day FROM told_day ORDER BY day")]


def test_what_was_paid_stands_on_both_sides(
    resident: Resident, hut: Hut, line: GatewayLine, books: Books, neighbours: Neighbours
) -> None:
    household = neighbours.one(owes_one_of_each)
    resident.finds(*code_on_bill(account(household, "water")))
    resident.shows_phone(WECHAT.format(number_of(household)))
    outcome = resident.ends("settled")
    hut.until_first_screen()
    hut.until(hut.all_paid_up, "the journal to close the attempt", hurry_s=1.0)
    today = date_at(round(hut.clock.wall_s() * 1000))

    day = read(hut, today)
    assert day.sheet is not None
    assert day.sheet.verdict == "agrees"
    assert day.sheet.lines[0].machine.settled == Tally(1, outcome.amount_fen)
    assert day.sheet.lines[0].gateway.settled == Tally(1, outcome.amount_fen)

    line.cut()
    alone = read(hut, today)
    assert alone.sheet is None
    assert alone.machine.settled == Tally(1, outcome.amount_fen)
    line.mend()


def test_a_recharge_card_is_in_the_sheet_with_all_that_it_was_worth(
    resident: Resident, hut: Hut, neighbours: Neighbours
) -> None:
    today = date_at(round(hut.clock.wall_s() * 1000))
    resident.finds(*code_on_bill(account(neighbours.one(owes_one_of_each), "electricity")))
    resident.taps("pay", "recharge_card")
    resident.types(Shop().card(500))
    resident.taps("next")
    resident.reads("recharge_card")
    resident.taps("agree")
    resident.ends("settled")
    hut.until_first_screen()
    hut.until(hut.all_paid_up, "the journal to close the attempt", hurry_s=1.0)
    sheet = read(hut, today).sheet
    assert sheet is not None
    [line] = [line for line in sheet.lines if line.method == "recharge_card"]
    assert (line.verdict, line.machine.settled, line.gateway.settled.fen) == (
        "agrees",
        Tally(1, 50_000),
        50_000,
    )


def test_a_kiosk_that_was_off_over_midnight_tells_at_its_start(
    resident: Resident, hut: Hut, books: Books, neighbours: Neighbours, tmp_path: Path
) -> None:
    household = neighbours.one(owes_one_of_each)
    resident.finds(*code_on_bill(account(household, "gas")))
    resident.shows_phone(WECHAT.format(number_of(household)))
    resident.ends("settled")
    hut.until_first_screen()
    hut.until(hut.all_paid_up, "the journal to close the attempt", hurry_s=1.0)
    paid_on = date_at(round(hut.clock.wall_s() * 1000))
    hut.clock.leap(day_of(paid_on).to_ms / 1000 - hut.clock.wall_s() + 3700)
    hut.restart()
    hut.machine.day_teller.worker.submit(hut.machine.day_teller.look_after)
    hut.until((tmp_path / MARK).exists, "the day to be told")
    assert paid_on.isoformat() in told_days(books)
    assert date_at(round(hut.clock.wall_s() * 1000)).isoformat() not in told_days(books)
