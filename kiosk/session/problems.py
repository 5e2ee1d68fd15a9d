"""Every way it can go wrong that a resident is told about, by the stem of its texts.

A stem outside this list is told as `unknown`; each stem has `problem.<stem>.title`, `.prompt` and `.number`,
which a resident can say on the telephone and no display shows in any other form.
"""

LOOK_UP = frozenset(
    {
        "code_unknown",
        "code_foreign",
        "account_unknown",
        "number_wrong",
        "household_unknown",
        "no_meter",
        "biller_unavailable",
        "gateway_down",
        "gateway_slow",
        "gateway_garbage",
        "too_many_tries",
        "pay_code_too_early",
        "not_a_pay_code",
        "no_history",
        "nothing_paid",
        "proof_needed",
    }
)
CARDS = frozenset(
    {
        "card_upside_down",
        "card_not_id",
        "card_unsupported",
        "card_damaged",
        "card_pulled",
        "card_forced_out",
        "card_jammed",
        "card_unknown",
        "card_turned",
        "reader_off",
        "meter_card_other_company",
        "meter_card_other_utility",
        "meter_card_blank",
        "meter_card_damaged",
        "meter_card_blocked",
        "meter_card_not_activated",
    }
)
NOT_CHARGED = frozenset(
    {
        "declined_funds",
        "declined",
        "code_expired",
        "code_used",
        "code_wrong_kind",
        "bill_busy",
        "bill_changed",
        "bill_paid",
        "biller_closed",
        "biller_paused",
        "under_limit",
        "over_limit",
        "over_day_limit",
        "method_over_limit",
        "late_success_returned",
        "cancelled",
        "timed_out",
        "cash_not_exact",
        "note_slot_off",
        "posting_failed",
        "card_declined",
        "card_timeout",
        "terminal_off",
        "journal_damaged",
        "storage_full",
        "refused",
    }
)
RECHARGE = frozenset(
    {
        "recharge_mistyped",
        "recharge_unknown",
        "recharge_used",
        "recharge_expired",
        "recharge_blocked",
        "recharge_other_biller",
        "recharge_too_small",
        "recharge_changed",
        "recharge_locked",
        "recharge_silent",
        "not_a_recharge_code",
    }
)
"""Of a recharge card, before it is redeemed or in place of it: the card was not touched."""

RECEIPT = frozenset(
    {
        "paper_out",
        "cover_open",
        "cutter",
        "printer_silent",
        "printer_off",
        "receipt_incomplete",
        "copy_uncounted",
    }
)
RETURNED = frozenset({"late_success_returned", "posting_failed"})
"""Not charged in the end, but the money was gone for a while: never told as "nothing was taken"."""

LOADS = frozenset({"load_proof_needed"})
"""Of a load that is paid already: nobody is told that no money was taken."""

CLOSED = frozenset({"technician"})
"""Why nothing may begin here, besides a damaged journal and an unreachable gateway."""

SERVICE_CLOSED = "service_closed"
"""The gateway takes no such requests: nothing that is changed here changes that."""

REQUESTS = frozenset(
    {
        SERVICE_CLOSED,
        "request_not_sent",
        "request_unsure",
        "request_refused",
        "request_open",
        "phone_wrong",
        "count_wrong",
        "request_number_unknown",
        "request_of_another",
        "request_over",
        "withdrawal_unsure",
        "photographs_gone",
        "draft_not_kept",
        "draft_unsure",
    }
)
"""Of a service that is asked for: no money is in it."""

UNKNOWN = "unknown"
ALL = LOOK_UP | CARDS | NOT_CHARGED | RECHARGE | RECEIPT | LOADS | CLOSED | REQUESTS | {UNKNOWN}


def known(stem: str) -> str:
    """The stem itself, or `unknown` for one nobody has written words for: it says that no money moved."""
    return stem if stem in ALL else UNKNOWN


def of_receipt(stem: str) -> str:
    """As `known`, for what is told after the money: it must not speak of the payment."""
    return stem if stem in RECEIPT else "printer_off"
