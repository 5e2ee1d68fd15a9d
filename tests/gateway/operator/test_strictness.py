"""What holds for every page of the operators: headers, refusals in words, forms of one's own only."""

import pytest

from kiosk.gateway.http.operator.routes import PAGES
from kiosk.gateway.trust.sessions import IDLE_MS
from kiosk.gateway.trust.staff import Role
from tests.gateway.operator.staff_room import Person, StaffRoom, goes_to, said

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
FORMS = sorted(path for page in PAGES if "POST" in page.http_methods for path in page.paths)
READS = sorted(path for page in PAGES if "GET" in page.http_methods for path in page.paths)
OPEN_TO_ALL = {"/operator/sign-in", "/operator/style/{digest:str}", "/operator/unlock"}
"""Without a session: the way in, and what is proved by a token that is typed."""


def placed(path: str) -> str:
    """With something in the place of each parameter."""
    if "/requests/" in path:
        path = path.replace("{act:str}", "take_up").replace("{name:str}", "proof")
    if "/notices/" in path:
        path = path.replace("{kind:str}", "notice")
    if "/people/" in path:
        path = path.replace("{act:str}", "lock").replace("{name:str}", "anna")
    names = {
        "{number:str}": "26112100000001",
        "{day:str}": "2026-11-20",
        "{act:str}": "explain",
        "{kiosk:str}": "kiosk-1",
        "{anything:path}": "nowhere/at/all",
    }
    for name, value in names.items():
        path = path.replace(name, value)
    return path


@pytest.mark.parametrize("path", [path for path in READS if path not in OPEN_TO_ALL])
def test_nothing_is_shown_to_strangers(room: StaffRoom, path: str) -> None:
    answer = Person(room.town, "nobody").get(placed(path))
    if "anything" in path:
        assert answer.status_code == 404
        return
    assert goes_to(answer).startswith("/operator/sign-in?next=")


@pytest.mark.parametrize("path", [path for path in READS if "digest" not in path])
def test_every_page_is_kept_and_framed_nowhere_and_runs_nothing(room: StaffRoom, path: str) -> None:
    answer = room.signed_in("anna", Role.SUPERVISOR).get(placed(path))
    assert answer.headers["content-security-policy"].startswith(POLICY)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"
    page = answer.text.lower()
    assert not [each for each in ("<script", " style=", " onclick", "javascript:") if each in page]


@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_another_page_does_nothing(room: StaffRoom, path: str) -> None:
    anna = room.signed_in("anna", Role.SUPERVISOR)
    before = room.audit()
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = anna.post(placed(path), {"name": "anna", "password": "x"}, **headers)
        assert (answer.status_code, "counts no longer" in said(answer)) == (403, True)
    assert room.audit() == before


@pytest.mark.parametrize("path", [path for path in FORMS if path not in OPEN_TO_ALL])
@pytest.mark.parametrize("token", ["", "0" * 64, "é", "another"])
def test_a_form_without_its_own_token_does_nothing(room: StaffRoom, path: str, token: str) -> None:
    anna, other = (room.signed_in(name, Role.SUPERVISOR) for name in ("anna", "bert"))
    before = room.audit()
    shown = other.form_token() if token == "another" else token
    answer = anna.post_alone(placed(path), {"form_token": shown})
    assert (answer.status_code, "counts no longer" in said(answer)) == (403, True)
    assert room.audit() == before


@pytest.mark.parametrize("path", [path for path in FORMS if path not in OPEN_TO_ALL])
def test_a_form_of_a_session_that_has_ended_does_nothing_and_says_so(room: StaffRoom, path: str) -> None:
    anna = room.signed_in("anna", Role.SUPERVISOR)
    token, before = anna.form_token(), room.audit()
    room.town.clock.advance(IDLE_MS / 1000)
    came_from = {"Referer": "http://testserver.local/operator/cases?state=closed"}
    answer = anna.post_alone(placed(path), {"form_token": token}, **came_from)
    assert (answer.status_code, "was not done" in said(answer)) == (401, True)
    assert 'name="next" value="/operator/cases?state=closed"' in answer.text
    assert room.audit() == before


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("body", [b"%", b"form_token=1&form_token=2", b"\xff=\x00", b"a" * 3000])
def test_odd_forms_are_refused_in_words(room: StaffRoom, path: str, body: bytes) -> None:
    anna = room.signed_in("anna", Role.SUPERVISOR)
    kind = "application/x-www-form-urlencoded"
    cookie = f"kiosk_operator={anna.cookies['kiosk_operator']}"
    answer = room.town.http.post(placed(path), content=body, headers={"Content-Type": kind, "Cookie": cookie})
    assert answer.status_code in {400, 401, 403}
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/operator/cases/<script>", 400),
        ("/operator/cases/99999999999999", 404),
        ("/operator/cases?state=lost", 400),
        ("/operator/cases?kind=<script>", 400),
        ("/operator/payments/00000000-0000-0000-0000-000000000000", 404),
        ("/operator/payments?day=2026-02-30", 400),
        ("/operator/payments?day=0000-00-00", 400),
        ("/operator/payments/search?serial=<script>alert(1)</script>", 404),
        ("/operator/requests?number=<script>alert(1)</script>", 404),
        ("/operator/style/old.css", 404),
        ("/operator/nowhere", 404),
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_not_repeated(
    room: StaffRoom, path: str, status: int
) -> None:
    answer = room.signed_in("anna", Role.SUPERVISOR).get(path)
    assert answer.status_code == status
    assert said(answer)
    assert "<script" not in answer.text


def test_each_language_says_everything(room: StaffRoom) -> None:
    anna = room.signed_in("anna", Role.SUPERVISOR)
    chinese = anna.get("/operator/cases?state=closed&lang=zh")
    assert ('<html lang="zh-CN">' in chinese.text, "待查款项" in chinese.text) == (True, True)
    assert 'href="/operator/cases?state=closed&amp;lang=en"' in chinese.text
    assert "待查款项" in anna.get("/operator/cases").text
    anna.cookies.pop("kiosk_operator_language")
    assert "Cases" in anna.get("/operator/cases", **{"Accept-Language": "fr, en;q=0.5"}).text
    assert "待查款项" in anna.get("/operator/cases", **{"Accept-Language": "fr"}).text


def test_the_style_may_be_kept_for_its_name_changes_with_it(room: StaffRoom) -> None:
    page = Person(room.town, "nobody").get("/operator/sign-in").text
    path = page.split('rel="stylesheet" href="')[1].split('"')[0]
    style = room.town.http.get(path)
    assert (style.status_code, style.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in style.headers["cache-control"]
