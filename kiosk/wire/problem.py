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
    "recharge_card_not_taken",  # these bills are not all of one biller that takes its own cards
    "load_unknown",
    "session_unknown",
    "note_differs",  # this note is on record with another value, or for another payment
    "notes_missing",  # the closing leaves out a note that was reported
    "receipt_unknown",
    "day_not_come",  # a day sheet of the future
    "signature_wrong",  # none, or none that counts; why is not told
    "clock_skewed",  # signed rightly, at another time than the gateway's
    "replayed",  # signed rightly, under a sequence number or nonce that was used
    "kiosk_wrong",  # signed by one kiosk, and says that it is another
    "case_unknown",
    "case_closed",
    "case_not_payable",  # nothing is owed, or nobody knows how much
    "case_owes_money",  # it cannot be closed with a word
    "load_moved_on",  # it is no longer what the case was about; look again
    "second_person_needed",  # whoever approves does not pay out
    "same_hands",  # one person may have the passwords of both: whoever enrolled or reset the other
    "supervisor_needed",  # the sum is too large for whoever asked
    "operator_unknown",  # no token, or none that counts
    "service_unknown",
    "field_wrong",  # an answer that its question does not take; the detail names it
    "request_incomplete",  # an answer or a document is missing; the detail names it
    "request_open",  # the person has one of this service that is not answered yet
    "person_wrong",  # it is another person's, or another kiosk's
    "document_differs",  # another document came under this name, or not the bytes it was said to be
    "record_unknown",  # no such alarm, notice, request or command
    "record_changed",  # somebody else has changed it since it was looked at
    "record_closed",  # it has ended, and nothing can be done about it any more
    "name_taken",  # somebody else of the staff has it
    "own_name",  # what nobody may do to their own name
    "machine_unknown",  # not enrolled at this gateway
    "answer_lost",  # of the simulated acquirer, on purpose
    "fault",  # the gateway's own
]


NOT_ADMITTED: frozenset[str] = frozenset({"signature_wrong", "clock_skewed", "replayed", "kiosk_wrong"})
"""Says nothing of the payment: an earlier request for it may well have been let in."""

_TYPES: dict[str, str] = {
    code: f"urn:digital-hut-kiosk:problem:{code}" for code in ("signature_wrong", "clock_skewed", "replayed")
}


def type_of(code: ProblemCode) -> str:
    """A type of its own where a program must act on it; the others are told by their code."""
    return _TYPES.get(code, "about:blank")


class Problem(msgspec.Struct, frozen=True):
    """Unknown members are allowed, as RFC 9457 asks of readers."""

    title: str
    status: int
    code: str
    """A `ProblemCode`; text, because proxies and later gateways may send others."""
    type: str = "about:blank"
    detail: str = ""


class ClockSkewed(Problem, frozen=True, kw_only=True):
    gateway_time_ms: int
    """Since 1970 UTC; the answer is signed, so a kiosk can go by it."""


class Replayed(Problem, frozen=True, kw_only=True):
    highest_sequence: int
    """The next request must have a higher one."""
