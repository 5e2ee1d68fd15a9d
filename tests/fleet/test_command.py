"""`python -m kiosk fleet`: what it may be asked, what it says when it cannot, a run with its own gateway."""

import json
import socket
from pathlib import Path

import pytest

from kiosk.__main__ import main


@pytest.mark.parametrize(
    "wrong",
    [
        ["--kiosks", "0"],
        ["--kiosks", "many"],
        ["--minutes", "0"],
        ["--minutes", "nan"],
        ["--fault-rate", "2"],
        ["--fault-rate", "-0.1"],
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_begins(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["fleet", *wrong])
    assert refused.value.code == 2
    assert repr(wrong[1]) in capsys.readouterr().err


def test_a_gateway_that_does_not_answer_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    given = ["--gateway", url, "--db", f"sqlite:///{tmp_path / 'gateway.db'}"]

    assert main(["fleet", "--kiosks", "1", *given]) == 1
    assert f"{url}: nobody answers" in capsys.readouterr().err


def test_a_database_that_is_no_file_needs_a_key_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fleet", "--kiosks", "1", "--db", "postgresql+psycopg://nowhere/none"]) == 1
    assert "--key-file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "gateway", "told"),
    [
        ("[[households]]\nholder = 7\n", True, "households.toml: "),
        (None, True, "households.toml: No such file"),
        ("", False, "say which with --gateway"),
    ],
)
def test_households_that_cannot_be_used_are_named(
    content: str | None, gateway: bool, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "households.toml"
    if content is not None:
        file.write_text(content)
    given = ["--gateway", "http://127.0.0.1:9", "--db", f"sqlite:///{tmp_path / 'gateway.db'}"]
    assert main(["fleet", "--kiosks", "1", "--households", str(file), *(given if gateway else [])]) == 1
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("content", ["[[households]]\nholder = 7\n", "not a table"])
def test_a_file_of_households_that_is_none_is_named_by_the_gateway(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "households.toml"
    file.write_text(content)
    given = ["--households", str(file), "--db", f"sqlite:///{tmp_path / 'gateway.db'}"]

    assert main(["gateway", "--demo-data", "--port", "0", *given]) == 1
    assert str(file) in capsys.readouterr().err


def test_with_a_gateway_of_its_own_it_plays_and_compares_the_books(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Three seconds, so that hardly anybody comes: everything around the visits."""
    asked = ["--kiosks", "2", "--minutes", "0.05", "--fault-rate", "0", "--json"]
    status = main(["fleet", *asked])
    told = capsys.readouterr()
    report = json.loads(told.out)

    assert (status, report["ok"], report["ledger"]["violations"]) == (0, True, [])
    assert report["times"]["call health"]["count"] > 0
    assert "2 kiosks are enrolled at http://127.0.0.1:" in told.err
