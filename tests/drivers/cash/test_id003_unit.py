"""An ID-003 unit that starts, is set up, is silent, fails, or is not one at all."""

from collections.abc import Callable
from functools import partial

import pytest

from drivers.cash.id003.dialogue import Dialogue
from drivers.cash.id003.frames import Frame, encode
from drivers.cash.id003.messages import (
    ACCEPT_OFF,
    ACCEPT_ON,
    ALL_DIRECTIONS,
    LOW_SECURITY,
    POLLED,
    Ask,
    State,
)
from drivers.cash.id003.model import MODEL
from drivers.cash.note_path import Place
from drivers.cash.port import (
    AcceptorEnabled,
    FraudAttempted,
    NoteCredited,
    NoteInEscrow,
    NoteRefused,
    NotesKnown,
    RefusalReason,
)
from drivers.events import DeviceIdentified, Identity, StatusChanged
from drivers.simulation.acts import WrongWords, work
from drivers.status import Status
from drivers.trace import Trace
from drivers.transport import memory_pipe
from drivers.vocabulary import DeviceState
from tests.drivers.cash.acceptor_bench import wait
from tests.drivers.cash.id003_bench import Id003Bench, id003_bench


def reasons(bench: Id003Bench) -> list[str]:
    return [event.reason for event in bench.events(StatusChanged)]


def test_a_unit_is_brought_up_as_its_makers_say() -> None:
    with id003_bench() as bench:
        bench.run(10.0)
        settings = [command for _, command in bench.commands if command.code != Ask.STATUS]
        assert settings[:6] == [
            Frame(Ask.GET_VERSION),
            Frame(Ask.RESET),
            Frame(Ask.GET_VERSION),
            ACCEPT_OFF,
            LOW_SECURITY,
            ALL_DIRECTIONS,
        ]
        assert POLLED in settings
        assert ACCEPT_ON not in settings
        assert bench.states() == [DeviceState.STARTING, DeviceState.ONLINE]


def test_a_running_unit_is_not_reset_when_the_kiosk_starts_anew() -> None:
    with id003_bench() as bench:
        bench.ready()
        after = bench.restarted()
        after.run(5.0)
        assert after.commanded(Ask.RESET) == 0
        assert len(after.events(NotesKnown)) == 1
        assert not bench.unit.insert(5), "a new kiosk has not asked for notes"


def test_a_booting_unit_is_waited_for() -> None:
    with id003_bench() as bench:
        bench.unit.cut_power()
        bench.unit.restore_power()
        bench.run(1.0)
        assert bench.states() == [DeviceState.STARTING]
        bench.run(5.0)
        assert bench.states()[-1] is DeviceState.ONLINE


def test_a_note_in_escrow_at_the_start_goes_back() -> None:
    with id003_bench(decide=wait) as bench:
        bench.ready()
        bench.insert(50)
        bench.run_until(NoteInEscrow)
        after = bench.restarted()
        after.run(5.0)
        assert after.unit.take() is not None
        assert after.events(NoteInEscrow) == []


def test_a_silence_is_told_when_it_has_lasted_five_seconds() -> None:
    with id003_bench() as bench:
        bench.ready()
        bench.unit.fall_silent()
        bench.run(4.5)
        bench.unit.speak_again()
        bench.run(5.0)
        assert bench.states()[-1] is DeviceState.ONLINE
        bench.unit.fall_silent()
        bench.run(6.0)
        assert bench.states()[-1] is DeviceState.OFFLINE
        assert "no answer for 5 s" in reasons(bench)[-1]


def test_a_device_of_another_kind_on_the_port_is_told_apart_from_a_silent_one() -> None:
    with id003_bench() as bench:
        bench.unit.faults.spoilt_answers = 1000
        bench.run(7.0)
        assert "not in ID-003" in reasons(bench)[-1]


@pytest.mark.parametrize("setting", [Ask.SET_SECURITY, Ask.SET_COMM_MODE, Ask.GET_CURRENCY])
def test_a_unit_that_does_not_confirm_its_settings_takes_no_notes_and_says_why(setting: Ask) -> None:
    with id003_bench() as bench:
        bench.unit.settings.refused.add(setting)
        bench.switch_on()
        assert bench.statuses() == (Status.NOT_INITIALISED,)
        assert bench.events(AcceptorEnabled) == []
        assert not bench.unit.insert(5)
        bench.unit.settings.refused.clear()
        bench.run(5.0)
        assert bench.states()[-1] is DeviceState.ONLINE
        assert bench.events(AcceptorEnabled)


def test_a_unit_without_power_recovery_serves_as_well() -> None:
    with id003_bench() as bench:
        bench.unit.settings.refused.add(Ask.SET_OPTIONAL_FUNCTIONS)
        bench.ready()
        assert bench.states()[-1] is DeviceState.ONLINE


def test_a_unit_that_does_not_say_who_it_is_serves_as_well() -> None:
    with id003_bench() as bench:
        bench.unit.version = b""
        bench.ready()
        assert bench.events(DeviceIdentified) == []
        assert bench.states()[-1] is DeviceState.ONLINE


def test_another_unit_after_a_power_cut_is_noticed() -> None:
    with id003_bench() as bench:
        bench.ready()
        bench.unit.version = b"i(CHN)-100 ID003-03V224-15 04APR11"
        bench.power_cycle()
        bench.run(15.0)
        assert bench.events(DeviceIdentified)[-1].identity == Identity(
            "i(CHN)-100", "ID003-03V224-15 04APR11"
        )
        assert bench.statuses() == (Status.IDENTITY_CHANGED,)


def test_notes_of_two_countries_need_the_technicians_word() -> None:
    foreign = {0x66: 0x01}
    with id003_bench() as bench:
        bench.unit.settings.countries = foreign
        bench.switch_on()
        assert "country_code" in reasons(bench)[-1]
    with id003_bench(options={"country_code": 0x2D}) as bench:
        bench.unit.settings.countries = foreign
        bench.unit.ignores_inhibits = True
        bench.ready()
        assert 10000 not in bench.events(NotesKnown)[-1].values_fen
        bench.insert(100)
        assert bench.run_until(NoteRefused).reason is RefusalReason.INVALID_NOTE
        assert bench.unit.take() is not None


@pytest.mark.parametrize(
    ("do", "state", "status"),
    [
        (lambda bench: bench.unit.fail(0xA2), DeviceState.HARDWARE_ERROR, Status.MODULE_FAULT),
        (lambda bench: bench.unit.fail(0xAB), DeviceState.DEVICE_BUSY, Status.BUSY),
        (lambda bench: bench.unit.push_second_note(), DeviceState.USER_ERROR, Status.BUSY),
    ],
    ids=["stack motor", "cash box not ready", "second note"],
)
def test_what_is_wrong_is_told_and_passes(
    do: Callable[[Id003Bench], None], state: DeviceState, status: Status
) -> None:
    with id003_bench() as bench:
        bench.ready()
        do(bench)
        bench.run(1.0)
        assert (bench.states()[-1], bench.statuses()) == (state, (status,))
        bench.unit.mend()
        bench.run(10.0)
        assert (bench.states()[-1], bench.statuses()) == (DeviceState.ONLINE, ())
        bench.insert(5)
        assert bench.run_until(NoteCredited).value_fen == 500


def test_a_second_note_is_refused() -> None:
    with id003_bench() as bench:
        bench.ready()
        bench.unit.push_second_note()
        assert bench.run_until(NoteRefused).reason is RefusalReason.SECOND_NOTE


def test_a_lasting_fault_is_reset_once_and_then_left_to_people() -> None:
    with id003_bench() as bench:
        bench.ready()
        bench.commands.clear()
        bench.unit.fail(0xA6)
        bench.run(60.0)
        assert bench.commanded(Ask.RESET) == 1
        assert "transport motor" in reasons(bench)[-1]


def test_a_fault_with_an_accepted_note_inside_is_not_reset() -> None:
    with id003_bench() as bench:
        bench.ready()
        bench.commands.clear()
        bench.unit.jam(Place.STACKING)
        bench.insert(50)
        bench.run(30.0)
        assert bench.statuses() == (Status.MEDIA_JAMMED,)
        assert bench.commanded(Ask.RESET) == 0


def test_fraud_stays_told_until_the_kiosk_wants_notes_again() -> None:
    with id003_bench() as bench:
        bench.ready()
        bench.insert(100)
        bench.run(1.0)
        bench.unit.pull_string()
        bench.run_until(FraudAttempted)
        bench.run(10.0)
        assert bench.statuses() == (Status.FRAUD_ATTEMPT,)
        bench.driver.enable(frozenset({500}))
        bench.run(2.0)
        assert bench.statuses() == ()


def test_an_answer_that_came_too_late_is_not_taken_for_the_next_one() -> None:
    with id003_bench() as bench:
        line = memory_pipe(bench.unit, bench.clock)
        dialogue = Dialogue(line, bench.clock)
        line.write(encode(Frame(Ask.STATUS)) + encode(Frame(Ask.RESET)))
        bench.clock.sleep(0.5)
        assert dialogue.ask(Frame(Ask.STATUS)) == Frame(State.INITIALISE)


def test_a_trace_tells_commands_from_states() -> None:
    with id003_bench() as bench:
        readers = (partial(MODEL.reader_of, "host"), partial(MODEL.reader_of, "device"))
        trace = Trace("note_acceptor", bench.clock, *readers)
        line = trace.line(memory_pipe(bench.unit, bench.clock))
        bench.unit.cut_power()
        bench.unit.restore_power()
        bench.clock.sleep(5.0)
        before = len(trace.entries())
        line.write(encode(Frame(Ask.STATUS)))
        line.read(1.0)
        asked, answered = trace.entries()[before:]
        assert (asked.name, answered.name) == ("status", "power_up")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("second_note", Status.BUSY),
        ("fail A2", Status.MODULE_FAULT),
        ("remove_box", Status.BOX_REMOVED),
        ("fill_box", Status.BOX_FULL),
        ("unplug", Status.NOT_AVAILABLE),
    ],
)
def test_a_hand_works_the_unit_in_words(words: str, status: Status) -> None:
    with id003_bench() as bench:
        bench.ready()
        work(bench.unit, words)
        bench.run(1.0)
        assert bench.statuses() == (status,)


def test_a_failure_that_is_no_code_is_refused_in_words() -> None:
    with id003_bench() as bench, pytest.raises(WrongWords, match="fail CODE"):
        work(bench.unit, "fail XY")
