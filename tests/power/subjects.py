"""What is put on a disk that fails: the kiosk's journal and the gateway's database, with their own code."""

from contextlib import suppress
from pathlib import Path
from random import Random
from typing import cast
from unittest.mock import patch
from uuid import UUID

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.gateway import Gateway, open_gateway
from kiosk.gateway.settings import GatewaySettings
from kiosk.payment.methods import Method
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Intent, Journal, JournalDamaged, Note
from kiosk.runtime.journal_file import Connect as ConnectPath
from kiosk.supplies.card_register import CardRegister, CardRegisterDamaged
from kiosk.supplies.store import SuppliesDamaged, SupplyStore
from kiosk.wire.bills import BillAnswer, LookUpRequest
from kiosk.wire.payments import BillToPay, PaymentRequest
from tests.gateway.town import ELECTRICITY
from tests.power import disk_dialect
from tests.power.cuts import Connect, Subject, Tally
from tests.power.disk import Disk, File, PowerCut
from tests.runtime.journals import KEY
from tests.supplies.cards import card, gone

DAY_S = 86_400.0


def journal() -> Subject:
    return Subject("journal.db", _keep_a_journal, (JournalDamaged,))


def _keep_a_journal(connect: Connect, chance: Random, folder: Path) -> None:
    journal = Journal(folder / "journal.db", KEY, connect=cast(ConnectPath, lambda path: connect()))
    day = 0.0
    while True:
        day += chance.random() * 30
        _attempt(journal, chance, day * DAY_S)
        if chance.random() < 0.1:
            journal.forget_before((day - 60) * DAY_S)


def _attempt(journal: Journal, chance: Random, wall_s: float) -> None:
    payment_id = f"p{chance.getrandbits(64):x}"
    method: Method = chance.choice(("phone_code", "bank_card", "cash"))
    journal.intend(Intent(payment_id, chance.randrange(1, 100_000), method), wall_s)
    if method == "cash":
        note = Note(f"unit:{chance.getrandbits(32)}", 10_000)
        journal.write_note(payment_id, "note_escrow", note, wall_s)
        journal.write_note(payment_id, "note_stacked", note, wall_s)
    if method == "bank_card":
        journal.write(payment_id, "card_started", wall_s)
        journal.write(payment_id, "card_result", wall_s, "approved")
    journal.write(payment_id, "result", wall_s, "settled")
    if chance.random() < 0.9:
        journal.write(payment_id, "closed", wall_s)


# -- the gateway ---------------------------------------------------------------------------------------

PHONE_CODES = ("134567890123450000", "134567890123450001", "284567890123450003", "284567890123450005")
"""Approved at once, confirmed later, the answer lost, never answered."""


def gateway() -> Subject:
    return Subject("gateway.db", _run_a_gateway, (SQLAlchemyError,), opening_acts=400)


def _run_a_gateway(connect: Connect, chance: Random, folder: Path) -> None:
    clock = FakeClock()
    with disk_dialect.connections_from(connect):
        gateway = open_gateway(disk_dialect.URL, GatewaySettings("http://gateway.example", True), clock)
        for _ in range(40):
            household = gateway.look_ups.answer(LookUpRequest("code", ELECTRICITY, scope="household"))
            payable = [bill for bill in household.bills if bill.state == "payable"]
            if payable:
                _pay(gateway, chance, tuple(chance.sample(payable, chance.randrange(len(payable)) + 1)))
            for _ in range(chance.randrange(1, 12)):
                clock.advance(chance.choice((1, 5, 20)))
                gateway.driver.drive()


def _pay(gateway: Gateway, chance: Random, bills: tuple[BillAnswer, ...]) -> None:
    request = PaymentRequest(
        payment_id=str(UUID(int=chance.getrandbits(128), version=4)),
        bills=tuple(BillToPay(bill.bill_id, bill.version, bill.due_fen) for bill in bills),
        amount_fen=sum(bill.due_fen for bill in bills),
        method="phone_code",
        phone_code=chance.choice(PHONE_CODES),
        kiosk_id="kiosk-1",
    )
    answer = gateway.payments.submit(request)
    if answer.outcome == "working" and chance.random() < 0.3:
        gateway.payments.cancel(request.payment_id)


# -- paper, cash box and cards left behind -------------------------------------------------------------


def supplies() -> Subject:
    return Subject("supplies.db", _count_supplies, (SuppliesDamaged,))


def _count_supplies(connect: Connect, chance: Random, folder: Path) -> None:
    with patch("kiosk.supplies.store.sqlite3.connect", lambda *args, **more: connect()):
        store = SupplyStore(folder / "supplies.db", 0.0)
    while True:
        credit_id = f"unit:{chance.getrandbits(40)}"
        store.note_credited(credit_id, chance.choice((500, 1000, 10_000)), 1.0)
        store.note_stacked(credit_id)
        store.slip_printed(chance.randrange(60, 200), 2.0)


def cards() -> Subject:
    return Subject("cards.db", _keep_cards, (CardRegisterDamaged,))


def _keep_cards(connect: Connect, chance: Random, folder: Path) -> None:
    with patch("kiosk.supplies.card_register.sqlite3.connect", lambda *args, **more: connect()):
        register = CardRegister(folder / "cards.db")
    while True:
        entered = register.enter(card(last_digits=f"{chance.randrange(10_000):04d}"))
        if chance.random() < 0.7:
            register.end(gone(entered.number))


# -- the control of another kind -----------------------------------------------------------------------


def appended_lines(cuts: int, seed: int) -> Tally:
    """Another cash machine's way: lines of JSON appended to a file that is never synced, as far as its
    source can be read. What cannot be parsed afterwards is dropped there, as here."""
    tally = Tally()
    for number in range(cuts):
        chance = Random(f"{seed}-{number}")
        disk = Disk(chance)
        disk.files["journal"] = File()
        disk.acts_left = chance.randrange(1, 40)
        written = 0
        with suppress(PowerCut):
            while True:
                line = msgspec.json.encode({"tx": written, "fiat": chance.randrange(100_000)}) + b"\n"
                disk.write("journal", len(disk.files["journal"].content), line)
                written += 1
        found = bytes(disk.after_the_cut().files["journal"].content)
        read = sum(_is_line(line) for line in found.split(b"\n"))
        tally.cuts += 1
        tally.commits += written
        tally.lost += read < written
    return tally


def _is_line(line: bytes) -> bool:
    try:
        return "tx" in msgspec.json.decode(line, type=dict[str, int])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
