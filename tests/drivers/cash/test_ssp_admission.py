"""When an SSP unit is let take notes, and when it is stopped."""

import pytest

from drivers.cash.port import (
    AcceptorDisabled,
    AcceptorEnabled,
    NoteCredited,
    NoteDrawnIn,
    NoteInEscrow,
    NoteRefused,
    RefusalReason,
)
from drivers.cash.ssp.admission import Admission
from drivers.cash.ssp.messages import Command, Event, PollEvent
from drivers.events import DeviceEvent
from drivers.vocabulary import DeviceState
from tests.drivers.cash.acceptor_bench import ALL_NOTES
from tests.drivers.cash.ssp_bench import SspBench, commands_from


@pytest.fixture
def bench() -> SspBench:
    return SspBench("ssp")


def test_what_the_kiosk_says_counts_from_the_next_round_on(bench: SspBench) -> None:
    """Its words come from another thread: none may change what a round has begun with, none is lost."""
    told: list[DeviceEvent] = []
    admission = Admission(told.append, bench.clock)
    admission.want(ALL_NOTES)
    admission.want(None)
    assert admission.wanted_fen == frozenset()
    assert not admission.heed()
    admission.want(ALL_NOTES)
    assert admission.wanted_fen == frozenset()
    assert admission.heed()
    assert admission.wanted_fen == ALL_NOTES


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


def test_disabling_waits_for_a_note_that_is_being_read(bench: SspBench) -> None:
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteDrawnIn)
    before = len(bench.ssp.commands)
    bench.driver.disable()
    assert bench.run_until(NoteRefused).reason is RefusalReason.KIOSK_ASKED
    sent = commands_from(bench, before)
    assert sent.index(Command.REJECT) < sent.index(Command.DISABLE)


def test_disabling_waits_no_longer_than_two_seconds_for_a_note_to_be_read(bench: SspBench) -> None:
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteDrawnIn)
    for tenth in range(60):
        bench.after(tenth / 10, lambda: bench.ssp.announce(PollEvent(Event.NOTE, 0)))
    bench.unit.path.note = None  # a head that reads for ever
    bench.driver.disable()
    before = len(bench.ssp.commands)
    bench.run(1.5)
    assert Command.DISABLE not in commands_from(bench, before)
    bench.run(1.5)
    assert Command.DISABLE in commands_from(bench, before)


def test_disabling_sends_nothing_to_a_unit_that_is_stacking(bench: SspBench) -> None:
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteInEscrow)
    bench.run(0.4)
    before = len(bench.ssp.commands)
    bench.driver.disable()
    bench.run_until(NoteCredited)
    assert Command.DISABLE not in commands_from(bench, before)
    bench.run_until(AcceptorDisabled)
    assert Command.DISABLE in commands_from(bench, before)


def test_a_unit_that_disabled_itself_over_a_note_is_disabled_when_the_note_has_ended(bench: SspBench) -> None:
    bench.ready()
    bench.insert(5)
    bench.run_until(NoteInEscrow)
    bench.run(0.4)
    bench.ssp.announce(PollEvent(Event.DISABLED))
    bench.driver.disable()
    bench.run_until(AcceptorDisabled)
    assert bench.names().index("NoteStacked") < bench.names().index("AcceptorDisabled")


def test_a_unit_without_its_box_is_not_enabled(bench: SspBench) -> None:
    bench.run(3.0)
    bench.unit.remove_box()
    bench.run(3.0)
    before = len(bench.ssp.commands)
    bench.driver.enable(ALL_NOTES)
    bench.run(5.0)
    assert Command.ENABLE not in commands_from(bench, before)
    bench.unit.replace_box()
    bench.run_until(AcceptorEnabled)
