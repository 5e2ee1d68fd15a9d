"""Meter cards of this machine: its card reader, the gateway's scripts, and what is owed to the gateway."""

import hashlib
import hmac
import logging
import random
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from msgspec import Struct

from drivers.card.port import CardEjected, CardHeld, CardKept, CardOutOfSight, CardReader, CardTaken
from drivers.clock import DeviceClock
from drivers.events import DeviceEvent
from kiosk.backend.loads import LoadCalls
from kiosk.runtime.card_errands import CardErrands
from kiosk.runtime.card_load import CardLoads
from kiosk.runtime.card_outbox import CardOutbox, FilesInFolder
from kiosk.runtime.clock import Clock
from kiosk.runtime.journal_entries import JournalDamaged
from kiosk.runtime.meter_cards import MeterCards, settled
from kiosk.session.events import Event
from kiosk.wire.loads import CardAct, CardAnswer
from kiosk.wiring.journal import key_of
from kiosk.wiring.meter_card_slot import DriverCardSlot, facts_of
from kiosk.wiring.payment_ids import PaymentIds

_log = logging.getLogger(__name__)

FOLDER: Final = "meter_cards"
_WITHOUT_KEY: Final = "meter_cards_without_key"
_KEY: Final = b"digital-hut-kiosk meter cards 1"
_OUT: Final = (CardEjected, CardTaken, CardKept, CardOutOfSight)


class NoSlot:
    """Where no reader is fitted. What an earlier one has left owed is still told."""

    def carry_out(self, step_no: int, act: CardAct) -> CardAnswer:
        return CardAnswer(step_no, gone=True)


def open_outbox(state: Path, *, demonstration: bool) -> CardOutbox:
    """Without the machine's key nothing that is owed can be read: it is kept as it is, for whoever mends the
    machine, and nobody can pay meanwhile. Raises OSError."""
    try:
        key = hmac.new(key_of(state, demonstration=demonstration), _KEY, hashlib.sha256).digest()
    except JournalDamaged as error:
        _log.critical("what is owed of meter cards cannot be told: %s", error)
        aside = FilesInFolder(state / _WITHOUT_KEY)
        return CardOutbox(aside, secrets.token_bytes(hashlib.sha256().digest_size))
    return CardOutbox(FilesInFolder(state / FOLDER), key)


class Between(Struct):
    """What stands between the card and its company."""

    reader: CardReader | None
    calls: LoadCalls
    outbox: CardOutbox


class MeterCardDesk:
    """Sessions are sealed under a key of their own, made from the machine's."""

    def __init__(
        self,
        between: Between,
        clock: Clock,
        device_clock: DeviceClock,
        chance: random.Random,
        post: Callable[[Event], None],
    ) -> None:
        reader, calls = between.reader, between.calls
        slot = DriverCardSlot(reader) if reader is not None else NoSlot()
        own_chance = random.Random(chance.getrandbits(64))  # drawn from by another thread
        new_id = PaymentIds(clock, own_chance)
        loads = CardLoads(calls, slot, between.outbox, clock, device_clock.sleep, new_id)
        errands = CardErrands(loads, clock, lambda load_id, end: post(settled(load_id, end)))
        self.cards = MeterCards(errands, calls, post)
        self.worker = errands.worker

    def heard(self, device: str, event: DeviceEvent) -> None:
        """Before the session hears of it."""
        if device != "card_reader":
            return
        if isinstance(event, CardHeld):
            self.cards.holds(facts_of(event))
        elif isinstance(event, _OUT):
            self.cards.holds(None)
