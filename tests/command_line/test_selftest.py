"""`python -m kiosk selftest`: a report for machines, a table for people, one line where it cannot begin."""

import json
import shutil
import tomllib
from pathlib import Path

import pytest

from kiosk import places
from kiosk.__main__ import main
from kiosk.selftest import model
from kiosk.selftest.command_line import Terminal, exit_status, summary
from kiosk.selftest.model import Answered, Ask, Measured, Outcome, Result
from kiosk.settings.load import load_settings
from kiosk.texts import load_texts
from kiosk.wiring.journal import journal_of


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    state = tmp_path / "state"
    state.mkdir()
    monkeypatch.setattr(places, "state_folder", lambda: state)
    return state


def test_one_part_is_tested_and_reported_as_json(capsys: pytest.CaptureFixture[str], own_state: Path) -> None:
    assert main(["selftest", "--json", "--only", "journal"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [result["test"] for result in report["results"]] == ["journal.chain"]
    assert report["summary"]["passed"] == 1
    number = tomllib.loads((places.CONFIG / "kiosk.toml").read_text())["kiosk"]["number"]
    assert report["machine"] == number
    assert (own_state / "selftest.db").is_file()


def test_what_a_simulated_person_says_unseen_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["selftest", "--json", "--only", "display"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["summary"]["passed"] == 1
    assert {"display", "touch", "speaker", "printer"} <= set(report["simulated"])


def test_a_damaged_journal_is_a_failure_and_a_table_says_so(
    capsys: pytest.CaptureFixture[str], own_state: Path
) -> None:
    (own_state / "journal.db").write_bytes(b"no database " * 1000)
    assert main(["selftest", "--only", "journal"]) == 1
    told = capsys.readouterr().out
    assert "journal.chain" in told
    assert "FAILED" in told
    assert told.endswith("1 FAILED\n")


def test_a_machine_that_is_running_is_left_alone(capsys: pytest.CaptureFixture[str], own_state: Path) -> None:
    running = journal_of(load_settings(places.CONFIG), own_state)
    assert main(["selftest", "--json"]) == 1
    running.close()
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("journal.db: another process has it open")


def test_a_part_there_is_not_is_a_wrong_argument(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["selftest", "--only", "toaster"])
    assert ended.value.code == 2
    assert "'toaster' is none of id_reader, card_reader" in capsys.readouterr().err


def test_wrong_settings_are_told_as_ever(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(places.CONFIG, tmp_path / "config")
    file = tmp_path / "config" / "kiosk.toml"
    file.write_text(file.read_text().replace("goodbye_s", "goodby_s"))
    assert main(["selftest", "--config", str(tmp_path / "config")]) == 1
    assert capsys.readouterr().err.startswith(f"{file}: timing.goodby_s")


@pytest.mark.parametrize(
    ("outcome", "reason", "status"),
    [
        ("passed", "", 0),
        ("not_fitted", "", 0),
        ("not_done", "unattended", 0),
        ("not_done", "nobody", 1),
        ("not_done", "needs", 1),
        ("failed", "paper_out", 1),
    ],
)
def test_the_exit_status_counts_what_was_to_be_tested(outcome: Outcome, reason: str, status: int) -> None:
    results = [Result(1, "a", "printer", "passed"), Result(2, "b", "printer", outcome, reason)]
    assert exit_status(results) == status
    assert summary(results[:1]) == "1 ok"


def test_at_the_terminal_a_person_is_asked_and_answers_by_number() -> None:
    written: list[str] = []
    terminal = Terminal(load_texts("zh"), written.append)
    terminal.told(model.TestBegan("speaker.tone", 4, 27))
    assert terminal.answered("1\n") is None
    terminal.told(Ask("speaker.tone", "listen", "", ("heard", "not_heard"), 45.0, 1, 1))
    assert terminal.answered("2\n") == Answered("speaker.tone", "not_heard")
    assert [terminal.answered(line) for line in ("0\n", "3\n", "x\n", "\n")] == [None] * 4
    terminal.told(Result(1, "speaker.tone", "speaker", "passed", measured=(Measured("tone", "880 Hz"),)))
    assert terminal.answered("1\n") is None
    told = "".join(written)
    assert told.startswith(" 5/27 speaker.tone")
    assert "1 = 听到了" in told
    assert told.endswith("ok            0.0 s  tone 880 Hz\n")
