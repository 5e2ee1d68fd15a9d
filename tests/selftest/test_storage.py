"""Disk, journal, clock and line to the gateway: what the machine itself is asked, and what counts as well."""

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from drivers.clock import DeviceClock, FakeDeviceClock, SystemDeviceClock
from kiosk.backend.errors import GatewayError, GatewaySlow
from kiosk.runtime.journal import Extent, Intent, JournalDamaged, JournalInUse
from kiosk.runtime.journal_entries import JournalForeign, JournalTooNew, Trouble
from kiosk.runtime.no_journal import NoJournal
from kiosk.runtime.sync_time import sync_time_s
from kiosk.selftest.attempt import Attempt, Failed, NotDone, NotFitted
from kiosk.selftest.every_test import EVERY_TEST
from kiosk.selftest.file_system import file_system
from kiosk.selftest.gateway_time import gateway_wall_s
from kiosk.selftest.sound import TONE_HZ, SystemSound, tone
from kiosk.voice import waves
from kiosk.voice.espeak import Espeak
from kiosk.voice.waves import written
from kiosk.wire.service import HealthAnswer
from tests.runtime.journals import journal_at
from tests.selftest.benches import Rig
from tests.voice.programs import Programs

PROCEDURES = {procedure.spec.name: procedure for procedure in EVERY_TEST}
Try = Callable[..., Attempt]


@pytest.fixture
def attempt(tmp_path: Path) -> Try:
    """Carries one test of the machine itself out, here and now; `answers` are the host's."""

    def carry_out(name: str, on: DeviceClock | None = None, **answers: object) -> Attempt:
        rig = Rig(tmp_path)
        rig.close()
        equipment = rig.runner._equipment
        host = replace(equipment.host, **answers)
        clock = on or SystemDeviceClock()
        made = Attempt(
            PROCEDURES[name].spec, replace(equipment, host=host), clock, "nobody", lambda ask: None
        )
        PROCEDURES[name].steps(made)
        return made

    return carry_out


def figures(attempt: Attempt) -> dict[str, str]:
    return {figure.key: figure.value for figure in attempt.measured}


def test_a_journal_tells_its_extent_and_what_waits(tmp_path: Path, attempt: Try) -> None:
    journal = journal_at(tmp_path / "journal.db")
    for payment_id, age_s in (("a", 7200.0), ("b", 600.0), ("c", 60.0)):
        journal.intend(Intent(payment_id, 100, "phone_code"), time.time() - age_s)
    journal.write("a", "closed", time.time())
    found = figures(attempt("journal.chain", journal=journal))
    assert found == {"entries": "4", "open_payments": "2", "oldest_open": "10 min"}
    journal.intend(Intent("d", 100, "bank_card"), time.time() - 7200.0)
    with pytest.raises(Failed, match="payments_left_open"):
        attempt("journal.chain", journal=journal)
    journal.close()


def test_a_journal_that_is_not_there_proves_nothing(attempt: Try) -> None:
    with pytest.raises(JournalDamaged):
        NoJournal(JournalDamaged("journal.db: spoilt")).prove()
    with pytest.raises(Failed, match="journal_damaged"):
        attempt("journal.chain", journal=NoJournal(JournalDamaged("journal.db: spoilt")))
    with pytest.raises(Failed, match="journal_in_use"):
        attempt("journal.chain", journal=NoJournal(JournalInUse("journal.db: another process has it")))


class ShortOfRoom(NoJournal):
    @property
    def trouble(self) -> Trouble:
        return "storage_full"

    def prove(self) -> Extent:  # type: ignore[override]  # this one is sound
        return Extent(0, 0, None)


def test_a_sound_journal_that_takes_no_payment_says_why(attempt: Try) -> None:
    with pytest.raises(Failed, match="storage_full"):
        attempt("journal.chain", journal=ShortOfRoom(JournalDamaged("")))


@pytest.mark.parametrize(
    ("kind", "stem"), [(JournalForeign, "journal_foreign"), (JournalTooNew, "journal_too_new")]
)
def test_why_a_journal_cannot_be_used_is_told(attempt: Try, kind: type[JournalDamaged], stem: str) -> None:
    with pytest.raises(Failed, match=stem):
        attempt("journal.chain", journal=NoJournal(kind("journal.db: what and what next")))


@pytest.mark.parametrize("demonstration", [True, False])
def test_a_disk_that_is_done_too_soon_is_not_believed_where_money_is(
    attempt: Try, monkeypatch: pytest.MonkeyPatch, demonstration: bool
) -> None:
    monkeypatch.setattr("kiosk.selftest.parts.storage.sync_time_s", lambda _folder: 4e-6)
    if demonstration:
        assert figures(attempt("disk.sync", demonstration=True)) == {"sync_time": "4 µs"}
    else:
        with pytest.raises(Failed, match="disk_lies: 4 µs"):
            attempt("disk.sync", demonstration=False)


def test_an_honest_disk_is_timed(tmp_path: Path, attempt: Try) -> None:
    told = figures(attempt("disk.sync", demonstration=True))
    assert told["sync_time"].endswith(" µs")
    assert sync_time_s(tmp_path) > 0
    assert list(tmp_path.glob("sync-*")) == []


def test_what_is_written_is_timed_and_nothing_is_left_behind(tmp_path: Path, attempt: Try) -> None:
    assert figures(attempt("disk.write"))["write_time"].endswith(" ms")
    assert not list(tmp_path.glob("selftest-*"))
    free = file_system(tmp_path)
    assert free.free_bytes > 0


@pytest.mark.parametrize(("waits_s", "slow"), [((3.0, 3.0, 0.2), False), ((1.5, 1.2, 9.0), True)])
def test_a_disk_may_be_busy_for_once_and_not_each_time(
    attempt: Try, monkeypatch: pytest.MonkeyPatch, waits_s: tuple[float, ...], slow: bool
) -> None:
    clock, waits = FakeDeviceClock(), list(waits_s)
    monkeypatch.setattr("kiosk.selftest.parts.storage.os.fsync", lambda _file: clock.sleep(waits.pop(0)))
    if slow:
        with pytest.raises(Failed, match=r"disk_slow: 1\.2 s"):
            attempt("disk.write", on=clock)
    else:
        assert figures(attempt("disk.write", on=clock)) == {"write_time": "200 ms"}


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EROFS, "disk_read_only"),
        (errno.ENOSPC, "disk_full"),
        (errno.EIO, "disk_read_only"),
    ],
)
def test_a_disk_that_does_not_take_a_write_says_why(
    attempt: Try, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("kiosk.selftest.parts.storage.os.fsync", refuse)
    with pytest.raises(Failed) as failed:
        attempt("disk.write")
    assert failed.value.reason == reason


@pytest.mark.parametrize(("version", "demonstration"), [("2.0.0", True), ("1.9.0", False)])
def test_a_gateway_of_another_kind_is_no_gateway_of_ours(
    attempt: Try, version: str, demonstration: bool
) -> None:
    answer = HealthAnswer("ready", version, demonstration)
    with pytest.raises(Failed, match="gateway_old" if demonstration else "wrong_mode"):
        attempt("gateway.service", health=lambda: answer)


def test_a_gateway_that_does_not_tell_the_time_says_nothing_about_the_clock(attempt: Try) -> None:
    def slow() -> float:
        raise GatewaySlow("no answer")

    with pytest.raises(NotDone, match="gateway_slow"):
        attempt("clock.time", gateway_wall_s=slow)


@pytest.mark.parametrize("off_s", [-29.0, 0.0, 29.0])
def test_a_clock_may_be_off_by_half_a_minute(attempt: Try, off_s: float) -> None:
    found = figures(attempt("clock.time", gateway_wall_s=lambda: time.time() - off_s))
    assert found["time_zone"] == "Asia/Shanghai +8 h"
    with pytest.raises(Failed, match="clock_off"):
        attempt("clock.time", gateway_wall_s=lambda: time.time() - off_s - 62.0)


def test_a_time_zone_that_nobody_knows_is_told(attempt: Try) -> None:
    with pytest.raises(Failed, match="zone_unknown"):
        attempt("clock.time", time_zone="Asia/Nowhere")


def test_the_gateways_time_comes_from_its_answer(gateway_url: str) -> None:
    assert abs(gateway_wall_s(gateway_url, 5.0) - time.time()) < 5.0
    with pytest.raises(GatewayError):
        gateway_wall_s("http://127.0.0.1:9", 1.0)


def test_a_line_is_timed_and_one_that_is_not_there_is_named(attempt: Try, gateway_url: str) -> None:
    assert "round_trip" in figures(attempt("network.connection", gateway_url=gateway_url))
    with pytest.raises(Failed, match=r"127\.0\.0\.1:9"):
        attempt("network.connection", gateway_url="http://127.0.0.1:9")
    with pytest.raises(NotFitted):
        attempt("network.certificate", gateway_url=gateway_url)
    with pytest.raises(Failed, match="certificate_wrong"):
        attempt("network.certificate", gateway_url=gateway_url.replace("http:", "https:"))


def test_a_machine_without_a_loudspeaker_has_none_to_test(tmp_path: Path, attempt: Try) -> None:
    assert not SystemSound(tmp_path).fitted()
    (tmp_path / "pcmC0D0p").touch()
    assert SystemSound(tmp_path).fitted()
    assert tone().startswith(b"RIFF")
    assert TONE_HZ > 0
    with pytest.raises(NotFitted):
        attempt("speaker.tone", sound=SystemSound(tmp_path / "none"))


def engine_that_says(folder: Path, said: bytes) -> Espeak:
    programs = Programs(folder)
    (folder / "said.wav").write_bytes(said)
    return Espeak(programs.says())


def test_a_voice_that_is_not_installed_is_found_out_and_how_long_a_line_takes_is_told(
    tmp_path: Path, attempt: Try
) -> None:
    programs = Programs(tmp_path)
    voice = engine_that_says(tmp_path, written(waves.tone(0.3)))
    assert figures(attempt("speaker.voice", voice=voice))["voice_made"].endswith(" ms")
    with pytest.raises(Failed, match="install the package espeak-ng"):
        attempt("speaker.voice", voice=Espeak(str(tmp_path / "not-there")))
    with pytest.raises(Failed, match="ended with status 3"):
        attempt("speaker.voice", voice=Espeak(programs.make("exit 3")))
    with pytest.raises(NotFitted, match="no_engine"):
        attempt("speaker.voice", voice=None)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"", "no WAV file"),
        (b"1 2 3 4 5\n", "no WAV file"),
        (written(waves.tone(0.3))[:44], "without sound"),
        (written(waves.tone(0.2)), "200 ms"),
    ],
)
def test_a_voice_that_ends_well_and_says_nothing_is_none(
    tmp_path: Path, attempt: Try, said: bytes, told: str
) -> None:
    with pytest.raises(Failed, match=told) as failed:
        attempt("speaker.voice", voice=engine_that_says(tmp_path, said))
    assert failed.value.reason == "no_voice"
