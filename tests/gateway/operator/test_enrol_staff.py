"""People enrolled by command line: a first password, printed once, that leads only to one of their own."""

import pytest

from kiosk.__main__ import main
from kiosk.gateway.trust.staff import Role
from tests.gateway.operator.staff_room import Person, StaffRoom, goes_to


def told(room: StaffRoom, capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    place = room.town.place
    keys = ["--key-file", str(place.folder / "gateway.keys")]
    assert main([*words, "--db", place.url, *keys]) == status
    said = capsys.readouterr()
    return (said.err if status else said.out).strip()


def test_the_first_password_signs_in_and_has_to_be_changed(
    room: StaffRoom, capsys: pytest.CaptureFixture[str]
) -> None:
    password = told(room, capsys, "enrol-staff", "anna", "--role", "clerk")
    assert password.encode() not in room.town.stored()
    anna = Person(room.town, "anna")
    assert anna.sign_in(password).status_code == 303
    assert goes_to(anna.get("/operator")) == "/operator/password"
    assert room.audit("enrol_staff") == [("command-line", "enrol_staff", "anna", "enrolled")]


def test_somebody_removed_is_out_at_once_and_forgotten_once(
    room: StaffRoom, capsys: pytest.CaptureFixture[str]
) -> None:
    anna = room.signed_in("anna", Role.CLERK)
    assert "signed out" in told(room, capsys, "revoke-staff", "anna")
    assert anna.get("/operator").status_code == 303
    assert "nobody of this name" in told(room, capsys, "revoke-staff", "anna", status=1)


@pytest.mark.parametrize("name", ["Li Wei", "demonstration-clerk", "a"])
def test_a_name_that_will_not_do_changes_nothing(
    room: StaffRoom, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    said = told(room, capsys, "enrol-staff", name, "--role", "clerk", status=1)
    assert said.startswith("nothing was changed: ")
    assert room.audit() == []
