"""Settings at the operator's page: given by supervisors, whole, once, on record; seen with each kiosk."""

import re

import pytest
from msgspec.structs import replace

from kiosk.gateway.counter.settings_office import GivenSettings
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
    return room.town.gateway.counter.settings.page()


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
    page = anna.get(PATH).text
    assert 'name="of_version" value="1"' in page
    assert all(f'value="{text}"' in page for name, text in TYPED.items())
    assert room.audit("settings_give") == [("anna", "settings_give", "e1", "done")]


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


def test_a_kiosks_page_says_what_it_runs_with_and_what_it_refused(room: StaffRoom) -> None:
    bert = room.signed_in("bert", Role.CLERK)
    send(room.town, beat(1))
    assert "its own alone" in bert.get("/operator/fleet/kiosk-1").text
    send(room.town, beat(2, replace(WELL, remote=RemoteTold(3, 4, "does_not_start"))))
    page = bert.get("/operator/fleet/kiosk-1").text
    assert ("version 4 not taken" in page, "did not stay up with it" in page) == (True, True)
    assert "kiosk.settings_refused" in bert.get("/operator/fleet").text
