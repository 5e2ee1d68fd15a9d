"""Files of who may do what that a disk, or somebody's hand, has spoilt: nobody gets in, and nothing stops."""

from pathlib import Path

import pytest

from kiosk.access.attempts import Attempts
from kiosk.access.commands import NotSet, add_helper
from kiosk.access.helpers import HelperGate, HelpersDamaged
from kiosk.access.pins import Pins, PinsDamaged
from kiosk.access.staff_cards import StaffCards
from kiosk.runtime.clock import FakeClock
from kiosk.session.events import HelperChecked
from kiosk.session.secret import Secret
from tests.access.conftest import RIGHT, WRONG

CARD = Secret("6217000000004711")
BAD_BYTE = b"\xff"
SPOILT = pytest.mark.parametrize(
    "spoilt", [BAD_BYTE, b"{", b'{"11":{"name":"' + BAD_BYTE + b'"}}', b'{"' + BAD_BYTE + b'":{}}']
)
"""Text that is no UTF-8 is told by another exception than text that is no JSON."""
SPOILT_TRIES = pytest.mark.parametrize(
    "spoilt", [BAD_BYTE, b"{", b'{"challenge":"' + BAD_BYTE + b'"}', b"{}", b'{"11":{"name":"Wang"}}']
)

pytestmark = pytest.mark.usefixtures("cheap_hashing")


@SPOILT_TRIES
def test_spoilt_tries_count_as_locked(tmp_path: Path, clock: FakeClock, spoilt: bytes) -> None:
    (tmp_path / "attempts.json").write_bytes(spoilt)
    assert Attempts(tmp_path / "attempts.json", clock).lockout.locked


@SPOILT
def test_spoilt_pins_are_told_as_damaged(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "pins.json").write_bytes(spoilt)
    with pytest.raises(PinsDamaged):
        Pins(tmp_path / "pins.json").is_right("11", RIGHT)


@pytest.mark.parametrize("spoilt", [BAD_BYTE, b"{", b'["' + BAD_BYTE + b'"]'])
def test_a_spoilt_file_of_staff_cards_knows_none(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "cards.json").write_bytes(spoilt)
    assert not StaffCards(tmp_path / "cards.json", b"key").knows(CARD)


@SPOILT
def test_in_a_spoilt_register_every_card_is_a_residents(
    folder: Path, clock: FakeClock, spoilt: bytes
) -> None:
    gate = HelperGate(folder, clock, demonstration=False)
    gate.helpers.add("11", "Wang", RIGHT, CARD)
    (folder / "helpers" / "helpers.json").write_bytes(spoilt)
    assert gate.of_card(CARD) == ""


@SPOILT
def test_whoever_is_in_a_spoilt_register_is_not_overwritten_by_one_more(
    folder: Path, clock: FakeClock, spoilt: bytes
) -> None:
    gate = HelperGate(folder, clock, demonstration=False)
    gate.helpers.add("11", "Wang", RIGHT, CARD)
    register = folder / "helpers" / "helpers.json"
    register.write_bytes(spoilt)
    pins = (folder / "helpers" / "pins.json").read_bytes()
    with pytest.raises(HelpersDamaged, match=r"helpers\.json"):
        gate.helpers.add("12", "Li", RIGHT)
    assert register.read_bytes() == spoilt
    assert (folder / "helpers" / "pins.json").read_bytes() == pins
    assert gate.check("11", RIGHT) == HelperChecked("broken")


@SPOILT
def test_add_helper_says_which_file_is_spoilt(folder: Path, clock: FakeClock, spoilt: bytes) -> None:
    HelperGate(folder, clock, demonstration=False)
    (folder / "helpers" / "helpers.json").write_bytes(spoilt)
    with pytest.raises(NotSet, match=r"helpers\.json"):
        add_helper(folder, "12", "Li", lambda _prompt: RIGHT.value, with_card=False)


@SPOILT_TRIES
def test_a_machine_is_made_with_spoilt_tries_of_helpers(
    folder: Path, clock: FakeClock, spoilt: bytes
) -> None:
    HelperGate(folder, clock, demonstration=False).helpers.add("11", "Wang", RIGHT)
    (folder / "helpers" / "attempts.json").write_bytes(spoilt)
    gate = HelperGate(folder, clock, demonstration=False)
    assert gate.check("11", RIGHT) == HelperChecked("locked")


@SPOILT_TRIES
def test_tries_spoilt_while_the_kiosk_runs_open_nothing(
    folder: Path, clock: FakeClock, spoilt: bytes
) -> None:
    gate = HelperGate(folder, clock, demonstration=False)
    gate.helpers.add("11", "Wang", RIGHT)
    assert gate.check("11", WRONG) == HelperChecked("wrong")
    (folder / "helpers" / "attempts.json").write_bytes(spoilt)
    assert gate.check("11", RIGHT) == HelperChecked("locked")
