"""The gateway's key file by command line: made, rotated, tidied up; every refusal names the next step."""

from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.gateway.trust.key_file import read_key_file

from .operators_desk import KEY
from .place import Place
from .town import Town


def test_a_key_file_is_made_rotated_and_tidied_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, db = tmp_path / "vault" / "site.keys", Place.file(tmp_path).url
    path.parent.mkdir()
    pad = tmp_path / "machine.key"
    pad.write_bytes(KEY)
    assert main(["gateway-keys", str(path)]) == 0
    enrol = ["enrol-machine", "--machine", "M-1", "--key", str(pad), "--db", db, "--key-file", str(path)]
    assert main(enrol) == 0
    assert main(["gateway-keys", str(path), "--rotate"]) == 0
    first, second = read_key_file(path)
    assert main(["gateway-keys", str(path), "--forget-old", "--db", db]) == 0
    assert read_key_file(path) == (first,)
    assert second != first
    assert main(enrol) == 0
    assert "earlier key counts no longer" in capsys.readouterr().out


def test_refusals_change_nothing_and_name_the_next_step(
    file_town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "site.keys"
    assert main(["gateway-keys", str(path), "--rotate"]) == 1
    assert f"{path}: No such file or directory; name the one" in capsys.readouterr().err
    assert main(["gateway-keys", str(path)]) == 0
    assert main(["gateway-keys", str(path)]) == 1
    assert "--rotate adds a key to it" in capsys.readouterr().err
    assert main(["gateway-keys", str(path), "--forget-old", "--db", f"sqlite:///{tmp_path / 'no.db'}"]) == 1
    assert "no gateway has its database there" in capsys.readouterr().err


def test_a_gateway_does_not_start_with_a_key_file_that_is_not_there(
    file_town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "gone.keys"
    assert main(["gateway", "--db", file_town.place.url, "--port", "0", "--key-file", str(path)]) == 1
    assert f"{path}: No such file or directory; name the one" in capsys.readouterr().err
