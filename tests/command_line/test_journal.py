"""`python -m kiosk journal`: a damaged journal is kept and another begun beside it; a sound one is left."""

import sqlite3
from pathlib import Path

import msgspec
import pytest

from kiosk import places
from kiosk.__main__ import main
from kiosk.runtime.journal import Intent, Journal
from kiosk.settings.load import load_settings
from kiosk.wire.left_journal import LeftJournal
from kiosk.wiring import journal_command
from kiosk.wiring.journal import journal_of


@pytest.fixture
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(places, "state_folder", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def journal(own_state: Path) -> Journal:
    """With a closed payment and an open one."""
    journal = journal_of(load_settings(places.CONFIG), own_state)
    for payment_id in ("closed-1", "open-1"):
        journal.intend(Intent(payment_id, 100, "phone_code"), 1.0)
    journal.write("closed-1", "closed", 2.0)
    return journal


def damage(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("UPDATE entry SET wall_s = 9.0 WHERE seq = 2")
    database.commit()
    database.close()


def test_a_sound_journal_is_told_and_not_set_aside(
    journal: Journal, own_state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal.close()
    assert main(["journal"]) == 0
    assert capsys.readouterr().out.endswith("journal.db: sound, 3 entries, 1 payments open\n")
    assert main(["journal", "--set-aside"]) == 1
    assert "it is sound" in capsys.readouterr().out
    assert not list(own_state.glob("*damaged*"))


def test_a_damaged_journal_is_kept_and_another_goes_on_after_it(
    journal: Journal, own_state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal.close()
    damage(own_state / "journal.db")
    before = (own_state / "journal.db").read_bytes()
    assert main(["journal"]) == 1
    told = capsys.readouterr().out
    assert "the chain breaks at entry 2" in told
    assert "python -m kiosk journal --set-aside" in told
    assert main(["journal", "--set-aside"]) == 0
    told = capsys.readouterr().out
    assert "ask the gateway what became of it: open-1" in told
    assert "closed-1" not in told
    [kept] = own_state.glob("journal-damaged-*.db")
    assert kept.read_bytes() == before
    [told_at_the_gateway] = own_state.glob("journal-damaged-*.json")
    assert "python -m kiosk cases --take-in FILE" in told
    assert msgspec.json.decode(told_at_the_gateway.read_bytes(), type=LeftJournal).set_aside in kept.name
    fresh = journal_of(load_settings(places.CONFIG), own_state)
    assert fresh.open_intents() == ()
    assert fresh.intend(Intent("next", 100, "phone_code"), 3.0) > 3, "numbers go on rising"
    fresh.close()
    journal_of(load_settings(places.CONFIG), own_state).close()


def test_what_was_read_of_it_is_on_the_disk_before_another_is_begun(
    journal: Journal, own_state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(Exception):
        pass

    def cut(*_: object) -> None:
        raise PowerCut

    journal.close()
    damage(own_state / "journal.db")
    monkeypatch.setattr(journal_command, "set_aside", cut)
    with pytest.raises(PowerCut):
        main(["journal", "--set-aside"])
    [told] = own_state.glob("journal-damaged-*.json")
    assert told.stem.endswith(msgspec.json.decode(told.read_bytes(), type=LeftJournal).set_aside)


def test_one_that_is_no_database_any_more_can_be_set_aside_too(
    journal: Journal, own_state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal.close()
    (own_state / "journal.db").write_bytes(b"no database " * 1000)
    assert main(["journal", "--set-aside"]) == 0
    assert main(["journal"]) == 0
    assert "0 entries" in capsys.readouterr().out


def test_one_that_is_gone_is_begun_anew_only_by_the_command(
    journal: Journal, own_state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal.close()
    journal_of(load_settings(places.CONFIG), own_state).close()
    for file in own_state.glob("journal.db*"):
        if file.suffix != ".mark":
            file.unlink()
    assert main(["journal"]) == 1
    assert "3 entries" in capsys.readouterr().out
    assert main(["journal", "--set-aside"]) == 0
    assert main(["journal"]) == 0


def test_a_journal_in_use_is_left_alone(journal: Journal, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "--set-aside"]) == 1
    assert "another process has it open" in capsys.readouterr().out
    assert journal.write("open-1", "result", 2.0) == 4
    journal.close()
