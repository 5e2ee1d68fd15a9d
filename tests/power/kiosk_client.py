"""A kiosk's payments as a process of their own, to be killed: production journal, rules and gateway client.

`python -m tests.power.kiosk_client STATE URL SEED FROM TO [finish]` pays for the households FROM to TO until
it is killed, and says each thing once it is true, one JSON list a line; with `finish` it only brings what is
open to its end, and ends. Log on standard error.
"""

import json
import logging
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import GatewayError
from kiosk.gateway.demonstration.residents import residents
from kiosk.runtime import answers
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.journal import Journal
from kiosk.runtime.payments import Payments
from kiosk.session.effects import StartPayment
from kiosk.session.events import Event, PaymentEnded, PaymentOpened, PaymentRefused
from kiosk.session.household import Basket
from kiosk.session.secret import Secret
from kiosk.wire.bills import LookUpRequest
from kiosk.wiring.payment_ids import PaymentIds
from tests.journeys.neighbours import BOOK
from tests.runtime.journals import KEY

ENDINGS = ("0000", "0000", "0000", "0001", "0002", "0002", "0003", "0004")
WAITS_S = 4.0
"""For an end; a resident who waits longer cancels, and goes."""
_LOOK_UP_PAUSE_S = 0.6
"""The gateway takes two look-ups a second from one kiosk."""


def say(*words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


class Counter:
    def __init__(self, state: Path, url: str, seed: str) -> None:
        self.chance = random.Random(seed)
        self.events: SimpleQueue[Event] = SimpleQueue()
        self.number = 0
        clock = SystemClock()
        self.client = GatewayClient(url, f"HUT-{state.name.upper()}", connect_s=1, read_s=2)
        self.journal = Journal(state / "journal.db", KEY)
        self.payments = Payments(
            self.client,
            self.journal,
            clock,
            self._heard,
            kiosk_id=f"HUT-{state.name.upper()}",
            new_id=PaymentIds(clock, random.SystemRandom()),
            terminal=None,
        )
        self.payments.worker.start()
        self.payments.recover()

    def _heard(self, event: Event) -> None:
        """On the payments' own thread: what is said here is what a resident would have seen."""
        match event:
            case PaymentOpened(payment_id=payment_id):
                say("opened", payment_id)
            case PaymentEnded(outcome):
                say("ended", outcome.payment_id, outcome.kind, outcome.amount_fen)
        self.events.put(event)

    def pay(self, basket: Basket) -> None:
        """Returns when the payment has ended, or nobody waits for it any more."""
        self.number += 1
        code = f"13{self.chance.getrandbits(39):012d}{self.chance.choice(ENDINGS)}"
        self.payments.begin(StartPayment(self.number, basket, "phone_code", Secret(code)))
        payment_id = ""
        waits_until_s = time.monotonic() + WAITS_S
        for event in self._until(waits_until_s):
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
            try:
                yield self.events.get(timeout=left_s)
            except Empty:
                return

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


def main(state: str, url: str, seed: str, first: str, last: str, *finish: str) -> None:
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    counter = Counter(Path(state), url, seed)
    say("ready")
    if finish:
        while counter.journal.open_intents():
            time.sleep(0.05)
        say("finished")
        return
    households = [each for each in residents(BOOK)[int(first) : int(last)] if each.accounts]
    while True:
        account = counter.chance.choice(counter.chance.choice(households).accounts)
        basket = counter.look_up(account.number)
        if basket is not None:
            counter.pay(basket)


if __name__ == "__main__":
    main(*sys.argv[1:])
