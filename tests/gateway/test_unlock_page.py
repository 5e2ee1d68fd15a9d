"""The operator's page: a form that works without scripts, and gives nothing away."""

from html.parser import HTMLParser

import httpx
import pytest

from kiosk.gateway.trust.unlock import DEMONSTRATION_TOKEN, MOST_OF_MACHINE
from kiosk.wire.unlock import unlock_code

from .operators_desk import CHALLENGE, KEY, MACHINE, Desk
from .town import Town


@pytest.fixture
def desk(town: Town) -> Desk:
    return Desk(town)


def send(desk: Desk, **typed: str) -> httpx.Response:
    form = {"token": desk.token, "machine": MACHINE, "challenge": CHALLENGE} | typed
    return desk.town.http.post("/operator/unlock", data=form)


class Page(HTMLParser):
    """The elements of a page, each with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_code_is_shown_in_two_groups(desk: Desk) -> None:
    page = send(desk, challenge="1234 5678", machine=MACHINE.lower())
    code = unlock_code(KEY, MACHINE, CHALLENGE)
    assert page.status_code == 200
    assert f"{code[:5]} {code[5:]}" in page.text
    assert desk.audit() == [("li-wei", MACHINE, "unlock_code", "answered")]


@pytest.mark.parametrize(
    ("asked", "told"),
    [("en", "counts once"), ("zh", "只能用一次")],
)
def test_the_page_is_in_both_languages(desk: Desk, asked: str, told: str) -> None:
    path, form = f"/operator/unlock?lang={asked}", {"token": desk.token, "machine": MACHINE}
    assert told in desk.town.http.post(path, data=form | {"challenge": CHALLENGE}).text
    refused = desk.town.http.post(path, data=form | {"challenge": "1"})
    assert (refused.status_code, "eight digits" in refused.text) == (400, asked == "en")


def test_a_form_from_elsewhere_is_refused(desk: Desk) -> None:
    form = {"token": desk.token, "machine": MACHINE, "challenge": CHALLENGE}
    answer = desk.town.http.post("/operator/unlock", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert desk.audit() == []


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"token": "nobody"}, 401, "令牌不对"),
        ({"machine": "LFL-999-09"}, 404, "没有在本网关登记"),
        ({"machine": "<script>"}, 400, "写得不对"),
        ({"challenge": "1234"}, 400, "写得不对"),
        ({"challenge": "１２３４５６７８"}, 400, "写得不对"),
    ],
)
def test_a_refusal_says_why_in_words(desk: Desk, typed: dict[str, str], status: int, said: str) -> None:
    page = send(desk, **typed)
    assert (page.status_code, said in page.text) == (status, True)
    assert "<script" not in page.text
    assert 'role="alert"' in page.text


def test_too_many_codes_are_refused_in_words(desk: Desk) -> None:
    for _ in range(MOST_OF_MACHINE):
        assert send(desk).status_code == 200
    assert (send(desk).status_code, "十分钟" in send(desk).text) == (429, True)


def test_the_page_runs_no_scripts_and_is_framed_and_stored_nowhere(desk: Desk) -> None:
    for page in (desk.town.http.get("/operator/unlock"), send(desk)):
        policy = set(page.headers["content-security-policy"].split("; "))
        assert {"default-src 'none'", "style-src 'self'", "form-action 'self'"} <= policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["cache-control"] == "no-store"
        assert "<script" not in page.text
        assert "set-cookie" not in page.headers


def test_every_field_has_a_label_and_a_hint_that_is_there(desk: Desk) -> None:
    page = Page(desk.town.http.get("/operator/unlock?machine=LFL-380-01").text)
    labelled = {label["for"] for label in page.all("label")}
    ids = {attributes.get("id") for _tag, attributes in page.elements}
    fields = page.all("input")
    assert {field["id"] for field in fields} == labelled == {"token", "machine", "challenge"}
    assert all(field["aria-describedby"] in ids for field in fields)
    assert page.all("html") == [{"lang": "zh-CN"}]
    assert next(field for field in fields if field["id"] == "machine")["value"] == MACHINE


def test_only_a_demonstration_fills_a_token_in(desk: Desk) -> None:
    assert DEMONSTRATION_TOKEN in desk.town.http.get("/operator/unlock").text
    desk.end_demonstration()
    page = desk.town.http.get("/operator/unlock").text
    assert DEMONSTRATION_TOKEN not in page
    assert "演示" not in page


def test_a_typed_token_is_not_sent_back(desk: Desk) -> None:
    assert desk.token not in send(desk).text
    assert desk.token not in send(desk, machine="LFL-999-09").text


@pytest.mark.parametrize(
    "body", [b"", b"%", b"challenge=1&challenge=2", b"\xff=\x00", b"a" * 3000, b"token=%ff%00"]
)
def test_odd_forms_are_refused(desk: Desk, body: bytes) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert desk.town.http.post("/operator/unlock", content=body, headers=form).status_code == 400
