"""How every part is now, and where a driver's word goes while a technician is there."""

import threading
from collections.abc import Callable

import pytest

from drivers.cash.port import NotesKnown
from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent, DeviceIdentified, Identity, StatusChanged
from drivers.idcard.port import IdCardEjected, IdCardRead
from drivers.idcard.text_block import IdCardKind
from drivers.printer.port import PaperChanged, PrintDone
from drivers.reading import Reading
from drivers.scanner.port import CodeSeen
from drivers.status import Status
from drivers.trace import Trace
from drivers.vocabulary import DeviceState, Paper
from kiosk.selftest.jobs import job_of
from kiosk.selftest.live_states import LiveStates
from kiosk.selftest.model import Measured, Outcome, Result
from kiosk.selftest.switchboard import Switchboard
from kiosk.selftest.traces import as_line, merged

READ = IdCardRead("CANARY", "000000190001010000", IdCardKind.CITIZEN, None)


@pytest.mark.parametrize(
    ("state", "statuses", "level"),
    [
        (DeviceState.ONLINE, (), "ok"),
        (DeviceState.ONLINE, (Status.PAPER_LOW,), "warning"),
        (DeviceState.USER_ERROR, (Status.PAPER_OUT,), "error"),
        (DeviceState.OFFLINE, (), "error"),
        (DeviceState.STARTING, (Status.BUSY,), "busy"),
    ],
)
def test_a_device_is_as_it_last_said(state: DeviceState, statuses: tuple[Status, ...], level: str) -> None:
    live = LiveStates(["printer"])
    live.heard("printer", StatusChanged("printer", state, "as seen", statuses))
    found = live.state("printer")
    assert (found.state, found.level, found.reason) == (state.value, level, "as seen")


def test_what_is_not_fitted_and_what_has_not_spoken_are_told_apart() -> None:
    live = LiveStates(["printer"])
    assert (live.state("printer").state, live.state("terminal").state) == ("unknown", "not_fitted")
    live.heard("door", StatusChanged("door", DeviceState.ONLINE, ""))
    assert "door" not in {state.part for state in live.snapshot()}


def test_facts_are_the_newest_and_figures_of_tests_stand_behind_them() -> None:
    live = LiveStates(["printer", "note_acceptor"])
    live.heard("printer", DeviceIdentified("printer", Identity("P80", "1.2", ""), changed=False))
    for paper in (Paper.FULL, Paper.LOW):
        live.heard("printer", PaperChanged(paper))
    measured = (Measured("paper", "full"), Measured("print_time", "500 ms"))
    live.tested(Result(1, "printer.cutter", "printer", "passed", measured=measured))
    facts = {fact.key: fact.value for fact in live.state("printer").facts}
    assert facts == {"identity": "P80", "firmware": "1.2", "paper": "low", "print_time": "500 ms"}
    live.heard("note_acceptor", NotesKnown("CNY", (500, 0, 1000)))
    assert live.notes_fen == {500, 1000}


@pytest.mark.parametrize(
    ("outcomes", "level"),
    [
        (("passed", "not_fitted"), "ok"),
        (("failed", "passed"), "error"),
        (("not_fitted",), "unknown"),
        (("not_done",), "unknown"),
    ],
)
def test_a_part_without_a_driver_is_as_its_tests_found_it(outcomes: tuple[Outcome, ...], level: str) -> None:
    live = LiveStates(["network"])
    for number, outcome in enumerate(outcomes):
        live.tested(Result(number, f"network.{number}", "network", outcome))
    assert live.state("network").level == level


def test_a_part_under_test_is_busy() -> None:
    live = LiveStates(["printer"])
    live.testing("printer")
    assert [state.part for state in live.snapshot() if state.level == "busy"] == ["printer"]


def listening(technician_here: bool) -> tuple[Switchboard, dict[str, list[DeviceEvent]]]:
    heard: dict[str, list[DeviceEvent]] = {"live": [], "session": [], "test": []}

    def ear(name: str) -> Callable[[str, DeviceEvent], None]:
        return lambda device, event: heard[name].append(event)

    board = Switchboard(ear("live"), ear("session"))
    board.test, board.technician_here = ear("test"), technician_here
    return board, heard


@pytest.mark.parametrize("event", [READ, CodeSeen("6212345", "qr")])
def test_what_a_technician_shows_is_told_to_no_session(event: DeviceEvent) -> None:
    for here in (True, False):
        board, heard = listening(here)
        board.heard("id_reader", event)
        assert heard["test"] == heard["live"] == [event]
        assert heard["session"] == ([] if here else [event])


def test_what_sensors_see_is_always_told_to_the_session() -> None:
    board, heard = listening(technician_here=True)
    board.heard("id_reader", IdCardEjected())
    board.heard("printer", PrintDone("payment", confirmed=True))
    board.heard("printer", PrintDone(job_of("report"), confirmed=True))
    assert heard["session"] == [IdCardEjected(), PrintDone("payment", confirmed=True)]


class OneMessage:
    def feed(self, data: bytes) -> list[Reading]:
        return [Reading(valid=True, name="status", payload=data)]

    def line_fell_silent(self) -> list[Reading]:
        return []


def test_the_traces_of_all_devices_stand_in_one_order() -> None:
    clock = FakeDeviceClock()
    printer, reader = Trace("printer", clock, OneMessage), Trace("id_reader", clock, OneMessage)
    printer.sent(b"\x10\x04\x01")
    clock.wait(threading.Event(), 0.042)
    printer.received(b"\x16")
    clock.wait(threading.Event(), 0.001)
    reader.sent(b"\x31")
    lines = [as_line(entry, 8 * 3600) for entry in merged([reader, printer], most=2)]
    assert lines == ["17:41:00.042 printer <- status 16 42 ms", "17:41:00.043 id_reader -> status 31"]
