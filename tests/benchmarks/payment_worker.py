"""One gateway process that takes, charges, posts and receipts payments of one bill as fast as it can.

The gateway's own code from the request on, without HTTP; providers and billers answer at once, so that what
is measured is the gateway and its database. Says "ready", waits for a line, prints what it did as JSON.
"""

import concurrent.futures
import random
import resource
import sys
import time
import uuid
from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec

from kiosk.gateway.gateway import Gateway, assemble, open_gateway
from kiosk.gateway.http.one_processor import keep_to_one_processor
from kiosk.gateway.parties.adapters import BillerBill, PostAnswer
from kiosk.gateway.parties.biller_rules import BillerBook, shipped_biller_book
from kiosk.gateway.payments.acts import Outside
from kiosk.gateway.payments.driver import decide
from kiosk.gateway.payments.fingerprint import fingerprint_of
from kiosk.gateway.payments.intake import check, opened
from kiosk.gateway.settings import GatewaySettings
from kiosk.gateway.sql.record_store import KnownBill
from kiosk.gateway.steady_time import SystemClock
from kiosk.payment.saga_events import Begun, ChargeReported, ReverseReported
from kiosk.runtime.clock import SystemClock as KioskClock
from kiosk.wire.payments import BillToPay, PaymentRequest
from kiosk.wiring.payment_ids import PaymentIds

DUE_FEN: Final = 7_245
BILLS_A_SECOND: Final = {"take_in": 6_000, "pay": 1_500}
"""More than are ever paid."""
NEW_ID: Final = PaymentIds(KioskClock(), random.SystemRandom())


class Did(msgspec.Struct, frozen=True):
    seconds: float
    took_s: tuple[float, ...]
    """Each payment."""
    cpu_s: float
    """Of this process, not of a database's own."""
    writes: int
    retries: int


class PromptProvider:
    def pay(self, order_no: str, amount_fen: int, phone_code: str) -> ChargeReported:
        return ChargeReported("success", amount_fen=amount_fen, provider_no=order_no[:20])

    def query(self, order_no: str) -> ChargeReported:
        return ChargeReported("success", amount_fen=DUE_FEN)

    def reverse(self, order_no: str) -> ReverseReported:
        return ReverseReported("done")

    def refund(self, order_no: str, refund_no: str, amount_fen: int) -> None:
        pass

    def refund_done(self, refund_no: str) -> bool:
        return True


class PromptBiller:
    def bills(self, account_number: str) -> tuple[BillerBill, ...]:
        return ()

    def bill(self, bill_no: str) -> BillerBill:
        return BillerBill(bill_no, 1, "2026-10", "2026-10", "1", "kWh", DUE_FEN, 0)

    def post(self, bill_no: str, amount_fen: int, posting_ref: str) -> PostAnswer:
        return PostAnswer("posted", posting_ref[:20])

    credit = post

    def query(self, posting_ref: str) -> PostAnswer:
        return PostAnswer("posted", posting_ref[:20])

    def void(self, posting_ref: str) -> Literal["posted"]:
        return "posted"


def gateway_without_waiting(url: str, isolation: Any) -> Gateway:
    settings = GatewaySettings(public_url="http://gateway.example", isolation=isolation)
    parts = open_gateway(url, settings, SystemClock()).parts
    always_open = tuple(
        msgspec.structs.replace(each, hours=(), pauses=()) for each in shipped_biller_book().rules
    )
    outside = Outside(
        {"wechat": PromptProvider()}, None, {each.biller_id: PromptBiller() for each in always_open}
    )
    return assemble(msgspec.structs.replace(parts, book=BillerBook(always_open), outside=outside))


def shown_bills(gateway: Gateway, count: int) -> list[str]:
    """Ids of bills that nobody has paid yet, as if look-ups had shown them."""
    biller = gateway.parts.book.rules[0]
    ids = [uuid.uuid4().hex[:24] for _ in range(count)]
    bills = [KnownBill(each, biller.biller_id, each, biller.utility, "****", "account") for each in ids]
    for begin in range(0, count, 1_000):
        gateway.known_bills.remember(bills[begin : begin + 1_000], 0)
    return ids


def request_for(bill_id: str) -> PaymentRequest:
    return PaymentRequest(
        payment_id=NEW_ID(),
        bills=(BillToPay(bill_id, 1, DUE_FEN),),
        amount_fen=DUE_FEN,
        method="phone_code",
        phone_code="134567890123450000",
        kiosk_id="bench",
    )


def pay(gateway: Gateway, bill_id: str) -> None:
    """A whole payment, in three transactions."""
    answer = gateway.payments.submit(request_for(bill_id))
    if answer.outcome != "settled":
        raise SystemExit(f"a payment came to {answer.outcome} {answer.detail}")


def take_in(gateway: Gateway, bill_id: str) -> None:
    """As `submit` does until the provider is asked: id, sum, bills with their claims, history and what is
    owed are durable."""
    request, parts = request_for(bill_id), gateway.parts
    check(request)
    fingerprint = fingerprint_of(parts.codes, request)
    payment = opened(parts, request, gateway.known_bills.of([bill_id]))
    now_ms = parts.time.now_ms()
    changes, _ = decide(payment, Begun(), now_ms, parts.settings.timers)
    parts.store.create(payment, fingerprint, changes, now_ms)


ACTS = {"pay": pay, "take_in": take_in}


def act_until(gateway: Gateway, act: str, bill_ids: Sequence[str], until_s: float) -> list[float]:
    """How long each took, in seconds."""
    took_s: list[float] = []
    begun_s = time.perf_counter()
    for bill_id in bill_ids:
        if begun_s >= until_s:
            return took_s
        ACTS[act](gateway, bill_id)
        ended_s = time.perf_counter()
        took_s.append(ended_s - begun_s)
        begun_s = ended_s
    raise SystemExit("there are too few bills for this machine: raise BILLS_A_SECOND")


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(url: str, isolation: str, act: str, seconds: float, clients: int, processors: str) -> None:
    """`clients` are threads of this process; `processors` is "one", to which a server with a SQLite file
    keeps, or "all"."""
    if processors == "one":
        keep_to_one_processor()
    gateway = gateway_without_waiting(url, isolation)
    each = int(seconds * BILLS_A_SECOND[act] / clients) + 300
    bills = [shown_bills(gateway, each) for _ in range(clients)]
    for client in bills:
        pay(gateway, client.pop())  # statements are compiled and prepared once
    database = gateway.parts.database
    writes, retries = database.writes, database.retries
    print("ready", flush=True)
    sys.stdin.readline()
    begun_s, begun_cpu_s = time.perf_counter(), _cpu_s()
    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        each_s = list(pool.map(lambda mine: act_until(gateway, act, mine, begun_s + seconds), bills))
    did = Did(
        seconds=time.perf_counter() - begun_s,
        took_s=tuple(took_s for one_s in each_s for took_s in one_s),
        cpu_s=_cpu_s() - begun_cpu_s,
        writes=database.writes - writes,
        retries=database.retries - retries,
    )
    print(msgspec.json.encode(did).decode(), flush=True)
    gateway.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), int(sys.argv[5]), sys.argv[6])
