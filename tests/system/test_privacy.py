"""After every journey of one household: what is theirs is in no file, no log and no word of the kiosk."""

from pathlib import Path

import pytest

from kiosk.gateway.trust.key_file import make_key_file, rotate_key_file
from tests.journeys.line import GatewayLine, answer_lost, says
from tests.journeys.neighbours import ZHANG, account, code_on_bill
from tests.system.canaries import BANK_CARD, PHONE_CODES, Key, everything_below, found_in, keys_below
from tests.system.processes import KioskProcess

APPROVES, ALIPAY, DECLINES, EXPIRES = PHONE_CODES


def card_and_bank_card(kiosk: KioskProcess) -> None:
    kiosk.does("taps", "household", "id_card")
    kiosk.does("inserts_id_card", ZHANG.holder, ZHANG.id_number)
    kiosk.does("takes_card_back")
    kiosk.does("reads", "bills")
    kiosk.does("takes_off", "bill_2")
    kiosk.does("takes_off", "bill_3")
    kiosk.does("taps", "pay", "bank_card")
    kiosk.does("pays_at_terminal", BANK_CARD)
    kiosk.does("ends", "settled")
    kiosk.does("taps", "print", "finish")
    kiosk.does("takes_receipt")
    kiosk.does("goes_away")


def typed_and_refused(kiosk: KioskProcess) -> None:
    number = account(ZHANG, "gas").number
    kiosk.does("taps", "gas", "typed")
    kiosk.does("types", number[:-1] + str((int(number[-1]) + 1) % 10))
    kiosk.does("taps", "next", "delete", f"digit_{number[-1]}", "next")
    kiosk.does("reads", "bills")
    kiosk.does("taps", "pay")
    for code in (DECLINES, EXPIRES):
        kiosk.does("reads", "methods")
        kiosk.does("shows", code)
        kiosk.does("ends", "not_charged")
        kiosk.does("taps", "retry")
    kiosk.does("taps", "exit", "leave")
    kiosk.does("goes_away")


def answers_lost_and_spoilt(kiosk: KioskProcess, line: GatewayLine) -> None:
    line.behave(says(b'{"household": {"holder_masked": "' + ZHANG.holder.encode()), at="/v1/look-ups")
    kiosk.does("shows", *code_on_bill(account(ZHANG, "water")))
    kiosk.does("is_told", "gateway_garbage")
    line.recover()
    kiosk.does("taps", "retry")
    kiosk.does("finds", *code_on_bill(account(ZHANG, "water")))
    line.behave(answer_lost, at="/v1/payments")
    kiosk.does("shows_phone", ALIPAY)
    line.recover()
    kiosk.does("ends", "settled")
    kiosk.does("goes_away")


def ic_card(kiosk: KioskProcess) -> None:
    kiosk.does("taps", "gas", "ic_card")
    kiosk.does("inserts_ic_card", "gas", account(ZHANG, "gas").number)
    kiosk.does("takes_ic_card_back")
    kiosk.does("reads", "bills")
    kiosk.does("shows_phone", APPROVES)
    kiosk.does("ends", "settled")


def test_what_is_a_households_own_is_nowhere(
    kiosk: KioskProcess, line: GatewayLine, tmp_path: Path, gateway_db: Path
) -> None:
    """Killed at the end, so that the journal's write-ahead log is there to be searched as well. Not even the
    gateway's database may know: its demonstration register is read from a data file, never stored."""
    card_and_bank_card(kiosk)
    typed_and_refused(kiosk)
    answers_lost_and_spoilt(kiosk, line)
    ic_card(kiosk)
    kiosk.kill()
    files = everything_below(tmp_path) | everything_below(gateway_db.parent)
    assert {"journal.db", "journal.db-wal", "log.txt", "gateway.db"} <= {path.name for path in files}
    assert b"kiosk" in files[kiosk.log]
    assert found_in(files) == []
    assert found_in({Path("said"): "".join(kiosk.told).encode()}) == []


def test_the_search_would_find_them() -> None:
    """A canary that cannot sing proves nothing."""
    for spelled in (ZHANG.holder.encode("gb18030"), ZHANG.holder.encode("unicode_escape"), APPROVES.encode()):
        assert len(found_in({Path("log"): b"before " + spelled + b" after"})) == 1
    assert found_in({Path(ZHANG.id_number): b""})


def test_the_search_would_find_a_key_in_any_file_but_its_own(tmp_path: Path) -> None:
    (tmp_path / "machine.key").write_bytes(bytes(range(32)))
    make_key_file(tmp_path / "gateway.keys")
    rotate_key_file(tmp_path / "gateway.keys")
    keys, files = keys_below(tmp_path), everything_below(tmp_path)
    assert len(keys) == 5, "the machine's with two that are made of it, and two of the gateway"
    assert found_in(files, keys) == [], "they are where they belong"
    for key in keys:
        for spelling in key.spellings():
            log = {Path("log"): b"before " + spelling + b" after"}
            assert found_in(files | log, keys) == [f"{key.what} in log"]
    copied = {tmp_path / "copy" / path.name: content for path, content in files.items()}
    assert len(found_in(copied, keys)) == 3, "a copy of a key file is not the file it belongs in"


def test_a_key_in_no_file_of_its_own_may_be_nowhere() -> None:
    assert found_in({Path("machine.key"): bytes(32)}, [Key("made", bytes(32))]) == ["made in machine.key"]


@pytest.mark.parametrize("masked", [b"310***********0011", b"310******0017"])
def test_the_search_lets_masks_pass(masked: bytes) -> None:
    assert found_in({Path("receipt"): masked}) == []
