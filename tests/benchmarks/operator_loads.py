"""Rows of what was bought for prepaid meters, as the gateway would have left them: each load with what became
of it, what of it is still owed, and a case where nobody has brought its card for long.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiosk.gateway.cases.load_cases import LOAD_WAITS, UNSURE_MS, WAITING_MS
from kiosk.payment.load_state import LoadState
from tests.benchmarks.operator_paid import CREDITED_MS, UTILITIES, Paid

_Steps = tuple[tuple[str, str, str, int], ...]
"""Each from where to where, why, and how many ms after it was credited."""
_HEARD_MS: Final = 2_700
_TO_A_CARD: Final[_Steps] = (("nothing", "card_waiting", "Posted", 0),)
_IN_A_READER: Final[_Steps] = (
    *_TO_A_CARD,
    ("card_waiting", "writing", "SessionBegun", 900),
    ("writing", "writing", "SessionHeard", 1_800),
    ("writing", "writing", "SessionHeard", _HEARD_MS),
)
_TO_A_METER: Final[_Steps] = (
    ("nothing", "waiting", "Posted", 0),
    ("waiting", "loading", "LoadDue", 200),
)
_BY_CARD: Final[Mapping[LoadState, _Steps]] = {
    LoadState.CARD_WAITING: _TO_A_CARD,
    LoadState.CARD_UNSURE: (*_IN_A_READER, ("writing", "card_unsure", "LoadDue", 122_700)),
    LoadState.LOADED: (
        *_IN_A_READER,
        ("writing", "written", "SessionEnded", 3_600),
        ("written", "loaded", "WrittenConfirmed", 3_700),
    ),
}
_BY_LINE: Final[Mapping[LoadState, _Steps]] = {
    LoadState.LOADED: (*_TO_A_METER, ("loading", "loaded", "LoadReported", 4_000)),
    LoadState.TOKEN: (
        *_TO_A_METER,
        ("loading", "token_due", "LoadReported", 900),
        ("token_due", "token", "TokenReported", 1_500),
    ),
    LoadState.REFUNDED: (
        *_TO_A_METER,
        ("loading", "returning", "LoadReported", 900),
        ("returning", "refunding", "TakenBackReported", 1_500),
        ("refunding", "refunded", "LoadRefundReported", 2_500),
    ),
}
_QUIET_MS: Final = {
    LoadState.CARD_WAITING: CREDITED_MS + WAITING_MS,
    LoadState.CARD_UNSURE: CREDITED_MS + _HEARD_MS + UNSURE_MS,
}
"""After so long since it was paid there is a case of it."""


def case_of(paid: Paid, now_ms: int) -> Iterator[dict[str, Any]]:
    quiet_ms = None if paid.load is None else _QUIET_MS.get(paid.load)
    if quiet_ms is not None and paid.at_ms + quiet_ms <= now_ms:
        yield {
            "number": f"2612{int(paid.stem, 16) % 10**10:010d}",
            "kind": LOAD_WAITS,
            "ref": paid.posting_ref,
            "fen": paid.fen,
            "opened_ms": paid.at_ms + quiet_ms,
            "state": "open",
            "closed_by": None,
            "closed_ms": None,
            "closed_how": None,
        }


def _steps(paid: Paid) -> _Steps:
    if paid.load is None:
        return ()
    return (_BY_CARD if paid.by_card else _BY_LINE)[paid.load]


def _load(paid: Paid) -> Iterator[dict[str, Any]]:
    if paid.load is None:
        return
    utility, biller = UTILITIES[paid.utility]
    credited_ms, read = paid.at_ms + CREDITED_MS, paid.by_card and paid.load is not LoadState.CARD_WAITING
    yield {
        "load_id": paid.posting_ref,
        "ver": len(_steps(paid)),
        "payment_id": paid.payment_id,
        "leg": 0,
        "supply_id": paid.bill_id,
        "supply_no": paid.stem[:16],
        "biller_id": biller,
        "utility": utility,
        "load_no": 1,
        "way": "card" if paid.by_card else "meter",
        "amount_fen": paid.fen,
        "refund_no": f"{paid.stem}-r0",
        "refundable": int(paid.refundable),
        "state": paid.load.value,
        "created_ms": credited_ms,
        "due_ms": None,
        "since_ms": credited_ms + _HEARD_MS if read else 0,
        "tries": 0,
        "unsure": int(paid.load is LoadState.CARD_UNSURE),
        "session_id": paid.payment_id if read else None,
        "session_kiosk_id": paid.kiosk_id if read else None,
        "token": f"{int(paid.stem[:16], 16):020d}" if paid.load is LoadState.TOKEN else None,
    }


def _events(paid: Paid) -> Iterator[dict[str, Any]]:
    for ver, (from_state, to_state, cause, after_ms) in enumerate(_steps(paid), 1):
        yield {
            "load_id": paid.posting_ref,
            "ver": ver,
            "from_state": from_state,
            "to_state": to_state,
            "cause": cause,
            "at_ms": paid.at_ms + CREDITED_MS + after_ms,
        }


def _owed(paid: Paid) -> Iterator[dict[str, Any]]:
    if paid.load_waits:
        yield {"load_id": paid.posting_ref, "due_ms": None, "lease_owner": None, "lease_until_ms": 0}


def _claim(paid: Paid) -> Iterator[dict[str, Any]]:
    """Nobody else buys for its meter meanwhile."""
    if paid.load_waits:
        yield {"bill_id": paid.bill_id, "payment_id": paid.payment_id, "since_ms": paid.at_ms}


TABLES: Final = (("load", _load), ("load_event", _events), ("load_outbox", _owed), ("bill_claim", _claim))
