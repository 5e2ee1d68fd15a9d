"""A kiosk without a window as a process of its own, told over its standard input what its resident does.

`python -m tests.system.kiosk_process STATE GATEWAY_URL [cash]`, with `cash` one that takes banknotes. One
JSON list a line, a method of `Told` and its arguments; each is answered by one line. Logs everything to
standard error.
"""

import json
import logging
import random
import sys
import threading
from pathlib import Path
from queue import SimpleQueue

import msgspec

from drivers.card.wallet import meter_card
from drivers.idcard.simulated_cards import id_card
from kiosk.receipt.document import Receipt
from kiosk.session.effects import PrintReceipt
from kiosk.session.household import Outcome
from tests.journeys.cash_hut import CashHut, CashResident
from tests.journeys.clocks import ElasticClock
from tests.journeys.hut import Hut
from tests.journeys.resident import Resident, ic_card


class Told(Resident):
    """A resident who can be told everything in plain words and figures."""

    def inserts_id_card(self, holder: str, number: str) -> None:
        self.inserts(id_card(holder, number))

    def inserts_ic_card(self, kind: str, number: str) -> None:
        self.inserts(ic_card(kind, number))

    def inserts_meter_card(self, kind: str, number: str) -> None:
        """As it was before anything was written to it."""
        self.inserts(meter_card(kind, number))

    def takes_ic_card_back(self) -> None:
        self.takes_card_back(self.card_slot)

    def pays_up_to_the_pin(self) -> None:
        self.waits_for_terminal("insert_card")
        assert self.terminal.insert_card("6222020200112233446")
        self.waits_for_terminal("enter_pin")
        assert self.terminal.enter_pin()

    def sees_every_attempt_ended(self) -> None:
        self.hut.until(self.hut.all_paid_up, "the journal to close every attempt", hurry_s=0.5)

    def goes_away(self) -> None:
        self.hut.until_first_screen()


class ToldWithNotes(CashResident, Told):
    def puts_in_notes(self, *yuan: str) -> None:
        self.puts_in(*map(int, yuan))

    def offers_a_note(self, yuan: str) -> None:
        self.offers(int(yuan))


def main(state: str, gateway_url: str, *with_cash: str) -> None:
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    hut, told = taking_notes(state, gateway_url) if with_cash else without_notes(state, gateway_url)
    write_receipts_down(hut)
    hut.start()
    orders: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=lambda: [orders.put(line) for line in sys.stdin], daemon=True).start()
    answer(["ready"])
    while True:
        hut.step()
        if not orders.empty():
            method, *arguments = json.loads(orders.get())
            if method == "stop":
                break
            answer(obeyed(told, method, arguments))
    hut.stop()
    answer(["stopped"])


def without_notes(state: str, gateway_url: str) -> tuple[Hut, Told]:
    hut = Hut(Path(state), gateway_url, ElasticClock(), chance=random.SystemRandom())
    return hut, Told(hut)


def taking_notes(state: str, gateway_url: str) -> tuple[Hut, Told]:
    Path(state).mkdir(exist_ok=True)
    hut = CashHut(Path(state), gateway_url, ElasticClock(), "ssp")
    return hut, ToldWithNotes(hut)


def write_receipts_down(hut: Hut) -> None:
    """The words of every receipt go to the log, for a picture of them cannot be searched."""
    compose = hut.machine.receipts.compose

    def composed(effect: PrintReceipt) -> Receipt:
        receipt = compose(effect)
        logging.getLogger("tests").info("receipt_words %s", msgspec.to_builtins(receipt))
        return receipt

    hut.machine.receipts.compose = composed  # type: ignore[method-assign]  # the kiosk itself has no such need


def obeyed(told: Told, method: str, arguments: list[str]) -> list[object]:
    try:
        found = getattr(told, method)(*arguments)
    except AssertionError as failure:
        return ["failed", str(failure)]
    return ["done", msgspec.to_builtins(found) if isinstance(found, Outcome) else None]


def answer(words: list[object]) -> None:
    print(json.dumps(words), flush=True)  # noqa: T201  # the other end of the pipe waits for it


if __name__ == "__main__":
    main(*sys.argv[1:])
