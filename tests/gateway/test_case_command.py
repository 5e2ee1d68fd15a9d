"""Cases by command line: listed, read with their history, and acted on by two people as at the counter."""

import json
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.gateway.commands.case_command import act_on

from .cash_desk import Slot, at_rest, found
from .test_cash_office import WHY, Counter, voucher
from .town import Town


class Shell:
    def __init__(self, town: Town, folder: Path, printed: pytest.CaptureFixture[str]) -> None:
        self._db = ["--db", town.place.url]
        self._keys = ["--key-file", str(town.place.folder / "gateway.keys")]
        self._printed = printed
        self.folder = folder
        for name, token in Counter(town).tokens.items():
            (folder / f"{name}.token").write_text(f"{token}\n", encoding="ascii")

    def says(self, *words: str, status: int = 0) -> str:
        keys = self._keys if words[0] == "case" else []
        assert main([*words, *self._db, *keys]) == status
        told = self._printed.readouterr()
        return (told.err if status else told.out).strip()

    def does(self, name: str, act: str, number: str, status: int = 0) -> str:
        words = ["--words", WHY] if act == "explain" else []
        token = str(self.folder / f"{name}.token")
        return self.says("case", number, f"--{act}", "--token-file", token, *words, status=status)


@pytest.fixture
def shell(file_town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(file_town, tmp_path, capsys)


def test_without_any_case_that_is_said(shell: Shell) -> None:
    assert shell.says("cases") == "there is no case"
    assert json.loads(shell.says("cases", "--json")) == {"cases": []}


def test_cases_are_listed_with_sum_and_history_and_read_one_by_one(shell: Shell, file_town: Town) -> None:
    number = voucher(file_town)
    assert found(file_town, "f1", 0).status_code == 200
    listed = shell.says("cases", "--open")
    assert f"{number}  open  voucher  20.00 yuan  " in listed
    assert "found_note  sum unknown  kiosk-1/f1" in listed
    [one] = json.loads(shell.says("case", number, "--json"))["cases"]
    assert (one["fen"], [act["act"] for act in one["history"]]) == (2_000, ["opened"])
    assert "opened by gateway" in shell.says("case", number)


def test_a_voucher_is_paid_out_by_two_people(shell: Shell, file_town: Town) -> None:
    number = voucher(file_town)
    assert shell.does("wang", "pay-out", number, status=1).startswith("second_person_needed: ")
    assert "approved by wang" in shell.does("wang", "approve", number)
    assert shell.does("wang", "pay-out", number, status=1).startswith("second_person_needed: ")
    assert "paid_out by zhao" in shell.does("zhao", "pay-out", number)
    assert shell.says("cases", "--open") == "there is no case"
    assert f"{number}  closed (paid_out)" in shell.says("cases")
    assert shell.does("zhao", "explain", number, status=1).startswith("case_closed: ")
    at_rest(file_town, 2_000)


def test_a_note_nobody_knows_the_value_of_is_explained(shell: Shell, file_town: Town) -> None:
    assert found(file_town, "f1", 0).status_code == 200
    [case] = json.loads(shell.says("cases", "--json"))["cases"]
    assert "say" in shell.says("case", case["number"], "--explain", "--token-file", "x", status=2)
    told = shell.does("wang", "explain", case["number"])
    assert "closed (explained)" in told
    assert f"explained by wang: {WHY}" in told
    assert shell.does("wang", "settle", case["number"], status=1).startswith("case_closed: ")


def test_every_refusal_says_what_to_do(shell: Shell, file_town: Town) -> None:
    number = voucher(file_town)
    assert (
        shell.says("case", "00000000", status=1)
        == "there is no case 00000000; python -m kiosk cases lists them"
    )
    assert shell.does("nobody", "approve", number, status=1).endswith("enrol-operator prints one")
    (shell.folder / "stranger.token").write_text("li-wei." + "a" * 43, encoding="ascii")
    assert shell.does("stranger", "approve", number, status=1).startswith("operator_unknown: ")
    assert "go together" in shell.says("case", number, "--approve", status=2)
    assert main(["cases", "--db", f"sqlite:///{shell.folder / 'no.db'}"]) == 1


def test_cash_of_a_dead_kiosk_is_settled_here_and_posted_by_the_gateway(
    shell: Shell, file_town: Town
) -> None:
    slot = Slot(file_town)
    slot.put_in(10_000)
    file_town.after(1_800, slot.payment_id)
    [case] = json.loads(shell.says("cases", "--json", "--open"))["cases"]
    token, keys = shell.folder / "wang.token", file_town.place.folder / "gateway.keys"
    done = act_on(file_town.place.url, case["number"], "settle", token, keys, file_town.clock)
    assert ("taken_as_closed", "wang") in [(act.act, act.by) for act in done.history]
    ended = file_town.after(600, slot.payment_id)
    assert (ended.outcome, ended.detail) == ("part_settled", "cash_short")
    at_rest(file_town, 10_000)
