"""The audit at the operator's page: what was done with a token is there beside what was done signed in."""

import re

from kiosk.gateway.http.operator.audit_page import PAGE
from kiosk.gateway.trust import operators
from kiosk.gateway.trust.staff import Role
from tests.gateway.operator.staff_room import StaffRoom
from tests.gateway.operators_desk import MACHINE, Desk


def rows(page: str) -> list[str]:
    found = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found][1:]


def test_codes_and_enrolments_are_shown_to_supervisors_and_no_code_is(room_anywhere: StaffRoom) -> None:
    desk = Desk(room_anywhere.town)
    code = desk.ask().json()["code"]
    desk.ask(token="stranger." + "a" * 43)
    anna, bert = (room_anywhere.signed_in(*who) for who in (("anna", Role.SUPERVISOR), ("bert", Role.CLERK)))
    page = anna.get("/operator/audit?of=tokens").text
    told = [row.split(" ", 2)[2] for row in rows(page)]
    assert f"li-wei ask for an unlocking code {MACHINE} given" in told
    assert f"a stranger ask for an unlocking code {MACHINE} no token that counts" in told
    assert f"command line enrol a machine's key {MACHINE} enrolled" in [
        each.replace("&#39;", "'") for each in told
    ]
    assert code not in page.replace(" ", "")
    assert "unlocking code" not in anna.get("/operator/audit").text
    assert bert.get("/operator/audit?of=tokens").status_code == 403


def test_the_operators_audit_is_turned_page_by_page(room: StaffRoom) -> None:
    database = room.town.gateway.parts.database
    for n in range(PAGE + 5):
        database.write(lambda at, n=n: operators.audit(at, n // 3, "enrol_kiosk", "enrolled", "li", f"K-{n}"))
    anna, path, seen = room.signed_in("anna", Role.SUPERVISOR), "/operator/audit?of=tokens", list[str]()
    while path:
        page = anna.get(path).text
        seen += re.findall(r"<code>(K-[0-9]+)</code>", page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert (len(seen), set(seen)) == (PAGE + 5, {f"K-{n}" for n in range(PAGE + 5)})
