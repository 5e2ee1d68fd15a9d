"""A day out of the journal: every payment is counted once, on one day, as what it came to."""

import math
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kiosk.payment.day import Day, date_at, day_of
from kiosk.payment.day_totals import MethodTotals, NoteTotals, Tally
from kiosk.payment.methods import METHODS, Method
from kiosk.runtime.journal import Intent, Journal, JournalLine, Note, found_under
from kiosk.runtime.journal_day import MachineDay, machine_day

from .journals import journal_at

TODAY = day_of(date(2026, 11, 21))
NOON_S = TODAY.from_ms / 1000 + 12 * 3600
NOT_CLOSED = ""
RESULTS = ("settled", "part_settled refunded", "not_charged declined", "pending cash_unclaimed", NOT_CLOSED)


def paid(
    journal: Journal,
    number: int,
    method: Method,
    fen: int,
    result: str,
    wall_s: float = NOON_S,
    notes: tuple[int, ...] = (),
    face_fen: int = 0,
) -> None:
    """One attempt from its intent to its end, or as far as it came."""
    payment_id = f"payment-{number}"
    journal.intend(Intent(payment_id, fen, method, face_fen), wall_s)
    for n, value_fen in enumerate(notes):
        note = Note(f"{number}.{n}", value_fen)
        journal.write_note(payment_id, "note_escrow", note, wall_s + n)
        journal.write_note(payment_id, "note_stacked", note, wall_s + n)
    if result != NOT_CLOSED:
        journal.write(payment_id, "result", wall_s + 60, result)
        journal.write(payment_id, "closed", wall_s + 60)


def told(journal: Journal, day: Day = TODAY) -> MachineDay:
    lines = journal.begun_between(day.from_ms / 1000 - 3600, day.to_ms / 1000 + 3600)
    return machine_day(lines, day, journal.whole_since_wall_s())


def test_a_day_of_everything(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "journal.db")
    paid(journal, 1, "phone_code", 8640, "settled")
    paid(journal, 2, "phone_code", 1200, "part_settled refunded")
    paid(journal, 3, "phone_code", 5000, "not_charged declined")
    paid(journal, 4, "bank_card", 7245, NOT_CLOSED)
    paid(journal, 5, "cash", 9000, "settled", notes=(5000, 5000))
    paid(journal, 6, "cash", 9000, NOT_CLOSED, notes=(2000,))
    paid(journal, 7, "recharge_card", 8640, "settled", face_fen=10_000)
    journal.write_note(found_under(Note("f", 0)), "note_found", Note("f", 0), NOON_S)
    found = told(journal)
    assert found.totals.methods == (
        MethodTotals("phone_code", Tally(2, 9840), Tally(1, 5000), Tally()),
        MethodTotals("bank_card", Tally(), Tally(), Tally(1, 7245)),
        MethodTotals("cash", Tally(1, 10_000), Tally(), Tally(1, 2000)),
        MethodTotals("recharge_card", Tally(1, 10_000), Tally(), Tally()),
    )
    assert found.totals.notes == (
        NoteTotals(0, found=1),
        NoteTotals(2000, open=1),
        NoteTotals(5000, paid=2),
    )
    assert found.whole
    journal.close()


def test_a_result_that_says_nothing_leaves_the_payment_open(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "journal.db")
    paid(journal, 1, "phone_code", 8640, NOT_CLOSED)
    journal.write("payment-1", "result", NOON_S + 60, "pending still_checking")
    assert told(journal).totals.of("phone_code").open == Tally(1, 8640)
    journal.write("payment-1", "result", NOON_S + 90, "settled")
    assert told(journal).totals.of("phone_code").open == Tally(1, 8640), "written, but not closed yet"
    journal.write("payment-1", "closed", NOON_S + 90)
    assert told(journal).totals.of("phone_code").settled == Tally(1, 8640)
    journal.close()


def test_notes_of_an_attempt_that_was_over_are_nobodys(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "journal.db")
    paid(journal, 1, "cash", 9000, "pending cash_unclaimed", notes=(5000,))
    found = told(journal).totals
    assert found.of("cash").not_charged == Tally(1, 9000)
    assert found.of("cash").settled == Tally()
    assert found.notes == (NoteTotals(5000, found=1),)
    journal.close()


def test_a_found_note_that_is_told_again_counts_once(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "journal.db")
    note = Note("f", 2000)
    for kind in ("note_found", "note_found", "note_stacked"):
        journal.write_note(found_under(note), kind, note, NOON_S)
    journal.write(found_under(note), "closed", NOON_S, "12345678")
    assert told(journal).totals.notes == (NoteTotals(2000, found=1),)
    journal.close()


def test_midnight_of_china_divides_the_days(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "journal.db")
    paid(journal, 1, "phone_code", 100, "settled", TODAY.to_ms / 1000 - 0.001)
    paid(journal, 2, "phone_code", 200, "settled", TODAY.to_ms / 1000)
    paid(journal, 3, "bank_card", 400, "settled", TODAY.from_ms / 1000)
    paid(journal, 4, "phone_code", 800, "settled", NOON_S)
    today, tomorrow = told(journal), told(journal, day_of(date(2026, 11, 22)))
    assert today.totals.settled == Tally(3, 1300)
    assert tomorrow.totals.settled == Tally(1, 200)
    assert [near.payment_id for near in today.near_midnight] == ["payment-1", "payment-2", "payment-3"]
    assert [near.payment_id for near in tomorrow.near_midnight] == ["payment-1", "payment-2"]
    journal.close()


def test_what_was_removed_is_said(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "journal.db")
    before = NOON_S - 40 * 86_400
    paid(journal, 1, "phone_code", 100, "settled", before)
    paid(journal, 2, "phone_code", 200, "settled", NOON_S)
    long_ago = day_of(date_at(round(before * 1000)))
    assert told(journal, long_ago).whole
    journal.forget_before(NOON_S - 31 * 86_400)
    assert not told(journal, long_ago).whole
    assert not told(journal).whole, "where the removed end and the kept begin in one day, nobody can say"
    assert told(journal, day_of(date(2026, 11, 22))).whole
    journal.forget_before(NOON_S + 86_400)
    assert journal.whole_since_wall_s() == math.inf
    journal.close()


attempts = st.tuples(
    st.sampled_from(METHODS),
    st.integers(1, 100_000),
    st.sampled_from(RESULTS),
    st.integers(-40 * 3600, 40 * 3600),
    st.lists(st.sampled_from((500, 2000, 10_000)), max_size=3).map(tuple),
)


def lines_of(number: int, attempt: tuple[Method, int, str, int, tuple[int, ...]]) -> list[JournalLine]:
    method, fen, result, after_s, notes = attempt
    payment_id, wall_s = f"payment-{number}", NOON_S + after_s
    body = f'{{"amount_fen":{fen},"method":"{method}"}}'
    lines = [JournalLine(payment_id, "intent", body, wall_s)]
    for n, value_fen in enumerate(notes if method == "cash" else ()):
        body = f'{{"note_id":"{number}.{n}","value_fen":{value_fen}}}'
        lines += [JournalLine(payment_id, kind, body, wall_s) for kind in ("note_escrow", "note_stacked")]
    if result != NOT_CLOSED:
        lines += [
            JournalLine(payment_id, "result", result, wall_s + 9e4),
            JournalLine(payment_id, "closed", "", wall_s + 9e4),
        ]
    return lines


@given(st.lists(attempts, max_size=12))
def test_every_payment_is_counted_once_on_one_day(
    drawn: list[tuple[Method, int, str, int, tuple[int, ...]]],
) -> None:
    lines = [line for number, attempt in enumerate(drawn) for line in lines_of(number, attempt)]
    days = [day_of(TODAY.date + timedelta(days=n)) for n in range(-3, 4)]
    found = [machine_day(lines, day) for day in days]
    every = [totals for each in found for totals in each.totals.methods]
    counted = sum(t.settled.count + t.not_charged.count + t.open.count for t in every)
    assert counted == len(drawn)
    taken = [each for each in drawn if "settled" in each[2]]
    assert sum(t.settled.count for t in every) == len(taken)
    cash_fen = sum(sum(each[4]) for each in taken if each[0] == "cash")
    assert sum(t.settled.fen for t in every if t.method == "cash") == cash_fen
    assert sum(t.settled.fen for t in every if t.method != "cash") == sum(
        each[1] for each in taken if each[0] != "cash"
    )
    notes = [note for each in found for note in each.totals.notes]
    assert sum(n.value_fen * n.paid for n in notes) == cash_fen
    assert sum(n.paid + n.found + n.open for n in notes) == sum(len(e[4]) for e in drawn if e[0] == "cash")
    assert all(each.totals.in_order for each in found)


@given(st.lists(attempts, max_size=8), st.randoms())
def test_the_order_of_payments_does_not_matter(
    drawn: list[tuple[Method, int, str, int, tuple[int, ...]]], chance: object
) -> None:
    blocks = [lines_of(number, attempt) for number, attempt in enumerate(drawn)]
    before = machine_day([line for block in blocks for line in block], TODAY)
    chance.shuffle(blocks)  # type: ignore[attr-defined]  # hypothesis hands out a Random
    after = machine_day([line for block in blocks for line in block], TODAY)
    assert after.totals == before.totals
    assert set(after.near_midnight) == set(before.near_midnight)
