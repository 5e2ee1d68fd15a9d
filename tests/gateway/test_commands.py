"""Remote commands over real databases: given once, signed, told until the kiosk has them, ended once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, delete, update
from sqlalchemy.exc import DBAPIError

from kiosk.gateway.counter.commands import LATE_MS, MOST_OPEN, CommandWish, RemoteCommands
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.schema_counter_commands import kiosk_command_event
from kiosk.gateway.trust import kiosk_keys
from kiosk.runtime.clock import FakeClock
from kiosk.wire.commands import (
    SIGNED_AS,
    Command,
    CommandReport,
    Order,
    OutOfService,
    RestartWhenIdle,
    SendLogs,
    SetVolume,
    SignedCommand,
)
from kiosk.wire.heartbeats import HeartbeatAnswer
from kiosk.wire.signing.keys import Algorithm

from .heartbeats import beat, send
from .place import Place
from .signed_kiosk import SignedKiosk
from .town import Town, refused

HOUR_S = 3_600


def li(_connection: Connection) -> str:
    return "li"


class Office:
    """Somebody who commands, and kiosk-1, which beats."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.number = 0
        self.beats()

    @property
    def commands(self) -> RemoteCommands:
        return self.town.gateway.counter.commands

    def gives(self, command_id: str = "c1", order: Order | None = None, lasts_s: int = HOUR_S) -> str:
        order = order or OutOfService()
        return self.commands.give(command_id, "kiosk-1", order, lasts_s, li).command.state

    def beats(self, *reports: CommandReport) -> tuple[SignedCommand, ...]:
        self.number += 1
        return send(self.town, beat(self.number, reports=reports)).commands

    def state(self, command_id: str = "c1") -> tuple[str, str | None]:
        command = self.commands.file(command_id).command
        return command.state, command.reason

    def past(self, command_id: str = "c1") -> list[tuple[str, str]]:
        return [(event.act, event.by) for event in self.commands.file(command_id).history]


@pytest.fixture
def office(town: Town) -> Office:
    return Office(town)


def ids(told: tuple[SignedCommand, ...]) -> list[str]:
    return [msgspec.json.decode(each.told, type=Command).command_id for each in told]


def test_a_command_is_told_until_the_kiosk_has_it_and_ends_with_its_word(office: Office) -> None:
    assert office.gives() == "queued"
    assert ids(office.beats()) == ["c1"]
    assert office.state() == ("delivered", None)
    assert ids(office.beats()) == ["c1"], "the answer may not have arrived"
    assert ids(office.beats(CommandReport("c1", "taken"))) == []
    assert ids(office.beats()) == []
    office.beats(CommandReport("c1", "done", "closed", (1, 2, 3)))
    assert office.state() == ("done", "closed")
    assert office.commands.file("c1").command.figures == (1, 2, 3)
    assert office.past() == [
        ("queued", "li"),
        ("delivered", "gateway"),
        ("taken", "kiosk"),
        ("done", "kiosk"),
    ]


def test_what_a_kiosk_says_twice_or_after_the_end_changes_nothing(office: Office) -> None:
    office.gives()
    office.beats()
    office.beats(CommandReport("c1", "refused", "money_moves"))
    office.beats(CommandReport("c1", "refused", "money_moves"))
    office.beats(CommandReport("c1", "done"))
    assert office.state() == ("refused", "money_moves")
    assert len(office.past()) == 3


def test_a_report_counts_however_late_its_heartbeat_comes(office: Office, town: Town) -> None:
    office.gives()
    office.beats()
    office.beats()
    late = beat(office.number - 1, reports=(CommandReport("c1", "done"),))
    assert send(town, late).commands == ()
    assert office.state() == ("done", None)


def test_nobody_reports_on_another_kiosks_command_or_on_one_that_there_is_not(
    office: Office, town: Town
) -> None:
    office.gives()
    office.beats()
    send(town, beat(1, reports=(CommandReport("c1", "done"), CommandReport("c9", "done"))), "kiosk-2")
    assert office.state() == ("delivered", None)


def test_the_same_command_given_twice_is_one_and_another_under_its_id_is_none(office: Office) -> None:
    assert [office.gives(), office.gives()] == ["queued", "queued"]
    assert len(office.commands.page().rows) == 1
    with pytest.raises(Refused, match="idempotency_key_reused"):
        office.gives(order=SetVolume(3))


def test_it_may_be_withdrawn_until_the_kiosk_was_told(office: Office) -> None:
    office.gives()
    assert office.commands.withdraw("c1", li).command.state == "withdrawn"
    assert ids(office.beats()) == []
    office.gives("c2")
    office.beats()
    with pytest.raises(Refused, match="record_closed"):
        office.commands.withdraw("c2", li)


def test_what_the_kiosk_never_heard_expires_and_what_it_heard_is_unanswered(office: Office) -> None:
    office.gives("heard")
    office.beats()
    office.gives("unheard")
    office.town.clock.advance(HOUR_S)
    assert office.commands.run_out() == 1
    assert (office.state("unheard"), office.state("heard")) == (("expired", None), ("delivered", None))
    office.town.clock.advance(LATE_MS / 1000)
    assert [office.commands.run_out(), office.commands.run_out()] == [1, 0]
    assert office.state("heard") == ("unanswered", None)
    assert ids(office.beats(CommandReport("heard", "failed", "interrupted"))) == []
    assert office.state("heard") == ("failed", "interrupted")


def test_nothing_is_told_whose_time_is_over(office: Office) -> None:
    office.gives()
    office.town.clock.advance(HOUR_S)
    assert ids(office.beats()) == []


@pytest.mark.parametrize(
    ("order", "lasts_s"),
    [(SetVolume(6), HOUR_S), (SendLogs(0), HOUR_S), (SendLogs(100_000), HOUR_S), (OutOfService(), 10)],
)
def test_what_no_kiosk_would_take_is_not_given(office: Office, order: Order, lasts_s: int) -> None:
    with pytest.raises(Refused, match="malformed"):
        office.gives(order=order, lasts_s=lasts_s)
    assert office.commands.page().of == 0


def test_a_kiosk_that_was_never_heard_of_and_one_with_too_many_are_not_commanded(office: Office) -> None:
    with pytest.raises(Refused, match="record_unknown"):
        office.commands.give("c1", "kiosk-9", OutOfService(), HOUR_S, li)
    for number in range(MOST_OPEN):
        office.gives(f"c{number}", SetVolume(3))
    with pytest.raises(Refused, match="rate_limited"):
        office.gives("one-more", SetVolume(3))


def test_several_come_in_the_order_they_were_given_and_not_all_at_once(office: Office) -> None:
    for number in range(6):
        office.gives(f"c{number}", SetVolume(number))
        office.town.clock.advance(1)
    told = ids(office.beats())
    assert told == ["c0", "c1", "c2", "c3"]
    assert ids(office.beats(*(CommandReport(each, "done") for each in told))) == ["c4", "c5"]


def test_the_gateway_killed_after_its_word_or_before_tells_again(office: Office) -> None:
    office.gives()
    office.beats()
    office.town.restart()
    assert ids(office.beats()) == ["c1"]
    office.beats(CommandReport("c1", "taken"))
    office.town.restart()
    office.beats(CommandReport("c1", "done"))
    assert office.state() == ("done", None)


def test_the_list_is_filtered(office: Office) -> None:
    office.gives("c1")
    office.gives("c2", RestartWhenIdle())
    office.commands.withdraw("c1", li)
    pages = [
        office.commands.page(wish).of
        for wish in (
            CommandWish(),
            CommandWish(is_open=True),
            CommandWish(state="withdrawn"),
            CommandWish(kind="restart"),
            CommandWish(kiosk_id="kiosk-2"),
        )
    ]
    assert pages == [2, 1, 1, 1, 0]


@pytest.mark.parametrize(
    "change", [update(kiosk_command_event).values(by="forged"), delete(kiosk_command_event)]
)
def test_the_history_of_a_command_cannot_be_rewritten(office: Office, change: Any) -> None:
    office.gives()
    with pytest.raises(DBAPIError, match="only appended to"):
        office.town.gateway.parts.database.write(lambda connection: connection.execute(change))


def test_a_log_is_kept_once_for_the_kiosk_that_was_asked(office: Office, town: Town) -> None:
    office.gives("c1", SendLogs(50))
    office.gives("c2", SetVolume(1))
    office.beats()
    sent = [
        town.post(f"/v1/kiosks/{kiosk}/log-lines", {"command_id": command, "lines": lines})
        for kiosk, command, lines in (
            ("kiosk-1", "c1", ["first", "second"]),
            ("kiosk-1", "c1", ["another"]),
            ("kiosk-2", "c1", ["x"]),
            ("kiosk-1", "c2", ["x"]),
        )
    ]
    assert [each.json()["lines"] for each in sent[:2]] == [2, 2]
    assert [refused(each) for each in sent[2:]] == [(404, "record_unknown")] * 2
    assert office.commands.file("c1").log == ("first", "second")
    assert office.commands.file("c2").log is None


@pytest.mark.parametrize("algorithm", ["hmac-sha256", "ed25519"])
def test_a_kiosk_with_a_key_is_told_in_the_gateways_hand(town: Town, algorithm: Algorithm) -> None:
    kiosk = SignedKiosk(town, algorithm=algorithm)
    url = "/v1/kiosks/kiosk-1/heartbeats"
    kiosk.post(url, msgspec.to_builtins(beat(1)))
    town.gateway.counter.commands.give("c1", "kiosk-1", OutOfService(), HOUR_S, li)
    answer = msgspec.json.decode(kiosk.post(url, msgspec.to_builtins(beat(2))).content, type=HeartbeatAnswer)
    [told] = answer.commands
    parts = town.gateway.parts
    proof = kiosk.key.verifying_key()
    if algorithm == "ed25519":
        proof = parts.database.write(
            lambda connection: kiosk_keys.gateways_own(connection, parts.seals, 0)
        ).verifying_key()
    assert told.key_id == proof.key_id
    assert proof.verifies(SIGNED_AS + told.told, told.signature)
    assert not proof.verifies(told.told, told.signature), "it is no signature of anything else"


def test_two_who_command_at_once_and_two_gateways_that_tell_make_one(place: Place) -> None:
    towns = [Town(place, FakeClock()) for _ in range(2)]
    send(towns[0], beat(1))

    def give(town: Town) -> None:
        town.gateway.counter.commands.give("c1", "kiosk-1", SetVolume(2), HOUR_S, li)
        for number in (2, 3):
            send(town, beat(number))
            town.gateway.counter.commands.exchange("kiosk-1", (CommandReport("c1", "done"),), None)

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(give, towns))
    file = towns[0].gateway.counter.commands.file("c1")
    assert [event.act for event in file.history if event.act in {"queued", "done"}] == ["queued", "done"]
    for town in towns:
        town.close()
