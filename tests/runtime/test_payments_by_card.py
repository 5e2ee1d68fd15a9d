"""Paying by bank card: the gateway expects it, the terminal takes it, the acquirer's word counts."""

import pytest

from kiosk.backend.errors import GatewaySlow
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Journal
from kiosk.wire.payments import CardResult
from tests.runtime.counter import Counter
from tests.runtime.scripted_gateway import REFUSED_UNKNOWN, answer
from tests.session import facts

EXPECTED = answer("card_expected")
APPROVED = CardResult("approved", "123456", "000000123456", "0017")
SALE = ("sale", "p1", str(facts.ALL_FEN))


def test_a_card_is_taken_reported_and_settled(counter: Counter) -> None:
    counter.gateway.says(EXPECTED, answer("working", "posting"), answer("settled"))
    counter.pay("bank_card")
    assert counter.terminal.asked == [SALE]
    assert counter.journal.history("p1") == ("intent", "card_started")
    counter.card_finished(APPROVED)
    assert (counter.gateway.calls, counter.gateway.card) == (["submit", "report"], APPROVED)
    counter.let_pass(1)
    assert [outcome.kind for outcome in counter.outcomes] == ["settled"]
    assert counter.journal.history("p1") == ("intent", "card_started", "card_result", "result", "closed")


def test_no_phone_code_is_sent_with_a_card(counter: Counter) -> None:
    counter.gateway.says(EXPECTED)
    counter.pay("bank_card")
    assert counter.gateway.requests[0].phone_code is None


def test_while_the_terminal_speaks_to_the_resident_the_kiosk_does_not_talk_over_it(counter: Counter) -> None:
    counter.gateway.says(EXPECTED, GatewaySlow(), answer("working", "posting"), EXPECTED)
    counter.pay("bank_card")
    counter.let_pass(15)
    assert counter.stages == []


@pytest.mark.parametrize(
    ("detail", "told"),
    [("declined", "card_declined"), ("timed_out", "card_timeout"), ("declined_funds", "declined_funds")],
)
def test_a_card_that_failed_is_told_in_the_words_for_cards(counter: Counter, detail: str, told: str) -> None:
    counter.gateway.says(EXPECTED, answer("not_charged", detail))
    counter.pay("bank_card")
    counter.card_finished(CardResult("declined"))
    assert [(outcome.kind, outcome.detail) for outcome in counter.outcomes] == [("not_charged", told)]


def test_a_cancellation_goes_to_the_terminal_and_what_it_has_taken_is_not_dropped(counter: Counter) -> None:
    counter.gateway.says(EXPECTED)
    counter.pay("bank_card")
    counter.cancel()
    assert counter.terminal.asked == [SALE, ("cancel", "p1")]
    counter.gateway.says(answer("settled"))
    counter.card_finished(APPROVED)
    assert counter.gateway.calls == ["submit", "report"]
    assert [outcome.kind for outcome in counter.outcomes] == ["settled"]


def test_a_terminal_that_stays_silent_after_a_cancellation_is_gone_round(counter: Counter) -> None:
    counter.gateway.says(EXPECTED)
    counter.pay("bank_card")
    counter.cancel()
    counter.gateway.says(EXPECTED, answer("working", "reversing"), answer("not_charged", "cancelled"))
    counter.let_pass(7)
    assert counter.gateway.calls[-3:] == ["ask", "cancel", "ask"]
    assert [(outcome.kind, outcome.detail) for outcome in counter.outcomes] == [("not_charged", "cancelled")]


def test_a_resident_who_walks_away_leaves_no_sale_on_the_terminal(counter: Counter) -> None:
    counter.gateway.says(EXPECTED)
    counter.pay("bank_card")
    counter.let_pass(20)
    counter.gateway.says(answer("not_charged", "timed_out"))
    counter.let_pass(5)
    assert counter.terminal.asked == [SALE, ("cancel", "p1")]
    assert counter.outcomes[0].detail == "card_timeout"


def test_an_approval_that_comes_after_the_end_is_still_written_down(counter: Counter) -> None:
    counter.gateway.says(EXPECTED)
    counter.pay("bank_card")
    counter.gateway.says(answer("not_charged", "late_success_returned"))
    counter.let_pass(5)
    counter.card_finished(APPROVED)
    assert counter.journal.history("p1")[-1] == "card_result"
    assert len(counter.outcomes) == 1


def test_without_a_terminal_the_payment_is_cancelled_before_anybody_is_asked_for_a_card(
    clock: FakeClock, journal: Journal
) -> None:
    counter = Counter(clock, journal, with_terminal=False)
    counter.gateway.says(EXPECTED, answer("not_charged", "cancelled"))
    counter.pay("bank_card")
    assert counter.gateway.calls == ["submit", "cancel"]
    assert [outcome.kind for outcome in counter.outcomes] == ["not_charged"]
    assert journal.history("p1") == ("intent", "result", "closed")


def test_a_sale_that_cannot_be_written_down_is_not_begun(counter: Counter) -> None:
    counter.gateway.says(EXPECTED, answer("not_charged", "cancelled"))
    counter.gateway.before_each_call = counter.journal.close
    counter.pay("bank_card")
    assert counter.terminal.asked == []
    assert counter.gateway.calls == ["submit", "cancel"]


def test_a_gateway_that_forgets_a_card_payment_does_not_keep_the_terminal_waiting(counter: Counter) -> None:
    counter.gateway.says(EXPECTED, REFUSED_UNKNOWN, answer("not_charged", "cancelled", amount_fen=0, legs=()))
    counter.pay("bank_card")
    counter.let_pass(5)
    assert counter.gateway.calls == ["submit", "ask", "cancel"]
    assert counter.terminal.asked == [SALE, ("cancel", "p1")]
