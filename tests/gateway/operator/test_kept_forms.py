"""Nothing that somebody has typed is lost without a word: not with a session, not to a quicker colleague."""

import re
from html import unescape

import httpx
import pytest

from kiosk.gateway.http.operator.kept_forms import MOST_FIELDS, MOST_LETTERS
from kiosk.gateway.trust.sessions import IDLE_MS
from kiosk.gateway.trust.staff import Role
from tests.gateway.operator.staff_room import PASSWORD, Person, StaffRoom, goes_to, said
from tests.gateway.request_desk import REPAIR, ZHANG, Desk, number_of

OURS = {"Origin": "http://testserver.local", "Sec-Fetch-Site": "same-origin"}
REPLY = "我们明天上午来修。\n“请在家” <b>"


@pytest.fixture
def taken(room: StaffRoom) -> tuple[Person, str]:
    """A clerk with a request taken up, and where its answer goes."""
    number, anna = number_of(Desk(room.town, REPAIR, ZHANG).send_whole()), room.signed_in("anna", Role.CLERK)
    anna.post(f"/operator/requests/{number}/take_up")
    return anna, f"/operator/requests/{number}/answer"


def hidden(page: httpx.Response) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    return {unescape(name): unescape(value) for name, value in found}


def signs_in(person: Person, page: httpx.Response, password: str = PASSWORD) -> httpx.Response:
    typed = hidden(page) | {"name": person.name, "password": password}
    return person.post_alone("/operator/sign-in", typed, **OURS)


def sends(person: Person, page: httpx.Response) -> httpx.Response:
    """What is shown, by its button."""
    form = page.text.split('<form class="sheet narrow-form"')[1].split("</form>")[0]
    action = re.findall(r'action="([^"]+)"', form)[0]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return person.post_alone(action, {name: unescape(value) for name, value in fields}, **OURS)


def test_a_reply_outlives_the_session_and_is_sent_by_pressing_once_more(
    room: StaffRoom, taken: tuple[Person, str]
) -> None:
    anna, place = taken
    token = anna.form_token()
    room.town.clock.advance(IDLE_MS / 1000)
    ended = anna.post_alone(place, {"form_token": token, "reply": REPLY}, **OURS)
    assert (ended.status_code, "typed is kept" in said(ended)) == (401, True)
    wrong = signs_in(anna, ended, "not the password")
    assert wrong.status_code == 401
    back = signs_in(anna, wrong)
    assert (back.status_code, "nothing was done" in said(back)) == (200, True)
    assert "<b>" not in back.text
    assert room.audit("request_answer") == []
    assert goes_to(sends(anna, back)).endswith("?done=answer")
    assert REPLY in unescape(anna.get(place.removesuffix("/answer")).text)


def test_a_form_of_an_earlier_session_is_shown_with_what_was_typed(
    room: StaffRoom, taken: tuple[Person, str]
) -> None:
    anna, place = taken
    token = anna.form_token()
    anna.sign_in()
    again = anna.post_alone(place, {"form_token": token, "reply": REPLY}, **OURS)
    assert (again.status_code, "counts no longer" in said(again)) == (403, True)
    assert room.audit("request_answer") == []
    assert goes_to(sends(anna, again)).endswith("?done=answer")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver.local", "Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
    ],
)
def test_what_a_stranger_may_have_written_is_not_kept(
    room: StaffRoom, taken: tuple[Person, str], headers: dict[str, str]
) -> None:
    anna, place = taken
    room.town.clock.advance(IDLE_MS / 1000)
    answer = anna.post_alone(place, {"reply": "of a stranger"}, **headers)
    assert answer.status_code in {401, 403}
    assert "stranger" not in answer.text
    carried = {"kept_action": place, "kept.reply": "of a stranger"}
    typed = carried | {"name": "anna", "password": PASSWORD, "next": "/operator"}
    signed_in = anna.post_alone("/operator/sign-in", typed, **headers)
    assert "stranger" not in signed_in.text


@pytest.mark.parametrize(
    "action",
    [
        "https://elsewhere.example/operator/requests/1/answer",
        "/operator//elsewhere.example/requests",
        "/operator/people",
        "/operator/sign-in",
        "/operator/requests/1/answer?done=answer",
        "/operator/requests/" + "1" * 300,
        "/operator/requests/é",
        "",
    ],
)
def test_it_goes_nowhere_else(room: StaffRoom, action: str) -> None:
    anna = room.enrol("anna", Role.CLERK)
    typed = {"kept_action": action, "kept.reply": "x", "name": "anna", "password": PASSWORD}
    assert goes_to(anna.post_alone("/operator/sign-in", typed, **OURS)) == "/operator"


@pytest.mark.parametrize(
    "form",
    [
        {"reply": "x" * (MOST_LETTERS + 1)},
        {f"field_{number}": "x" for number in range(MOST_FIELDS + 1)},
        {"reply": ""},
    ],
)
def test_what_nobody_can_have_typed_is_not_carried(
    room: StaffRoom, taken: tuple[Person, str], form: dict[str, str]
) -> None:
    anna, place = taken
    room.town.clock.advance(IDLE_MS / 1000)
    answer = anna.post_alone(place, form, **OURS)
    assert (answer.status_code, "kept_action" in answer.text) == (401, False)


def test_whoever_was_slower_still_has_what_they_wrote(room: StaffRoom, taken: tuple[Person, str]) -> None:
    anna, place = taken
    bert = room.signed_in("bert", Role.CLERK)
    anna.post(place, {"reply": "Soon."})
    late = bert.post(place, {"reply": REPLY})
    assert late.status_code == 409
    assert REPLY in unescape(late.text)


def test_every_field_of_a_form_is_shown_by_its_label_and_choice(room: StaffRoom) -> None:
    anna = room.signed_in("anna", Role.SUPERVISOR)
    token = anna.form_token()
    typed = {
        "service_phone": "96274000",
        "off_cash": "yes",
        "volume": "4",
        "edition_id": "e1",
        "of_version": "0",
    }
    room.town.clock.advance(IDLE_MS / 1000)
    ended = anna.post_alone("/operator/settings", {"form_token": token} | typed, **OURS)
    shown = signs_in(anna, ended).text
    facts = re.findall(r"<dt>(.*?)</dt><dd class=\"as-typed\">(.*?)</dd>", shown)
    assert facts == [("Service phone", "96274000"), ("without cash", "yes"), ("Volume", "4")]
