"""The contract of every note acceptor: what is told as money is what lies in the box, whatever befalls it."""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.cash.note_path import Place
from drivers.cash.port import (
    NoteCredited,
    NoteInEscrow,
    NoteReturnedAtPowerUp,
    PendingCredit,
    PendingReason,
)
from tests.drivers.cash.acceptor_bench import (
    ACCEPTORS,
    MODELS_AND_LINES,
    AcceptorBench,
    Decide,
    accept,
    reject,
    wait,
)
from tests.drivers.cash.conftest import MakeBench
from tests.drivers.slot_bench import LineKind

for_every_model = pytest.mark.parametrize("model", ACCEPTORS)

MOMENTS_S = [round(0.3 * n, 1) for n in range(16)]


def _unplug(bench: AcceptorBench) -> None:
    bench.unit.unplug()
    bench.after(2.0, bench.unit.plug_in)


def _cut_power(bench: AcceptorBench) -> None:
    bench.unit.cut_power()
    bench.after(2.0, bench.unit.restore_power)


def _cut_both(bench: AcceptorBench) -> None:
    bench.unit.unplug()
    bench.after(0.3, bench.unit.cut_power)
    bench.after(3.0, bench.unit.restore_power)
    bench.after(6.0, bench.unit.plug_in)


FAULTS: dict[str, Callable[[AcceptorBench], None]] = {
    "unplugged": _unplug,
    "power_cut": _cut_power,
    "unplugged_then_power_cut": _cut_both,
}


def _moments_on_lines() -> list[tuple[str, LineKind, float]]:
    """Every moment over the quick line, every fourth over the slow one."""
    return [
        (model, line, moment_s)
        for model, line in MODELS_AND_LINES
        for moment_s in (MOMENTS_S if line == "memory" else MOMENTS_S[1::4])
    ]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("model", "line", "moment_s"), _moments_on_lines())
def test_at_every_moment_credits_and_pending_credits_are_the_notes_in_the_box(
    model: str, line: LineKind, fault: str, moment_s: float, make_bench: MakeBench
) -> None:
    bench = make_bench(model, line)
    bench.ready()
    bench.after(moment_s, lambda: FAULTS[fault](bench))
    bench.insert(20)
    bench.run(11.0)
    bench.heal()
    assert bench.accounted() == bench.in_boxes().total()
    _assert_values_are_right(bench)


def _assert_values_are_right(bench: AcceptorBench) -> None:
    """Nothing is credited that is not in the box, and what is not credited is pending under its value."""
    credited = Counter(bench.credited().values())
    assert credited <= bench.in_boxes()
    pending = Counter(event.value_fen for event in bench.pending().values())
    assert not bench.credited().keys() & bench.pending().keys()
    if None not in pending:
        assert bench.in_boxes() <= credited + pending


@for_every_model
def test_a_note_before_the_point_of_no_return_comes_back_at_power_up(
    model: str, make_bench: MakeBench
) -> None:
    bench = make_bench(model, decide=wait)
    bench.ready()
    bench.insert(20)
    note = bench.run_until(NoteInEscrow)
    bench.unit.cut_power()
    bench.run(2.0)
    bench.unit.restore_power()
    returned = bench.run_until(NoteReturnedAtPowerUp, within_s=30.0)
    assert (returned.credit_id, returned.value_fen) == (note.credit_id, 2000)
    bench.run(5.0)
    assert bench.unit.take() is not None
    assert (bench.credited(), bench.pending()) == ({}, {})


@for_every_model
def test_a_note_found_in_the_box_at_power_up_is_a_pending_credit(model: str, make_bench: MakeBench) -> None:
    """Nobody heard of the credit: the power went right at the point of no return."""
    bench = make_bench(model)
    bench.ready()
    bench.insert(20)
    note = bench.run_until(NoteInEscrow)
    _step_to(bench, Place.STACKING)
    bench.unit.unplug()
    bench.run(0.9)
    bench.unit.cut_power()
    assert bench.unit.path.place is Place.PAST_RETURN
    bench.unit.plug_in()
    bench.run(2.0)
    bench.unit.restore_power()
    pending = bench.run_until(PendingCredit, within_s=30.0)
    assert pending == PendingCredit(note.credit_id, 2000, PendingReason.FOUND_AT_POWER_UP)
    bench.run(10.0)
    assert bench.in_boxes() == {2000: 1}


@for_every_model
def test_a_credited_note_found_at_power_up_is_not_counted_again(model: str, make_bench: MakeBench) -> None:
    bench = make_bench(model)
    bench.ready()
    bench.insert(20)
    bench.run_until(NoteCredited)
    assert bench.unit.path.place in {Place.PAST_RETURN, None}
    bench.unit.cut_power()
    bench.run(2.0)
    bench.unit.restore_power()
    bench.run(30.0)
    assert (len(bench.credited()), bench.pending(), bench.in_boxes()) == (1, {}, {2000: 1})


@for_every_model
@pytest.mark.parametrize("moment_s", MOMENTS_S)
def test_a_restarted_driver_tells_no_credit_it_did_not_see_begin(
    model: str, moment_s: float, make_bench: MakeBench
) -> None:
    """The kiosk dies without a word: its journal knows the note it accepted, the driver does not."""
    bench = make_bench(model)
    bench.ready()
    bench.insert(20)
    bench.run(moment_s)
    after = bench.restarted()
    after.run(30.0)
    assert after.credited() == {}
    in_journal = bool(bench.events(NoteInEscrow))
    assert after.in_boxes().total() <= (1 if in_journal else len(after.pending()))


def _step_to(bench: AcceptorBench, place: Place) -> None:
    for _ in range(200):
        if bench.unit.path.place is place:
            return
        bench.driver.owner.run_once()
    raise AssertionError(f"the note never came to {place}")


# -- any hands, any faults --------------------------------------------------------------------------

_HANDS: dict[str, Callable[[AcceptorBench], object]] = {
    "insert 5": lambda bench: bench.unit.insert(5),
    "insert 100": lambda bench: bench.unit.insert(100),
    "insert_fake": lambda bench: bench.unit.insert_fake(),
    "take": lambda bench: bench.unit.take(),
    "pull_string": lambda bench: bench.unit.pull_string(),
    "remove_box": lambda bench: bench.unit.remove_box(),
    "replace_box": lambda bench: bench.unit.replace_box(),
    "jam reading": lambda bench: bench.unit.jam(Place.READING),
    "jam stacking": lambda bench: bench.unit.jam(Place.STACKING),
    "jam past_return": lambda bench: bench.unit.jam(Place.PAST_RETURN),
    "jam returning": lambda bench: bench.unit.jam(Place.RETURNING),
    "free": lambda bench: bench.unit.free(),
    "unplug": lambda bench: bench.unit.unplug(),
    "plug_in": lambda bench: bench.unit.plug_in(),
    "disable": lambda bench: bench.driver.disable(),
    "enable": lambda bench: bench.driver.enable(frozenset({500, 10000})),
    "fall_silent": lambda bench: bench.unit.fall_silent(),
    "speak_again": lambda bench: bench.unit.speak_again(),
    "spoil": lambda bench: setattr(bench.unit.faults, "spoilt_answers", 2),
    "cut": lambda bench: setattr(bench.unit.faults, "cut_answers", 1),
    "late": lambda bench: setattr(bench.unit.faults, "late_s", 0.7),
    "in time": lambda bench: setattr(bench.unit.faults, "late_s", 0.0),
    "noise": lambda bench: setattr(bench.unit.faults, "noise", b"\x7f\xfc\x05"),
}
_POWER: dict[str, Callable[[AcceptorBench], object]] = {
    "cut_power": lambda bench: bench.unit.cut_power(),
    "restore_power": lambda bench: bench.unit.restore_power(),
}
_DECISIONS: tuple[Decide, ...] = (accept, accept, reject, wait)

_pauses_s = st.sampled_from([0.0, 0.1, 0.3, 0.7, 1.5, 3.0, 8.0])
_with_the_power_on = st.lists(st.tuples(st.sampled_from(sorted(_HANDS)), _pauses_s), min_size=5, max_size=40)
_with_power_cuts = st.lists(
    st.tuples(st.sampled_from(sorted(_HANDS | _POWER)), _pauses_s), min_size=5, max_size=40
)
_quickly = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _live_through(model: str, happenings: list[tuple[str, float]], decisions: list[Decide]) -> AcceptorBench:
    turn = cycle(decisions)

    def decide(bench: AcceptorBench, note: NoteInEscrow) -> None:
        next(turn)(bench, note)

    bench = AcceptorBench(model, decide=decide)
    with closing(bench):
        bench.ready(frozenset({500, 10000}))
        for name, pause_s in happenings:
            (_HANDS | _POWER)[name](bench)
            bench.run(pause_s)
        bench.heal()
    return bench


@for_every_model
@_quickly
@given(_with_the_power_on, st.lists(st.sampled_from(_DECISIONS), min_size=1, max_size=5))
def test_whatever_hands_and_line_do_every_note_in_the_box_is_credited_or_pending_once(
    model: str, happenings: list[tuple[str, float]], decisions: list[Decide]
) -> None:
    bench = _live_through(model, happenings, decisions)
    assert bench.accounted() == bench.in_boxes().total()
    _assert_values_are_right(bench)


@for_every_model
@_quickly
@given(_with_power_cuts, st.lists(st.sampled_from(_DECISIONS), min_size=1, max_size=5))
def test_whatever_the_power_does_no_note_is_lost_and_none_is_credited_without_being_there(
    model: str, happenings: list[tuple[str, float]], decisions: list[Decide]
) -> None:
    """A unit that loses its power twice may forget that it gave a note back: then one is pending too many."""
    bench = _live_through(model, happenings, decisions)
    assert bench.accounted() >= bench.in_boxes().total()
    credited = Counter(bench.credited().values())
    assert credited <= bench.in_boxes()
    certain = [event for event in bench.pending().values() if event.why is PendingReason.FOUND_AT_POWER_UP]
    assert credited.total() + len(certain) <= bench.in_boxes().total()
