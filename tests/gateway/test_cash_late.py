"""Notes that are late, lost, repeated, contradicted or nobody's: each on record once, with a case."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from prometheus_client import generate_latest

from kiosk.gateway.cases import cash_notes
from kiosk.gateway.cases.cash_cases import LEFT_OPEN
from kiosk.gateway.cases.cash_notes import FOUND
from kiosk.gateway.http.metrics import measures
from kiosk.gateway.payment_store import StoredPayment
from kiosk.gateway.payments.driver import Driver
from kiosk.payment.saga_events import CashClosed, Event
from kiosk.wire.cash import StackedNote

from .cash_desk import BOX, Slot, at_rest, bills_of, found, open_cases
from .town import Town, answered, new_id, refused

WATER_FEN, ELECTRICITY_FEN, GAS_FEN = 7_245, 11_230, 5_400
"""The household's bills in their order; the gas company takes nothing on account."""
SUM_FEN = WATER_FEN + ELECTRICITY_FEN + GAS_FEN


def test_notes_that_come_when_all_is_over_are_unclaimed_with_a_case_each(town: Town) -> None:
    slot = Slot(town)
    slot.put_in(10_000, 500, reported=False)
    town.after(1_200, slot.payment_id)
    told = slot.close()
    assert (told.outcome, told.detail, told.inserted_fen) == ("not_charged", "cash_unclaimed", 10_500)
    assert slot.close() == told
    assert sorted(case.fen for case in open_cases(town, FOUND)) == [500, 10_000]
    assert town.balance_fen("unclaimed") == -10_500
    at_rest(town, 10_500)


def test_notes_without_a_closing_word_wait_for_it_with_an_alarm_and_a_case(
    file_town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    slot = Slot(file_town)
    slot.put_in(10_000)
    told = file_town.after(7_200, slot.payment_id)
    alarms = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(alarms) == 1
    assert slot.payment_id in alarms[0]
    measured = generate_latest(measures(file_town.gateway)).decode()
    assert 'kiosk_gateway_open_cases_fen{kind="cash_left_open"} 10000.0' in measured
    assert (told.outcome, told.inserted_fen) == ("cash_expected", 10_000)
    assert [(case.ref, case.fen) for case in open_cases(file_town, LEFT_OPEN)] == [(slot.payment_id, 10_000)]
    slot.put_in(10_000, 10_000)
    assert slot.close().outcome == "settled"
    assert open_cases(file_town, LEFT_OPEN) == []
    at_rest(file_town, 30_000)


def test_a_note_after_the_closing_is_found_and_changes_nothing(town: Town) -> None:
    slot = Slot(town)
    slot.put_in(10_000, 10_000, 10_000)
    settled = slot.close()
    late = {"note_id": "late", "value_fen": 500}
    assert answered(slot.report(late)) == settled
    assert answered(slot.report(late)) == settled
    [case] = open_cases(town, FOUND)
    assert (case.ref, case.fen) == ("kiosk-1/late", 500)
    assert town.balance_fen("unclaimed") == -500
    at_rest(town, 30_500)


def test_a_found_note_has_one_case_however_often_it_is_told(town: Town) -> None:
    first = found(town, "n-9", 2_000).json()
    assert found(town, "n-9", 2_000).json() == first
    [case] = open_cases(town, FOUND)
    assert (case.number, case.fen) == (first["case_no"], 2_000)
    assert refused(found(town, "n-9", 1_000)) == (409, "note_differs")
    at_rest(town, 2_000)


def test_a_found_note_of_unknown_value_has_a_case_and_no_money(file_town: Town) -> None:
    assert found(file_town, "n-9", 0, payment_id=new_id()).status_code == 200
    assert [case.fen for case in open_cases(file_town, FOUND)] == [0]
    at_rest(file_town, 0)


def test_a_found_note_that_is_a_payments_money_stays_that(file_town: Town) -> None:
    slot = Slot(file_town)
    slot.put_in(10_000)
    told = found(file_town, slot.notes[0]["note_id"], 10_000).json()
    assert told["case_no"] is None
    slot.close()
    at_rest(file_town, 10_000)


def test_contradictions_are_refused_without_effect(file_town: Town) -> None:
    slot, other = Slot(file_town, bills_of(file_town, "water")), Slot(file_town, bills_of(file_town, "gas"))
    slot.put_in(1_000)
    other_value = slot.notes[0] | {"value_fen": 2_000}
    assert refused(slot.report(other_value)) == (409, "note_differs")
    assert refused(other.report(slot.notes[0])) == (409, "note_differs")
    assert refused(slot.closing(notes=[], inserted_fen=0)) == (409, "notes_missing")
    assert refused(slot.closing(inserted_fen=999)) == (422, "amount_mismatch")
    assert refused(slot.closing(notes=slot.notes * 2, inserted_fen=2_000)) == (400, "malformed")
    assert refused(slot.closing(notes=[other_value], inserted_fen=2_000)) == (409, "note_differs")
    found(file_town, "elsewhere", 500)
    assert refused(slot.report({"note_id": "elsewhere", "value_fen": 500})) == (409, "note_differs")
    assert slot.close().inserted_fen == 1_000
    at_rest(file_town, 1_500)


def test_a_closing_cut_off_before_the_payment_heard_of_it_is_carried_on_by_its_repetition(town: Town) -> None:
    slot = Slot(town)
    slot.put_in(10_000, 10_000, 10_000, reported=False)
    notes = [msgspec.convert(note, StackedNote) for note in slot.notes]
    parts = town.gateway.parts
    stored = parts.store.load(slot.payment_id)
    assert stored is not None
    parts.database.write(lambda connection: cash_notes.close(connection, stored.payment, notes, 0))
    town.restart()
    assert town.payment(slot.payment_id).outcome == "cash_expected"
    assert slot.close().outcome == "settled"
    at_rest(town, 30_000)


def on_record(town: Town, slot: Slot, *notes: dict[str, Any]) -> StoredPayment:
    """What a process leaves that dies after it has written notes down and before it told the payment."""
    parts = town.gateway.parts
    stored = parts.store.load(slot.payment_id)
    assert stored is not None
    stacked = [msgspec.convert(note, StackedNote) for note in notes]
    parts.database.write(lambda connection: cash_notes.record(connection, stored.payment, stacked, 0))
    return stored


def test_a_note_on_record_that_no_payment_was_told_of_is_unclaimed_when_it_ends(town: Town) -> None:
    slot = Slot(town)
    slot.put_in(10_000, reported=False)
    on_record(town, slot, *slot.notes)
    ended = town.after(1_200, slot.payment_id)
    assert (ended.outcome, ended.detail, ended.inserted_fen) == ("not_charged", "cash_unclaimed", 10_000)
    assert slot.close() == ended
    assert [case.fen for case in open_cases(town, FOUND)] == [10_000]
    at_rest(town, 10_000)


def test_a_note_written_down_between_the_closing_and_its_settlement_is_set_apart(town: Town) -> None:
    slot = Slot(town)
    slot.put_in(10_000, 10_000, 10_000, reported=False)
    notes = [msgspec.convert(note, StackedNote) for note in slot.notes]
    stored = on_record(town, slot)
    database = town.gateway.parts.database
    inside = database.write(lambda connection: cash_notes.close(connection, stored.payment, notes, 0))
    on_record(town, slot, {"note_id": "stray", "value_fen": 500})
    town.gateway.driver.see_through(stored, CashClosed(inside))
    settled = town.payment(slot.payment_id)
    assert (settled.outcome, settled.inserted_fen) == ("settled", 30_000)
    assert [case.ref for case in open_cases(town, FOUND)] == ["kiosk-1/stray"]
    at_rest(town, 30_500)


def test_a_note_that_the_payment_hears_of_between_the_closing_and_its_settlement_is_counted_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot, driver = Slot(town), type(town.gateway.driver)
    slot.put_in(5_000)
    see_through, late = driver.see_through, [StackedNote("late", 2_000)]

    def after_a_late_note(self: Driver, stored: StoredPayment, event: Event) -> StoredPayment:
        if isinstance(event, CashClosed) and late:
            town.gateway.cash.note(slot.payment_id, late.pop())
        return see_through(self, stored, event)

    monkeypatch.setattr(driver, "see_through", after_a_late_note)
    assert slot.close().inserted_fen == 7_000
    assert open_cases(town, FOUND) == []
    at_rest(town, 7_000)


def test_reports_and_closings_at_once_count_every_note_once(town: Town) -> None:
    slot = Slot(town)
    slot.put_in(*[5_000] * 6, reported=False)
    with ThreadPoolExecutor(4) as at_once:
        jobs = [at_once.submit(slot.report, note) for note in slot.notes]
        jobs += [at_once.submit(slot.closing) for _ in range(3)]
        jobs += [at_once.submit(slot.report, note) for note in slot.notes]
    assert {job.result().status_code for job in jobs} == {200}
    assert town.payment(slot.payment_id).inserted_fen == 30_000
    assert open_cases(town) == []
    at_rest(town, 30_000)


def test_a_stray_note_that_races_the_closing_is_never_lost(town: Town) -> None:
    slot = Slot(town)
    slot.put_in(10_000, 10_000, 10_000, reported=False)
    strays = [{"note_id": f"stray-{n}", "value_fen": 100} for n in range(6)]
    with ThreadPoolExecutor(4) as at_once:
        jobs = [at_once.submit(slot.report, stray) for stray in strays[:3]]
        closed = at_once.submit(slot.closing)
        jobs += [at_once.submit(slot.report, stray) for stray in strays[3:]]
    assert {job.result().status_code for job in jobs} == {200}
    if closed.result().status_code == 200:  # else it left a note out that was on record by then
        at_rest(town, 30_600)
    else:
        assert refused(closed.result()) == (409, "notes_missing")
        assert town.payment(slot.payment_id).outcome == "cash_expected"
        assert town.balance_fen(BOX) == 0
