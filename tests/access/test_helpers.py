"""Helpers of a machine: their PINs, tries and cards, which are nobody else's."""

import json
from pathlib import Path

import pytest

from kiosk.access import commands
from kiosk.access.commands import NotSet
from kiosk.access.demonstration import (
    DEMONSTRATION_CARD,
    DEMONSTRATION_HELPER,
    DEMONSTRATION_HELPERS_CARD,
    DEMONSTRATION_HELPERS_NAME,
    DEMONSTRATION_HELPERS_PIN,
)
from kiosk.access.gate import Gate
from kiosk.access.helpers import HelperGate
from kiosk.access.keys import KeyDamaged
from kiosk.runtime.clock import FakeClock
from kiosk.session.events import HelperChecked
from kiosk.session.secret import Secret
from tests.access.conftest import MACHINE, RIGHT, WRONG

CARD = Secret("6217000000004711")


@pytest.fixture(autouse=True)
def cheap(cheap_hashing: None) -> None:
    """The strength of hashes is tested by itself."""


@pytest.fixture
def gate(folder: Path, clock: FakeClock) -> HelperGate:
    """With one helper, of number 11, who has a card."""
    made = HelperGate(folder, clock, demonstration=False)
    made.helpers.add("11", "Wang", RIGHT, CARD)
    return made


def test_number_and_pin_let_a_helper_in_by_name(gate: HelperGate) -> None:
    assert gate.check("11", RIGHT) == HelperChecked("right", "Wang")


def test_a_wrong_pin_and_a_stranger_are_told_the_same(gate: HelperGate) -> None:
    assert gate.check("11", WRONG) == gate.check("12", RIGHT) == HelperChecked("wrong")


def test_too_many_tries_close_the_pad_for_a_while_and_ten_for_good(
    gate: HelperGate, clock: FakeClock
) -> None:
    verdicts = [gate.check("11", WRONG) for _ in range(5)]
    assert verdicts[-1] == HelperChecked("closed", left_s=30.0)
    assert gate.check("11", RIGHT) == HelperChecked("closed", left_s=30.0)
    for wait_s in (30, 60, 120, 240, 480):
        clock.advance(wait_s)
        verdicts.append(gate.check("11", WRONG))
    clock.advance(3600)
    assert verdicts[-1] == gate.check("11", RIGHT) == HelperChecked("locked")


def test_tries_are_counted_through_a_power_cut(gate: HelperGate, folder: Path, clock: FakeClock) -> None:
    for _ in range(4):
        gate.check("11", WRONG)
    assert HelperGate(folder, clock, demonstration=False).check("11", WRONG).verdict == "closed"


def test_a_helpers_tries_do_not_close_the_technicians_keypad(
    gate: HelperGate, folder: Path, clock: FakeClock
) -> None:
    for _ in range(5):
        gate.check("11", WRONG)
    assert Gate(folder, MACHINE, clock, demonstration=False).lockout().may_try


def test_a_card_is_known_by_its_number_on_this_machine_alone(
    gate: HelperGate, tmp_path: Path, clock: FakeClock
) -> None:
    """A register copied to another machine is of no use there: its key is another."""
    assert (gate.of_card(CARD), gate.of_card(Secret("6217000000004712"))) == ("Wang", "")
    other = HelperGate(tmp_path / "other", clock, demonstration=False)
    register = tmp_path / "access" / "helpers" / "helpers.json"
    (tmp_path / "other" / "helpers" / "helpers.json").write_bytes(register.read_bytes())
    assert other.helpers.name_of("11") == "Wang"
    assert other.of_card(CARD) == ""


def test_neither_pin_nor_card_can_be_read_from_the_files(gate: HelperGate, folder: Path) -> None:
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert RIGHT.value.encode() not in kept
    assert CARD.value.encode() not in kept


def test_a_technicians_card_and_pin_make_nobody_a_helper(folder: Path, clock: FakeClock) -> None:
    technicians = Gate(folder, MACHINE, clock, demonstration=False)
    technicians.pins.set("07", RIGHT)
    technicians.cards.enrol(CARD)
    gate = HelperGate(folder, clock, demonstration=False)
    assert gate.of_card(CARD) == ""
    assert gate.check("07", RIGHT) == HelperChecked("wrong")


def test_damaged_files_let_nobody_in_and_stop_nothing(gate: HelperGate, folder: Path) -> None:
    (folder / "helpers" / "pins.json").write_text("{")
    assert gate.check("11", RIGHT) == HelperChecked("broken")
    (folder / "helpers" / "helpers.json").write_text("{")
    assert gate.of_card(CARD) == ""


def test_a_key_that_is_none_is_told(folder: Path, clock: FakeClock) -> None:
    folder.mkdir()
    (folder / "machine.key").write_bytes(b"short")
    with pytest.raises(KeyDamaged):
        HelperGate(folder, clock, demonstration=False)


def test_a_demonstration_has_a_helper_of_its_own_who_is_no_technician(folder: Path, clock: FakeClock) -> None:
    gate = HelperGate(folder, clock, demonstration=True)
    assert gate.check(DEMONSTRATION_HELPER, DEMONSTRATION_HELPERS_PIN).verdict == "right"
    assert gate.of_card(DEMONSTRATION_HELPERS_CARD) == DEMONSTRATION_HELPERS_NAME
    assert gate.of_card(DEMONSTRATION_CARD) == ""
    assert HelperGate(folder, clock, demonstration=False).helpers.known() == {}


def typing(*typed: str) -> commands.Ask:
    answers = iter(typed)
    return lambda _prompt: next(answers)


def test_add_helper_asks_twice_and_opens_a_locked_pad(folder: Path, clock: FakeClock) -> None:
    folder.mkdir()
    commands.add_helper(folder, "11", "Wang", typing(RIGHT.value, RIGHT.value, CARD.value), with_card=True)
    gate = HelperGate(folder, clock, demonstration=False)
    for wait_s in (0, 0, 0, 0, 0, 30, 60, 120, 240, 480):
        clock.advance(wait_s)
        gate.check("11", WRONG)
    assert gate.check("11", RIGHT).verdict == "locked"
    commands.add_helper(folder, "11", "Wang", typing(RIGHT.value, RIGHT.value), with_card=False)
    assert gate.check("11", RIGHT).verdict == "right"  # the same kiosk, which was not started again


@pytest.mark.parametrize(
    ("number", "name", "typed", "why"),
    [
        ("11", "Wang", ("40917283", "40917284"), "not the same"),
        ("11", "Wang", ("12345678", "12345678"), "follow each other"),
        ("1", "Wang", ("40917283", "40917283"), "two digits"),
        ("11", "", ("40917283", "40917283"), "1 to 8 letters"),
    ],
)
def test_what_cannot_be_a_helper_changes_nothing(
    folder: Path, number: str, name: str, typed: tuple[str, ...], why: str
) -> None:
    folder.mkdir()
    with pytest.raises(NotSet, match=why):
        commands.add_helper(folder, number, name, typing(*typed), with_card=False)
    assert not (folder / "helpers" / "helpers.json").exists()


def test_a_card_left_out_is_kept_by_nobody_else(gate: HelperGate, folder: Path) -> None:
    gate.helpers.add("12", "Li", RIGHT)
    kept = json.loads((folder / "helpers" / "helpers.json").read_text())
    assert kept["12"]["card"] == ""
    assert gate.of_card(Secret("")) == ""


def test_two_of_one_name_would_be_one_helper(gate: HelperGate) -> None:
    gate.helpers.add("12", "Li", RIGHT)
    with pytest.raises(ValueError, match="another helper has this name"):
        gate.helpers.add("13", "Li", RIGHT)
    gate.helpers.add("12", "Li", RIGHT)
    assert sorted(gate.helpers.known()) == ["11", "12"]
