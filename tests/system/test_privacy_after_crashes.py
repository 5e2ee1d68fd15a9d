"""Kiosk and gateway killed together in the middle of everything: what is a household's own is in no file.

Both are processes of their own, so that their write-ahead logs and their logs are there to be searched.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.gateway.commands.enrolment import enrol_machine
from tests.journeys.neighbours import ZHANG, account, code_on_bill
from tests.system.canaries import BANK_CARD, RECHARGE_CODE, everything_below, found_in, keys_below
from tests.system.processes import GatewayProcess, KioskProcess

CONFIRMS_LATER, ANSWER_LOST = "134567890123450001", "280123456789010003"


def card_inside(kiosk: KioskProcess) -> None:
    kiosk.does("taps", "household", "id_card")
    kiosk.does("inserts_id_card", ZHANG.holder, ZHANG.id_number)


def bills_found(kiosk: KioskProcess) -> None:
    card_inside(kiosk)
    kiosk.does("takes_card_back")
    kiosk.does("reads", "bills")


def payer_confirming(kiosk: KioskProcess) -> None:
    kiosk.does("finds", *code_on_bill(account(ZHANG, "water")))
    kiosk.does("shows_phone", CONFIRMS_LATER)


def answer_lost(kiosk: KioskProcess) -> None:
    kiosk.does("finds", *code_on_bill(account(ZHANG, "water")))
    kiosk.does("shows_phone", ANSWER_LOST)


def pin_asked_for(kiosk: KioskProcess) -> None:
    kiosk.does("finds", *code_on_bill(account(ZHANG, "gas")))
    kiosk.does("taps", "pay", "bank_card")
    kiosk.does("pays_up_to_the_pin")


def receipt_printed(kiosk: KioskProcess) -> None:
    kiosk.does("finds", *code_on_bill(account(ZHANG, "gas")))
    kiosk.does("taps", "pay", "bank_card")
    kiosk.does("pays_at_terminal", BANK_CARD)
    kiosk.does("ends", "settled")
    kiosk.does("wants_nothing_but", "print")
    kiosk.does("takes_receipt")


def card_charged(kiosk: KioskProcess) -> None:
    kiosk.does("finds", *code_on_bill(account(ZHANG, "water")))
    kiosk.does("taps", "pay", "bank_card")
    kiosk.does("pays_at_terminal", BANK_CARD)


def note_on_its_way(kiosk: KioskProcess) -> None:
    kiosk.does("comes_to_the_slot", *code_on_bill(account(ZHANG, "water")))
    kiosk.does("offers_a_note", "50")


def notes_counted(kiosk: KioskProcess) -> None:
    kiosk.does("comes_to_the_slot", *code_on_bill(account(ZHANG, "electricity")))
    kiosk.does("puts_in_notes", "5", "10")


def recharge_code_typed(kiosk: KioskProcess) -> None:
    kiosk.does("finds", *code_on_bill(account(ZHANG, "electricity")))
    kiosk.does("taps", "pay", "recharge_card")
    kiosk.does("types", RECHARGE_CODE)
    kiosk.does("taps", "next")
    kiosk.does("reads", "recharge_card")


def recharge_card_spent(kiosk: KioskProcess) -> None:
    recharge_code_typed(kiosk)
    kiosk.does("taps", "agree")
    kiosk.does("reads", "done")


Reached = Callable[[KioskProcess], None]
REACHED: tuple[Reached, ...] = (
    card_inside,
    bills_found,
    payer_confirming,
    answer_lost,
    pin_asked_for,
    card_charged,
    receipt_printed,
    recharge_code_typed,
    recharge_card_spent,
)
WITH_NOTES: tuple[Reached, ...] = (note_on_its_way, notes_counted)
_FILES = {"journal.db", "journal.db-wal", "gateway.db", "gateway.db-wal", "log.txt", "gateway-log.txt"}


def enrolled(folder: Path, gateway: GatewayProcess) -> None:
    """The gateway knows the machine by its key, sealed under one of its own."""
    [machine] = folder.rglob("machine.key")
    enrol_machine(f"sqlite:///{gateway.db_path}", "M-1", machine)


def searched(folder: Path, reached: Reached) -> tuple[dict[Path, bytes], list[str]]:
    """Every file that is there after both were killed, and what of the household was found in them."""
    gateway = GatewayProcess(folder)
    gateway.start()
    kiosk = KioskProcess(folder, gateway.url, with_cash=reached in WITH_NOTES)
    try:
        kiosk.start()
        enrolled(folder, gateway)
        reached(kiosk)
    finally:
        kiosk.close()
        gateway.kill()
    files, keys = everything_below(folder), keys_below(folder)
    assert {key.own.name for key in keys if key.own} == {"machine.key", "gateway.keys"}
    assert "gateway's secret" in {key.what for key in keys}
    said = {Path("said"): "".join(kiosk.told).encode()}
    return files, found_in(files, keys) + found_in(said, keys)


@pytest.mark.parametrize("reached", [*REACHED, *WITH_NOTES])
def test_what_is_a_households_own_is_nowhere_after_a_crash(tmp_path: Path, reached: Reached) -> None:
    files, found = searched(tmp_path, reached)
    names = {path.name for path in files}
    assert names >= _FILES
    assert found == []
    if reached in WITH_NOTES:
        assert {"supplies.db", "supplies.db-wal"} <= names
    if reached is receipt_printed:
        assert b"receipt_words" in files[tmp_path / "log.txt"], (
            "the receipt's words are among what was searched"
        )
