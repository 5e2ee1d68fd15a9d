"""Setting PINs and cards at the terminal, and the operator's answer to a locked keypad."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import places
from kiosk.__main__ import main
from kiosk.access.commands import NotSet, add_helper, enrol_card, set_pin
from kiosk.access.gate import Gate
from kiosk.runtime.clock import FakeClock
from kiosk.session.secret import Secret

from .conftest import MACHINE

pytestmark = pytest.mark.usefixtures("cheap_hashing")


class Typist:
    """Types what it is given, one line after the other, and keeps what it was asked."""

    def __init__(self, *lines: str) -> None:
        self.lines: Iterator[str] = iter(lines)
        self.asked: list[str] = []

    def __call__(self, prompt: str) -> str:
        self.asked.append(prompt)
        return next(self.lines)


def test_a_pin_typed_twice_lets_its_technician_in(tmp_path: Path, clock: FakeClock) -> None:
    set_pin(tmp_path, "12", Typist("40917283", "40917283"))
    gate = Gate(tmp_path, MACHINE, clock, demonstration=False)
    assert gate.check_pin("12", Secret("40917283")).verdict == "right"


@pytest.mark.parametrize(
    ("technician", "typed", "why"),
    [
        ("12", ("12345678", "12345678"), "follow each other"),
        ("12", ("19840229", "19840229"), "a date"),
        ("12", ("4091", "4091"), "eight digits"),
        ("12", ("40917283", "40917284"), "not the same"),
        ("Li", ("40917283", "40917283"), "two digits"),
    ],
)
def test_what_is_refused_is_explained_and_not_repeated(
    tmp_path: Path, technician: str, typed: tuple[str, str], why: str
) -> None:
    with pytest.raises(NotSet, match=why) as refused:
        set_pin(tmp_path, technician, Typist(*typed))
    assert typed[0] not in str(refused.value)
    assert not (tmp_path / "pins.json").exists()


@pytest.mark.parametrize(
    ("number", "name", "why"),
    [("Li", "Li", "two digits"), ("12", "", "letters"), ("12", "Wang", "this name")],
)
def test_nobody_types_a_pin_for_whom_cannot_be_added(
    tmp_path: Path, number: str, name: str, why: str
) -> None:
    add_helper(tmp_path, "11", "Wang", Typist("40917283", "40917283"), with_card=False)
    unasked = Typist()
    with pytest.raises(NotSet, match=why):
        add_helper(tmp_path, number, name, unasked, with_card=False)
    with pytest.raises(NotSet, match="two digits"):
        set_pin(tmp_path, "Li", unasked)
    assert unasked.asked == []


def test_a_weak_pin_need_not_be_typed_again(tmp_path: Path) -> None:
    typist = Typist("12345678")
    with pytest.raises(NotSet, match="follow each other"):
        add_helper(tmp_path, "11", "Wang", typist, with_card=False)
    assert len(typist.asked) == 1


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
def test_whoever_types_nothing_more_has_changed_nothing(tmp_path: Path, end: type[BaseException]) -> None:
    def ask(prompt: str) -> str:
        raise end

    with pytest.raises(NotSet, match="nothing was typed"):
        set_pin(tmp_path, "12", ask)
    with pytest.raises(NotSet, match="nothing was typed"):
        enrol_card(tmp_path, ask)
    assert not any(tmp_path.glob("*.json"))


def test_an_enrolled_card_counts(tmp_path: Path, clock: FakeClock) -> None:
    enrol_card(tmp_path, Typist(" 6217001234567890 "))
    assert Gate(tmp_path, MACHINE, clock, demonstration=False).knows_card(Secret("6217001234567890"))
    with pytest.raises(NotSet, match="without a number"):
        enrol_card(tmp_path, Typist(" "))


def test_the_operators_side_answers_what_the_machine_asks(
    tmp_path: Path, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = Gate(tmp_path, MACHINE, clock, demonstration=False)
    for _ in range(10):
        gate.check_pin("07", Secret("40917284"))
        clock.advance(600)
    asked = gate.lockout().challenge
    key = str(tmp_path / "machine.key")
    spoken = f"{asked[:4]} {asked[4:]}"
    assert main(["unlock-code", "--key", key, "--machine", MACHINE, spoken]) == 0
    assert gate.check_response(Secret(capsys.readouterr().out.strip())).right
    assert main(["unlock-code", "--key", key, "--machine", MACHINE, "471"]) == 1
    assert "8 digits" in capsys.readouterr().err


def test_a_machines_number_is_understood_as_people_write_it_or_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A code for another number would only cost the technician a minute."""
    key = tmp_path / "machine.key"
    key.write_bytes(bytes(32))
    answers = []
    for number in (MACHINE, MACHINE.lower()):
        assert main(["unlock-code", "--key", str(key), "--machine", number, "04711234"]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]
    assert main(["unlock-code", "--key", str(key), "--machine", "LFL 380", "04711234"]) == 1
    assert "written wrongly" in capsys.readouterr().err


def test_the_command_line_sets_the_demonstrations_pin_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(places.CONFIG, tmp_path / "config")
    monkeypatch.setattr(places, "state_folder", lambda: tmp_path)
    monkeypatch.setattr("getpass.getpass", Typist("40917283", "40917283", "1"))
    command = ["set-pin", "--config", str(tmp_path / "config"), "12"]
    assert main(command) == 0
    assert (tmp_path / "access" / "demonstration" / "pins.json").exists()
    assert not (tmp_path / "access" / "pins.json").exists()
    assert main(command) == 1
    told = capsys.readouterr()
    assert "nothing was changed: too easy to guess: a PIN has eight digits" in told.err
