"""People at the operator's page: enrolled with a password shown once, locked at once, never by themselves."""

import re

import pytest

from kiosk.gateway.trust.demonstration_staff import ROLES
from kiosk.gateway.trust.staff import Role
from tests.gateway.operator.staff_room import PASSWORD, Person, StaffRoom, goes_to, said

PATH = "/operator/people"


def acts(person: Person, name: str, act: str, **form: str) -> str:
    """Where it leads to, a password that is shown, or what is said."""
    answer = person.post(f"{PATH}/{name}/{act}", form)
    if answer.status_code == 303:
        return goes_to(answer)
    shown = re.search(r'id="first-password">([^<]+)<', answer.text)
    return shown[1] if shown else f"{answer.status_code} {said(answer)}"


def enrols(person: Person, name: str, role: str = "clerk") -> str:
    answer = person.post(PATH, {"name": name, "role": role})
    shown = re.search(r'id="first-password">([^<]+)<', answer.text)
    return shown[1] if shown else f"{answer.status_code} {said(answer)}"


def test_somebody_new_signs_in_with_the_password_that_was_shown_once(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    anna = room.signed_in("anna", Role.SUPERVISOR)
    password = enrols(anna, "bert")
    assert re.fullmatch(r"([0-9a-z]{4}-){3}[0-9a-z]{4}", password)
    assert password not in anna.get(PATH).text
    bert = Person(room.town, "bert")
    assert bert.sign_in(password).status_code == 303
    assert goes_to(bert.get("/operator")) == "/operator/password"
    assert room.audit("person_enrol") == [("anna", "person_enrol", "bert", "done")]
    assert password.encode() not in room.town.stored()


def test_a_name_that_is_taken_is_not_given_again(room: StaffRoom) -> None:
    anna, bert = room.signed_in("anna", Role.SUPERVISOR), room.signed_in("bert", Role.CLERK)
    assert enrols(anna, "bert").startswith("409 Somebody has this name")
    assert enrols(anna, next(iter(ROLES))).startswith("409")
    assert bert.get("/operator").status_code == 200, "nothing happened to them"


def test_whoever_is_locked_is_out_at_once_and_signs_in_no_more_until_reset(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    anna, bert = room.signed_in("anna", Role.SUPERVISOR), room.signed_in("bert", Role.CLERK)
    assert acts(anna, "bert", "lock") == f"{PATH}?done=lock"
    assert goes_to(bert.get("/operator")).startswith("/operator/sign-in")
    assert bert.sign_in().status_code == 401
    assert ">locked<" in anna.get(PATH).text
    password = acts(anna, "bert", "reset")
    assert bert.sign_in().status_code == 401, "the old password counts no longer"
    assert bert.sign_in(password).status_code == 303


def test_a_reset_signs_out_and_the_old_password_is_gone(room: StaffRoom) -> None:
    anna, bert = room.signed_in("anna", Role.SUPERVISOR), room.signed_in("bert", Role.CLERK)
    password = acts(anna, "bert", "reset")
    assert goes_to(bert.get("/operator")).startswith("/operator/sign-in")
    assert bert.sign_in(PASSWORD).status_code == 401
    assert bert.sign_in(password).status_code == 303


def test_another_role_counts_at_once(room: StaffRoom) -> None:
    anna, bert = room.signed_in("anna", Role.SUPERVISOR), room.signed_in("bert", Role.CLERK)
    assert bert.get(PATH).status_code == 403
    assert acts(anna, "bert", "role", role="supervisor") == f"{PATH}?done=role"
    assert bert.get(PATH).status_code == 200
    assert acts(bert, "anna", "role", role="viewer") == f"{PATH}?done=role"
    assert anna.get(PATH).status_code == 403


@pytest.mark.parametrize("act", ["role", "lock", "reset"])
def test_nobody_acts_on_their_own_name_nor_on_one_that_there_is_not(room: StaffRoom, act: str) -> None:
    anna = room.signed_in("anna", Role.SUPERVISOR)
    assert acts(anna, "anna", act, role="viewer").startswith("403 Not on your own name")
    assert acts(anna, "nobody", act, role="viewer").startswith("404")
    assert acts(anna, "demonstration-clerk", act, role="viewer").startswith("404")
    assert anna.get(PATH).status_code == 200
    assert {verdict for *_, verdict in room.audit(f"person_{act}")} == {"own_name", "record_unknown"}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CLERK])
def test_only_supervisors_see_and_change_people(room: StaffRoom, role: Role) -> None:
    room.enrol("anna", Role.SUPERVISOR)
    bert = room.signed_in("bert", role)
    assert bert.get(PATH).status_code == 403
    assert enrols(bert, "cleo").startswith("403")
    assert acts(bert, "anna", "lock").startswith("403")
    assert PATH not in bert.get("/operator").text


@pytest.mark.parametrize(
    ("name", "role"), [("Anna", "king"), ("x", "clerk"), ("a b", "clerk"), ("", "clerk")]
)
def test_what_is_no_name_or_role_enrols_nobody(room: StaffRoom, name: str, role: str) -> None:
    anna = room.signed_in("anna", Role.SUPERVISOR)
    assert enrols(anna, name, role).startswith("400")
    assert acts(anna, "anna", "role", role="king").startswith("400")
