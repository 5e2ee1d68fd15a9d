"""A gateway's database as it is after a season: a million payments of 10,000 kiosks, and cases among them.

Rows are written as the gateway would have left them, in the order of their keys; everything is as random as
in life, from a seed.
"""

import uuid
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any, Final

from kiosk.payment.load_state import LoadState
from tests.benchmarks import operator_loads
from tests.benchmarks.bulk_rows import Bulk, Row, bulk
from tests.benchmarks.operator_paid import (
    CREDITED_MS,
    DAY_MS,
    DAYS,
    PROVIDERS,
    UTILITIES,
    Paid,
    kiosk_name,
    payments,
    provider_no,
)

CLOSED_CASES: Final = 20_000
OPEN_CASES: Final = 500
_BATCH: Final = 20_000
_KINDS: Final = ("voucher", "found_note", "provider_only", "kiosk_differs")
_STEPS: Final = (
    (1, "created", "created", "Created", 0),
    (2, "created", "charging", "Begun", 0),
    (3, "charging", "charged", "ChargeReported", 900),
    (4, "charged", "posting", "TimerDue", 900),
    (5, "posting", "posted", "PostReported", CREDITED_MS),
)


def open_differences(now_ms: int) -> Iterator[str]:
    """Numbers of open cases that are closed by explaining them."""
    for case in _cases(now_ms):
        if case["state"] == "open" and case["kind"] in {"provider_only", "kiosk_differs"}:
            yield case["number"]


def fill(url: str, count: int, kiosks: int, now_ms: int) -> None:
    rows = payments(count, kiosks, now_ms)
    with bulk(url) as into:
        while batch := list(islice(rows, _BATCH)):
            for table, of_each in (*_TABLES, *operator_loads.TABLES):
                _insert(into, table, [row for each in batch for row in of_each(each)])
            cases = [row for each in batch for row in operator_loads.case_of(each, now_ms)]
            _insert(into, "money_case", cases)
        into.insert("money_case", list(_cases(now_ms)))


def many_kiosks(url: str, kiosks: int, first: str) -> None:
    """As many as that, each with the heartbeat that kiosk `first` has sent to a gateway at work."""
    with bulk(url, served=True) as into:
        into.copy_kiosk(first, [kiosk_name(number) for number in range(kiosks)])


def _insert(into: Bulk, table: str, rows: list[Row]) -> None:
    if rows:
        into.insert(table, rows)


def _payment(paid: Paid) -> Iterator[dict[str, Any]]:
    yield {
        "payment_id": paid.payment_id,
        "ver": len(_STEPS),
        "fingerprint": "0" * 64,
        "kiosk_id": paid.kiosk_id,
        "method": paid.method,
        "provider": PROVIDERS[paid.method],
        "amount_fen": paid.fen,
        "created_ms": paid.at_ms,
        "state": "posted",
        "charging_since_ms": paid.at_ms,
        "payer_confirming": 0,
        "given_up": 0,
        "tries": 0,
        "charged_fen": paid.fen,
        "reversed_fen": 0,
        "charged_ms": paid.at_ms + 900,
        "provider_no": provider_no(paid.payment_id),
        "inserted_fen": paid.fen if paid.method == "cash" else 0,
        "rest_fen": 0,
    }


def _leg(paid: Paid) -> Iterator[dict[str, Any]]:
    utility, biller = UTILITIES[paid.utility]
    yield {
        "payment_id": paid.payment_id,
        "number": 0,
        "bill_id": paid.bill_id,
        "biller_id": biller,
        "biller_bill_no": paid.stem[:16],
        "utility": utility,
        "amount_fen": paid.fen,
        "posting_ref": paid.posting_ref,
        "refund_no": f"{paid.stem}-r0",
        "state": "posted",
        "posting_since_ms": paid.at_ms + 900,
        "fenced": 0,
        "tries": 0,
        "kind": "prepaid" if paid.load else "bill",
        "load_way": None if paid.load is None else "card" if paid.by_card else "meter",
        "load_no": 1 if paid.load else 0,
    }


def _events(paid: Paid) -> Iterator[dict[str, Any]]:
    for ver, from_state, to_state, cause, after_ms in _STEPS:
        yield {
            "payment_id": paid.payment_id,
            "ver": ver,
            "from_state": from_state,
            "to_state": to_state,
            "cause": cause,
            "at_ms": paid.at_ms + after_ms,
        }


def _receipt(paid: Paid) -> Iterator[dict[str, Any]]:
    yield {
        "receipt_no": str(int(paid.stem[:16], 16)).zfill(20)[-20:],
        "payment_id": paid.payment_id,
        "verification_code": paid.stem[:8].upper(),
        "issued_ms": paid.at_ms + CREDITED_MS,
    }


def _booked(paid: Paid) -> Iterator[tuple[str, int, str, str]]:
    """What for, after how many ms, debit and credit."""
    clearing = f"clearing:{PROVIDERS[paid.method]}"
    payable = f"payable:{UTILITIES[paid.utility][1]}"
    yield "charge", 900, clearing, "suspense"
    yield "post", CREDITED_MS, "suspense", payable
    if paid.load is LoadState.REFUNDED:
        yield "take_back", CREDITED_MS + 1_500, payable, "refund_payable"
        yield "load_refund", CREDITED_MS + 2_500, "refund_payable", clearing


def _ledger(paid: Paid) -> Iterator[dict[str, Any]]:
    for kind, after_ms, _debit, _credit in _booked(paid):
        yield {"payment_id": paid.payment_id, "kind": kind, "number": 0, "at_ms": paid.at_ms + after_ms}


def _ledger_lines(paid: Paid) -> Iterator[dict[str, Any]]:
    for kind, _after_ms, debit, credit in _booked(paid):
        entry = {"payment_id": paid.payment_id, "kind": kind, "number": 0}
        yield entry | {"line": 0, "account": debit, "fen": paid.fen}
        yield entry | {"line": 1, "account": credit, "fen": -paid.fen}


_TABLES: Final = (
    ("payment", _payment),
    ("leg", _leg),
    ("payment_event", _events),
    ("ledger_transaction", _ledger),
    ("ledger_line", _ledger_lines),
    ("receipt", _receipt),
)


def _cases(now_ms: int) -> Iterator[dict[str, Any]]:
    random = Random(11)
    for number in range(OPEN_CASES + CLOSED_CASES):
        opened_ms = now_ms - random.randrange(DAYS * DAY_MS)
        yield {
            "number": f"2611{number:010d}",
            "kind": random.choice(_KINDS),
            "ref": f"{uuid.UUID(int=random.getrandbits(128))}/0",
            "fen": random.randrange(100, 9_000),
            "opened_ms": opened_ms,
            "state": "open" if number < OPEN_CASES else "closed",
            "closed_by": None if number < OPEN_CASES else "anna",
            "closed_ms": None if number < OPEN_CASES else opened_ms + 60_000,
            "closed_how": None if number < OPEN_CASES else "explained",
        }
