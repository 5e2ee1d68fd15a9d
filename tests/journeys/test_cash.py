"""Banknotes, from the mouth of the acceptor to the gateway's books: what is in the box is on record."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.cash.note_path import Place
from kiosk.gateway.demonstration.residents import Household
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.session.steps import InsertNotes
from tests.journeys.books import Books
from tests.journeys.cash_hut import CashHut, CashResident, NoteBooks
from tests.journeys.clocks import ElasticClock
from tests.journeys.neighbours import Neighbours, account, code_on_bill, owes_one_of_each
from tests.session.looking import button, words


@pytest.fixture
def gateway_db(tmp_path: Path) -> Path:
    """Of this story alone, so that its box is all there is on record."""
    return tmp_path / "gateway.db"


@pytest.fixture
def gateway_url(gateway_db: Path, clock: ElasticClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr("kiosk.gateway.payments.driver._LONGEST_SLEEP_S", 0.05)
    gateway = EmbeddedGateway(gateway_db, clock, demo_data=True)
    yield gateway.start()
    gateway.stop()


@pytest.fixture
def notes(gateway_db: Path) -> NoteBooks:
    return NoteBooks(gateway_db)


@pytest.fixture(params=["ssp", "id003"])
def hut(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    gateway_url: str,
    clock: ElasticClock,
    gateway_db: Path,
    notes: NoteBooks,
) -> Iterator[CashHut]:
    """However a story ends: every attempt has its end, and box, figures and gateway say the same."""
    hut = CashHut(tmp_path / "state", gateway_url, clock, request.param)
    (tmp_path / "state").mkdir(exist_ok=True)
    hut.start()
    yield hut
    try:
        hut.until_first_screen()
        hut.until(hut.all_paid_up, "the journal to close every attempt", hurry_s=1.0)
        owed = hut.machine.journal.open_found_notes
        hut.until(lambda: owed() == (), "the gateway to have a case for every found note", hurry_s=1.0)
        hut.until(lambda: notes.on_record() == hut.box == hut.figures, "box, figures and gateway to agree")
        Books(gateway_db).check()
    finally:
        hut.stop()


@pytest.fixture
def resident(hut: CashHut) -> CashResident:
    return CashResident(hut)


@pytest.fixture
def household(resident: CashResident, neighbours: Neighbours) -> Household:
    """Somebody with a water bill, before the open mouth."""
    household = neighbours.one(owes_one_of_each)
    resident.comes_to_the_slot(*code_on_bill(account(household, "water")))
    return household


def due_fen(household: Household) -> int:
    return account(household, "water").bills[0].due_fen


def pays_up(resident: CashResident, household: Household) -> None:
    while resident.cash.inside_fen < due_fen(household):
        resident.puts_in(50)


def is_finishing(hut: CashHut) -> bool:
    step = hut.session.step
    return not isinstance(step, InsertNotes) or step.finishing


def test_a_bill_is_paid_with_notes_and_the_rest_is_on_the_account(
    resident: CashResident, hut: CashHut, household: Household
) -> None:
    pays_up(resident, household)
    outcome = resident.ends("settled")
    assert outcome.inserted_fen == sum(value * count for value, count in hut.box.items())
    assert outcome.sum_fen("bill") == due_fen(household)
    assert outcome.sum_fen("account") == outcome.inserted_fen - due_fen(household)
    resident.wants_nothing_but("print")
    resident.reads("receipt")


def test_a_note_that_nobody_can_read_comes_back_and_another_one_counts(
    resident: CashResident, hut: CashHut, household: Household
) -> None:
    hut.until(hut.acceptor.insert_fake, "the mouth to take the paper")
    hut.until(lambda: words(resident.view.title) == "这一张没有收下", "words about the note")
    hut.until(lambda: hut.acceptor.take() is not None, "the paper to come back")
    pays_up(resident, household)
    resident.ends("settled")


def test_who_stops_with_a_note_inside_has_it_settled(
    resident: CashResident, hut: CashHut, household: Household
) -> None:
    resident.puts_in(5)
    resident.taps("stop_notes", "stop")
    outcome = resident.ends("part_settled")
    assert outcome.inserted_fen == 500
    assert not hut.acceptor.path.mouth_open


def test_who_stops_before_the_first_note_is_charged_nothing(
    resident: CashResident, hut: CashHut, household: Household
) -> None:
    resident.taps("stop_notes")
    outcome = resident.ends("not_charged")
    assert (outcome.inserted_fen, hut.box) == (0, Counter())


def test_who_walks_away_with_a_note_inside_has_it_settled(
    resident: CashResident, hut: CashHut, household: Household
) -> None:
    resident.puts_in(20)
    hut.until(lambda: is_finishing(hut), "the kiosk to shut the slot", hurry_s=5.0)
    outcome = resident.ends("part_settled")
    assert outcome.inserted_fen == 2000


def test_a_note_on_its_way_as_somebody_stops_belongs_to_them(
    resident: CashResident, hut: CashHut, household: Household
) -> None:
    resident.puts_in(5)
    resident.offers(10)
    hut.until(lambda: resident.view.frame.back is not None, "the button")
    resident.taps("stop_notes", "stop")
    resident.reads("done")
    assert hut.outcome.inserted_fen == sum(value * count for value, count in hut.box.items())


@pytest.mark.parametrize("place", [Place.ESCROW, Place.STACKING, Place.PAST_RETURN])
def test_a_unit_that_loses_its_power_with_a_note_inside_loses_no_money(
    resident: CashResident, hut: CashHut, household: Household, place: Place
) -> None:
    """The note is the resident's, the payment's, or a case: in the box it is on record."""
    resident.puts_in(5)
    resident.offers(20)
    hut.until(lambda: hut.acceptor.path.place in {place, Place.PAST_RETURN, None}, f"the note at {place}")
    hut.acceptor.cut_power()
    hut.until(lambda: not hut.session.works("note_acceptor"), "the kiosk to notice")
    hut.acceptor.restore_power()
    hut.until(lambda: hut.session.works("note_acceptor"), "the unit to be back")
    resident.reads("done", hurry_s=0.5)
    for _ in range(60):  # what it has found in itself it tells within seconds
        hut.clock.leap(0.5)
        hut.step()


def test_a_box_that_is_taken_out_shuts_the_slot_and_cash_stays_off(
    resident: CashResident, hut: CashHut, household: Household
) -> None:
    resident.puts_in(10)
    hut.until(lambda: hut.box.total() == 1, "the note to lie in the box")
    taken = +hut.acceptor.remove_box()
    assert taken == Counter({1000: 1})
    hut.until(lambda: not isinstance(hut.session.step, InsertNotes), "the slot to be shut", hurry_s=0.2)
    outcome = resident.ends("part_settled")
    assert outcome.inserted_fen == 1000
    hut.acceptor.replace_box()
    hut.acceptor.path.box.update(taken)
    assert hut.session.cash_off, "until somebody has counted the box"


def test_a_full_box_is_told_as_the_reason(
    resident: CashResident, hut: CashHut, neighbours: Neighbours
) -> None:
    hut.acceptor.fill_box()
    hut.until(lambda: hut.session.faults.get("note_acceptor") == "box_full", "the kiosk to notice")
    resident.finds(*code_on_bill(account(neighbours.one(owes_one_of_each), "water")))
    resident.taps("pay")
    cash = button(resident.view, "cash")
    assert (cash.enabled, words(cash.reason)) == (False, "钱箱满了,暂时不收现金")


def test_switched_off_with_notes_inside_the_kiosk_settles_them_as_it_starts(
    resident: CashResident, hut: CashHut, household: Household
) -> None:
    resident.puts_in(20, 5)
    hut.until(lambda: hut.box.total() == 2, "both notes to lie in the box")
    box = hut.box
    hut.restart()
    hut.until(hut.all_paid_up, "the journal to close the attempt", hurry_s=1.0)
    hut.acceptor.path.box.update(box)  # the same box, in the unit that was made anew


def test_without_the_technicians_mode_no_note_is_taken(
    resident: CashResident, hut: CashHut, neighbours: Neighbours
) -> None:
    hut.machine.cash.lend_figures(None, lambda: True, lambda: None)
    hut.until(lambda: hut.session.cash_off, "cash to be off")
    resident.finds(*code_on_bill(account(neighbours.one(owes_one_of_each), "water")))
    resident.taps("pay")
    assert not button(resident.view, "cash").enabled
    assert not hut.acceptor.path.mouth_open
