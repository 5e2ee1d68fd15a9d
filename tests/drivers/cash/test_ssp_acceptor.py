"""What is SSP's own in its driver: what is sent when, and what is said of a wrong unit."""

import pytest

from drivers.cash.note_path import Place
from drivers.cash.port import (
    FraudAttempted,
    NoteInEscrow,
    NoteRefused,
    NoteReturned,
    NotesKnown,
    RefusalReason,
)
from drivers.cash.ssp.messages import Command, Event, PollEvent
from drivers.status import Status
from drivers.vocabulary import DeviceState
from tests.drivers.cash.acceptor_bench import ALL_NOTES, reject, wait
from tests.drivers.cash.ssp_bench import SspBench, commands_from


@pytest.fixture
def bench() -> SspBench:
    return SspBench("ssp")


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


@pytest.mark.parametrize(("newest", "asked"), [(0, 3), (4, 3), (5, 2), (6, 1), (9, 1)])
def test_an_older_unit_is_asked_for_an_older_protocol_and_never_for_ever(
    bench: SspBench, newest: int, asked: int
) -> None:
    bench.ssp.quirks.newest_protocol = newest
    bench.ready()
    sent = commands_from(bench, 0)
    assert sent[: sent.index(Command.SETUP)].count(Command.HOST_PROTOCOL) == asked
    bench.insert(5)
    bench.run(8.0)
    assert list(bench.credited().values()) == [500]


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


def test_the_reason_of_a_refusal_is_asked_for(bench: SspBench) -> None:
    bench.ready()
    bench.unit.insert_fake()
    bench.run_until(NoteRefused)
    assert bench.ssp.commands[-1] == Command.LAST_REJECT


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
