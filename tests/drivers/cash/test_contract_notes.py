"""The contract of every note acceptor, over every line: what happens to a note and what is told of it."""

from collections import Counter

import pytest

from drivers.cash.note_path import Place
from drivers.cash.port import (
    AcceptorDisabled,
    AcceptorEnabled,
    EscrowOutcomeUnknown,
    NoteCredited,
    NoteDrawnIn,
    NoteInEscrow,
    NoteRefused,
    NoteReturned,
    NotesKnown,
    NoteStacked,
    RefusalReason,
)
from drivers.cash.simulated_acceptor import YUAN_NOTES_FEN
from drivers.events import DeviceIdentified
from tests.drivers.cash.acceptor_bench import ACCEPTORS, MODELS_AND_LINES, reject, wait
from tests.drivers.cash.conftest import MakeBench
from tests.drivers.slot_bench import LineKind

over_every_line = pytest.mark.parametrize(("model", "line"), MODELS_AND_LINES)
for_every_model = pytest.mark.parametrize("model", ACCEPTORS)


@over_every_line
def test_a_note_is_told_from_the_mouth_to_the_box(model: str, line: LineKind, make_bench: MakeBench) -> None:
    bench = make_bench(model, line)
    bench.ready()
    bench.insert(5)
    bench.run(8.0)
    (in_escrow,) = bench.events(NoteInEscrow)
    assert [event for _, event in bench.told if isinstance(event, _OF_A_NOTE)] == [
        NoteDrawnIn(),
        NoteInEscrow(in_escrow.credit_id, 500),
        NoteCredited(in_escrow.credit_id, 500),
        NoteStacked(in_escrow.credit_id),
    ]
    assert bench.in_boxes() == {500: 1}


_OF_A_NOTE = (NoteDrawnIn, NoteInEscrow, NoteRefused, NoteReturned, NoteCredited, NoteStacked)


@over_every_line
def test_credit_is_told_only_past_the_point_of_no_return(
    model: str, line: LineKind, make_bench: MakeBench
) -> None:
    bench = make_bench(model, line)
    bench.ready()
    bench.insert(10)
    while not bench.credited():
        bench.driver.owner.run_once()
    assert bench.unit.path.place in {Place.PAST_RETURN, None}
    assert bench.events(NoteStacked) == [] or bench.in_boxes() == {1000: 1}


@over_every_line
def test_a_rejected_note_comes_back_and_is_no_money(
    model: str, line: LineKind, make_bench: MakeBench
) -> None:
    bench = make_bench(model, line, decide=reject)
    bench.ready()
    bench.insert(100)
    returned = bench.run_until(NoteReturned)
    assert returned.reason is RefusalReason.KIOSK_ASKED
    note = bench.unit.take()
    assert note is not None
    assert note.value_fen == 10000
    bench.run(8.0)
    assert (bench.credited(), bench.in_boxes()) == ({}, Counter())


@for_every_model
def test_every_note_the_unit_knows_is_told_with_its_value(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    known = bench.events(NotesKnown)[-1]
    assert (known.currency, {value for value in known.values_fen if value}) == ("CNY", set(YUAN_NOTES_FEN))
    for value_fen in YUAN_NOTES_FEN:
        bench.insert(value_fen // 100)
        bench.run(8.0)
    assert sorted(bench.credited().values()) == sorted(YUAN_NOTES_FEN)


@for_every_model
def test_who_answers_is_told(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    (identified,) = bench.events(DeviceIdentified)
    assert identified.identity.model
    assert identified.identity.firmware


@for_every_model
def test_a_disabled_acceptor_draws_nothing_in(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.run(15.0)
    assert not bench.unit.insert(5)
    bench.driver.enable(frozenset({500}))
    bench.run_until(AcceptorEnabled)
    bench.driver.disable()
    bench.run_until(AcceptorDisabled)
    assert not bench.unit.insert(5)


@for_every_model
def test_only_enabled_values_are_kept(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready(frozenset({500, 777}))
    assert bench.events(AcceptorEnabled)[-1].notes_fen == {500}
    bench.insert(20)
    assert bench.run_until(NoteRefused).reason is RefusalReason.VALUE_NOT_ENABLED
    assert bench.unit.take() is not None
    bench.run(3.0)
    bench.insert(5)
    bench.run(8.0)
    assert (list(bench.credited().values()), bench.in_boxes()) == ([500], {500: 1})


@for_every_model
def test_a_value_the_unit_should_not_have_let_in_comes_back_at_once(
    model: str, make_bench: MakeBench
) -> None:
    bench = make_bench(model)
    bench.unit.ignores_inhibits = True
    bench.ready(frozenset({500}))
    bench.insert(100)
    assert bench.run_until(NoteRefused).reason is RefusalReason.VALUE_NOT_ENABLED
    assert bench.events(NoteInEscrow) == []
    assert bench.in_boxes() == {}


@for_every_model
def test_what_is_no_note_comes_back(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    assert bench.unit.insert_fake()
    assert bench.run_until(NoteRefused).reason is RefusalReason.INVALID_NOTE


@for_every_model
def test_values_can_change_while_enabled(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready(frozenset({500, 10000}))
    bench.driver.enable(frozenset({500}))
    bench.run(2.0)
    bench.insert(100)
    assert bench.run_until(NoteRefused).reason is RefusalReason.VALUE_NOT_ENABLED


@over_every_line
def test_a_note_waits_in_escrow_while_the_kiosk_decides(
    model: str, line: LineKind, make_bench: MakeBench
) -> None:
    bench = make_bench(model, line, decide=wait)
    bench.ready()
    bench.insert(50)
    note = bench.run_until(NoteInEscrow)
    bench.run(25.0)
    assert bench.unit.path.place is Place.ESCROW
    bench.driver.accept(note.credit_id)
    assert bench.run_until(NoteCredited).value_fen == 5000


@for_every_model
def test_a_kiosk_that_never_decides_gets_the_note_returned(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model, decide=wait)
    bench.ready()
    bench.insert(50)
    assert bench.run_until(NoteReturned, within_s=45.0).reason is RefusalReason.ESCROW_TIME_OUT
    assert bench.unit.take() is not None


@for_every_model
def test_a_late_yes_to_one_note_is_no_yes_to_the_next(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model, decide=wait)
    bench.ready()
    bench.insert(5)
    first = bench.run_until(NoteInEscrow)
    bench.driver.reject()
    bench.run_until(NoteReturned)
    bench.unit.take()
    bench.run(2.0)
    bench.insert(100)
    bench.run_until(NoteInEscrow)
    bench.driver.accept(first.credit_id)
    bench.run(10.0)
    assert bench.unit.path.place is Place.ESCROW


@for_every_model
def test_disabling_while_a_note_is_read_gives_it_back(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    bench.insert(20)
    bench.run_until(NoteDrawnIn)
    bench.driver.disable()
    bench.run_until(AcceptorDisabled)
    assert bench.unit.take() is not None
    assert (bench.credited(), bench.in_boxes()) == ({}, {})


@for_every_model
def test_disabling_gives_back_a_note_in_escrow(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model, decide=wait)
    bench.ready()
    bench.insert(20)
    bench.run_until(NoteInEscrow)
    bench.driver.disable()
    bench.run_until(AcceptorDisabled)
    assert bench.names().index("NoteReturned") < bench.names().index("AcceptorDisabled")
    assert bench.unit.take() is not None


@for_every_model
def test_disabling_waits_for_the_credit_of_a_note_on_its_way(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    bench.insert(20)
    bench.run_until(NoteInEscrow)
    bench.run(0.4)
    bench.driver.disable()
    bench.run_until(AcceptorDisabled)
    assert bench.names().index("NoteStacked") < bench.names().index("AcceptorDisabled")
    assert bench.in_boxes() == {2000: 1}


@for_every_model
def test_no_further_note_is_taken_before_the_credit_is_on_disk(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.records = False
    bench.ready()
    bench.insert(5)
    credited = bench.run_until(NoteCredited)
    bench.run(20.0)
    bench.unit.insert(10)
    bench.run(20.0)
    assert len(bench.events(NoteInEscrow)) == 1
    bench.unit.take()
    bench.records = True
    bench.driver.credit_recorded(credited.credit_id)
    bench.run(15.0)
    bench.insert(10)
    bench.run(8.0)
    assert sorted(bench.credited().values()) == [500, 1000]


@for_every_model
def test_closing_gives_back_a_note_in_escrow(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model, decide=wait)
    bench.ready()
    bench.insert(20)
    bench.run_until(NoteInEscrow)
    bench.driver.close()
    bench.clock.sleep(3.0)
    assert bench.unit.take() is not None
    assert not bench.unit.insert(5)


@for_every_model
def test_closing_tells_the_credit_of_a_note_on_its_way_or_that_its_outcome_is_unknown(
    model: str, make_bench: MakeBench
) -> None:
    bench = make_bench(model)
    bench.ready()
    bench.insert(20)
    bench.run_until(NoteInEscrow)
    bench.run(0.3)
    bench.driver.close()
    bench.clock.sleep(5.0)
    bench.unit.take()
    told = len(bench.credited()) + len(bench.events(EscrowOutcomeUnknown)) + len(bench.events(NoteReturned))
    assert (bench.in_boxes().total(), told) in {(1, 1), (0, 1)}
    if not bench.events(EscrowOutcomeUnknown):
        assert len(bench.credited()) == bench.in_boxes().total()
