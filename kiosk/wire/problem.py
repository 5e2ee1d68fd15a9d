"""Refusals: problem+json (RFC 9457) with a `code` that never changes its meaning.

`detail` is for engineers and never carries what was sent.
"""

from typing import Literal

import msgspec

MEDIA_TYPE = "application/problem+json"

ProblemCode = Literal[
    "code_unknown",  # not one of our bill codes
    "code_foreign",  # a bill of another city or company
    "account_unknown",
    "account_number_wrong",  # length or check digit
    "household_unknown",
    "biller_unavailable",
    "rate_limited",
    "malformed",
    "media_type_wrong",
    "too_large",
    "not_found",
    "method_not_allowed",
    "idempotency_key_missing",
    "idempotency_key_wrong",  # differs from the payment id in the body
    "idempotency_key_reused",  # same id, other content
    "idempotency_conflict",  # the first request under this id is still being taken in
    "amount_mismatch",  # the sum is not the sum of the bills
    "bill_unknown",
    "payment_unknown",
    "payment_not_by_card",
    "payment_not_by_cash",
    "note_differs",  # this note is on record with another value, or for another payment
    "notes_missing",  # the closing leaves out a note that was reported
    "receipt_unknown",
    "operator_unknown",  # no token, or none that counts
    "machine_unknown",  # not enrolled at this gateway
    "answer_lost",  # of the simulated acquirer, on purpose
    "fault",  # the gateway's own
]


class Problem(msgspec.Struct, frozen=True):
    """Unknown members are allowed, as RFC 9457 asks of readers."""

    title: str
    status: int
    code: str
    """A `ProblemCode`; text, because proxies and later gateways may send others."""
    type: str = "about:blank"
    detail: str = ""
