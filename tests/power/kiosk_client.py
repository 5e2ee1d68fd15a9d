"""A kiosk's payments as a process of their own, to be killed: production journal, rules, drivers and client.

`python -m tests.power.kiosk_client ORDERS`, the orders in JSON, pays until it is killed and says each thing
once it is true, one JSON list a line; with `finish` it only brings what is open to its end, and ends. Log on
standard error.
"""

import json
import logging
import random
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

import msgspec

from drivers.clock import ScaledDeviceClock
from drivers.events import DeviceEvent
from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import GatewayError
from kiosk.gateway.demonstration.residents import residents
from kiosk.payment.methods import Method
from kiosk.runtime import answers, cash_desk
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.journal import Journal
from kiosk.runtime.payments import Payments
from kiosk.session.effects import StartPayment
from kiosk.session.events import (
    CashClosed,
    CashExpected,
    Event,
    NoteCounted,
    PaymentEnded,
    PaymentOpened,
    PaymentRefused,
)
from kiosk.session.household import Basket
from kiosk.session.secret import Secret
from kiosk.settings.devices import Devices
from kiosk.supplies.store import SupplyStore
from kiosk.wire.bills import LookUpRequest
from kiosk.wiring.cash import Cash
from kiosk.wiring.devices import Fitter
from kiosk.wiring.hands import Hands
from kiosk.wiring.hearing import Hearing
from kiosk.wiring.payment_ids import PaymentIds
from tests.journeys.neighbours import BOOK
from tests.power import planted
from tests.power.hardware import SPEED
from tests.runtime.journals import KEY

ENDINGS = ("0000", "0000", "0000", "0001", "0002", "0002", "0003", "0004")
NOTES_FEN = (500, 1000, 2000, 5000, 10000)
WAITS_S: dict[Method, float] = {"phone_code": 4.0, "bank_card": 8.0, "cash": 12.0}
"""For an end; a resident who waits longer cancels, and goes."""
FOUND_WITHIN_S = cash_desk.FOUND_WITHIN_S / SPEED
"""The acceptor of these kiosks is as much faster than a real one."""
_LOOK_UP_PAUSE_S = 0.6
"""The gateway takes two look-ups a second from one kiosk."""
_SAYING = threading.Lock()


class Orders(msgspec.Struct, frozen=True):
    """`first` to `last` are its households. `bug` is a fault of `planted` that the proof must find."""

    state: str
    url: str
    seed: int
    first: int
    last: int
    methods: tuple[Method, ...]
    devices: Devices
    finish: bool = False
    bug: str = ""


def say(*words: object) -> None:
    with _SAYING:
        sys.stdout.write(json.dumps(words) + "\n")
        sys.stdout.flush()


class NoReceipts:
    def printed(self, payment_id: str) -> None:
        """No printer is fitted."""


class Counter:
    def __init__(self, orders: Orders) -> None:
        self.chance = random.Random(orders.seed)
        self.events: SimpleQueue[Event] = SimpleQueue()
        self.number = 0
        self._methods = orders.methods
        state, clock = Path(orders.state), SystemClock()
        kiosk_id = f"HUT-{state.name.upper()}"
        self.client = GatewayClient(orders.url, kiosk_id, connect_s=1, read_s=2)
        self.journal = Journal(state / "journal.db", KEY)
        fitter = Fitter(orders.devices, Hands(), ScaledDeviceClock(SPEED), self._told)
        self.devices = fitter.fit()
        self.cash = Cash(self.devices.note_acceptor, self.journal, clock, self._heard, NOTES_FEN)
        self.cash.lend_figures(
            SupplyStore(state / "supplies.db", clock.wall_s()), lambda: False, lambda: None
        )
        self.payments = Payments(
            self.client,
            self.journal,
            clock,
            self._heard,
            kiosk_id=kiosk_id,
            new_id=PaymentIds(clock, random.SystemRandom()),
            terminal=self.devices.terminal,
            desk=self.cash.desk,
        )
        self._hearing = Hearing(self._heard, self.payments, NoReceipts(), (), self.cash.desk)
        cash_desk.FOUND_WITHIN_S = FOUND_WITHIN_S
        planted.plant(orders.bug)

    def start(self) -> None:
        """In the order of the machine."""
        for worker in (self.payments.worker, *self.cash.workers):
            worker.start()
        self.cash.recover()
        self.payments.recover()
        for driver in self.devices.all():
            driver.start()

    def _told(self, device: str, event: DeviceEvent) -> None:
        self._hearing.heard(device, event)

    def _heard(self, event: Event) -> None:
        """On the threads of payments and cash: what is said here is what a resident would have seen."""
        match event:
            case PaymentOpened(payment_id=payment_id):
                say("opened", payment_id)
            case PaymentEnded(outcome):
                say("ended", outcome.payment_id, outcome.kind, outcome.amount_fen)
            case NoteCounted(payment_id, value_fen, _):
                say("counted", payment_id, value_fen)
            case CashExpected():
                self._mouth(open_=True)
            case CashClosed():
                self._mouth(open_=False)
        self.events.put(event)

    def _mouth(self, *, open_: bool) -> None:
        """As the journey does: open while notes are expected."""
        if self.cash.slot is not None:
            self.cash.slot.arm(armed=open_)

    def pay(self, basket: Basket) -> None:
        """Returns when the payment has ended, or nobody waits for it any more."""
        self.number += 1
        method = self.chance.choice(self._methods)
        code = Secret(f"13{self.chance.getrandbits(39):012d}{self.chance.choice(ENDINGS)}")
        self.payments.begin(
            StartPayment(self.number, basket, method, code if method == "phone_code" else None)
        )
        payment_id = ""
        for event in self._until(time.monotonic() + WAITS_S[method]):
            match event:
                case PaymentOpened(payment_id=opened):
                    payment_id = opened
                    if self.chance.random() < 0.1:
                        self.payments.cancel(payment_id)
                case PaymentRefused():
                    return
                case PaymentEnded(outcome) if outcome.payment_id == payment_id:
                    return
        if payment_id:
            self.payments.cancel(payment_id)

    def _until(self, until_s: float) -> Iterator[Event]:
        while (left_s := until_s - time.monotonic()) > 0:
            self.cash.tick()
            try:
                yield self.events.get(timeout=min(left_s, 0.25))
            except Empty:
                continue

    def look_up(self, account_no: str) -> Basket | None:
        time.sleep(_LOOK_UP_PAUSE_S)
        try:
            found = answers.findings(
                self.client.look_up(LookUpRequest("account", account_no, scope="household"))
            )
        except GatewayError:
            return None
        bills = [bill for bill in found.bills if bill.state == "payable"]
        if not bills:
            return None
        chosen = self.chance.sample(bills, self.chance.randrange(len(bills)) + 1)
        return Basket(found.holder_masked, found.address_masked, tuple(chosen))

    def finish(self) -> None:
        """Until nothing is owed, and the acceptor has had its time to tell of what it found."""
        told_by_s = time.monotonic() + FOUND_WITHIN_S + 3.0
        while time.monotonic() < told_by_s or self.journal.open_intents() or self.journal.open_found_notes():
            self.cash.tick()
            time.sleep(0.05)


def main(given: str) -> None:
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    orders = msgspec.json.decode(given, type=Orders)
    counter = Counter(orders)
    counter.start()
    say("ready")
    if orders.finish:
        counter.finish()
        say("finished")
        return
    households = [each for each in residents(BOOK)[orders.first : orders.last] if each.accounts]
    while True:
        counter.cash.tick()
        account = counter.chance.choice(counter.chance.choice(households).accounts)
        basket = counter.look_up(account.number)
        if basket is not None:
            counter.pay(basket)


if __name__ == "__main__":
    main(sys.argv[1])
