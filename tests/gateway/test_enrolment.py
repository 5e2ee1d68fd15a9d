"""Whoever enrols at the gateway's terminal is told what is wrong, and never what they have typed."""

import pytest

from kiosk.__main__ import main
from kiosk.gateway.commands.enrolment import NotEnrolled, NotKnown, enrol_operator
from kiosk.gateway.sql.faults import CommitUnknown
from kiosk.gateway.trust import operators

from .town import Town


@pytest.mark.parametrize(
    "db_url",
    [
        "postgresql+psycopg://gateway:secret@db.example:canary/gateway",
        "postgresql+psycopg//gateway:canary@db.example",
        "oracle://gateway:canary@db.example/gateway",
        "",
    ],
)
def test_an_address_that_is_none_is_told_without_the_password_in_it(db_url: str) -> None:
    with pytest.raises(NotEnrolled, match=r"--db|driver") as refused:
        enrol_operator(db_url, "li-wei")
    assert "canary" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_the_first_token_of_a_name_counts_no_longer_and_that_is_told(
    file_town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["enrol-operator", "--db", file_town.place.url, "li-wei"]
    assert main(arguments) == 0
    assert capsys.readouterr().err == ""
    assert main(arguments) == 0
    told = capsys.readouterr()
    assert told.err == "the earlier token of li-wei counts no longer\n"
    assert len(told.out.splitlines()) == 1, "the token alone, as it is kept in a file"


def test_a_commit_without_an_answer_is_not_called_nothing(
    file_town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unanswered(*_arguments: object) -> None:
        raise CommitUnknown

    monkeypatch.setattr(operators, "enrol_operator", unanswered)
    with pytest.raises(NotKnown):
        enrol_operator(file_town.place.url, "li-wei")
    assert main(["enrol-operator", "--db", file_town.place.url, "li-wei"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("it is not known whether anything was changed: ")
    assert "give the same command again" in told


@pytest.mark.parametrize("command", [["enrol-operator", "li-wei"], ["reconcile", "2026-11-20"], ["cases"]])
def test_what_a_server_says_is_told_without_the_password(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    url = "postgresql+psycopg://gateway:canary@127.0.0.1:1/gateway"
    assert main([*command, "--db", url]) == 1
    told = capsys.readouterr().err
    assert "refused" in told
    assert "canary" not in told
