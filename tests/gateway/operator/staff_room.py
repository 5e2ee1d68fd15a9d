"""People of the operator's page before a town's gateway, each at a browser of their own without scripts."""

import re
from html import unescape
from urllib.parse import urlsplit

import httpx
from sqlalchemy import Connection, select

from kiosk.gateway.sql.schema_staff import staff as staff_table
from kiosk.gateway.sql.schema_staff import staff_audit
from kiosk.gateway.trust import passwords, staff
from kiosk.gateway.trust.staff import Role
from tests.gateway.town import Town

PASSWORD = "a quiet morning in march"
_HASH = passwords.hashed(PASSWORD)
COOKIE = "kiosk_operator"

Line = tuple[str, str, str, str]
"""Name, act, about and verdict."""


class Person:
    def __init__(self, town: Town, name: str) -> None:
        self.town = town
        self.name = name
        self.cookies: dict[str, str] = {"kiosk_operator_language": "en"}

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: dict[str, str] | None = None, **headers: str) -> httpx.Response:
        """With the token of the form that stands on the page of somebody who is signed in."""
        return self._ask("POST", path, {"form_token": self.form_token()} | (form or {}), headers)

    def post_alone(self, path: str, form: dict[str, str], **headers: str) -> httpx.Response:
        """Only what is given."""
        return self._ask("POST", path, form, headers)

    def sign_in(self, password: str = PASSWORD, place: str = "/operator") -> httpx.Response:
        typed = {"name": self.name, "password": password, "next": place}
        return self._ask("POST", "/operator/sign-in", typed, {})

    def form_token(self) -> str:
        found = re.search(r'name="form_token" value="([0-9a-f]{64})"', self.get("/operator").text)
        return found[1] if found else ""

    def _ask(
        self, method: str, path: str, form: dict[str, str] | None, headers: dict[str, str]
    ) -> httpx.Response:
        http = self.town.http
        http.cookies.clear()
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)
        answer = http.request(
            method, path, data=form, headers={"Cookie": kept} | headers, follow_redirects=False
        )
        for name, value in answer.cookies.items():
            self.cookies[name] = value.strip('"')
        if "Max-Age=0" in answer.headers.get("set-cookie", ""):
            self.cookies.pop(COOKIE, None)
        http.cookies.clear()
        return answer


class StaffRoom:
    def __init__(self, town: Town) -> None:
        self.town = town

    def enrol(self, name: str, role: Role, *, must_change: bool = False) -> Person:
        def enrolled(connection: Connection) -> None:
            staff.enrol(connection, name, role, _HASH, self.now_ms)
            mine = staff_table.update().where(staff_table.c.name == name)
            connection.execute(mine.values(must_change=must_change))

        self.town.gateway.parts.database.write(enrolled)
        return Person(self.town, name)

    def signed_in(self, name: str, role: Role) -> Person:
        person = self.enrol(name, role)
        assert person.sign_in().status_code == 303
        return person

    @property
    def now_ms(self) -> int:
        return self.town.gateway.parts.time.now_ms()

    def audit(self, *acts: str) -> list[Line]:
        """Sorted, for lines of one moment have no order."""
        line = staff_audit.c
        found = select(line.name, line.act, line.about, line.verdict)
        found = found.where(line.act.in_(acts)) if acts else found
        with self.town.gateway.parts.database.reading() as connection:
            return sorted((who, act, about, came) for who, act, about, came in connection.execute(found))


def said(answer: httpx.Response) -> str:
    """What a page says in its notices."""
    notices = re.findall(r'<p class="notice[^>]*>(.*?)</p>', answer.text, re.DOTALL)
    return " ".join(unescape(each) for each in notices)


def goes_to(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    place = urlsplit(answer.headers["location"])
    return place.path + (f"?{place.query}" if place.query else "")
