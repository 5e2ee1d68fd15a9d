"""The set-up script on bare, half-made and forbidding machines."""

from pathlib import Path

import pytest

from .bare_machine import BareMachine

VENV = "-m venv .venv"
PIP = "--require-hashes -r requirements.lock"
COMPILED = "-m compileall -q kiosk drivers screens"


@pytest.fixture
def machine(tmp_path: Path) -> BareMachine:
    return BareMachine(tmp_path)


def test_first_start_makes_everything_and_the_second_nothing(machine: BareMachine) -> None:
    status, said, calls = machine.set_up()
    assert (status, "Ready" in said) == (0, True)
    assert any(VENV in call for call in calls)
    assert any(PIP in call for call in calls)
    assert COMPILED in calls[-1]
    assert machine.set_up() == (0, "", [])


def test_only_what_is_missing_is_installed(machine: BareMachine) -> None:
    machine.install([name for name in machine.listed() if name not in {"libgl1", "tzdata"}])
    _status, _said, calls = machine.set_up()
    apt = [call for call in calls if call.startswith("apt-get")]
    assert "update" in apt[0]
    assert apt[1].endswith("install -y --no-install-recommends libgl1 tzdata")


def test_another_release_has_other_names(machine: BareMachine) -> None:
    machine.install(
        [name for name in machine.listed() if name not in {"libzbar0", "libglib2.0-0"}] + ["libzbar0t64"]
    )
    machine.put("unknown-libglib2.0-0")
    _status, _said, calls = machine.set_up()
    assert [call.rpartition(" ")[2] for call in calls if "install -y" in call] == ["libglib2.0-0t64"]


def test_a_user_who_may_not_install_is_told_the_command(machine: BareMachine) -> None:
    machine.install([name for name in machine.listed() if name not in {"libegl1", "libgles2"}])
    machine.put("user", "1000\n")
    status, said, calls = machine.set_up()
    assert status == 1
    assert "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libgles2\n" in said
    assert [call for call in calls if "apt-get" in call or VENV in call] == []


def test_a_user_with_sudo_installs_through_it(machine: BareMachine) -> None:
    machine.install([])
    machine.put("user", "1000\n")
    machine.put("sudo-allowed")
    status, _said, calls = machine.set_up()
    assert status == 0
    assert any(call.startswith("sudo env DEBIAN_FRONTEND=noninteractive apt-get") for call in calls)


def test_a_set_up_broken_off_is_begun_anew(machine: BareMachine) -> None:
    machine.put("no-network")
    status, said, _calls = machine.set_up()
    assert status == 1
    assert "could not be installed" in said
    half_made = machine.folder / ".venv" / "half-installed"
    half_made.touch()
    machine.take_away("no-network")
    assert machine.set_up()[0] == 0
    assert not half_made.exists()
    assert machine.set_up() == (0, "", [])


def test_a_new_lock_is_installed_into_the_environment_there_is(machine: BareMachine) -> None:
    machine.set_up()
    (machine.folder / "requirements.lock").write_text("anything==2\n")
    status, _said, calls = machine.set_up()
    assert status == 0
    assert [VENV in call for call in calls if VENV in call or PIP in call] == [False]


def test_a_folder_that_moved_is_set_up_again(machine: BareMachine, tmp_path: Path) -> None:
    machine.set_up()
    machine.folder = machine.folder.rename(tmp_path / "elsewhere")
    assert [VENV in call for call in machine.set_up()[2] if VENV in call or PIP in call] == [True, False]


def test_python_without_environments_names_its_package(machine: BareMachine) -> None:
    machine.put("no-ensurepip")
    status, said, _calls = machine.set_up()
    assert status == 1
    assert "please install the package python3.12-venv" in said


def test_python_with_environments_needs_no_package_for_them(machine: BareMachine) -> None:
    machine.install([name for name in machine.listed() if name != "python3-venv"])
    assert [call for call in machine.set_up()[2] if "apt-get" in call] == []


def test_no_suitable_python_is_said(machine: BareMachine) -> None:
    machine.put("old-python")
    status, said, _calls = machine.set_up()
    assert status == 1
    assert "needs Python 3.11, 3.12 or 3.13" in said


def test_a_system_without_debian_packages_is_told_what_it_needs(machine: BareMachine) -> None:
    machine.take_away("dpkg-query")
    status, said, _calls = machine.set_up()
    assert status == 0
    assert "libzbar0 libgl1" in said
