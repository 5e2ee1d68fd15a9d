"""The contract of every note acceptor: a bad line costs patience, never a note and never a yuan twice."""

import pytest

from drivers.cash.note_path import Place
from drivers.cash.port import (
    AcceptorEnabled,
    EscrowOutcomeUnknown,
    NoteCredited,
    NoteInEscrow,
    NoteReturned,
    NoteStacked,
)
from drivers.events import DeviceIdentified
from drivers.status import Status
from drivers.vocabulary import DeviceState
from tests.drivers.cash.acceptor_bench import ACCEPTORS, MODELS_AND_LINES, AcceptorBench, wait
from tests.drivers.cash.conftest import MakeBench
from tests.drivers.slot_bench import LineKind

over_every_line = pytest.mark.parametrize(("model", "line"), MODELS_AND_LINES)
for_every_model = pytest.mark.parametrize("model", ACCEPTORS)

MOMENTS_S = [round(0.1 * n, 1) for n in range(0, 48, 4)]
"""From the hand that offers a note until long after it lies in the box."""


@for_every_model
@pytest.mark.parametrize("fault", ["cut", "spoil"])
@pytest.mark.parametrize("moment_s", MOMENTS_S)
def test_a_spoilt_or_cut_answer_costs_no_credit_and_doubles_none(
    model: str, fault: str, moment_s: float, make_bench: MakeBench
) -> None:
    bench = make_bench(model)
    bench.ready()
    bench.after(moment_s, lambda: _spoil(bench, fault))
    bench.insert(5)
    bench.run(20.0)
    assert (list(bench.credited().values()), bench.in_boxes()) == ([500], {500: 1})
    assert len(bench.events(NoteCredited)) == 1
    assert bench.pending() == {}


def _spoil(bench: AcceptorBench, fault: str) -> None:
    if fault == "cut":
        bench.unit.faults.cut_answers = 2
    else:
        bench.unit.faults.spoilt_answers = 2


@for_every_model
@pytest.mark.parametrize("late_s", [0.05, 0.25, 0.9, 1.1, 1.7])
def test_late_answers_double_no_credit(model: str, late_s: float, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    bench.unit.faults.late_s = late_s
    for value_yuan in (5, 10):
        bench.run(10.0)
        bench.unit.insert(value_yuan)
        bench.run(20.0)
    bench.heal()
    bench.unit.take()
    assert sorted(bench.credited().values()) == sorted(bench.in_boxes().elements())
    assert len(bench.events(NoteCredited)) == len(bench.credited())
    assert bench.pending() == {}


@over_every_line
def test_noise_around_every_answer_costs_nothing(model: str, line: LineKind, make_bench: MakeBench) -> None:
    bench = make_bench(model, line)
    bench.unit.faults.noise = bytes.fromhex("00 7F 55 FE")
    bench.ready()
    bench.insert(5)
    bench.run(8.0)
    assert list(bench.credited().values()) == [500]
    assert DeviceState.OFFLINE not in bench.states()


@over_every_line
@pytest.mark.parametrize("moment_s", MOMENTS_S)
def test_a_cable_pulled_at_any_moment_loses_no_note(
    model: str, line: LineKind, moment_s: float, make_bench: MakeBench
) -> None:
    bench = make_bench(model, line)
    bench.ready()
    bench.after(moment_s, bench.unit.unplug)
    bench.after(moment_s + 4.0, bench.unit.plug_in)
    bench.insert(50)
    bench.run(10.0)
    bench.heal()
    assert bench.accounted() == bench.in_boxes().total()
    assert set(bench.credited().values()) <= set(bench.in_boxes())


@over_every_line
def test_a_lost_line_after_yes_is_an_outcome_nobody_knows_until_it_is_back(
    model: str, line: LineKind, make_bench: MakeBench
) -> None:
    bench = make_bench(model, line)
    bench.ready()
    bench.insert(50)
    note = bench.run_until(NoteInEscrow)
    bench.run(0.3)
    bench.unit.unplug()
    unknown = bench.run_until(EscrowOutcomeUnknown)
    assert (unknown.credit_id, unknown.value_fen) == (note.credit_id, 5000)
    assert bench.credited() == {}
    bench.run(3.0)
    bench.unit.plug_in()
    assert bench.run_until(NoteCredited).credit_id == note.credit_id
    assert len(bench.events(EscrowOutcomeUnknown)) == 1


@for_every_model
def test_a_lost_line_before_the_decision_gives_the_note_back(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model, decide=wait)
    bench.ready()
    bench.insert(50)
    note = bench.run_until(NoteInEscrow)
    bench.unit.unplug()
    bench.run(2.0)
    bench.unit.plug_in()
    assert bench.run_until(NoteReturned).credit_id == note.credit_id
    bench.run(5.0)
    assert bench.unit.take() is not None
    assert bench.events(EscrowOutcomeUnknown) == []


@for_every_model
def test_a_credit_not_yet_on_disk_is_told_again_after_the_line_returns(
    model: str, make_bench: MakeBench
) -> None:
    bench = make_bench(model)
    bench.records = False
    bench.ready()
    bench.insert(50)
    bench.run_until(NoteCredited)
    bench.unit.unplug()
    bench.run(2.0)
    bench.unit.plug_in()
    bench.run(20.0)
    first, *again = bench.events(NoteCredited)
    assert again
    assert all(event == first for event in again)
    bench.driver.credit_recorded(first.credit_id)
    told = len(again)
    bench.unit.unplug()
    bench.run(2.0)
    bench.unit.plug_in()
    bench.run(20.0)
    assert len(bench.events(NoteCredited)) == 1 + told
    assert bench.pending() == {}


@for_every_model
def test_a_returned_line_lets_notes_in_again_by_itself(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    bench.unit.unplug()
    bench.run(20.0)
    assert bench.states()[-1] is DeviceState.NO_DEVICE
    assert bench.statuses() == (Status.NOT_AVAILABLE,)
    bench.unit.plug_in()
    bench.run(20.0)
    assert bench.states()[-1] is DeviceState.ONLINE
    bench.insert(5)
    bench.run(8.0)
    assert len(bench.events(NoteStacked)) == 1
    assert len(bench.events(AcceptorEnabled)) == 1


@for_every_model
def test_a_power_cut_with_nothing_inside_passes(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    bench.unit.cut_power()
    bench.run(10.0)
    assert bench.states()[-1] is DeviceState.OFFLINE
    bench.unit.restore_power()
    bench.run(30.0)
    assert bench.states()[-1] is DeviceState.ONLINE
    assert len(bench.events(DeviceIdentified)) == 1
    bench.insert(5)
    bench.run(8.0)
    assert list(bench.credited().values()) == [500]


@for_every_model
def test_silence_is_told_as_offline_and_ends(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    bench.unit.fall_silent()
    bench.run(15.0)
    assert bench.states()[-1] is DeviceState.OFFLINE
    bench.unit.speak_again()
    bench.run(20.0)
    assert bench.states()[-1] is DeviceState.ONLINE


@for_every_model
def test_nothing_is_announced_for_two_lost_answers(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    before = len(bench.states())
    bench.unit.faults.spoilt_answers = 2
    bench.run(10.0)
    assert bench.states()[before:] == []


@for_every_model
def test_a_driver_that_starts_with_a_note_in_escrow_gives_it_back(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model, decide=wait)
    bench.ready()
    bench.insert(50)
    bench.run_until(NoteInEscrow)
    other = bench.restarted()
    other.run(8.0)
    assert other.unit.path.place is Place.MOUTH
    assert (other.credited(), other.pending()) == ({}, {})
