"""The fleet and its alarms at the operator's page: every kiosk once, silence said, one hand on an alarm."""

import re
from datetime import datetime

import pytest
from msgspec.structs import replace
from sqlalchemy import insert

from kiosk.gateway.http.operator.fleet_pages import PAGE
from kiosk.gateway.sql.schema_keys import kiosk_key
from kiosk.gateway.trust.sessions import IDLE_MS
from kiosk.gateway.trust.staff import Role
from kiosk.payment.day import CHINA
from kiosk.wire.heartbeats import JournalTold
from tests.gateway.estate import Estate
from tests.gateway.heartbeats import LITTLE_PAPER, NO_PAPER, WELL, beat, send
from tests.gateway.operator.staff_room import Person, StaffRoom, goes_to, said


def listed(person: Person, path: str) -> list[str]:
    return re.findall(r'<td><a class="number" href="/operator/fleet/([^"]+)"', person.get(path).text)


def alarm(room: StaffRoom) -> str:
    estate = Estate(room.town)
    estate.beats(NO_PAPER, 10)
    return str(estate.one().alarm.number)


def test_the_gravest_come_first_and_each_condition_alone(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    for kiosk_id, machine in (("k-well", WELL), ("k-low", LITTLE_PAPER), ("k-out", NO_PAPER)):
        send(room.town, beat(machine=machine), kiosk_id)
    anna = room.signed_in("anna", Role.VIEWER)
    assert listed(anna, "/operator/fleet") == ["k-out", "k-low", "k-well"]
    assert listed(anna, "/operator/fleet?how=error") == ["k-out"]
    assert listed(anna, "/operator/fleet?how=warning&order=kiosk") == ["k-low"]
    assert listed(anna, "/operator/fleet?name=WELL") == ["k-well"]
    assert listed(anna, "/operator/fleet?how=silent") == []
    room.town.clock.advance(600)
    assert listed(anna, "/operator/fleet?how=silent") == ["k-low", "k-out", "k-well"]
    assert "Nothing has been heard of this kiosk" in said(anna.get("/operator/fleet/k-well"))


def test_the_list_goes_through_every_kiosk_once(room: StaffRoom) -> None:
    made = [f"k-{number:03d}" for number in range(2 * PAGE + 1)]
    for kiosk_id in made:
        send(room.town, beat(), kiosk_id)
    anna, path, seen = room.signed_in("anna", Role.VIEWER), "/operator/fleet?order=kiosk", list[str]()
    while path:
        seen += listed(anna, path)
        onward = re.search(r'rel="next" href="([^"]+)"', anna.get(path).text)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert seen == made
    assert "There is no such kiosk" in anna.get("/operator/fleet?page=9").text


def test_one_kiosk_shows_its_devices_its_past_and_its_alarms(room: StaffRoom) -> None:
    number = alarm(room)
    page = room.signed_in("anna", Role.VIEWER).get("/operator/fleet/kiosk-1").text
    for word in (
        "printer.paper_out",
        "printer · out of paper",
        "Out of paper",
        f"/operator/alarms/{number}",
        "kiosk=kiosk-1",
    ):
        assert word in page


def test_a_kiosks_past_is_turned_to_its_end(room_anywhere: StaffRoom) -> None:
    many = PAGE + 7
    for number in range(1, many + 1):
        send(room_anywhere.town, beat(number, NO_PAPER if number % 2 else WELL))
        room_anywhere.town.clock.advance(60)
    anna, path, seen = room_anywhere.signed_in("anna", Role.VIEWER), "/operator/fleet/kiosk-1", list[str]()
    while path:
        page = anna.get(path).text
        assert f"{many} in all, the newest first" in page
        assert ('<h2 id="devices">' in page) is (not seen)
        seen += re.findall(r'<li><span class="when">([^<]+)<', page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = onward[1] if onward else ""
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == many
    assert "There are no earlier ones." in anna.get("/operator/fleet/kiosk-1?page=9").text


DAMAGED = replace(
    WELL, standing="closed", closed_reason="journal_damaged", journal=JournalTold(2, 7_200, "journal_damaged")
)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["journal · journal is damaged", "2 · the oldest since ", "12 slips, 3.4 m since the roll"]),
        ("zh", ["账本 · 账本损坏", "2 · 最早的从 ", "换纸后 12 张，3.4 米"]),
    ],
)
def test_a_kiosks_own_page_says_why_it_is_as_it_is(room: StaffRoom, language: str, told: list[str]) -> None:
    send(room.town, beat(machine=DAMAGED))
    page = room.signed_in("anna", Role.VIEWER).get(f"/operator/fleet/kiosk-1?lang={language}").text
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert [each for each in told if each not in words] == []
    since = datetime.fromtimestamp(room.now_ms / 1000 - 7_200, CHINA).strftime("%Y-%m-%d %H:%M")
    assert since in words


def test_every_kiosk_that_was_never_heard_of_is_reached(room_anywhere: StaffRoom) -> None:
    town, made = room_anywhere.town, [f"LFL-{n:03d}-01" for n in range(PAGE + 7)]
    row = {"algorithm": "hmac-sha256", "sealed": "", "valid_from_ms": 0}
    rows = [row | {"key_id": f"key-{each}", "kiosk_id": each} for each in made]
    town.gateway.parts.database.write(lambda at: at.execute(insert(kiosk_key), rows).rowcount)
    anna, path, seen = room_anywhere.signed_in("anna", Role.VIEWER), "/operator/fleet", list[str]()
    [onward] = re.findall(r'href="([^"]+)">all 57<', anna.get(path).text)
    while onward:
        page = anna.get(onward.replace("&amp;", "&")).text
        seen += re.findall(r'<td class="number">([^<]+)</td>', page)
        onward = next(iter(re.findall(r'rel="next" href="([^"]+)"', page)), "")
    assert seen == made
    assert "LFL-003-01" in anna.get("/operator/fleet?how=never&name=lfl-003").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/operator/fleet/nobody", 404),
        ("/operator/fleet?page=0", 400),
        ("/operator/fleet?page=99999999", 400),
        ("/operator/fleet?how=lost", 400),
        ("/operator/fleet?name=%25", 400),
        ("/operator/alarms/000", 404),
        ("/operator/alarms?state=all", 400),
        ("/operator/alarms?kiosk=<b>", 400),
    ],
)
def test_what_makes_no_sense_is_refused(room: StaffRoom, path: str, status: int) -> None:
    assert room.signed_in("anna", Role.VIEWER).get(path).status_code == status


def test_an_alarm_is_taken_up_and_handled_once_and_on_record(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    number = alarm(room)
    anna, bert = (room.signed_in(name, Role.CLERK) for name in ("anna", "bert"))
    place, done = f"/operator/alarms/{number}", {"how": "refilled", "words": "a  new\nroll"}
    assert 'name="seen" value=""' in bert.get(place).text
    assert goes_to(anna.post(f"{place}/take", {"seen": ""})) == f"{place}?done=take"
    late = bert.post(f"{place}/take", {"seen": ""})
    assert (late.status_code, "A colleague has changed this meanwhile" in said(late)) == (409, True)
    assert 'name="seen" value="anna"' in late.text
    assert "anna is at it" in late.text
    assert "anna" in bert.get("/operator/alarms").text
    assert goes_to(bert.post(f"{place}/handle", done)) == f"{place}?done=handle"
    again = anna.post(f"{place}/handle", done)
    assert (again.status_code, "nothing was done a second time" in said(again)) == (409, True)
    assert "a new roll" in again.text
    assert room.audit("alarm_take", "alarm_handle") == [
        ("anna", "alarm_handle", number, "record_closed"),
        ("anna", "alarm_take", number, "done"),
        ("bert", "alarm_handle", number, "done"),
        ("bert", "alarm_take", number, "record_changed"),
    ]


@pytest.mark.parametrize("form", [{}, {"how": "magic"}, {"how": "other", "words": "x" * 201}])
def test_an_alarm_is_not_handled_without_a_word_that_is_known(room: StaffRoom, form: dict[str, str]) -> None:
    number = alarm(room)
    answer = room.signed_in("anna", Role.CLERK).post(f"/operator/alarms/{number}/handle", form)
    assert (answer.status_code, "nothing was done" in said(answer)) == (400, True)
    assert room.town.gateway.counter.alarms.file(number).alarm.state == "open"


def test_a_viewer_sees_an_alarm_and_does_nothing(room: StaffRoom) -> None:
    number = alarm(room)
    cleo = room.signed_in("cleo", Role.VIEWER)
    assert '<form method="post" action="/operator/alarms' not in cleo.get(f"/operator/alarms/{number}").text
    for act in ("take", "handle"):
        answer = cleo.post(f"/operator/alarms/{number}/{act}", {"how": "other"})
        assert (answer.status_code, "Your role may not" in said(answer)) == (403, True)
    assert room.audit("alarm_take", "alarm_handle") == [
        ("cleo", "alarm_handle", number, "not_yours"),
        ("cleo", "alarm_take", number, "not_yours"),
    ]


def test_a_session_that_ends_meanwhile_leaves_the_alarm_open(room: StaffRoom) -> None:
    number, anna = alarm(room), room.signed_in("anna", Role.CLERK)
    token = anna.form_token()
    room.town.clock.advance(IDLE_MS / 1000)
    answer = anna.post_alone(f"/operator/alarms/{number}/take", {"form_token": token})
    assert answer.status_code == 401
    assert room.town.gateway.counter.alarms.file(number).alarm.taken_by is None
