"""Settings given to kiosks: each version whole and once, for whom it is meant, one person after another."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, delete, update
from sqlalchemy.exc import DBAPIError

from kiosk.gateway.counter.settings_groups import Given, groups_within
from kiosk.gateway.counter.settings_office import RemoteSettingsOffice, SettingsWanted
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.schema_counter_settings import remote_settings
from kiosk.runtime.clock import FakeClock
from kiosk.wire.remote_settings import RemoteSettings, SettingsAnswer

from .heartbeats import beat, send
from .place import Place
from .town import Town

LOUD, QUIET = RemoteSettings(volume=5), RemoteSettings(volume=1, methods_off=("cash",))
PHONE = RemoteSettings(service_phone="96274000")


def li(_connection: Connection) -> str:
    return "li"


@pytest.fixture
def office(town: Town) -> RemoteSettingsOffice:
    return town.gateway.counter.settings


def asked(town: Town, kiosk_id: str = "kiosk-1") -> SettingsAnswer:
    answer = town.http.get(f"/v1/kiosks/{kiosk_id}/settings")
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=SettingsAnswer)


def test_while_nothing_was_given_a_kiosk_has_its_own(town: Town) -> None:
    assert asked(town) == SettingsAnswer("kiosk-1", 0, RemoteSettings())
    assert send(town, beat(1)).settings == 0


def test_the_newest_that_is_for_a_kiosk_is_its_own(town: Town, office: RemoteSettingsOffice) -> None:
    office.give(SettingsWanted("e1", LOUD), 0, li)
    office.give(SettingsWanted("e2", QUIET, ("kiosk-2", "kiosk-3")), 1, li)
    assert [send(town, beat(1), kiosk).settings for kiosk in ("kiosk-1", "kiosk-2")] == [1, 2]
    assert [asked(town, kiosk).settings for kiosk in ("kiosk-1", "kiosk-2")] == [LOUD, QUIET]
    assert [(each.version, each.by) for each in office.page().rows] == [(2, "li"), (1, "li")]
    office.give(SettingsWanted("e3", LOUD, ("kiosk-2",)), 2, li)
    office.give(SettingsWanted("e4", PHONE), 3, li)
    kiosks = ("kiosk-1", "kiosk-2", "kiosk-3", "kiosk-20")
    assert [asked(town, kiosk).version for kiosk in kiosks] == [4, 3, 2, 3], "the longest beginning counts"
    assert [group.begins for group in office.groups_within(("kiosk-2",))] == []
    office.give(SettingsWanted("e5", QUIET, ("kiosk-2",), overrules=True), 4, li)
    office.give(SettingsWanted("e6", PHONE, (), overrules=True), 5, li)
    assert [asked(town, kiosk).version for kiosk in kiosks] == [6, 6, 6, 6], "given over every group"
    office.give(SettingsWanted("e7", LOUD, ("kiosk-20",)), 6, li)
    assert [asked(town, kiosk).version for kiosk in kiosks] == [6, 6, 6, 7]


@pytest.mark.parametrize(
    ("given", "within"),
    [
        ([("LFL-1",), ()], ["LFL-1"]),
        ([(), ("LFL-1", "LFL-2")], ["LFL-1", "LFL-2"]),
        ([("LFL",), ("LFL-1",)], ["LFL", "LFL-1"]),
    ],
)
def test_groups_with_their_own_are_told_to_whoever_gives_settings_to_all(
    given: list[tuple[str, ...]], within: list[str]
) -> None:
    newest_first = [Given(n, whom, False) for n, whom in enumerate(given, 1)][::-1]
    assert [group.begins for group in groups_within(newest_first, ())] == within
    assert [group.begins for group in groups_within(newest_first, ("LFL-1",))] == []


def test_the_same_given_twice_is_one_version(office: RemoteSettingsOffice) -> None:
    assert [office.give(SettingsWanted("e1", LOUD), 0, li).version for _ in range(2)] == [1, 1]
    with pytest.raises(Refused, match="idempotency_key_reused"):
        office.give(SettingsWanted("e1", QUIET), 1, li)


def test_whoever_has_not_seen_the_newest_gives_nothing(office: RemoteSettingsOffice) -> None:
    office.give(SettingsWanted("e1", LOUD), 0, li)
    with pytest.raises(Refused, match="record_changed"):
        office.give(SettingsWanted("e2", QUIET), 0, li)


@pytest.mark.parametrize(
    "wanted",
    [
        SettingsWanted("e1", RemoteSettings(volume=9)),
        SettingsWanted("e1", RemoteSettings(service_phone="call me")),
        SettingsWanted("e1", RemoteSettings(idle_s=5)),
        SettingsWanted("e1", LOUD, ("<script>",)),
        SettingsWanted("", LOUD),
    ],
)
def test_what_no_kiosk_would_take_is_not_given(office: RemoteSettingsOffice, wanted: SettingsWanted) -> None:
    with pytest.raises(Refused, match="malformed"):
        office.give(wanted, 0, li)
    assert office.page().rows == ()


@pytest.mark.parametrize("change", [update(remote_settings).values(by="forged"), delete(remote_settings)])
def test_what_was_given_cannot_be_rewritten(town: Town, office: RemoteSettingsOffice, change: Any) -> None:
    office.give(SettingsWanted("e1", LOUD), 0, li)
    with pytest.raises(DBAPIError, match="only appended to"):
        town.gateway.parts.database.write(lambda connection: connection.execute(change))


def test_another_gateway_hears_of_it_at_the_next_heartbeat(place: Place) -> None:
    towns = [Town(place, FakeClock()) for _ in range(2)]
    assert send(towns[1], beat(1)).settings == 0
    with ThreadPoolExecutor(2) as hands:
        given = list(hands.map(lambda town: _tries(town.gateway.counter.settings), towns))
    assert sorted(given) == [0, 1], "one of two at once"
    assert send(towns[1], beat(2)).settings == 1
    for town in towns:
        town.close()


def _tries(office: RemoteSettingsOffice) -> int:
    try:
        return office.give(SettingsWanted(f"e-{id(office)}", LOUD), 0, li).version
    except Refused:
        return 0
