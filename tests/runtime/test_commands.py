"""The kiosk carries commands out once each, on its disk before anything is done, and reports until heard."""

from pathlib import Path

import msgspec
import pytest

from kiosk.backend.errors import GatewayError, GatewaySlow
from kiosk.runtime import command_book
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.command_book import MOST_KEPT, CommandBook
from kiosk.runtime.command_course import Proof, Sight
from kiosk.runtime.commands import LONGEST_TEST_S, Commands
from kiosk.wire.commands import (
    BackInService,
    Command,
    CommandReport,
    LogLines,
    LogLinesAnswer,
    Order,
    OutOfService,
    RestartWhenIdle,
    SendLogs,
    SetVolume,
    SignedCommand,
    TestYourself,
)
from kiosk.wire.heartbeats import HeartbeatAnswer

DAY_MS = 86_400_000


class Killed(BaseException):
    """The power is cut at this very moment."""


class Machine:
    """Hands, gateway and the file of one kiosk; `starts` starts its program anew."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.file = folder / "commands.json"
        self.did: list[str] = []
        self.at_rest, self.money_moves, self.technician_here = True, False, False
        self.can_restart, self.can_test = True, True
        self.tests: tuple[int, int, int] | None = None
        self.cut_in = ""
        self.fails: GatewayError | None = None
        self.logs: list[LogLines] = []
        self.at_ms = 1_000_000
        self.starts()
        self.hears()

    def starts(self) -> None:
        proof = Proof("kiosk-1", None, demonstration=True)
        self.commands = Commands(CommandBook(self.file), proof, self, self, self.clock)

    def hears(self, *commands: Command) -> tuple[CommandReport, ...]:
        """A heartbeat goes out and is answered; what it said."""
        self.clock.advance(60)
        self.at_ms += 60_000
        reports = self.commands.reports()
        told = tuple(SignedCommand(msgspec.json.encode(each)) for each in commands)
        self.commands.heard(HeartbeatAnswer("kiosk-1", "0" * 16, 1, self.at_ms, 60, 0, told))
        self.turns()
        return reports

    def turns(self) -> None:
        self.commands.worker.run_pending()

    def told(self) -> list[tuple[str, str, str | None]]:
        """What the next heartbeat says."""
        return [(each.command_id, each.state, each.reason) for each in self.hears()]

    def of(self, order: Order, command_id: str = "c1", lasts_ms: int = DAY_MS) -> Command:
        return Command(command_id, "kiosk-1", order, self.at_ms, self.at_ms + lasts_ms)

    # -- hands -----------------------------------------------------------------------------------------

    def sight(self, now_ms: int | None) -> Sight:
        return Sight(now_ms, self.at_rest, self.money_moves, self.technician_here)

    def close(self, closed: bool) -> None:
        self._do("closed" if closed else "opened")

    def speak_at(self, volume: int) -> None:
        self._do(f"volume {volume}")

    def restart(self) -> bool:
        self._do("restart")
        return self.can_restart

    def begin_tests(self) -> bool:
        self._do("tests")
        return self.can_test

    def tests_found(self) -> tuple[int, int, int] | None:
        return self.tests

    def log_lines(self, most: int) -> tuple[str, ...]:
        return ("one", "two", "three")[-most:]

    def send_log(self, log: LogLines) -> LogLinesAnswer:
        self._do("log")
        if self.fails is not None:
            raise self.fails
        self.logs.append(log)
        return LogLinesAnswer(log.command_id, len(log.lines))

    def _do(self, act: str) -> None:
        self.did.append(act)
        if act == self.cut_in:
            raise Killed


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize(
    ("order", "act"),
    [
        (OutOfService(), "closed"),
        (BackInService(), "opened"),
        (SetVolume(4), "volume 4"),
        (SendLogs(), "log"),
    ],
)
def test_it_is_carried_out_once_and_told_until_it_was_heard(machine: Machine, order: Order, act: str) -> None:
    command = machine.of(order)
    assert machine.hears(command) == ()
    assert machine.did == [act]
    assert machine.hears(command) == (CommandReport("c1", "done"),)
    assert machine.hears(command) == ()
    machine.starts()
    machine.hears(command)
    assert machine.did.count(act) == 1 + (act == "closed"), "what is closed is closed again at the start"


def test_a_report_that_may_not_have_arrived_is_told_again(machine: Machine) -> None:
    machine.hears(machine.of(SetVolume(1)))
    assert len(machine.commands.reports()) == 1
    assert machine.told() == [("c1", "done", None)]


def test_out_of_service_lasts_over_a_restart_until_it_is_ended(machine: Machine) -> None:
    machine.hears(machine.of(OutOfService()))
    machine.starts()
    assert machine.did == ["closed", "closed"]
    machine.hears(machine.of(BackInService(), "c2"))
    machine.starts()
    assert machine.did == ["closed", "closed", "opened"]


def test_while_money_moves_it_is_refused_and_not_done_later(machine: Machine) -> None:
    machine.money_moves, machine.at_rest = True, False
    machine.hears(machine.of(OutOfService()))
    machine.money_moves, machine.at_rest = False, True
    machine.turns()
    assert machine.did == []
    assert machine.told() == [("c1", "refused", "money_moves")]


def test_a_restart_waits_for_rest_and_is_told_as_done_after_it(machine: Machine) -> None:
    machine.at_rest = False
    restart = machine.of(RestartWhenIdle())
    machine.hears(restart)
    assert machine.told() == [("c1", "taken", None)]
    machine.at_rest = True
    machine.turns()
    machine.turns()
    assert machine.did == ["restart"]
    machine.starts()
    machine.hears(restart)
    machine.turns()
    assert machine.did == ["restart"]
    assert machine.hears() == ()


def test_a_restart_that_nobody_would_end_fails(machine: Machine) -> None:
    machine.can_restart = False
    machine.hears(machine.of(RestartWhenIdle()))
    assert machine.told() == [("c1", "failed", "not_possible")]


def test_what_waits_too_long_is_not_done_any_more(machine: Machine) -> None:
    machine.at_rest = False
    machine.hears(machine.of(RestartWhenIdle(), lasts_ms=300_000))
    assert machine.told() == [("c1", "taken", None)]
    machine.clock.advance(200)
    machine.at_rest = True
    machine.turns()
    assert machine.did == []
    assert machine.told() == [("c1", "failed", "too_late")]


@pytest.mark.parametrize(("found", "reason"), [((9, 0, 3), "tests_passed"), ((8, 1, 3), "tests_failed")])
def test_the_self_test_tells_its_figures(machine: Machine, found: tuple[int, int, int], reason: str) -> None:
    machine.hears(machine.of(TestYourself()))
    assert machine.told() == [("c1", "taken", None)]
    machine.tests = found
    machine.turns()
    assert machine.hears() == (CommandReport("c1", "done", reason, found),)
    assert machine.did == ["tests"]


def test_a_self_test_that_does_not_end_or_cannot_begin_has_failed(machine: Machine) -> None:
    machine.hears(machine.of(TestYourself()))
    machine.clock.advance(LONGEST_TEST_S + 1)
    machine.turns()
    assert machine.told() == [("c1", "failed", "too_long")]
    machine.can_test = False
    machine.hears(machine.of(TestYourself(), "c2"))
    assert machine.told() == [("c2", "failed", "not_possible")]


def test_a_log_that_does_not_arrive_is_not_called_sent(machine: Machine) -> None:
    machine.fails = GatewaySlow("late")
    machine.hears(machine.of(SendLogs(2)))
    assert machine.told() == [("c1", "failed", "not_sent")]
    machine.fails = None
    machine.hears(machine.of(SendLogs(2), "c2"))
    assert machine.logs == [LogLines("c2", ("two", "three"))]


@pytest.mark.parametrize(
    ("order", "act"), [(SetVolume(2), "volume 2"), (SendLogs(), "log"), (TestYourself(), "tests")]
)
def test_killed_in_the_middle_it_is_never_done_twice_and_says_so(
    machine: Machine, order: Order, act: str
) -> None:
    machine.cut_in = act
    with pytest.raises(Killed):
        machine.hears(machine.of(order))
    machine.cut_in = ""
    machine.starts()
    command = machine.of(order)
    machine.hears(command)
    machine.turns()
    assert machine.did == [act]
    machine.starts()
    machine.hears(command)
    assert machine.did == [act]


def test_killed_before_it_was_begun_it_is_begun_after_the_start(machine: Machine) -> None:
    machine.at_rest = False
    machine.hears(machine.of(RestartWhenIdle()))
    machine.starts()
    machine.at_rest = True
    machine.turns()
    assert machine.did == [], "nobody knows yet what time it is at the gateway"
    machine.hears()
    assert machine.did == ["restart"]


def test_what_cannot_be_written_down_is_not_done(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(command_book, "write_durably", full)
        command = machine.of(OutOfService())
        machine.hears(command)
        assert (machine.did, machine.told()) == ([], [])
    machine.hears(command)
    assert machine.did == ["closed"]


def test_a_lost_file_brings_no_command_back(machine: Machine) -> None:
    command = machine.of(SetVolume(5))
    machine.hears(command)
    machine.file.write_bytes(b"{")
    machine.starts()
    machine.hears(command)
    assert machine.did == ["volume 5"]
    assert machine.told() == [("c1", "refused", "record_lost")]
    machine.hears(machine.of(SetVolume(1), "c2"))
    assert machine.did == ["volume 5", "volume 1"]


def test_what_is_over_is_forgotten_when_it_could_count_no_longer(machine: Machine) -> None:
    for number in range(MOST_KEPT + 5):
        machine.hears(machine.of(SetVolume(1), f"c{number}"))
    assert len(machine.did) == MOST_KEPT, "no more are known at once"
    machine.hears()
    machine.at_ms += 2 * DAY_MS
    machine.hears(machine.of(SetVolume(2), "later"))
    assert machine.did[-1] == "volume 2"


def test_a_word_that_is_not_the_gateways_does_nothing(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    machine.hears(msgspec.structs.replace(machine.of(OutOfService()), kiosk_id="kiosk-2"))
    assert (machine.did, machine.told()) == ([], [])
    assert [record.message for record in caplog.records] == [
        "a remote command does not count: for another machine"
    ]
