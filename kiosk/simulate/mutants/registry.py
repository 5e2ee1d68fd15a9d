"""All planted bugs by name. A run with one of them must find a violation, or the world is too kind."""

from collections.abc import Callable

from kiosk.simulate.build import Build
from kiosk.simulate.mutants import cash, limits, machines, recharge, reconcile, saga, troubles

Mutant = Callable[[], Build]

_ALL: tuple[Mutant, ...] = (
    saga.new_order_number_on_retry,
    saga.no_reverse_at_deadline,
    saga.not_exist_is_reversed,
    saga.give_up_after_three_reversals,
    saga.refund_while_posting_unknown,
    saga.refund_without_void,
    saga.new_refund_number_each_try,
    machines.no_journal_before_the_act,
    machines.printed_when_charged,
    machines.recovery_without_tombstone,
    saga.no_bill_claim,
    machines.automatic_reprint_at_boot,
    saga.late_success_accepted,
    saga.abandoned_while_charging,
    saga.card_reversal_skipped,
    machines.sale_written_down_after_it_began,
    saga.refund_returns_the_whole_sum,
    saga.one_posting_reference_for_all_legs,
    saga.part_posted_is_told_as_posted,
    machines.journal_not_synced,
    machines.cancellation_dropped_after_three_tries,
    machines.charged_before_it_is_stored,
    machines.new_payment_id_on_resend,
    machines.refusal_of_a_resend_is_an_end,
    machines.timers_by_the_wall_clock,
    machines.other_content_under_the_same_id,
    cash.found_note_is_a_line_in_the_log,
    cash.note_written_down_late,
    cash.note_counted_again_after_a_start,
    cash.notes_go_in_without_a_journal,
    cash.notes_remembered_only,
    cash.stopped_count_is_cancelled,
    cash.last_note_dropped_while_closing,
    cash.found_note_told_once,
    reconcile.refund_written_under_the_charges_number,
    reconcile.returned_charge_not_in_the_ledger,
    reconcile.posting_written_to_another_biller,
    reconcile.missing_movement_is_a_match,
    reconcile.second_line_overlooked,
    reconcile.one_fen_is_no_difference,
    troubles.process_keeps_its_own_time,
    troubles.next_version_misreads_a_reversal,
    troubles.found_note_acknowledged_on_a_full_disk,
    troubles.sum_cut_down_to_the_limit,
    troubles.paused_biller_counts_as_refusing,
    troubles.file_of_a_day_that_is_not_over,
    troubles.file_of_before_overlooked,
    troubles.paid_out_on_one_word,
    troubles.paid_out_each_time_it_is_asked,
    recharge.card_opened_again_after_posting,
    recharge.rest_of_a_card_taken_as_posted,
    recharge.card_redeemed_under_a_second_number,
    recharge.refunded_to_a_card_that_is_spent,
    limits.day_limit_checked_without_counting,
    limits.day_limit_of_each_payment_alone,
    limits.day_limit_not_given_back,
    limits.wrong_codes_not_counted,
    limits.wrong_codes_forgotten_at_a_start,
    limits.late_charge_is_sent,
    limits.late_posting_is_sent,
)

MUTANTS: dict[str, Mutant] = {mutant.__name__: mutant for mutant in _ALL}
"""Each makes a build of its own for every world, for some keep count."""
