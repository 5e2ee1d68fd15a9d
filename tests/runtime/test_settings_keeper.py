"""Settings given from afar: tried, proven, refused, rolled back; the last good ones survive everything."""

from pathlib import Path

import pytest

from kiosk.backend.errors import GatewaySlow
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.settings_follower import PROVEN_AFTER_S, SettingsFollower
from kiosk.runtime.settings_keeper import FILE, SettingsKeeper
from kiosk.wire.heartbeats import RemoteTold
from kiosk.wire.remote_settings import RemoteSettings, SettingsAnswer

LOUD, QUIET = RemoteSettings(volume=5), RemoteSettings(volume=1)


def given(version: int, settings: RemoteSettings = LOUD, kiosk_id: str = "kiosk-1") -> SettingsAnswer:
    return SettingsAnswer(kiosk_id, version, settings)


class Machine:
    """One kiosk with its file; `starts` is a start of its program."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self.clock = FakeClock()
        self.newest = given(0, RemoteSettings())
        self.fails = False
        self.wrong: tuple[str, ...] = ()
        self.is_free = True
        self.restarts = 0
        self.fetched = 0
        self.starts()

    def starts(self) -> RemoteSettings | None:
        self.keeper = SettingsKeeper(self.file, "kiosk-1")
        started_with = self.keeper.for_start()
        self.follower = SettingsFollower(
            self.keeper, self, lambda _settings: self.wrong, lambda: self.is_free, self._restart, self.clock
        )
        return started_with

    def hears(self, answer: SettingsAnswer) -> None:
        """A heartbeat's answer says that there is this version."""
        self.newest = answer
        self.follower.heard(answer.version)
        self.follower.worker.run_pending()

    def stays_up(self) -> None:
        self.clock.advance(PROVEN_AFTER_S)
        self.follower.worker.run_pending()

    def remote_settings(self) -> SettingsAnswer:
        self.fetched += 1
        if self.fails:
            raise GatewaySlow("late")
        return self.newest

    def _restart(self) -> bool:
        self.restarts += 1
        return True


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_new_settings_are_started_with_and_are_good_once_the_machine_stays_up(machine: Machine) -> None:
    machine.hears(given(3))
    assert (machine.restarts, machine.keeper.told()) == (1, RemoteTold(0))
    assert machine.starts() == LOUD
    assert machine.keeper.told() == RemoteTold(3)
    machine.hears(given(3))
    assert machine.fetched == 1, "it has them"
    machine.stays_up()
    for _ in range(4):
        assert machine.starts() == LOUD
    assert machine.restarts == 1


def test_nobody_is_disturbed_by_the_restart(machine: Machine) -> None:
    machine.is_free = False
    machine.hears(given(3))
    machine.stays_up()
    assert machine.restarts == 0
    machine.is_free = True
    machine.stays_up()
    machine.stays_up()
    assert machine.restarts == 1


def test_a_machine_that_does_not_stay_up_goes_back_to_the_last_good_ones(machine: Machine) -> None:
    machine.hears(given(3, QUIET))
    machine.starts()
    machine.stays_up()
    machine.hears(given(4, LOUD))
    assert [machine.starts(), machine.starts()] == [LOUD, LOUD], "a power cut may have ended one"
    assert machine.starts() == QUIET
    assert machine.keeper.told() == RemoteTold(3, 4, "does_not_start")
    machine.hears(given(4, LOUD))
    assert machine.fetched == 2, "what was refused is not asked for again"
    machine.hears(given(5, RemoteSettings(volume=3)))
    assert machine.starts() == RemoteSettings(volume=3)


def test_without_good_ones_it_goes_back_to_its_own(machine: Machine) -> None:
    machine.hears(given(1))
    machine.starts()
    machine.starts()
    assert machine.starts() is None
    assert machine.keeper.told() == RemoteTold(0, 1, "does_not_start")


def test_what_does_not_fit_is_refused_and_never_tried(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    machine.wrong = ("kiosk.toml: methods.order: found []; allowed: a list",)
    machine.hears(given(2))
    assert machine.restarts == 0
    assert machine.keeper.told() == RemoteTold(0, 2, "does_not_fit")
    assert "methods.order" in caplog.text
    assert machine.starts() is None


def test_settings_that_are_taken_back_are_gone(machine: Machine) -> None:
    machine.hears(given(3))
    machine.starts()
    machine.stays_up()
    machine.hears(given(0, RemoteSettings()))
    assert machine.starts() == RemoteSettings()
    machine.stays_up()
    assert machine.starts() is None
    assert machine.keeper.told() == RemoteTold(0)


def test_a_gateway_that_does_not_answer_is_asked_again_with_the_next_heartbeat(machine: Machine) -> None:
    machine.fails = True
    machine.hears(given(3))
    assert machine.keeper.version == 0
    machine.fails = False
    machine.hears(given(3))
    assert machine.keeper.version == 3


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"good": 1}'])
def test_a_file_that_is_broken_costs_the_settings_and_not_the_start(machine: Machine, content: bytes) -> None:
    machine.file.write_bytes(content)
    assert machine.starts() is None
    machine.hears(given(3))
    assert machine.keeper.version == 3


def test_what_was_given_to_another_machine_is_not_ours(machine: Machine) -> None:
    machine.keeper.give(given(3, kiosk_id="kiosk-2"))
    assert machine.starts() is None
