"""Settings at the operator's page: given by supervisors, whole, once, on record; seen with each kiosk."""

import re

import pytest
from msgspec.structs import replace

from kiosk.gateway.counter.settings_office import GivenSettings, SettingsWanted
from kiosk.gateway.http.operator.settings_pages import PAGE
from kiosk.gateway.trust.staff import Role
from kiosk.wire.heartbeats import RemoteTold
from kiosk.wire.remote_settings import RemoteSettings
from tests.gateway.heartbeats import WELL, beat, send
from tests.gateway.operator.staff_room import Person, StaffRoom, goes_to, said

PATH = "/operator/settings"
TYPED = {
    "service_phone": "96274000",
    "volume": "4",
    "staff_from_hour": "8",
    "staff_to_hour": "20",
    "idle_s": "240",
    "off_cash": "yes",
    "for_kiosks": "LFL-1 LFL-2",
}
EVERYTHING = RemoteSettings("96274000", 4, ("cash",), 8, 20, 240)


def gives(person: Person, typed: dict[str, str], edition_id: str = "e1", of_version: str = "0") -> str:
    """Where it leads to, or what is said."""
    answer = person.post(PATH, typed | {"edition_id": edition_id, "of_version": of_version})
    return goes_to(answer) if answer.status_code == 303 else f"{answer.status_code} {said(answer)}"


def versions(room: StaffRoom) -> tuple[GivenSettings, ...]:
    return room.town.gateway.counter.settings.page().rows


def test_what_is_typed_is_given_and_stands_in_the_form_of_the_next(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    anna = room.signed_in("anna", Role.SUPERVISOR)
    assert gives(anna, TYPED) == f"{PATH}?done=give"
    [given] = versions(room)
    assert (given.wanted.settings, given.wanted.for_kiosks, given.by) == (
        EVERYTHING,
        ("LFL-1", "LFL-2"),
        "anna",
    )
    page = anna.get(f"{PATH}?of=1").text
    assert 'name="of_version" value="1"' in page
    assert all(f'value="{text}"' in page for name, text in TYPED.items())
    assert room.audit("settings_give") == [("anna", "settings_give", "e1", "done")]


NO_CASH = {"off_cash": "yes", "for_kiosks": "LFL-1"}
NEW_PHONE = {"service_phone": "96274000"}
SEEN = {"groups_seen": "LFL-1=1"}


def counts_for(room: StaffRoom, kiosk_id: str) -> RemoteSettings:
    return room.town.gateway.counter.settings.newest_for(kiosk_id).settings


def test_what_a_group_has_is_not_undone_by_what_all_are_given_unless_somebody_says_so(
    room_anywhere: StaffRoom,
) -> None:
    room = room_anywhere
    anna = room.signed_in("anna", Role.SUPERVISOR)
    gives(anna, NO_CASH)
    asked = anna.post(PATH, NEW_PHONE | {"edition_id": "e2", "of_version": "1"})
    assert (asked.status_code, "<code>LFL-1</code> · Version 1" in asked.text) == (409, True)
    assert ('value="96274000"' in asked.text, len(versions(room))) == (True, 1)
    assert gives(anna, NEW_PHONE | SEEN | {"groups": "keep"}, "e2", "1") == f"{PATH}?done=give"
    assert counts_for(room, "LFL-1-01").methods_off == ("cash",)
    assert counts_for(room, "LFL-2-01") == RemoteSettings(service_phone="96274000")
    assert gives(anna, NEW_PHONE | SEEN | {"groups": "over"}, "e3", "2") == f"{PATH}?done=give"
    assert counts_for(room, "LFL-1-01") == RemoteSettings(service_phone="96274000")
    assert gives(anna, {"volume": "2"}, "e4", "3") == f"{PATH}?done=give", "nobody has their own any more"


def test_a_choice_about_other_groups_than_there_are_now_is_asked_again(room: StaffRoom) -> None:
    anna = room.signed_in("anna", Role.SUPERVISOR)
    gives(anna, NO_CASH)
    gives(anna, NO_CASH | {"for_kiosks": "LFL-2"}, "e2", "1")
    answer = anna.post(PATH, NEW_PHONE | SEEN | {"groups": "over", "edition_id": "e3", "of_version": "2"})
    assert (answer.status_code, len(versions(room))) == (409, 2)
    assert 'value="LFL-1=1 LFL-2=2"' in answer.text


def test_the_form_begins_with_what_all_kiosks_have(room: StaffRoom) -> None:
    anna = room.signed_in("anna", Role.SUPERVISOR)
    gives(anna, {"volume": "3"})
    gives(anna, NO_CASH, "e2", "1")
    page = anna.get(PATH).text
    assert re.search(r'name="volume"[^>]* value="3"', page)
    assert re.search(r'name="for_kiosks"[^>]* value=""', page)
    assert re.search(r'id="off_cash"[^>]* checked', page) is None
    assert '<code>LFL-1</code></td><td><a href="/operator/settings?of=2">' in page
    assert re.search(r'id="off_cash"[^>]* checked', anna.get(f"{PATH}?of=2").text)


def test_what_is_left_empty_is_the_kiosks_own(room: StaffRoom) -> None:
    anna = room.signed_in("anna", Role.SUPERVISOR)
    gives(anna, {"volume": "0"})
    assert versions(room)[0].wanted.settings == RemoteSettings(volume=0)


def test_whoever_was_slower_sees_what_the_other_gave(room: StaffRoom) -> None:
    anna, bert = (room.signed_in(name, Role.SUPERVISOR) for name in ("anna", "bert"))
    gives(anna, {"volume": "5"})
    answer = bert.post(PATH, {"volume": "1", "edition_id": "e2", "of_version": "0"})
    assert (answer.status_code, "A colleague has changed this" in said(answer)) == (409, True)
    assert re.search(r'name="volume"[^>]* value="5"', answer.text)
    assert gives(anna, {"volume": "5"}) == f"{PATH}?done=give", "the same form again is once"
    assert len(versions(room)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"volume": "6"},
        {"volume": "loud"},
        {"volume": "-1"},
        {"idle_s": "10"},
        {"staff_from_hour": "25"},
        {"service_phone": "call me"},
        {"for_kiosks": "<script>"},
        {"volume": "1" * 30},
    ],
)
def test_what_is_wrong_is_not_given(room: StaffRoom, typed: dict[str, str]) -> None:
    anna = room.signed_in("anna", Role.SUPERVISOR)
    assert gives(anna, typed).startswith("400 Something is not written as it should be")
    assert versions(room) == ()


def test_others_see_the_versions_and_give_none(room: StaffRoom) -> None:
    anna, bert = room.signed_in("anna", Role.SUPERVISOR), room.signed_in("bert", Role.CLERK)
    gives(anna, TYPED)
    page = bert.get(PATH).text
    assert ("Version 1" in page, 'name="edition_id"' in page) == (True, False)
    assert gives(bert, TYPED, "e2", "1").startswith("403")


def test_every_version_is_reached_and_it_is_said_how_many_there_are(room_anywhere: StaffRoom) -> None:
    office, many = room_anywhere.town.gateway.counter.settings, PAGE + 2
    for version in range(many):
        wanted = SettingsWanted(f"e{version}", RemoteSettings(volume=version % 6))
        office.give(wanted, version, lambda _connection: "anna")
    anna, path, seen = room_anywhere.signed_in("anna", Role.SUPERVISOR), PATH, list[str]()
    assert f'name="of_version" value="{many}"' in anna.get(PATH).text
    while path:
        page = anna.get(path).text
        assert f"{many} in all, the newest first" in page
        seen += re.findall(r"<strong>Version ([0-9]+)</strong>", page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        path = onward[1] if onward else ""
    assert seen == [str(version) for version in range(many, 0, -1)]
    assert "There are no earlier ones." in anna.get(f"{PATH}?page=9").text


def test_a_kiosks_page_says_what_it_runs_with_and_what_it_refused(room: StaffRoom) -> None:
    bert = room.signed_in("bert", Role.CLERK)
    send(room.town, beat(1))
    assert "its own alone" in bert.get("/operator/fleet/kiosk-1").text
    send(room.town, beat(2, replace(WELL, remote=RemoteTold(3, 4, "does_not_start"))))
    page = bert.get("/operator/fleet/kiosk-1").text
    assert ("version 4 not taken" in page, "did not stay up with it" in page) == (True, True)
    assert "kiosk.settings_refused" in bert.get("/operator/fleet").text
