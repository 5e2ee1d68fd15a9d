"""Money over SSP: what the unit tells twice, not at all, or to nobody; what peers are known to get wrong."""

import pytest

from drivers.cash.note_path import Place
from drivers.cash.port import (
    EscrowOutcomeUnknown,
    NoteCredited,
    NoteInEscrow,
    NoteRefused,
    NoteReturnedAtPowerUp,
    PendingCredit,
    PendingReason,
)
from drivers.cash.ssp.messages import Command, Event, PollEvent
from tests.drivers.cash.acceptor_bench import wait
from tests.drivers.cash.ssp_bench import SspBench, commands_from


@pytest.fixture
def bench() -> SspBench:
    return SspBench("ssp")


def test_a_yes_is_one_poll_and_nothing_thrown_away(bench: SspBench) -> None:
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteInEscrow)
    before = len(bench.ssp.commands)
    bench.run_until(NoteCredited)
    assert set(commands_from(bench, before)) == {Command.SET_INHIBITS, Command.POLL}


def test_a_credit_in_a_lost_answer_is_asked_for_again_with_the_same_flag(bench: SspBench) -> None:
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteInEscrow)
    while bench.unit.path.place is not Place.PAST_RETURN:
        bench.driver.owner.run_once()
    before = len(bench.ssp.commands)
    bench.unit.faults.cut_answers = 2
    bench.run_until(NoteCredited)
    assert Command.SYNC not in commands_from(bench, before)


def test_a_credit_in_a_lost_answer_survives_a_lost_line(bench: SspBench) -> None:
    """The last poll is repeated on the fresh line before anything else."""
    bench.ready()
    bench.insert(5)
    note = bench.run_until(NoteInEscrow)
    bench.run(0.3)
    bench.unit.fall_silent()
    bench.run(5.0)
    bench.unit.speak_again()
    assert bench.run_until(NoteCredited).credit_id == note.credit_id
    assert bench.pending() == {}


def test_a_credit_told_twice_by_the_unit_is_told_once(bench: SspBench) -> None:
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteCredited)
    bench.ssp.announce(PollEvent(Event.CREDIT, 2))
    bench.run(8.0)
    assert len(bench.events(NoteCredited)) == 1
    assert bench.pending() == {}


def test_a_credit_lost_on_the_line_and_then_with_the_power_is_pending(bench: SspBench) -> None:
    """The unit has told it, nobody has heard it, and at power-up there is nothing left to tell."""
    note = _accepted_note_whose_end_nobody_hears(bench)
    pending = bench.run_until(PendingCredit, within_s=30.0)
    assert pending == PendingCredit(note.credit_id, 500, PendingReason.OUTCOME_UNKNOWN)
    bench.run(10.0)
    assert (bench.in_boxes(), len(bench.events(PendingCredit))) == ({500: 1}, 1)
    bench.insert(10)
    bench.run(8.0)
    assert list(bench.credited().values()) == [1000]


def test_a_pending_note_is_not_credited_as_well(bench: SspBench) -> None:
    _accepted_note_whose_end_nobody_hears(bench)
    bench.run_until(PendingCredit, within_s=30.0)
    bench.ssp.announce(PollEvent(Event.CREDIT, 2))
    bench.run(5.0)
    assert bench.credited() == {}
    assert len(bench.pending()) == 1


def _accepted_note_whose_end_nobody_hears(bench: SspBench) -> NoteInEscrow:
    bench.ready()
    bench.insert(5)
    note = bench.run_until(NoteInEscrow)
    bench.run(0.4)
    bench.unit.fall_silent()
    bench.run(3.0)
    assert bench.unit.path.place is None
    bench.unit.cut_power()
    bench.unit.speak_again()
    bench.unit.restore_power()
    return note


def test_a_credit_of_a_note_nobody_saw_is_pending(bench: SspBench) -> None:
    bench.ready()
    bench.ssp.announce(PollEvent(Event.CREDIT, 2))
    pending = bench.run_until(PendingCredit)
    assert (pending.value_fen, pending.why) == (500, PendingReason.OUTCOME_UNKNOWN)
    assert bench.credited() == {}


@pytest.mark.parametrize(("channel", "value_fen"), [(3, 1000), (0, None), (9, None)])
def test_power_up_events_keep_their_channel(bench: SspBench, channel: int, value_fen: int | None) -> None:
    bench.ready()
    bench.ssp.announce(PollEvent(Event.CLEARED_TO_BOX, channel))
    assert bench.run_until(PendingCredit).value_fen == value_fen
    bench.ssp.announce(PollEvent(Event.CLEARED_AT_FRONT, channel))
    assert bench.run_until(NoteReturnedAtPowerUp) == NoteReturnedAtPowerUp(None, value_fen)
    assert bench.events(NoteRefused) == []


def test_a_unit_that_forgets_values_is_helped_by_what_the_driver_remembers() -> None:
    bench = SspBench("ssp", decide=wait)
    bench.ssp.quirks.knows_values_at_power_up = False
    bench.ready()
    bench.insert(50)
    note = bench.run_until(NoteInEscrow)
    bench.unit.cut_power()
    bench.run(2.0)
    bench.unit.restore_power()
    returned = bench.run_until(NoteReturnedAtPowerUp)
    assert (returned.credit_id, returned.value_fen) == (note.credit_id, 5000)


def test_an_event_of_a_later_protocol_costs_no_credit(bench: SspBench) -> None:
    bench.ssp.quirks.unknown_event = bytes.fromhex("9C 11")
    bench.ready()
    bench.insert(5)
    bench.run(8.0)
    assert list(bench.credited().values()) == [500]


def test_closing_waits_for_the_credit_of_a_note_on_its_way(bench: SspBench) -> None:
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteInEscrow)
    bench.run(0.3)
    bench.driver.close()
    assert list(bench.credited().values()) == [500]
    assert bench.events(EscrowOutcomeUnknown) == []
