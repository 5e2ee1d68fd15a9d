"""Visits to a whole machine: a part is tested; a card left behind is entered and handed back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.supplies.card_register import FILE, CardRegister
from kiosk.technician.left_cards import CardGone, LeftCard
from kiosk.technician.view import Lines
from tests.wiring.visit import Visit


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    visit = Visit(tmp_path)
    yield visit
    visit.close()


def test_a_technician_opens_the_door_tests_a_part_reads_the_trace_and_goes(visit: Visit) -> None:
    machine, mode = visit.machine, visit.mode
    visit.signs_in()
    visit.taps("single", "start_id_reader.module")
    visit.until(lambda: mode.mode.latest("id_reader.module") is not None, "a result")
    visit.until(lambda: mode.mode.run is None, "the end of the run")
    result = mode.mode.latest("id_reader.module")
    assert result is not None
    assert (result.outcome, result.detail) == ("passed", "")
    visit.taps("back", "trace", "filter_id_reader")
    visit.until(lambda: bool(mode.mode.trace), "a trace")
    assert isinstance(visit.view.desk, Lines)
    assert all(" id_reader " in line for line in mode.mode.trace)
    machine.hands.door.shut()
    visit.taps("leave")
    visit.until(lambda: visit.view is None and mode.mode.state == "inactive", "the residents' screen")
    visit.until(lambda: machine.store.session.technician == "away", "the session to take over again")
    written = mode._machinery.entry_log.entries
    visit.until(lambda: len(written()) == 3, "the log of entries")
    assert [entry.kind for entry in written()] == ["left", "entered", "called"]


def test_a_card_is_entered_handed_back_and_its_slip_printed(visit: Visit, tmp_path: Path) -> None:
    printer = visit.machine.hands.printer
    assert printer is not None
    visit.signs_in()
    visit.taps("cards", "new_card", "choose_id_card", "choose_slot", *(f"digit_{d}" for d in "1234"))
    visit.taps("enter_card", "open_card_1", "handed_back", "confirm")
    visit.until(lambda: printer.slip_at_mouth, "a slip")
    printer.tear_off()
    visit.until(lambda: "printed" in (visit.view.notice.key if visit.view.notice else ""), "the news of it")
    register = CardRegister(tmp_path / FILE)
    ((card, gone),) = [(line.card, line.gone) for line in register.entries()]
    register.close()
    assert card == LeftCard("id_card", "1234", "slot", "07", card.wall_s, 1)
    assert gone == CardGone(1, "handed_back", "07", gone.wall_s, 1)
    written = visit.mode._machinery.entry_log.entries
    visit.until(lambda: written()[0].kind == "card_returned", "the log of entries")
    assert [(entry.kind, entry.why) for entry in written()[:2]] == [
        ("card_returned", "card 1"),
        ("card_entered", "card 1"),
    ]
    (slip,) = printer.printed()
    assert slip.height > 80 * 8, "room for two names written by hand"


def test_a_broken_register_is_told_in_the_log_and_keeps_nobody_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).write_bytes(b"only words" * 500)
    visit = Visit(tmp_path)
    visit.close()
    assert visit.mode._machinery.cards is None
    assert f"cards left behind are not entered: {FILE}" in caplog.text
    assert (tmp_path / FILE).read_bytes().startswith(b"only words"), "it is kept"
