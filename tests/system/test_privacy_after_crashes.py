"""Kiosk and gateway killed together in the middle of everything: what is a household's own is in no file.

Both are processes of their own, so that their write-ahead logs and their logs are there to be searched.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.neighbours import ZHANG, account, code_on_bill
from tests.system.canaries import BANK_CARD, everything_below, found_in, keys_below
from tests.system.processes import GatewayProcess, KioskProcess

CONFIRMS_LATER, ANSWER_LOST = "134567890123450001", "280123456789010003"


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[GatewayProcess]:
    gateway = GatewayProcess(tmp_path)
    gateway.start()
    yield gateway
    gateway.kill()


@pytest.fixture
def kiosk(tmp_path: Path, gateway: GatewayProcess) -> Iterator[KioskProcess]:
    kiosk = KioskProcess(tmp_path, gateway.url)
    kiosk.start()
    yield kiosk
    kiosk.close()


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
    kiosk.does("taps", "print")
    kiosk.does("takes_receipt")


@pytest.mark.parametrize(
    "reached", [card_inside, bills_found, payer_confirming, answer_lost, pin_asked_for, receipt_printed]
)
def test_what_is_a_households_own_is_nowhere_after_a_crash(
    kiosk: KioskProcess, gateway: GatewayProcess, tmp_path: Path, reached: Callable[[KioskProcess], None]
) -> None:
    reached(kiosk)
    kiosk.kill()
    gateway.kill()
    files = everything_below(tmp_path)
    assert {"journal.db", "journal.db-wal", "gateway.db", "log.txt", "gateway-log.txt"} <= {
        path.name for path in files
    }
    keys = keys_below(tmp_path)
    assert keys, "the machine has a key"
    assert found_in(files, keys) == []
    assert found_in({Path("said"): "".join(kiosk.told).encode()}, keys) == []
    if reached is receipt_printed:
        assert b"receipt_words" in files[kiosk.log], "the receipt's words are among what was searched"
