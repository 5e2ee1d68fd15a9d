"""The command line tells what is wrong in one line an engineer can act on, and never by a trace."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import places
from kiosk.__main__ import main
from kiosk.gateway.http.loopback import listen


@pytest.fixture(autouse=True)
def other_tests_log_as_before() -> Iterator[None]:
    rooms = [logging.getLogger(name) for name in ("kiosk", "drivers", "screens")]
    before = [(room, room.level, room.handlers[:]) for room in rooms]
    yield
    for room, level, handlers in before:
        room.setLevel(level)
        room.handlers[:] = handlers


def test_a_wrong_setting_is_told_by_whatever_needs_the_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(places.CONFIG, tmp_path / "config")
    file = tmp_path / "config" / "kiosk.toml"
    file.write_text(file.read_text().replace("goodbye_s", "goodby_s"))
    for command in ("check-config", "demo"):
        assert main([command, "--config", str(tmp_path / "config")]) == 1
        told = capsys.readouterr().err
        assert told.startswith(f"{file}: timing.goodby_s: found an unknown key")
        assert "Traceback" not in told


def test_a_gateway_that_cannot_start_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = f"sqlite:///{tmp_path}/no/such/folder/gateway.db"
    assert main(["gateway", "--db", missing, "--port", "0"]) == 1
    assert capsys.readouterr().err.startswith("the database cannot be opened: unable to open database file")
    taken = listen(0)
    port = taken.getsockname()[1]
    assert main(["gateway", "--db", f"sqlite:///{tmp_path}/gateway.db", "--port", str(port)]) == 1
    assert capsys.readouterr().err == f"port {port}: Address already in use; give another with --port\n"
    taken.close()


def test_a_place_or_port_that_cannot_be_is_a_wrong_argument(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.touch()
    for arguments, said in (
        (["demo", "--out", str(file)], f"{file}: File exists; give another folder"),
        (["gateway", "--port", "99999"], "'99999' is no port from 0 to 65535"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
        assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", [["selftest", "--only", "disk"], ["set-pin", "12"], ["gateway"]])
def test_a_state_folder_that_cannot_be_made_is_told_with_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("DISPLAY", "")
    assert main(command) == 1
    assert "XDG_STATE_HOME" in capsys.readouterr().err


def test_a_database_address_that_is_none_is_a_wrong_argument_and_repeats_no_password(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for address in ("postgresql+psycopg://kiosk:hidden:word@host:nope/name", "nonsense"):
        for command in (["gateway"], ["day-sheet", "2026-11-20"], ["enrol-operator", "anna"]):
            with pytest.raises(SystemExit) as ended:
                main([*command, "--db", address])
            assert ended.value.code == 2
            told = capsys.readouterr().err
            assert "that is no database address such as sqlite:///gateway.db" in told
            assert "hidden" not in told
            assert "word@" not in told


def test_rules_that_are_not_there_are_told_with_the_argument(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for argument in ("--providers", "--billers", "--alarms", "--households"):
        missing = tmp_path / "rules.toml"
        assert main(["gateway", argument, str(missing)]) == 1
        told = (
            f"{missing}: No such file or directory; check --providers, --billers, --alarms and --households\n"
        )
        assert capsys.readouterr().err == told


def test_a_scenario_without_a_display_is_not_silently_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISPLAY", "")
    monkeypatch.delenv("SDL_VIDEODRIVER", raising=False)
    assert main(["run", "--scenario", "lost-card.toml"]) == 1
    assert "A scenario is played in the window, and there is no display" in capsys.readouterr().err


def run_as_a_program(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kiosk", *arguments]
    return subprocess.Popen(
        command,
        cwd=places.ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_display_that_is_not_there_is_told_instead_of_drawing_where_nobody_looks(tmp_path: Path) -> None:
    folders = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    kiosk = run_as_a_program("run", DISPLAY=":4711", SDL_VIDEODRIVER="x11", **folders)
    out, err = kiosk.communicate()
    assert kiosk.returncode == 1
    assert out == b""
    assert b"no window can be opened: DISPLAY=:4711" in err
    assert b"Traceback" not in err


def test_a_reader_that_has_seen_enough_ends_a_command_without_a_trace() -> None:
    told = run_as_a_program("simulate", "--seeds", "0:3", "--timeline")
    assert told.stdout is not None
    assert told.stdout.readline().startswith(b"-- world 0 --")
    told.stdout.close()
    assert told.stderr is not None
    assert b"Traceback" not in told.stderr.read()
    assert told.wait() == 1
    told.stderr.close()
