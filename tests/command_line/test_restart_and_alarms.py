"""How the program starts anew when it is told to from afar, and where the gateway is told to send alarms."""

import os
import sys
from pathlib import Path

import pytest

from kiosk import app
from kiosk.__main__ import main


def test_it_starts_anew_as_it_was_called_and_forgets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[str, list[str]]] = []
    called = ["/usr/bin/python3", "-m", "kiosk", "run", "--scale", "0.5", "--fresh"]
    monkeypatch.setattr(sys, "orig_argv", called)
    monkeypatch.setattr(os, "execv", lambda program, arguments: begun.append((program, arguments)))
    app._begin_anew()
    assert begun == [(sys.executable, called[:-1])]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--alarm-url", "https://on-call.example/"], "an address and a secret are needed"),
        (["--alarm-url", "http://on-call.example/", "--alarm-secret", "SECRET"], "alarms go to https://..."),
        (["--alarm-url", "https://on-call.example/", "--alarm-secret", "nowhere"], "No such file"),
    ],
)
def test_where_alarms_cannot_be_sent_the_gateway_says_so_and_does_not_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"0123456789abcdef")
    secret.chmod(0o600)
    given = [str(secret) if each == "SECRET" else each for each in arguments]
    assert main(["gateway", "--db", f"sqlite:///{tmp_path / 'gateway.db'}", *given]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert "see --alarm-url and --alarm-secret" in said
    assert not (tmp_path / "gateway.db").exists()
