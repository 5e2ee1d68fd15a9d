"""A gateway's database as it is after a season: a million payments of 10,000 kiosks, and cases among them.

Rows are written as the gateway would have left them, in the order of their keys; everything is as random as
in life, from a seed.
"""

import uuid
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any, Final

import msgspec

from tests.benchmarks.bulk_rows import bulk

DAYS: Final = 90
DAY_MS: Final = 86_400_000
CLOSED_CASES: Final = 20_000
OPEN_CASES: Final = 500
_BATCH: Final = 20_000
_METHODS: Final = ("phone_code", "phone_code", "phone_code", "bank_card", "cash", "recharge_card")
_PROVIDERS: Final = {
    "phone_code": "wechat",
    "bank_card": "card",
    "cash": "cash",
    "recharge_card": "recharge_card",
}
_UTILITIES: Final = (("electricity", "electricity-city"), ("water", "water-city"), ("gas", "gas-city"))
_KINDS: Final = ("voucher", "found_note", "provider_only", "kiosk_differs")
_STEPS: Final = (
    (1, "created", "created", "Created", 0),
    (2, "created", "charging", "Begun", 0),
    (3, "charging", "charged", "ChargeReported", 900),
    (4, "charged", "posting", "TimerDue", 900),
    (5, "posting", "posted", "PostReported", 1_600),
)


class Paid(msgspec.Struct, frozen=True):
    payment_id: str
    kiosk: int
    method: str
    fen: int
    at_ms: int
    utility: int

    @property
    def kiosk_id(self) -> str:
        return kiosk_name(self.kiosk)


def kiosk_name(number: int) -> str:
    return f"LFL-{number // 10:04d}-{number % 10:02d}"


def payments(count: int, kiosks: int, now_ms: int) -> Iterator[Paid]:
    """In the order of their ids, which says nothing of their time."""
    random = Random(7)
    ids = sorted(random.getrandbits(128) for _ in range(count))
    for number in ids:
        at_ms = now_ms - DAY_MS - random.randrange(DAYS * DAY_MS)
        who, method = random.randrange(kiosks), random.choice(_METHODS)
        name = str(uuid.UUID(int=number))
        yield Paid(name, who, method, random.randrange(1_000, 60_000), at_ms, random.randrange(3))


def provider_no(payment_id: str) -> str:
    return f"42{int(payment_id[:18].replace('-', ''), 16):024d}"


def open_differences(now_ms: int) -> Iterator[str]:
    """Numbers of open cases that are closed by explaining them."""
    for case in _cases(now_ms):
        if case["state"] == "open" and case["kind"] in {"provider_only", "kiosk_differs"}:
            yield case["number"]


def fill(url: str, count: int, kiosks: int, now_ms: int) -> None:
    rows = payments(count, kiosks, now_ms)
    with bulk(url) as into:
        while batch := list(islice(rows, _BATCH)):
            for table, of_each in _TABLES:
                into.insert(table, [row for each in batch for row in of_each(each)])
        into.insert("money_case", list(_cases(now_ms)))


def many_kiosks(url: str, kiosks: int, first: str) -> None:
    """As many as that, each with the heartbeat that kiosk `first` has sent to a gateway at work."""
    with bulk(url, served=True) as into:
        into.copy_kiosk(first, [kiosk_name(number) for number in range(kiosks)])


def _payment(paid: Paid) -> Iterator[dict[str, Any]]:
    yield {
        "payment_id": paid.payment_id,
        "ver": len(_STEPS),
        "fingerprint": "0" * 64,
        "kiosk_id": paid.kiosk_id,
        "method": paid.method,
        "provider": _PROVIDERS.get(paid.method, paid.method),
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
    utility, biller = _UTILITIES[paid.utility]
    stem = paid.payment_id.replace("-", "")
    yield {
        "payment_id": paid.payment_id,
        "number": 0,
        "bill_id": stem[:24],
        "biller_id": biller,
        "biller_bill_no": stem[:16],
        "utility": utility,
        "amount_fen": paid.fen,
        "posting_ref": f"{stem}-0",
        "refund_no": f"{stem}-r0",
        "state": "posted",
        "posting_since_ms": paid.at_ms + 900,
        "fenced": 0,
        "tries": 0,
        "kind": "bill",
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
    stem = paid.payment_id.replace("-", "")
    yield {
        "receipt_no": str(int(stem[:16], 16)).zfill(20)[-20:],
        "payment_id": paid.payment_id,
        "verification_code": stem[:8].upper(),
        "issued_ms": paid.at_ms + 1_600,
    }


def _ledger(paid: Paid) -> Iterator[dict[str, Any]]:
    for kind, after_ms in (("charge", 900), ("post", 1_600)):
        yield {"payment_id": paid.payment_id, "kind": kind, "number": 0, "at_ms": paid.at_ms + after_ms}


def _ledger_lines(paid: Paid) -> Iterator[dict[str, Any]]:
    clearing = f"clearing:{_PROVIDERS[paid.method]}"
    payable = f"payable:{_UTILITIES[paid.utility][1]}"
    for kind, debit, credit in (("charge", clearing, "suspense"), ("post", "suspense", payable)):
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
