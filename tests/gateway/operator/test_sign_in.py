"""Who comes in at the operator's page, how long they stay, and what nobody learns there."""

import re

import pytest

from kiosk.gateway.trust import demonstration_staff, passwords
from kiosk.gateway.trust.people import People
from kiosk.gateway.trust.sessions import IDLE_MS, LONGEST_MS, MOST_TRIES, WINDOW_MS
from kiosk.gateway.trust.staff import Role
from tests.gateway.operator.staff_room import COOKIE, PASSWORD, Person, StaffRoom, goes_to, said

NEW = "seven grey herons by the lake"


def test_a_name_and_its_password_open_a_session(room_anywhere: StaffRoom) -> None:
    anna = room_anywhere.enrol("anna", Role.CLERK)
    assert goes_to(anna.get("/operator/cases")) == "/operator/sign-in?next=%2Foperator%2Fcases"
    answer = anna.sign_in(place="/operator/cases")
    assert goes_to(answer) == "/operator/cases"
    assert "anna" in anna.get("/operator/cases").text
    assert room_anywhere.audit("sign_in") == [
        ("anna", "sign_in", "", "signed_in"),
        ("anna", "sign_in", "", "tried"),
    ]


def test_the_cookie_is_for_this_page_alone_and_no_script(room: StaffRoom) -> None:
    told = room.enrol("anna", Role.CLERK).sign_in().headers["set-cookie"]
    parts = {part.strip() for part in told.split(";")[1:]}
    assert {"HttpOnly", "Path=/operator", "SameSite=strict"} <= parts
    assert "Secure" not in parts  # the town's own address is without TLS


@pytest.mark.parametrize(
    ("name", "password"), [("anna", "not it at all"), ("nobody", PASSWORD), ("", ""), ("anna", "x" * 5000)]
)
def test_a_wrong_name_and_a_wrong_password_are_told_alike(room: StaffRoom, name: str, password: str) -> None:
    room.enrol("anna", Role.CLERK)
    stranger = Person(room.town, name)
    answer = stranger.sign_in(password)
    assert (answer.status_code, said(answer)) == (401, "Name or password is wrong. You are not signed in.")
    assert COOKIE not in stranger.cookies
    assert password not in answer.text or not password


def test_what_a_stranger_typed_as_a_name_is_in_no_audit(room: StaffRoom) -> None:
    Person(room.town, PASSWORD).sign_in("x")
    Person(room.town, PASSWORD).sign_in("y")
    [(name, act, about, verdict), again] = room.audit()
    assert (name, act, verdict) == ("", "sign_in", "tried")
    assert re.fullmatch(r"[0-9a-f]{4}", about), "one of 65,536 heaps, which leads back to nobody's password"
    assert again[2] == about
    page = room.signed_in("anna", Role.SUPERVISOR).get("/operator/audit").text
    assert about not in page, "it says nothing to people, and names of one heap would look the same"
    assert page.count("<td>–</td>") == 2


def test_after_too_many_tries_the_right_password_has_to_wait(room_anywhere: StaffRoom) -> None:
    anna = room_anywhere.enrol("anna", Role.CLERK)
    for _ in range(MOST_TRIES):
        assert anna.sign_in("wrong password").status_code == 401
    assert anna.sign_in().status_code == 429
    room_anywhere.town.restart()
    assert anna.sign_in().status_code == 429
    room_anywhere.town.clock.advance(WINDOW_MS / 1000)
    assert anna.sign_in().status_code == 303


@pytest.mark.parametrize("who", ["known", "unknown", "locked", "demonstration"])
def test_a_name_that_there_is_waits_like_one_that_there_is_not(room_anywhere: StaffRoom, who: str) -> None:
    room = room_anywhere
    room.town.restart_as(demonstration=False)
    if who in {"known", "locked"}:
        room.enrol(who, Role.CLERK)
    if who == "locked":
        parts = room.town.gateway.parts
        People(parts.database, parts.time).lock(who, lambda _connection: "anna")
    name = "demonstration-clerk" if who == "demonstration" else who
    tries = [Person(room.town, name).sign_in("wrong password") for _ in range(MOST_TRIES + 2)]
    assert [answer.status_code for answer in tries] == [401] * MOST_TRIES + [429] * 2
    assert Person(room.town, "another").sign_in("wrong password").status_code == 401
    room.town.restart()
    assert Person(room.town, name).sign_in("wrong password").status_code == 429
    room.town.clock.advance(WINDOW_MS / 1000)
    assert Person(room.town, name).sign_in("wrong password").status_code == 401


def test_a_success_forgives_the_tries_before_it(room: StaffRoom) -> None:
    anna = room.enrol("anna", Role.CLERK)
    for _ in range(2):
        for _ in range(MOST_TRIES - 1):
            room.town.clock.advance(1)
            assert anna.sign_in("wrong password").status_code == 401
        room.town.clock.advance(1)
        assert anna.sign_in().status_code == 303


def test_a_session_ends_when_nobody_is_there(room: StaffRoom) -> None:
    anna = room.signed_in("anna", Role.CLERK)
    for _ in range(4):
        room.town.clock.advance(IDLE_MS / 1000 - 1)
        assert anna.get("/operator").status_code == 200
    room.town.clock.advance(IDLE_MS / 1000)
    assert anna.get("/operator").status_code == 303


def test_a_session_ends_with_the_shift_however_busy(room: StaffRoom) -> None:
    anna = room.signed_in("anna", Role.CLERK)
    steps = LONGEST_MS // (IDLE_MS // 2)
    for _ in range(steps - 1):
        room.town.clock.advance(IDLE_MS / 2000)
        assert anna.get("/operator").status_code == 200
    room.town.clock.advance(IDLE_MS / 2000)
    assert anna.get("/operator").status_code == 303


def test_a_session_survives_the_gateway_and_ends_with_signing_out(room_anywhere: StaffRoom) -> None:
    anna = room_anywhere.signed_in("anna", Role.CLERK)
    room_anywhere.town.restart()
    assert anna.get("/operator").status_code == 200
    kept = dict(anna.cookies)
    assert goes_to(anna.post("/operator/sign-out")) == "/operator/sign-in"
    anna.cookies = kept
    assert anna.get("/operator").status_code == 303


def test_whoever_is_enrolled_anew_or_removed_is_out_at_once(room: StaffRoom) -> None:
    anna = room.signed_in("anna", Role.SUPERVISOR)
    room.enrol("anna", Role.VIEWER)
    assert anna.get("/operator").status_code == 303


def test_the_first_password_only_serves_to_choose_another(room: StaffRoom) -> None:
    anna = room.enrol("anna", Role.CLERK, must_change=True)
    anna.sign_in()
    assert goes_to(anna.get("/operator/cases")) == "/operator/password"
    page = anna.get("/operator/password")
    token = page.text.split('name="form_token" value="')[1][:64]
    form = {"form_token": token, "old": PASSWORD, "new": NEW, "again": NEW}
    assert "Your password is changed" in said(anna.post_alone("/operator/password", form))
    assert anna.sign_in().status_code == 401
    assert anna.sign_in(NEW).status_code == 303
    assert anna.get("/operator/cases").status_code == 200


def test_a_password_that_is_reset_meanwhile_is_not_changed_back(
    room_anywhere: StaffRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A supervisor resets somebody whose password a thief is changing at this moment."""
    room = room_anywhere
    bert = room.signed_in("bert", Role.CLERK)
    book, hashed = People(room.town.gateway.parts.database, room.town.gateway.parts.time), passwords.hashed
    first: list[str] = []
    token = bert.form_token()

    def in_between(password: str) -> str:
        monkeypatch.setattr(passwords, "hashed", hashed)
        first.append(book.reset("bert", lambda _connection: "anna"))
        return hashed(password)

    monkeypatch.setattr(passwords, "hashed", in_between)
    form = {"form_token": token, "old": PASSWORD, "new": NEW, "again": NEW}
    answer = bert.post_alone("/operator/password", form)
    assert (answer.status_code, NEW in answer.text) == (401, False)
    assert bert.sign_in(NEW).status_code == 401
    assert bert.sign_in(first[0]).status_code == 303
    assert goes_to(bert.get("/operator")) == "/operator/password"
    assert room.audit("change_password") == []


def test_of_two_changes_at_once_the_first_counts(room: StaffRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    bert, hashed = room.signed_in("bert", Role.CLERK), passwords.hashed
    form = {"form_token": bert.form_token(), "old": PASSWORD, "new": NEW, "again": NEW}
    other = {"new": NEW + " again", "again": NEW + " again"}

    def in_between(password: str) -> str:
        monkeypatch.setattr(passwords, "hashed", hashed)
        assert "Your password is changed" in said(bert.post_alone("/operator/password", form | other))
        return hashed(password)

    monkeypatch.setattr(passwords, "hashed", in_between)
    assert bert.post_alone("/operator/password", form).status_code == 401
    assert bert.sign_in(NEW).status_code == 401
    assert bert.sign_in(NEW + " again").status_code == 303


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"old": "not it at all"}, "is another one"),
        ({"new": "short", "again": "short"}, "12 to 128 characters"),
        ({"again": "something else"}, "not the same twice"),
        ({"new": PASSWORD, "again": PASSWORD}, "too easy to guess"),
        ({"new": "anna and her sister", "again": "anna and her sister"}, "too easy to guess"),
        ({"new": "aaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaa"}, "too easy to guess"),
    ],
)
def test_a_new_password_that_will_not_do_changes_nothing(
    room: StaffRoom, form: dict[str, str], told: str
) -> None:
    anna = room.signed_in("anna", Role.CLERK)
    answer = anna.post("/operator/password", {"old": PASSWORD, "new": NEW, "again": NEW} | form)
    assert (answer.status_code, told in said(answer)) == (400, True)
    assert anna.get("/operator").status_code == 200
    assert anna.sign_in().status_code == 303


@pytest.mark.parametrize(
    "place",
    [
        "https://elsewhere.example",
        "//elsewhere.example",
        "/operator//x",
        "/v1/bills",
        "/operator\\x",
        "x" * 400,
        "/operator/sign-in",
        "/operatorx",
    ],
)
def test_signing_in_leads_to_no_other_place(room: StaffRoom, place: str) -> None:
    assert goes_to(room.enrol("anna", Role.CLERK).sign_in(place=place)) == "/operator"


def test_invented_people_count_in_a_demonstration_alone(room: StaffRoom) -> None:
    name = "demonstration-supervisor"
    invented = Person(room.town, name)
    assert name in invented.get("/operator/sign-in").text
    assert invented.sign_in(demonstration_staff.PASSWORD).status_code == 303
    assert invented.get("/operator/audit").status_code == 200
    room.town.restart_as(demonstration=False)
    assert invented.get("/operator").status_code == 303
    assert invented.sign_in(demonstration_staff.PASSWORD).status_code == 401
    page = invented.get("/operator/sign-in").text
    assert demonstration_staff.PASSWORD not in page
    assert "Demonstration" not in page


def test_passwords_and_sessions_lie_nowhere_as_they_are(room: StaffRoom) -> None:
    anna = room.signed_in("anna", Role.CLERK)
    stored = room.town.stored()
    assert b"$argon2id$" in stored
    assert PASSWORD.encode() not in stored
    assert anna.cookies[COOKIE].encode() not in stored
