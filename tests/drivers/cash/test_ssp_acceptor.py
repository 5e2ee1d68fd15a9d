"""What is SSP's own in its driver: what is sent when, and what peers are known to get wrong."""

import pytest

from drivers.cash.note_path import Place
from drivers.cash.port import (
    EscrowOutcomeUnknown,
    FraudAttempted,
    NoteCredited,
    NoteInEscrow,
    NoteRefused,
    NoteReturned,
    NoteReturnedAtPowerUp,
    NotesKnown,
    PendingCredit,
    PendingReason,
    RefusalReason,
)
from drivers.cash.ssp.messages import Command, Event, PollEvent
from drivers.cash.ssp.simulator import SspSimulator
from drivers.status import Status
from drivers.vocabulary import DeviceState
from tests.drivers.cash.acceptor_bench import ALL_NOTES, AcceptorBench, reject, wait


class SspBench(AcceptorBench):
    @property
    def ssp(self) -> SspSimulator:
        assert isinstance(self.unit, SspSimulator)
        return self.unit


@pytest.fixture
def bench() -> SspBench:
    return SspBench("ssp")


def commands_from(bench: SspBench, start: int) -> list[Command]:
    return [Command(code) for code in list(bench.ssp.commands)[start:]]


def test_the_start_is_the_manuals(bench: SspBench) -> None:
    bench.run(0.11)
    assert commands_from(bench, 0)[:7] == [
        Command.SYNC,
        Command.HOLD,
        Command.HOST_PROTOCOL,
        Command.SETUP,
        Command.SERIAL,
        Command.DISABLE,
        Command.POLL,
    ]


def test_the_protocol_is_agreed_again_after_every_reset(bench: SspBench) -> None:
    bench.ready()
    before = len(bench.ssp.commands)
    bench.unit.cut_power()
    bench.unit.restore_power()
    bench.run(20.0)
    assert Command.HOST_PROTOCOL in commands_from(bench, before)
    bench.insert(5)
    bench.run(8.0)
    assert list(bench.credited().values()) == [500]


@pytest.mark.parametrize("newest", [0, 4, 5, 6, 9])
def test_an_older_unit_is_asked_for_an_older_protocol_and_never_for_ever(
    bench: SspBench, newest: int
) -> None:
    bench.ssp.quirks.newest_protocol = newest
    bench.ready()
    bench.insert(5)
    bench.run(8.0)
    assert list(bench.credited().values()) == [500]
    assert commands_from(bench, 0).count(Command.HOST_PROTOCOL) <= 6


def test_a_note_in_escrow_is_held_every_few_seconds_and_never_polled() -> None:
    bench = SspBench("ssp", decide=wait)
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteInEscrow)
    before = len(bench.ssp.commands)
    bench.run(20.0)
    sent = commands_from(bench, before)
    assert Command.POLL not in sent
    assert sent.count(Command.HOLD) >= 4
    assert bench.unit.path.place is Place.ESCROW


def test_a_yes_is_one_poll_and_nothing_thrown_away(bench: SspBench) -> None:
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteInEscrow)
    before = len(bench.ssp.commands)
    bench.run_until(NoteCredited)
    assert set(commands_from(bench, before)) == {Command.SET_INHIBITS, Command.POLL}


@pytest.mark.parametrize("refusal", [b"\xf8", b"\xf5\x03"])
def test_a_unit_that_holds_no_note_any_more_is_believed(refusal: bytes) -> None:
    bench = SspBench("ssp", decide=wait)
    bench.ssp.quirks.no_note_to_hold = refusal
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteInEscrow)
    bench.unit.path.give_back(RefusalReason.ESCROW_TIME_OUT)
    returned = bench.run_until(NoteReturned)
    assert returned.reason is RefusalReason.ESCROW_TIME_OUT
    assert bench.credited() == {}


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


def test_the_reason_of_a_refusal_is_asked_for(bench: SspBench) -> None:
    bench.ready()
    bench.unit.insert_fake()
    bench.run_until(NoteRefused)
    assert bench.ssp.commands[-1] == Command.LAST_REJECT


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


def test_an_attempt_that_goes_on_is_one_attempt(bench: SspBench) -> None:
    bench.ready()
    for _ in range(3):
        bench.ssp.announce(PollEvent(Event.FRAUD, 2))
        bench.run(0.1)
    assert bench.events(FraudAttempted) == [FraudAttempted(500)]
    bench.run(2.0)
    bench.ssp.announce(PollEvent(Event.FRAUD, 0))
    bench.run(2.0)
    assert bench.events(FraudAttempted) == [FraudAttempted(500), FraudAttempted(None)]
    assert bench.states()[-1] is DeviceState.FRAUD_ATTEMPT
    bench.driver.enable(ALL_NOTES)
    bench.run(2.0)
    assert bench.states()[-1] is DeviceState.ONLINE


def test_no_second_note_is_drawn_in_while_one_is_in_question(bench: SspBench) -> None:
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteInEscrow)
    bench.run(0.5)
    assert bench.driver.owner.state is DeviceState.ONLINE
    assert not bench.unit.path.mouth_open
    bench.run(8.0)
    assert bench.unit.path.mouth_open


def test_a_unit_that_switched_itself_off_is_switched_on_again(bench: SspBench) -> None:
    bench.ready()
    bench.unit.fall_silent()
    bench.clock.sleep(12.0)
    bench.unit.speak_again()
    bench.run(10.0)
    bench.insert(5)
    bench.run(8.0)
    assert list(bench.credited().values()) == [500]


def test_a_unit_for_another_currency_takes_nothing_and_says_what_to_do(bench: SspBench) -> None:
    bench.ssp.quirks.currency = "EUR"
    bench.driver.enable(ALL_NOTES)
    bench.run(8.0)
    assert bench.events(NotesKnown)[-1].values_fen == (0,) * 6
    assert bench.statuses() == (Status.NOT_INITIALISED,)
    assert "no CNY notes; load" in bench.driver_reason()
    assert not bench.unit.insert(5)


def test_a_unit_that_demands_encryption_says_what_to_do(bench: SspBench) -> None:
    bench.ssp.quirks.demands_encryption = True
    bench.run(10.0)
    assert "without eSSP" in bench.driver_reason()
    bench.ssp.quirks.demands_encryption = False
    bench.ready()
    assert bench.states()[-1] is DeviceState.ONLINE


def test_a_silent_unit_says_what_to_check(bench: SspBench) -> None:
    bench.unit.fall_silent()
    bench.run(5.0)
    assert bench.states()[-1] is DeviceState.OFFLINE
    assert "baud rate" in bench.driver_reason()


def test_a_rejected_note_can_be_offered_again() -> None:
    bench = SspBench("ssp", decide=reject)
    bench.ready()
    for _ in range(3):
        bench.insert(5)
        bench.run_until(NoteReturned)
        assert bench.unit.take() is not None
        bench.run(2.0)
    assert len({event.credit_id for event in bench.events(NoteReturned)}) == 3


def test_closing_waits_for_the_credit_of_a_note_on_its_way(bench: SspBench) -> None:
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteInEscrow)
    bench.run(0.3)
    bench.driver.close()
    assert list(bench.credited().values()) == [500]
    assert bench.events(EscrowOutcomeUnknown) == []
