"""The technician's mode on a machine: drivers are heard, the session gives way, the disk remembers."""

from pathlib import Path

import pytest

from drivers.card.port import CardRead
from drivers.cash import port as cash
from drivers.door.port import DoorClosed, DoorOpened
from drivers.printer.port import PrintDone
from kiosk.access.demonstration import DEMONSTRATION_CARD, DEMONSTRATION_PIN
from kiosk.session.events import CardInserted, CardTaken, UtilityTapped
from kiosk.session.model import Armed
from kiosk.session.view import Text
from kiosk.technician.effects import WriteEntry
from kiosk.technician.events import EntryAsked
from kiosk.technician.view import Board, Lines, PinEntry
from kiosk.wiring.counted_printer import CountedPrinter
from tests.technician.bench import TESTS, words
from tests.technician.test_exchange import AGREED
from tests.wiring.technicians_machine import TechniciansMachine, signs_in

pytestmark = pytest.mark.usefixtures("cheap_hashing")


@pytest.fixture
def machine(tmp_path: Path) -> TechniciansMachine:
    return TechniciansMachine(tmp_path)


def test_a_visit_from_the_open_door_to_the_open_inputs(machine: TechniciansMachine) -> None:
    assert machine.session_store.session.armed != Armed()
    machine.hears("door", DoorOpened())
    assert machine.session_store.session.technician == "coming"
    assert machine.view is None
    machine.passes(2)
    assert machine.session_store.session.technician == "here"
    assert isinstance(machine.view.desk, PinEntry)
    assert machine.slot.is_open
    machine.types("07" + DEMONSTRATION_PIN.value)
    assert isinstance(machine.view.desk, Board)
    assert not machine.slot.is_open
    machine.taps("run_all")
    assert machine.runner.started == [tuple(spec.name for spec in TESTS)]
    assert machine.session_store.session.armed == Armed()


def test_who_was_called_by_a_helper_reads_so_and_whoever_comes_next_does_not(
    machine: TechniciansMachine,
) -> None:
    machine.mode._machinery.entry_log.write(WriteEntry("wanted", why="helper"))
    signs_in(machine)
    assert "帮办人员叫了师傅" in machine.says()
    machine.taps("trace", "entries")
    assert isinstance(machine.view.desk, Lines)
    read = [words(line) for line in machine.view.desk.lines if isinstance(line, Text)]
    assert [" ".join(line.split()[2:]) for line in read] == [
        "07 签到 door",
        "-- 有人要进来 door",
        "-- 帮办人员叫了师傅",
    ]
    machine.hears("door", DoorClosed())
    machine.taps("back", "leave")
    machine.passes(1)
    signs_in(machine)
    assert machine.says() == ""


def test_the_machine_is_given_back_when_nothing_runs_any_more(machine: TechniciansMachine) -> None:
    signs_in(machine)
    machine.hears("door", DoorClosed())
    machine.taps("leave")
    machine.passes(1)
    assert machine.view is None
    assert machine.session_store.session.technician == "away"
    assert machine.session_store.session.armed != Armed()
    kinds = [entry.kind for entry in machine.mode._machinery.entry_log.entries()]
    assert kinds == ["left", "entered", "called"]


def test_a_technicians_card_is_a_second_factor_and_a_residents_is_not(machine: TechniciansMachine) -> None:
    machine.mode.post(EntryAsked())
    machine.passes(2)
    machine.hears("card_reader", CardRead("6217001234567890", "bank"))
    assert not machine.mode.mode.has_factor
    machine.hears("card_reader", CardRead(DEMONSTRATION_CARD.value, "staff"))
    assert machine.mode.mode.has_factor


def test_a_card_read_for_a_resident_is_looked_at_by_nobody_else(machine: TechniciansMachine) -> None:
    machine.hears("card_reader", CardRead(DEMONSTRATION_CARD.value, "staff"))
    assert not machine.mode.mode.has_factor


def test_who_is_being_served_is_not_disturbed(machine: TechniciansMachine) -> None:
    machine.session_store.post(UtilityTapped("water"))
    machine.settle()
    machine.hears("door", DoorOpened())
    machine.passes(30)
    assert machine.view is None
    assert machine.session_store.session.technician == "coming"


def test_a_card_in_a_slot_keeps_the_technician_here(machine: TechniciansMachine) -> None:
    signs_in(machine)
    machine.session_store.post(CardInserted("ic_card"))
    machine.passes(1)
    machine.taps("leave")
    assert "还有卡在机器里" in machine.says()
    machine.session_store.post(CardTaken("ic_card"))
    machine.passes(1)
    machine.taps("leave")
    machine.passes(1)
    assert machine.view is None


@pytest.mark.parametrize(
    "gone",
    [
        cash.NoteReturned("n1", cash.RefusalReason.KIOSK_ASKED),
        cash.NoteCredited("n1", 2000),
        cash.NoteReturnedAtPowerUp(None, None),
    ],
    ids=["returned", "credited", "returned at power-up"],
)
def test_a_note_in_escrow_keeps_the_technician_here(
    machine: TechniciansMachine, gone: cash.NoteReturned
) -> None:
    signs_in(machine)
    machine.hears("note_acceptor", cash.NoteInEscrow("n1", 2000))
    machine.passes(1)
    machine.taps("leave")
    assert "还有纸币" in machine.says()
    machine.hears("note_acceptor", gone)
    machine.passes(1)
    machine.taps("leave")
    assert machine.mode.mode.state == "exit_pending"


def fill_box(machine: TechniciansMachine) -> None:
    for number, value_fen in enumerate((10000, 10000, 10000, 2000, 500, 500)):
        machine.counts(f"note-{number}", value_fen)
        machine.counts(f"note-{number}", value_fen)


def test_a_box_is_exchanged_over_a_power_cut(machine: TechniciansMachine, tmp_path: Path) -> None:
    fill_box(machine)
    assert not machine.mode.cash_stays_off
    machine.hears("note_acceptor", cash.BoxRemoved())
    assert machine.mode.cash_stays_off
    machine.switched_off()

    again = TechniciansMachine(tmp_path)
    assert again.mode.cash_stays_off
    signs_in(again)
    for value, count in AGREED.items():
        again.taps(f"choose_counted_{value}")
        again.types(count)
    again.taps("next")
    again.types("12")
    again.taps("choose_new_box")
    again.types("418")
    again.switched_off()

    last = TechniciansMachine(tmp_path)
    signs_in(last)
    last.taps("next", "next")
    assert last.says() == "已记录,第 1 号"
    assert not last.mode.cash_stays_off
    ((job_id, picture),) = last.printed
    assert (job_id, picture.width, picture.mode) == ("selftest:cash_box-1", 576, "1")
    last.hears("printer", PrintDone(job_id, confirmed=True))
    assert last.says() == "已打印"
    assert last.mode.mode.supplies.box.number == "418"


@pytest.mark.parametrize("seen_in_the_box", [False, True])
def test_a_note_found_at_power_up_is_counted_unless_it_was_credited_before(
    machine: TechniciansMachine, tmp_path: Path, seen_in_the_box: bool
) -> None:
    machine.counts("before", 2000)
    if seen_in_the_box:
        assert machine.box.note_stacked("before")
    machine.switched_off()
    again = TechniciansMachine(tmp_path)
    assert again.box.is_counted("found", 2000) is not seen_in_the_box
    assert again.box.note_found("found", 2000)
    assert again.box.note_found("found", 2000)
    assert again.box.is_counted("found", 2000)
    again.settle()
    assert again.mode.mode.supplies.box.notes == {2000: 2 if seen_in_the_box else 1}


def test_a_new_roll_begins_at_nothing(machine: TechniciansMachine) -> None:
    for number in range(3):
        machine.mode.senses.will_print(f"pay-{number}", 150)
        machine.hears("printer", PrintDone(f"pay-{number}", confirmed=True))
    assert (machine.mode.mode.supplies.paper.slips, machine.mode.mode.supplies.paper.printed_mm) == (3, 450)
    signs_in(machine)
    machine.taps("supplies", "new_roll", "record")
    assert machine.mode.mode.supplies.paper.slips == 0
    assert machine.printed[0][0] == "selftest:paper-1"


def test_paper_is_measured_as_it_is_handed_over(machine: TechniciansMachine) -> None:
    class Printer:
        def print_image(self, job_id: str, image: object) -> None:
            printed.append(job_id)

    printed: list[str] = []
    signs_in(machine)
    machine.taps("supplies", "new_roll", "record")
    slip = machine.printed[0][1]
    counted = CountedPrinter(Printer())
    counted.will_print = machine.mode.senses.will_print
    counted.print_image("pay-1", slip)
    machine.hears("printer", PrintDone("pay-1", confirmed=True))
    assert printed == ["pay-1"]
    assert machine.mode.mode.supplies.paper.printed_mm == slip.height // 8


def test_a_printed_report_is_told_of_once_and_its_paper_counted(machine: TechniciansMachine) -> None:
    signs_in(machine)
    machine.taps("print")
    (job_id, picture) = machine.printed[-1]
    machine.hears("printer", PrintDone(job_id, confirmed=True))
    assert machine.says() == "已打印"
    assert machine.mode.mode.supplies.paper.printed_mm == picture.height // 8
    assert not machine.mode.senses.own_jobs


def test_without_its_file_of_supplies_a_machine_takes_no_cash(tmp_path: Path) -> None:
    machine = TechniciansMachine(tmp_path, with_store=False)
    assert machine.mode.cash_stays_off
    signs_in(machine)
    machine.taps("supplies", "new_roll", "record")
    assert "没有存下来" in machine.says()


def test_a_wrong_pin_is_written_down_without_it(machine: TechniciansMachine) -> None:
    machine.hears("door", DoorOpened())
    machine.passes(2)
    machine.types("07" + "40917284")
    log = (machine.folder / "access" / "entries.jsonl").read_text(encoding="utf-8")
    assert '"wrong_pin"' in log
    assert "40917284" not in log
    assert "40917284" not in (machine.folder / "access" / "demonstration" / "attempts.json").read_text()


def test_two_runs_at_once_are_refused_in_words(machine: TechniciansMachine) -> None:
    signs_in(machine)
    machine.runner.running = True
    machine.taps("run_all")
    assert "测试没有开始" in machine.says()
