"""Remote commands at the operator's page: given by whoever may, once each, on record, seen to their end."""

import re

import pytest

from kiosk.gateway.http.operator import rendering
from kiosk.gateway.sql import counted
from kiosk.gateway.trust.staff import Role
from kiosk.wire.commands import CommandReport
from tests.gateway.heartbeats import beat, send
from tests.gateway.operator.staff_room import Person, StaffRoom, goes_to, said

LIST = "/operator/commands"
FORM = {"kiosk": "kiosk-1", "kind": "out_of_service", "command_id": "c1", "lasts": "hours"}


def beats(room: StaffRoom, number: int, *reports: CommandReport) -> None:
    send(room.town, beat(number, reports=reports))


def gives(person: Person, **more: str) -> str:
    """Where it leads to, or what is said."""
    answer = person.post(LIST, FORM | more)
    return goes_to(answer) if answer.status_code == 303 else f"{answer.status_code} {said(answer)}"


def test_a_command_is_given_seen_and_followed_to_its_end(room_anywhere: StaffRoom) -> None:
    room = room_anywhere
    beats(room, 1)
    anna = room.signed_in("anna", Role.SUPERVISOR)
    assert gives(anna) == f"{LIST}/c1?done=give"
    assert "waits for the kiosk" in anna.get(f"{LIST}/c1").text
    beats(room, 2)
    beats(room, 3, CommandReport("c1", "refused", "money_moves"))
    page = anna.get(f"{LIST}/c1").text
    assert ("refused by the kiosk" in page, "money was moving" in page) == (True, True)
    assert "refused by the kiosk" in anna.get(f"{LIST}?kiosk=kiosk-1").text
    assert "refused by the kiosk" not in anna.get(f"{LIST}?state=open").text
    assert room.audit("command_out_of_service") == [("anna", "command_out_of_service", "kiosk-1 c1", "done")]


def test_the_same_form_sent_twice_is_one_command(room: StaffRoom) -> None:
    beats(room, 1)
    anna = room.signed_in("anna", Role.SUPERVISOR)
    assert gives(anna) == gives(anna) == f"{LIST}/c1?done=give"
    assert gives(anna, kind="restart").startswith("422 This form was used before")
    assert room.town.gateway.counter.commands.page().of == 1


def test_each_page_of_a_kiosk_has_forms_of_its_own(room: StaffRoom) -> None:
    beats(room, 1)
    anna = room.signed_in("anna", Role.SUPERVISOR)
    ids = [
        re.findall(r'name="command_id" value="([0-9a-f]{32})"', anna.get(f"{LIST}?kiosk=kiosk-1").text)
        for _ in range(2)
    ]
    assert [len(each) for each in ids] == [6, 6]
    assert len({*ids[0], *ids[1]}) == 12


def test_who_may_not_is_offered_nothing_and_refused_on_record(room: StaffRoom) -> None:
    beats(room, 1)
    cleo, bert = room.signed_in("cleo", Role.VIEWER), room.signed_in("bert", Role.CLERK)
    assert 'name="command_id"' not in cleo.get(f"{LIST}?kiosk=kiosk-1").text
    offered = bert.get(f"{LIST}?kiosk=kiosk-1").text
    assert ('value="volume"' in offered, 'value="out_of_service"' in offered) == (True, False)
    assert gives(cleo, kind="volume", volume="2").startswith("403")
    assert gives(bert).startswith("403")
    assert gives(bert, kind="volume", volume="2") == f"{LIST}/c1?done=give"
    verdicts = room.audit("command_volume", "command_out_of_service")
    assert [(who, verdict) for who, _act, _about, verdict in verdicts] == [
        ("bert", "not_yours"),
        ("bert", "done"),
        ("cleo", "not_yours"),
    ]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"kind": "open_the_cash_box"}, "400"),
        ({"kind": "volume", "volume": "9"}, "400"),
        ({"kind": "volume"}, "400"),
        ({"lasts": "for ever"}, "400"),
        ({"kiosk": "kiosk-9"}, "404"),
        ({"kiosk": ""}, "400"),
        ({"command_id": ""}, "400"),
        ({"command_id": "<script>"}, "400"),
    ],
)
def test_what_makes_no_sense_is_not_given(room: StaffRoom, more: dict[str, str], status: str) -> None:
    beats(room, 1)
    assert gives(room.signed_in("anna", Role.SUPERVISOR), **more).startswith(status)
    assert room.town.gateway.counter.commands.page().of == 0


def test_it_is_withdrawn_until_the_kiosk_has_heard_of_it(room: StaffRoom) -> None:
    beats(room, 1)
    anna = room.signed_in("anna", Role.SUPERVISOR)
    gives(anna)
    gives(anna, command_id="c2", kind="restart")
    assert goes_to(anna.post(f"{LIST}/c1/withdraw")) == f"{LIST}/c1?done=withdraw"
    beats(room, 2)
    assert "/withdraw" not in anna.get(f"{LIST}/c2").text
    answer = anna.post(f"{LIST}/c2/withdraw")
    assert (answer.status_code, "closed meanwhile" in said(answer)) == (409, True)


def test_a_log_is_shown_to_clerks_escaped(room: StaffRoom) -> None:
    beats(room, 1)
    bert, cleo = room.signed_in("bert", Role.CLERK), room.signed_in("cleo", Role.VIEWER)
    gives(bert, kind="send_logs")
    beats(room, 2)
    lines = {"command_id": "c1", "lines": ["WARNING kiosk: <b>paper</b> low"]}
    assert room.town.post("/v1/kiosks/kiosk-1/log-lines", lines).status_code == 200
    assert "&lt;b&gt;paper&lt;/b&gt; low" in bert.get(f"{LIST}/c1").text
    assert "paper" not in cleo.get(f"{LIST}/c1").text


def test_a_self_test_shows_its_figures_and_a_failed_one_is_not_called_well(room: StaffRoom) -> None:
    beats(room, 1)
    bert = room.signed_in("bert", Role.CLERK)
    gives(bert, kind="self_test")
    beats(room, 2)
    beats(room, 3, CommandReport("c1", "done", "tests_failed", (9, 1, 4)))
    page = bert.get(f"{LIST}/c1").text
    assert ("9 passed, 1 failed, 4 not done" in page, "a test failed" in page) == (True, True)
    assert 'class="pill is-good"' not in page


def test_a_list_is_counted_up_to_where_nobody_counts_on(
    room: StaffRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats(room, 1)
    anna = room.signed_in("anna", Role.SUPERVISOR)
    for number in range(3):
        gives(anna, kind="send_logs", command_id=f"c{number}")
    assert "3 commands" in anna.get(LIST).text
    for place in (counted, rendering):
        monkeypatch.setattr(place, "MOST_COUNTED", 2)
    assert "2+ commands" in anna.get(LIST).text
