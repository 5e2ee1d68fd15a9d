"""Keys that kiosks sign with, made, changed and ended at the gateway's own terminal."""

from pathlib import Path
from random import Random

import pytest
from sqlalchemy import create_engine, text

from kiosk.__main__ import main
from kiosk.gateway.sql.open_database import open_database
from kiosk.wire.signing.key_file import decode

KIOSK = "LFL-380-01"
Captured = pytest.CaptureFixture[str]


class Terminal:
    def __init__(self, folder: Path, captured: Captured) -> None:
        self.folder = folder
        self.database = f"sqlite:///{folder / 'gateway.db'}"
        open_database(self.database, Random(1)).close()  # as a gateway's first start leaves it
        self._captured = captured

    def enrol(self, name: str, *more: str, kiosk: str = KIOSK) -> tuple[int, str]:
        out = str(self.folder / name)
        return self.run("enrol-kiosk", "--db", self.database, kiosk, "--out", out, *more)

    def run(self, *arguments: str) -> tuple[int, str]:
        """The exit status and all that was told."""
        status = main(list(arguments))
        told = self._captured.readouterr()
        return status, told.out + told.err

    def rows(self, query: str) -> list[tuple[object, ...]]:
        engine = create_engine(self.database)
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return found


@pytest.fixture
def terminal(tmp_path: Path, capsys: Captured) -> Terminal:
    return Terminal(tmp_path, capsys)


@pytest.mark.parametrize("algorithm", ["hmac-sha256", "ed25519"])
def test_a_key_is_made_into_a_file_and_named_but_never_shown(terminal: Terminal, algorithm: str) -> None:
    status, told = terminal.enrol("key", "--algorithm", algorithm)
    keys = decode((terminal.folder / "key").read_bytes(), KIOSK)
    assert status == 0
    assert f"key {keys.own.key_id} is in {terminal.folder / 'key'}" in told
    assert keys.own.material.hex() not in told
    kept = str(terminal.rows("SELECT * FROM kiosk_key"))
    assert keys.own.key_id in kept
    assert keys.own.material.hex() not in kept
    assert keys.own.verifying_key().material.hex() not in kept


def test_earlier_keys_end_after_the_overlap_and_all_is_in_the_audit(terminal: Terminal) -> None:
    for name, days in (("first", "14"), ("second", "3"), ("third", "0")):
        assert terminal.enrol(name, "--overlap-days", days)[0] == 0
    ends = terminal.rows(
        "SELECT (valid_until_ms - valid_from_ms) / 86400000 FROM kiosk_key ORDER BY valid_from_ms"
    )
    assert ends == [(0,), (0,), (None,)], "the last overlap, none, holds for all earlier ones"
    status, told = terminal.run("retire-kiosk", "--db", terminal.database, KIOSK)
    assert (status, told) == (0, f"no key of {KIOSK} counts any longer; enrol-kiosk makes a new one\n")
    status, told = terminal.run("retire-kiosk", "--db", terminal.database, KIOSK)
    assert (status, told) == (1, "nothing was changed: no key of this kiosk counts\n")
    acts = terminal.rows("SELECT act, verdict, machine_number FROM operator_audit ORDER BY at_ms")
    assert acts == [
        ("enrol_kiosk", "enrolled", KIOSK),
        ("enrol_kiosk", "replaced", KIOSK),
        ("enrol_kiosk", "replaced", KIOSK),
        ("retire_kiosk", "retired", KIOSK),
    ]


def test_what_cannot_be_enrolled_leaves_no_file(terminal: Terminal) -> None:
    (terminal.folder / "taken").write_bytes(b"precious")
    status, told = terminal.enrol("taken")
    assert (status, "File exists" in told) == (1, True)
    assert (terminal.folder / "taken").read_bytes() == b"precious"
    assert terminal.enrol("key", kiosk="lfl 380")[0] == 1
    missing = f"sqlite:///{terminal.folder}/no/such/gateway.db"
    status, told = terminal.run("enrol-kiosk", "--db", missing, KIOSK, "--out", str(terminal.folder / "key"))
    assert (status, "see --db" in told) == (1, True)
    assert not (terminal.folder / "key").exists()
    with pytest.raises(SystemExit):
        terminal.enrol("key", "--overlap-days", "-1")


def test_a_mistyped_database_is_told_and_not_made(tmp_path: Path, capsys: Captured) -> None:
    mistyped = tmp_path / "gatway.db"
    arguments = ["enrol-kiosk", "--db", f"sqlite:///{mistyped}", KIOSK, "--out", str(tmp_path / "key")]
    assert main(arguments) == 1
    assert f"{mistyped}: no gateway has its database there" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
