"""Legs that only their biller's day-end file can end: each outcome once, and nothing on less than proof."""

import json
from pathlib import Path

import pytest

from kiosk.gateway.cases import cases
from kiosk.gateway.office.auditor import Auditor
from kiosk.reconcile.day import day_of
from kiosk.reconcile.records import Key, Movement
from kiosk.reconcile.report import as_json, as_text
from tests.gateway.cash_desk import Slot, bills_of, open_cases
from tests.gateway.test_posting import refunded_fen
from tests.gateway.town import Town

from . import held_desk as desk
from .held_desk import DAY, FEN, NEXT, SOURCE

STRANGER = Movement(Key("posting", "S" * 20), 100, DAY.from_ms + 7_200_000)
OF_ANOTHER_DAY = STRANGER._replace(at_ms=DAY.from_ms - 7_200_000)


def test_a_posting_in_the_file_is_posted_with_its_receipt(town: Town, tmp_path: Path) -> None:
    payment_id = desk.hold(town, arrives=True).payment_id
    file = desk.write(tmp_path, desk.line(desk.held_leg(town)))
    desk.until_morning(town, DAY)
    result = desk.run(town, file)
    assert (desk.became(result), desk.differences(result)) == (["posted"], [])
    ended = town.payment(payment_id)
    assert (ended.outcome, ended.receipt_no is not None) == ("settled", True)
    assert (refunded_fen(town), town.balance_fen("payable:gas-city")) == ([], -FEN)
    desk.sound(town)


def test_a_posting_not_in_the_file_is_given_back_once_by_the_gateway_that_runs(
    town: Town, tmp_path: Path
) -> None:
    payment_id = desk.hold(town, arrives=False).payment_id
    desk.until_morning(town, DAY)
    result = desk.run(town, desk.write(tmp_path))
    assert (desk.became(result), desk.differences(result)) == (["not_posted"], [])
    assert (town.payment(payment_id).detail, refunded_fen(town)) == ("refunding", [])
    ended = town.after(60, payment_id)
    assert (ended.outcome, ended.detail) == ("part_settled", "refunded")
    assert ended.receipt_no is not None
    assert refunded_fen(town) == [FEN]
    desk.sound(town)


@pytest.mark.parametrize("arrives", [True, False])
def test_a_file_that_comes_twice_changes_nothing_the_second_time(
    town: Town, tmp_path: Path, arrives: bool
) -> None:
    payment_id = desk.hold(town, arrives=arrives).payment_id
    lines = [desk.line(desk.held_leg(town))] if arrives else []
    file = desk.write(tmp_path, *lines)
    desk.until_morning(town, DAY)
    first = desk.run(town, file)
    town.after(60, payment_id)
    stored = list(desk.tables(town))
    second = desk.run(town, file)
    town.after(60, payment_id)
    assert (len(first.held), len(second.held)) == (1, 0)
    assert list(desk.tables(town)) == stored
    assert (desk.differences(second), second.cases_opened) == ([], 0)
    assert refunded_fen(town) == ([] if arrives else [FEN])


def test_the_day_on_which_it_was_proven_misses_nothing_of_it(town: Town, tmp_path: Path) -> None:
    desk.hold(town, arrives=True)
    file = desk.write(tmp_path, desk.line(desk.held_leg(town)))
    desk.until_morning(town, NEXT)  # a day late: it is booked on the day after the next
    desk.run(town, file)
    after_next = day_of(NEXT.date.replace(day=23))
    desk.until_morning(town, after_next)
    assert desk.differences(desk.run(town, desk.write(tmp_path), NEXT)) == []
    assert desk.differences(desk.run(town, desk.write(tmp_path), after_next)) == []


def test_another_sum_is_a_case_and_no_end(town: Town, tmp_path: Path) -> None:
    desk.hold(town, arrives=True)
    file = desk.write(tmp_path, desk.line(desk.held_leg(town), FEN + 1))
    desk.until_morning(town, DAY)
    result = desk.run(town, file)
    assert (desk.became(result), desk.why(result)) == (["waits"], "the file has another sum")
    assert [(case.kind, case.fen) for case in open_cases(town)] == [("amount_differs", 1)]
    assert desk.held_leg(town).amount_fen == FEN


def test_a_damaged_file_moves_nothing(town: Town, tmp_path: Path) -> None:
    desk.hold(town, arrives=True)
    file = desk.write(tmp_path, desk.line(desk.held_leg(town)), STRANGER)
    file.write_bytes(file.read_bytes().replace(b"#rows,2", b"#rows,1"))
    desk.until_morning(town, DAY)
    before = list(desk.tables(town))
    for _ in range(2):
        result = desk.run(town, file)
        assert (desk.became(result), SOURCE in {each.source for each in result.undone}) == ([], True)
        (tmp_path / f"{file.name}.sha256").unlink(missing_ok=True)  # then its totals alone tell
    assert list(desk.tables(town)) == before


def test_a_biller_that_only_holds_is_asked_for_its_file(town: Town) -> None:
    desk.hold(town, arrives=False, bills=bills_of(town, "gas"))
    desk.until_morning(town, DAY)
    assert SOURCE in {each.source for each in desk.run(town, None).undone}


def test_the_file_of_a_day_that_is_not_over_ends_nothing(town: Town, tmp_path: Path) -> None:
    desk.hold(town, arrives=True)
    for lines in ((), (desk.line(desk.held_leg(town)),)):
        result = desk.run(town, desk.write(tmp_path, *lines))
        assert (desk.became(result), desk.why(result)) == (["waits"], "the day is not over")
    assert desk.held_leg(town).amount_fen == FEN


@pytest.mark.parametrize("lines", [(OF_ANOTHER_DAY,), (STRANGER, OF_ANOTHER_DAY)])
def test_another_days_file_given_by_a_slip_gives_nothing_back(
    town: Town, tmp_path: Path, lines: tuple[Movement, ...]
) -> None:
    desk.hold(town, arrives=True)
    desk.until_morning(town, DAY)
    result = desk.run(town, desk.write(tmp_path, *lines))
    assert desk.became(result) == []
    assert any(each.source == SOURCE and "this is of " in each.why for each in result.undone)
    assert desk.held_leg(town).amount_fen == FEN


def test_an_empty_file_proves_nothing_while_it_misses_what_we_know(town: Town, tmp_path: Path) -> None:
    neighbour = town.look_up("account", "90380502007", utility="gas").bills
    assert town.pay("281234567890120000", neighbour).outcome == "settled"
    desk.hold(town, arrives=True)
    desk.until_morning(town, DAY)
    result = desk.run(town, desk.write(tmp_path))
    assert (desk.became(result), desk.differences(result)) == (["waits"], ["ours_not_biller"])
    assert "ask the biller for the day's own" in desk.why(result)


def test_cash_that_was_never_posted_becomes_a_voucher(town: Town, tmp_path: Path) -> None:
    desk.cut_off(town, arrives=False)
    slot = Slot(town, bills_of(town, "gas"))
    slot.put_in(5_000, 500)
    slot.close()
    assert town.after(400, slot.payment_id).detail == "held"
    desk.until_morning(town, DAY)
    assert desk.became(desk.run(town, desk.write(tmp_path))) == ["not_posted"]
    ended = town.after(1, slot.payment_id)
    assert (ended.outcome, refunded_fen(town)) == ("part_settled", [])
    with town.gateway.parts.database.reading() as connection:
        owed = {case.number: case.fen for case in cases.open_cases(connection, "voucher")}
    assert sum(owed.values()) == 5_500
    assert {leg.voucher_no for leg in ended.legs} == set(owed)


def test_the_report_tells_what_became_of_each(town: Town, tmp_path: Path) -> None:
    desk.hold(town, arrives=True)
    reference = desk.held_leg(town).posting_ref
    file = desk.write(tmp_path, desk.line(desk.held_leg(town)))
    desk.until_morning(town, DAY)
    result = desk.run(town, file)
    assert "Held until the biller's file: 1 posted, 0 not posted, 0 still waiting" in as_text(result)
    assert reference in as_text(result)
    told = json.loads(as_json(result))
    assert told["held_legs"] == {"posted": 1, "not_posted": 0, "waits": 0}
    assert told["held"][0]["posting_ref"] == reference


def test_a_file_that_does_not_come_for_two_days_is_an_alarm_told_once(town: Town) -> None:
    desk.hold(town, arrives=False)
    parts = town.gateway.parts
    auditor = Auditor(parts.database, parts.time)
    town.clock.advance(46 * 3600)
    assert auditor.audit() == ()
    town.clock.advance(3 * 3600)
    [alarm] = auditor.audit()
    assert (alarm.rule, "gas-city" in alarm.told, "2026-11-21" in alarm.told) == ("I4", True, True)
    auditor.audit()
    assert auditor.alarms == 1
