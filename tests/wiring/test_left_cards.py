"""The register of cards left behind on a machine: over a power cut, in several hands, with a broken file."""

from pathlib import Path

import pytest

from drivers.printer.port import PrintDone, PrintFailed, PrintFault
from kiosk.supplies.card_register import FILE, CardRegister
from kiosk.technician.left_cards import CardGone, LeftCard
from kiosk.technician.view import Board
from tests.technician.bench import words
from tests.wiring.technicians_machine import TechniciansMachine, signs_in

pytestmark = pytest.mark.usefixtures("cheap_hashing")


def label(machine: TechniciansMachine, name: str) -> str:
    assert machine.view is not None
    return next(words(button.label) for button in machine.view.buttons if button.name == name)


def test_a_card_entered_before_a_power_cut_is_handed_back_after_it(tmp_path: Path) -> None:
    machine = TechniciansMachine(tmp_path)
    signs_in(machine)
    machine.taps("cards", "new_card", "choose_bank_card", "choose_counter", "enter_card")
    assert machine.says() == "已登记,第 1 号。请把卡锁好"
    machine.switched_off()

    again = TechniciansMachine(tmp_path)
    signs_in(again)
    assert label(again, "cards") == "遗留卡 1"
    again.taps("cards", "open_card_1", "handed_back", "confirm")
    ((job_id, picture),) = again.printed
    assert (job_id, picture.width, picture.mode) == ("selftest:card-1", 576, "1")
    again.hears("printer", PrintFailed(job_id, PrintFault.PAPER_OUT, nothing_printed=True))
    assert "可以再打" in again.says()
    again.taps("print")
    again.hears("printer", PrintDone(job_id, confirmed=True))
    assert again.says() == "已打印"
    assert len(again.printed) == 2
    again.taps("back", "back")
    assert label(again, "cards") == "遗留卡"


def test_what_the_machine_entered_by_itself_is_found(tmp_path: Path) -> None:
    machine = TechniciansMachine(tmp_path)
    register = CardRegister(tmp_path / FILE)
    register.enter(LeftCard("ic_card", "", "bin", "", machine.clock.wall_s()))
    signs_in(machine)
    assert label(machine, "cards") == "遗留卡 1"
    machine.taps("cards", "open_card_1")
    register.end(CardGone(1, "sent_on", "12", machine.clock.wall_s()))
    machine.taps("handed_back", "confirm")
    assert "没有登记上" in machine.says()
    assert not machine.printed
    assert words(machine.view.desk.title) == "遗留卡 · 已交出"
    register.close()


def test_without_its_register_the_rest_of_the_mode_works(tmp_path: Path) -> None:
    machine = TechniciansMachine(tmp_path, with_register=False)
    signs_in(machine)
    machine.taps("cards")
    assert "登记文件坏了" in words(machine.view.desk.problem)
    machine.taps("back", "supplies", "new_roll", "record")
    assert "已记录" in machine.says()
    assert not machine.mode.cash_stays_off


def test_a_machine_that_is_switched_off_leaves_a_whole_file(tmp_path: Path) -> None:
    """Nothing waits in the log beside it, so that the file alone may be copied."""
    machine = TechniciansMachine(tmp_path)
    signs_in(machine)
    machine.taps("cards", "new_card", "choose_other", "choose_slot", "enter_card")
    machine.mode.stop()
    assert [path.name for path in tmp_path.glob(f"{FILE}*")] == [FILE]


def test_a_register_that_breaks_later_is_told_on_its_page(tmp_path: Path) -> None:
    machine = TechniciansMachine(tmp_path)
    signs_in(machine)
    machine.taps("cards", "new_card", "choose_other", "choose_slot")
    machine.mode._machinery.cards.close()
    machine.taps("enter_card")
    assert "先记在纸上" in machine.says()
    machine.taps("back", "back", "back")
    assert "登记文件坏了" in words(machine.view.desk.problem)
    machine.taps("back")
    assert isinstance(machine.view.desk, Board)
