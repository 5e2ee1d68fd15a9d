"""What ID-003 alone has: vend valid until it is acknowledged, power-up states, stack-1 and stack-2."""

import pytest

from drivers.cash.id003.messages import Ask
from drivers.cash.note_path import Place
from drivers.cash.port import (
    EscrowOutcomeUnknown,
    NoteCredited,
    NoteInEscrow,
    NoteReturned,
    NoteReturnedAtPowerUp,
    NoteStacked,
    PendingCredit,
    PendingReason,
    RefusalReason,
)
from tests.drivers.cash.acceptor_bench import wait
from tests.drivers.cash.id003_bench import id003_bench

STACK_1 = {"stack_1": True}


def test_vend_valid_is_acknowledged_only_when_the_credit_is_on_disk() -> None:
    with id003_bench() as bench:
        bench.records = False
        bench.ready()
        bench.insert(50)
        credited = bench.run_until(NoteCredited)
        bench.run(20.0)
        assert (bench.commanded(Ask.ACK), len(bench.events(NoteCredited))) == (0, 1)
        bench.driver.credit_recorded("of another note")
        bench.run(2.0)
        assert bench.commanded(Ask.ACK) == 0
        bench.driver.credit_recorded(credited.credit_id)
        assert bench.run_until(NoteStacked).credit_id == credited.credit_id
        assert bench.commanded(Ask.ACK) == 1


def test_a_lost_acknowledgement_is_given_again_and_credits_nothing_twice() -> None:
    with id003_bench() as bench:
        bench.records = False
        bench.ready()
        bench.insert(50)
        credited = bench.run_until(NoteCredited)
        bench.run(1.0)
        bench.after(0.001, lambda: setattr(bench.unit, "lost_commands", 3))
        bench.driver.credit_recorded(credited.credit_id)
        bench.run_until(NoteStacked)
        assert len(bench.events(NoteCredited)) == 1
        assert bench.pending() == {}


def test_a_kiosk_that_dies_before_it_wrote_the_credit_down_is_told_of_it_again() -> None:
    with id003_bench() as bench:
        bench.records = False
        bench.ready()
        bench.insert(50)
        bench.run_until(NoteCredited)
        second = bench.restarted()
        second.records = False
        told = second.run_until(PendingCredit)
        assert (told.value_fen, told.why) == (None, PendingReason.OUTCOME_UNKNOWN)
        third = second.restarted()
        third.run_until(PendingCredit)
        third.run(5.0)
        assert third.commanded(Ask.ACK) == 1
        fourth = third.restarted()
        fourth.run(10.0)
        assert fourth.pending() == {}


@pytest.mark.parametrize("says_again", [False, True])
def test_a_note_found_in_the_stacker_keeps_the_unit_waiting_until_it_is_on_disk(says_again: bool) -> None:
    with id003_bench() as bench:
        bench.unit.says_vend_valid_again = says_again
        bench.records = False
        bench.ready()
        bench.insert(50)
        note = bench.run_until(NoteInEscrow)
        bench.step_to(Place.PAST_RETURN)
        bench.commands.clear()
        bench.power_cycle()
        pending = bench.run_until(PendingCredit)
        assert pending == PendingCredit(note.credit_id, 5000, PendingReason.FOUND_AT_POWER_UP)
        bench.run(30.0)
        assert bench.commanded(Ask.RESET) == 0
        bench.driver.credit_recorded(pending.credit_id)
        bench.run(10.0)
        assert (bench.commanded(Ask.RESET), bench.commanded(Ask.ACK)) == (1, int(says_again))
        assert (bench.events(PendingCredit), bench.credited()) == ([pending], {})
        assert bench.in_boxes() == {5000: 1}


def test_a_note_found_in_the_stacker_that_no_run_knew_is_pending_without_a_value() -> None:
    with id003_bench() as bench:
        bench.ready()
        bench.insert(50)
        bench.step_to(Place.PAST_RETURN)
        bench.unit.cut_power()
        after = bench.restarted()
        after.unit.restore_power()
        found = after.run_until(PendingCredit)
        assert (found.value_fen, found.why) == (None, PendingReason.FOUND_AT_POWER_UP)
        after.run(20.0)
        assert len(after.events(PendingCredit)) == 1


def test_a_note_found_in_the_acceptor_that_no_run_knew_is_returned() -> None:
    with id003_bench() as bench:
        bench.ready()
        bench.insert(50)
        bench.run(0.5)
        bench.unit.cut_power()
        after = bench.restarted()
        after.unit.restore_power()
        assert after.run_until(NoteReturnedAtPowerUp) == NoteReturnedAtPowerUp(None, None)
        assert after.unit.take() is not None


def test_a_note_of_whose_end_the_unit_says_nothing_is_pending() -> None:
    """It is stacked while nobody listens, and a hand takes it out before the power is back."""
    with id003_bench() as bench:
        bench.ready()
        bench.insert(50)
        note = bench.run_until(NoteInEscrow)
        bench.run(0.4)
        bench.records = False
        bench.unit.cut_power()
        bench.unit.path.note = bench.unit.path.place = None
        bench.run(2.0)
        bench.unit.restore_power()
        pending = bench.run_until(PendingCredit)
        assert pending == PendingCredit(note.credit_id, 5000, PendingReason.OUTCOME_UNKNOWN)
        bench.run(5.0)
        assert not bench.unit.insert(5), "a note was taken before the pending one is on disk"
        bench.driver.credit_recorded(pending.credit_id)
        bench.run(2.0)
        assert bench.unit.insert(5)


def test_a_note_is_stacked_fully_before_it_is_credited() -> None:
    with id003_bench() as bench:
        bench.ready()
        bench.insert(50)
        bench.run_until(NoteCredited)
        assert bench.in_boxes() == {5000: 1}
        assert (bench.commanded(Ask.STACK1), bench.commanded(Ask.STACK2)) == (0, 1)


def test_by_option_a_note_is_credited_at_the_lever() -> None:
    with id003_bench(options=STACK_1) as bench:
        bench.ready()
        bench.insert(50)
        bench.run_until(NoteCredited)
        assert bench.unit.path.place is Place.PAST_RETURN
        bench.run_until(NoteStacked)
        assert bench.in_boxes() == {5000: 1}
        assert (bench.commanded(Ask.STACK1), bench.commanded(Ask.STACK2)) == (1, 0)


def test_a_stack_command_that_was_heard_is_not_sent_again_when_its_answer_is_lost() -> None:
    with id003_bench(decide=wait) as bench:
        bench.ready()
        bench.insert(50)
        note = bench.run_until(NoteInEscrow)
        bench.run(1.0)
        bench.cut_answer_to = Ask.STACK2
        bench.driver.accept(note.credit_id)
        bench.run_until(NoteStacked)
        assert bench.commanded(Ask.STACK2) == 1


def test_a_stack_command_that_was_lost_is_sent_again_after_the_unit_said_that_it_still_holds() -> None:
    with id003_bench(decide=wait) as bench:
        bench.ready()
        bench.insert(50)
        note = bench.run_until(NoteInEscrow)
        bench.run(1.0)
        bench.driver.accept(note.credit_id)
        bench.cut_answer_to = Ask.STATUS
        bench.unit.lost_commands = 2
        bench.run_until(NoteStacked)
        assert bench.commanded(Ask.STACK2) == 1
        codes = [command.code for _, command in bench.commands]
        assert codes[codes.index(Ask.STACK2) - 1] == Ask.STATUS


def test_a_note_that_left_escrow_by_itself_is_not_stacked() -> None:
    with id003_bench(decide=wait) as bench:
        bench.ready()
        bench.insert(50)
        note = bench.run_until(NoteInEscrow)
        bench.unit.fall_silent()
        bench.run(1.0)
        bench.unit.path.give_back(RefusalReason.ESCROW_TIME_OUT)
        bench.driver.accept(note.credit_id)
        bench.unit.speak_again()
        assert bench.run_until(NoteReturned).credit_id == note.credit_id
        assert bench.commanded(Ask.STACK2) == 0


def test_a_note_accepted_over_a_line_that_broke_is_given_back_and_not_stacked_later() -> None:
    """It may be another one by then."""
    with id003_bench(decide=wait) as bench:
        bench.ready()
        bench.insert(50)
        note = bench.run_until(NoteInEscrow)
        bench.unit.lost_commands = 100
        bench.driver.accept(note.credit_id)
        bench.run(1.0)
        bench.unit.unplug()
        bench.run_until(EscrowOutcomeUnknown)
        bench.unit.lost_commands = 0
        bench.unit.plug_in()
        assert bench.run_until(NoteReturned).credit_id == note.credit_id
        assert bench.commanded(Ask.STACK2) == 0


def test_a_note_whose_way_back_the_power_stops_twice_is_still_known() -> None:
    with id003_bench(decide=wait) as bench:
        bench.ready()
        bench.insert(50)
        note = bench.run_until(NoteInEscrow)
        bench.power_cycle()
        bench.step_to(Place.RETURNING)
        bench.power_cycle()
        returned = bench.run_until(NoteReturnedAtPowerUp)
        assert returned == NoteReturnedAtPowerUp(note.credit_id, 5000)
        bench.run(10.0)
        assert len(bench.events(NoteReturnedAtPowerUp)) == 1


def test_another_note_in_escrow_is_never_taken_for_the_accepted_one() -> None:
    """The unit gave the first back and took a second, and all that passed unseen."""
    with id003_bench(decide=wait) as bench:
        bench.ready()
        bench.insert(100)
        note = bench.run_until(NoteInEscrow)
        bench.unit.fall_silent()
        bench.unit.path.give_back(RefusalReason.ESCROW_TIME_OUT)
        bench.run(1.5)
        bench.unit.take()
        bench.insert(5)
        bench.run(2.0)
        bench.driver.accept(note.credit_id)
        bench.unit.speak_again()
        bench.run(1.0)
        assert [event.credit_id for event in bench.events(NoteReturned)] == [note.credit_id]
        assert [event.value_fen for event in bench.events(NoteInEscrow)] == [10000, 500]
        assert bench.commanded(Ask.STACK2) == 0
