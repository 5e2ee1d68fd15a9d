"""Whoever sits at the terminal changes one helper's entry, and keeps what they said nothing of."""

import shutil
from pathlib import Path

import pytest

from kiosk import places
from kiosk.__main__ import main
from kiosk.access import commands
from kiosk.access.commands import NotSet
from kiosk.access.helpers import HelperGate
from kiosk.access.pins import Pins
from kiosk.runtime.clock import FakeClock
from kiosk.session.events import HelperChecked
from kiosk.session.secret import Secret
from tests.access.conftest import RIGHT

CARD = Secret("6217000000004711")

pytestmark = pytest.mark.usefixtures("cheap_hashing")


@pytest.fixture
def gate(folder: Path, clock: FakeClock) -> HelperGate:
    """With two helpers, of whom 11 has a card."""
    made = HelperGate(folder, clock, demonstration=False)
    made.helpers.add("11", "Wang", RIGHT, CARD)
    made.helpers.add("12", "Li", RIGHT)
    return made


def test_a_new_pin_leaves_a_helper_their_card(gate: HelperGate, folder: Path) -> None:
    commands.add_helper(folder, "11", "Wang", lambda _prompt: "51928374", with_card=False)
    assert gate.check("11", Secret("51928374")) == HelperChecked("right", "Wang")
    assert gate.of_card(CARD) == "Wang"


def test_a_new_card_takes_the_place_of_the_old(gate: HelperGate) -> None:
    gate.helpers.add("11", "Wang", RIGHT, Secret("6217000000004712"))
    assert (gate.of_card(CARD), gate.of_card(Secret("6217000000004712"))) == ("", "Wang")


def test_a_card_without_a_number_changes_nothing(gate: HelperGate) -> None:
    with pytest.raises(ValueError, match="without a number"):
        gate.helpers.add("11", "Zhou", RIGHT, Secret(""))
    assert gate.of_card(CARD) == "Wang"


def test_who_is_removed_has_neither_pin_nor_card_and_the_others_have_theirs(
    gate: HelperGate, folder: Path
) -> None:
    commands.remove_helper(folder, "11")
    assert gate.of_card(CARD) == ""
    assert gate.check("11", RIGHT) == HelperChecked("wrong")
    assert set(Pins(folder / "helpers" / "pins.json").known()) == {"12"}
    assert gate.check("12", RIGHT) == HelperChecked("right", "Li")


def test_a_removed_number_given_to_another_has_no_card_of_before(gate: HelperGate, folder: Path) -> None:
    commands.remove_helper(folder, "11")
    gate.helpers.add("11", "Zhou", RIGHT)
    assert gate.of_card(CARD) == ""


def test_half_an_entry_is_removed_too(gate: HelperGate, folder: Path) -> None:
    """The power may have gone between the two files."""
    gate.helpers.pins.set("13", RIGHT)
    commands.remove_helper(folder, "13")
    assert set(Pins(folder / "helpers" / "pins.json").known()) == {"11", "12"}


@pytest.mark.parametrize("number", ["13", "1", ""])
def test_whoever_there_is_not_cannot_be_removed(gate: HelperGate, folder: Path, number: str) -> None:
    with pytest.raises(NotSet, match=f"no helper {number}"):
        commands.remove_helper(folder, number)


@pytest.mark.parametrize("spoilt", ["helpers.json", "pins.json"])
def test_nobody_is_removed_by_half(gate: HelperGate, folder: Path, spoilt: str) -> None:
    files = {path: path.read_bytes() for path in (folder / "helpers").iterdir()}
    files[folder / "helpers" / spoilt] = b"\xff"
    (folder / "helpers" / spoilt).write_bytes(b"\xff")
    with pytest.raises(NotSet, match=spoilt.replace(".", r"\.")):
        commands.remove_helper(folder, "11")
    assert {path: path.read_bytes() for path in files} == files


def test_the_command_line_removes_a_helper_and_says_when_there_was_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(places.CONFIG, tmp_path / "config")
    monkeypatch.setattr(places, "state_folder", lambda: tmp_path)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: RIGHT.value)
    config = ["--config", str(tmp_path / "config"), "11"]
    assert main(["add-helper", *config, "--name", "Wang"]) == 0
    assert main(["remove-helper", *config]) == 0
    assert "counts from now on" in capsys.readouterr().out
    assert main(["remove-helper", *config]) == 1
    assert capsys.readouterr().err == "nothing was changed: there is no helper 11\n"
