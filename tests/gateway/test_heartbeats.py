"""Heartbeats: the gateway knows how each kiosk is, since when it is silent, and a little of its past."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

from kiosk.gateway.counter import fleet
from kiosk.gateway.counter.fleet import FleetRow
from kiosk.gateway.counter.heartbeats import KEEP_FOR_MS
from kiosk.gateway.sql.schema_counter_fleet import kiosk_history, kiosk_state
from kiosk.runtime.clock import FakeClock
from kiosk.wire.heartbeats import DeviceTold, JournalTold

from .heartbeats import LATER_RUN, NO_PAPER, WELL, beat, send, sent
from .place import Place
from .signed_kiosk import SignedKiosk
from .town import Town, refused

HOUR_S = 3_600


def row(town: Town, kiosk_id: str = "kiosk-1") -> FleetRow:
    with town.gateway.parts.database.reading() as connection:
        found = fleet.one(connection, kiosk_id, town.gateway.parts.time.now_ms())
    assert found is not None
    return found


def past(town: Town) -> list[int]:
    """The numbers of what is kept, the newest first."""
    with town.gateway.parts.database.reading() as connection:
        return [each.beat.number for each in fleet.history(connection, "kiosk-1").rows]


def test_a_heartbeat_is_answered_and_kept(town: Town) -> None:
    answer = send(town, beat(3))
    now_ms = town.gateway.parts.time.now_ms()
    assert (answer.kiosk_id, answer.number, answer.at_ms, answer.next_s) == ("kiosk-1", 3, now_ms, 60)
    found = row(town)
    assert (found.level, found.reasons, found.heard_ms, found.is_silent) == ("ok", (), now_ms, False)
    assert (found.paper, found.cash_notes, found.cash_fen, found.journal_open) == ("full", 7, 12_000, 0)
    assert found.started_ms == now_ms - 180_000
    with town.gateway.parts.database.reading() as connection:
        newest = fleet.newest(connection, "kiosk-1")
        assert fleet.newest(connection, "kiosk-2") is None
    assert newest is not None
    assert newest.beat == beat(3)


def test_why_a_kiosk_does_not_serve_is_told_the_gravest_first(town: Town) -> None:
    machine = msgspec.structs.replace(
        NO_PAPER,
        standing="closed",
        closed_reason="journal_damaged",
        journal=JournalTold(2, 5_000, "journal_damaged"),
        devices=(*NO_PAPER.devices, DeviceTold("card_reader", "online", "warning", "retain_bin_full")),
    )
    send(town, beat(1, machine))
    found = row(town)
    assert (found.level, found.standing, found.journal_open) == ("error", "closed", 2)
    assert found.reasons == ("journal.journal_damaged", "printer.paper_out", "card_reader.retain_bin_full")
    send(town, beat(2, msgspec.structs.replace(WELL, standing="technician")))
    assert (row(town).level, row(town).reasons) == ("warning", ("kiosk.technician",))


def test_an_older_heartbeat_of_a_run_changes_nothing_and_is_answered(town: Town) -> None:
    send(town, beat(2, NO_PAPER))
    town.clock.advance(1)
    assert send(town, beat(1)).number == 1
    assert send(town, beat(2)).number == 2
    assert row(town).paper == "out"
    assert town.count(kiosk_history) == 1
    send(town, beat(1, run=LATER_RUN))
    assert row(town).paper == "full", "the kiosk was started anew, and counts from one again"


def test_silence_is_by_the_gateways_own_clock(town: Town) -> None:
    send(town, beat(1, wall_ms=4_000_000_000_000))
    assert row(town).ahead_ms == 4_000_000_000_000 - town.gateway.parts.time.now_ms()
    town.clock.advance(180)
    assert not row(town).is_silent
    town.clock.advance(1)
    assert row(town).is_silent


def test_history_has_what_changed_and_a_word_each_hour(town: Town) -> None:
    for number in range(1, 131):
        machine = NO_PAPER if 10 <= number < 20 else WELL
        send(town, beat(number, machine))
        town.clock.advance(60)
    assert past(town) == [80, 20, 10, 1]


def test_history_forgets_what_is_three_days_old(town: Town) -> None:
    send(town, beat(1))
    town.clock.advance(KEEP_FOR_MS / 1000)
    send(town, beat(2))
    assert past(town) == [2, 1]
    town.clock.advance(24 * HOUR_S)
    send(town, beat(3))
    assert past(town) == [3, 2]


def test_two_changes_in_one_moment_are_both_kept(town: Town) -> None:
    send(town, beat(1))
    send(town, beat(2, NO_PAPER))
    send(town, beat(3))
    assert past(town) == [3, 2, 1]


def test_a_process_whose_clock_is_behind_makes_nobody_silent(place: Place, clock: FakeClock) -> None:
    ahead, behind = Town(place, FakeClock(clock.wall_s() + 300)), Town(place, clock)
    send(ahead, beat(1))
    heard_ms = row(ahead).heard_ms
    send(behind, beat(2))
    assert row(ahead).heard_ms == heard_ms
    behind.close()
    ahead.close()


def test_many_kiosks_at_several_processes_keep_their_own_newest(place: Place, clock: FakeClock) -> None:
    towns = [Town(place, clock), Town(place, clock)]

    def sends(kiosk: int) -> None:
        for number in range(1, 6):
            taken = towns[(kiosk + number) % 2].gateway.counter.heartbeats
            taken.take(f"kiosk-{kiosk}", beat(number, NO_PAPER if number % 2 else WELL))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(sends, range(8))) == [None] * 8
    assert towns[0].count(kiosk_state) == 8
    assert towns[0].count(kiosk_history) == 40
    assert {row(towns[1], f"kiosk-{kiosk}").paper for kiosk in range(8)} == {"out"}
    for town in towns:
        town.close()


def test_one_kiosks_heartbeats_in_any_order_end_with_the_newest(place: Place, clock: FakeClock) -> None:
    towns = [Town(place, clock), Town(place, clock)]

    def sends(number: int) -> None:
        towns[number % 2].gateway.counter.heartbeats.take("kiosk-1", beat(number))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(sends, [5, 1, 12, 3, 9, 2, 11, 4, 8, 6, 10, 7]))
    with towns[0].gateway.parts.database.reading() as connection:
        newest = fleet.newest(connection, "kiosk-1")
    assert newest is not None
    assert newest.beat.number == 12
    for town in towns:
        town.close()


@pytest.mark.parametrize(
    "changed",
    [
        {"run": "A" * 16},
        {"run": "1"},
        {"number": 0},
        {"number": 2**53 + 1},
        {"up_s": -1},
        {"wall_ms": 1.5},
        {"unknown": 1},
        {"machine": None},
        {"machine": {"version": "0.1.0"}},
    ],
)
def test_what_is_no_heartbeat_is_refused(quiet_town: Town, changed: dict[str, Any]) -> None:
    body = msgspec.to_builtins(beat()) | changed
    assert refused(quiet_town.post("/v1/kiosks/kiosk-1/heartbeats", body)) == (400, "malformed")
    assert quiet_town.count(kiosk_state) == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"version": "1 0"},
        {"version": "x" * 41},
        {"settings": "0"},
        {"standing": "asleep"},
        {"devices": [{"name": "printer", "state": "online", "level": "ok"}] * 33},
        {"devices": [{"name": "Printer", "state": "online", "level": "ok"}]},
        {"devices": [{"name": "printer", "state": "on line", "level": "ok"}]},
        {"devices": [{"name": "printer", "state": "online", "level": "ok", "reason": "no paper"}]},
        {"closed_reason": "journal\n"},
        {"journal": {"open_entries": -1}},
        {"paper": {"state": "green"}},
        {"cash_box": {"notes": -1, "fen": 0}},
        {"cash_box": {"notes": 1, "fen": 1.5}},
    ],
)
def test_a_machine_is_told_in_its_own_words_alone(quiet_town: Town, changed: dict[str, Any]) -> None:
    body = msgspec.to_builtins(beat())
    body["machine"] |= changed
    assert refused(quiet_town.post("/v1/kiosks/kiosk-1/heartbeats", body)) == (400, "malformed")
    assert quiet_town.count(kiosk_state) == 0


def test_a_kiosk_speaks_for_itself_alone(town: Town) -> None:
    town.restart_as(demonstration=False)
    kiosk = SignedKiosk(town)
    body = msgspec.to_builtins(beat())
    assert refused(kiosk.post("/v1/kiosks/kiosk-2/heartbeats", body)) == (403, "kiosk_wrong")
    assert refused(sent(town, beat())) == (401, "signature_wrong")
    answer = kiosk.post("/v1/kiosks/kiosk-1/heartbeats", body)
    assert answer.status_code == 200
    kiosk.proves(answer)
    assert town.count(kiosk_state) == 1


def test_enrolled_kiosks_that_were_never_heard_are_named(town: Town) -> None:
    for name in ("kiosk-1", "kiosk-2", "kiosk-3"):
        SignedKiosk(town, name)
    send(town, beat(), "kiosk-2")
    now_ms = town.gateway.parts.time.now_ms()
    with town.gateway.parts.database.reading() as connection:
        assert fleet.never_heard(connection, now_ms) == ["kiosk-1", "kiosk-3"]
