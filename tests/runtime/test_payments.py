"""Paying by phone code: what leaves, in which order, what the session is told and the journal keeps."""

from pathlib import Path

import pytest

from kiosk.backend.errors import GatewayError, GatewayGarbage, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.session import problems
from kiosk.session.effects import StartPayment
from kiosk.session.events import PaymentOpened, PaymentRefused
from tests.runtime.counter import BASKET, Counter
from tests.runtime.scripted_gateway import REFUSED_UNKNOWN, answer
from tests.session import facts


def test_a_payment_is_opened_sent_settled_told_and_closed(counter: Counter) -> None:
    counter.gateway.says(answer("settled"))
    counter.pay()
    assert counter.told[0] == PaymentOpened(7, "p1")
    outcome = counter.outcomes[0]
    assert (outcome.kind, outcome.amount_fen, outcome.receipt_no) == (
        "settled",
        facts.ALL_FEN,
        "202611200001",
    )
    assert [leg.state for leg in outcome.legs] == ["posted", "posted", "posted"]
    assert counter.journal.history("p1") == ("intent", "result", "closed")


def test_the_gateway_is_asked_for_the_bills_the_resident_agreed_to(counter: Counter) -> None:
    counter.gateway.says(answer("settled"))
    counter.pay()
    request = counter.gateway.requests[0]
    assert [(b.bill_id, b.version, b.amount_fen) for b in request.bills] == [
        (b.bill_id, b.version, b.due_fen) for b in facts.ALL_BILLS
    ]
    assert (request.amount_fen, request.method, request.kiosk_id) == (
        facts.ALL_FEN,
        "phone_code",
        "LFL-380-01",
    )
    assert request.phone_code == facts.WECHAT_CODE.value


def test_the_intent_is_durable_before_the_first_byte_leaves(counter: Counter) -> None:
    seen: list[tuple[str, ...]] = []

    counter.gateway.before_each_call = lambda: seen.append(counter.journal.history("p1"))
    counter.gateway.says(answer("settled"))
    counter.pay()
    assert seen == [("intent",)]


def test_the_journals_end_is_written_before_the_session_is_told(counter: Counter) -> None:
    counter.gateway.says(answer("working"), answer("settled"))
    counter.pay()
    assert counter.journal.history("p1") == ("intent",)
    counter.let_pass(1)
    assert counter.journal.history("p1") == ("intent", "result", "closed")
    assert [outcome.kind for outcome in counter.outcomes] == ["settled"]


@pytest.mark.parametrize("failure", [GatewayUnreachable(), GatewaySlow(), GatewayGarbage(), GatewayError()])
def test_silence_and_nonsense_are_answered_by_the_same_request_again(
    counter: Counter, failure: GatewayError
) -> None:
    counter.gateway.says(failure, failure, answer("settled"))
    counter.pay()
    counter.let_pass(4.5)
    assert counter.gateway.calls == ["submit", "submit", "submit"]
    assert len(set(map(id, counter.gateway.requests))) == 1
    assert counter.stages == ["checking"]
    assert [outcome.kind for outcome in counter.outcomes] == ["settled"]


def test_a_gateway_that_stays_silent_is_never_taken_for_either_outcome(counter: Counter) -> None:
    counter.gateway.says(GatewaySlow())
    counter.pay()
    counter.let_pass(900)
    assert counter.outcomes == []
    assert set(counter.gateway.calls[:15]) == {"submit"}
    assert set(counter.gateway.calls[15:]) == {"cancel"}, (
        "after half a minute the id is barred, not sent again"
    )
    counter.gateway.says(answer("not_charged", "cancelled", amount_fen=0, legs=()))
    counter.let_pass(60)
    assert [(outcome.kind, outcome.detail) for outcome in counter.outcomes] == [("not_charged", "cancelled")]
    assert counter.journal.history("p1") == ("intent", "result", "closed")


def test_a_second_answer_to_a_lost_first_one_is_the_same_payments(counter: Counter) -> None:
    counter.gateway.says(GatewaySlow(), answer("working"), answer("settled"))
    counter.pay()
    counter.let_pass(5)
    assert counter.gateway.calls == ["submit", "submit", "ask"]
    assert {request.payment_id for request in counter.gateway.requests} == {"p1"}


def test_a_refused_request_was_not_charged_and_says_why(counter: Counter) -> None:
    counter.gateway.says(GatewayRefused("amount_mismatch", 422))
    counter.pay()
    assert counter.gateway.calls == ["submit"]
    assert [(outcome.kind, outcome.detail) for outcome in counter.outcomes] == [("not_charged", "refused")]
    assert counter.journal.history("p1") == ("intent", "result", "closed")


def test_a_refusal_after_a_lost_answer_is_not_believed_for_the_first_request_may_have_been_charged(
    counter: Counter,
) -> None:
    counter.gateway.says(
        GatewaySlow(), GatewayRefused("idempotency_key_reused", 422), answer("working"), answer("settled")
    )
    counter.pay()
    counter.let_pass(5)
    assert counter.gateway.calls == ["submit", "submit", "ask", "ask"]
    assert [outcome.kind for outcome in counter.outcomes] == ["settled"]


def test_a_refusal_after_a_request_that_never_arrived_ends_by_barring_the_id(counter: Counter) -> None:
    barred = answer("not_charged", "cancelled", amount_fen=0, legs=())
    counter.gateway.says(GatewaySlow(), GatewayRefused("bill_unknown", 404), REFUSED_UNKNOWN, barred)
    counter.pay()
    counter.let_pass(3)
    assert counter.gateway.calls == ["submit", "submit", "ask", "cancel"]
    assert [outcome.kind for outcome in counter.outcomes] == ["not_charged"]


@pytest.mark.parametrize(
    "refusal",
    [
        GatewayRefused("idempotency_conflict", 409),
        GatewayRefused("rate_limited", 429),
        GatewayRefused("fault", 500),
        GatewayRefused("biller_unavailable", 503),
    ],
)
def test_a_refusal_that_says_try_again_is_tried_again(counter: Counter, refusal: GatewayRefused) -> None:
    counter.gateway.says(refusal, answer("settled"))
    counter.pay()
    assert counter.outcomes == []
    counter.let_pass(2)
    assert counter.gateway.calls == ["submit", "submit"]
    assert [outcome.kind for outcome in counter.outcomes] == ["settled"]


@pytest.mark.parametrize(
    "wrong",
    [
        answer("settled", amount_fen=facts.ALL_FEN + 1),
        answer("settled", amount_fen=facts.ALL_FEN - 1),
        answer("settled", legs=()),
        answer("part_settled", "refunded", amount_fen=1),
        answer("not_charged", "cancelled", amount_fen=1),
    ],
)
def test_an_end_of_another_sum_is_no_success_and_no_failure_and_stays_open(
    counter: Counter, wrong: object
) -> None:
    counter.gateway.says(wrong)  # type: ignore[arg-type]  # parametrize forgets the type
    counter.pay()
    assert [(outcome.kind, outcome.amount_fen) for outcome in counter.outcomes] == [
        ("pending", facts.ALL_FEN)
    ]
    assert counter.outcomes[0].receipt_no == ""
    assert [intent.payment_id for intent in counter.journal.open_intents()] == ["p1"]
    counter.let_pass(10)
    assert counter.gateway.calls == ["submit"], "it is asked again at the next start, not all day"


def test_cancelling_bars_the_id_and_tells_what_really_happened(counter: Counter) -> None:
    counter.gateway.says(answer("working"), answer("working", "posting"), answer("settled"))
    counter.pay()
    counter.cancel()
    assert counter.gateway.calls == ["submit", "cancel"]
    counter.let_pass(1)
    assert [outcome.kind for outcome in counter.outcomes] == ["settled"]


def test_a_payment_cancelled_before_its_request_has_left_is_barred_and_never_sent(counter: Counter) -> None:
    counter.gateway.says(GatewayUnreachable())
    counter.payments.begin(StartPayment(7, BASKET, "phone_code", facts.WECHAT_CODE))
    counter.payments.cancel("p1")
    counter.run()
    counter.let_pass(60)
    assert set(counter.gateway.calls) == {"cancel"}


def test_cancelling_what_has_ended_or_never_was_does_nothing(counter: Counter) -> None:
    counter.cancel()
    counter.gateway.says(answer("settled"))
    counter.pay()
    counter.cancel()
    assert counter.gateway.calls == ["submit"]


def test_the_resident_is_told_what_is_waited_for_each_time_once(counter: Counter) -> None:
    confirming = answer("working", "payer_confirming")
    lines = [
        confirming,
        confirming,
        answer("working", "posting"),
        answer("pending", "refunding"),
        answer("settled"),
    ]
    counter.gateway.says(*lines)
    counter.pay()
    counter.let_pass(5)
    assert counter.stages == ["payer_confirming", "checking", "returning"]


@pytest.mark.parametrize(
    ("detail", "told"),
    [(None, "refused"), ("declined_funds", "declined_funds"), ("refunded", "posting_failed")]
    + [(reason, reason) for reason in ("code_expired", "bill_busy", "late_success_returned", "timed_out")],
)
def test_every_reason_not_to_charge_has_its_words(counter: Counter, detail: str | None, told: str) -> None:
    counter.gateway.says(answer("not_charged", detail))
    counter.pay()
    assert counter.outcomes[0].detail == told
    assert told in problems.NOT_CHARGED


def test_two_payments_run_side_by_side_and_end_each_by_itself(counter: Counter) -> None:
    counter.gateway.says(GatewaySlow())
    counter.pay()
    counter.gateway.says(answer("settled", payment_id="p2"))
    counter.pay()
    assert [outcome.payment_id for outcome in counter.outcomes] == ["p2"]
    counter.gateway.says(answer("settled"))
    counter.let_pass(2)
    assert [outcome.payment_id for outcome in counter.outcomes] == ["p2", "p1"]


def test_a_payment_that_waited_half_a_minute_for_its_turn_is_not_begun(counter: Counter) -> None:
    """Its phone code is dead, and its resident has long been told that something is wrong."""
    counter.payments.worker.submit(lambda: counter.clock.advance(30))
    counter.pay()
    assert counter.told == [PaymentRefused(7, "timed_out")]
    assert (counter.gateway.calls, counter.journal.open_intents()) == ([], ())


def test_without_a_note_acceptor_cash_is_called_off_before_any_note(counter: Counter) -> None:
    expected = answer("cash_expected", cash_rest="to_account", legs=())
    counter.gateway.says(expected, answer("not_charged", "cancelled", legs=()))
    counter.pay("cash")
    assert counter.gateway.calls == ["submit", "cash_closed"]
    assert counter.gateway.closings[0].notes == ()
    assert [outcome.kind for outcome in counter.outcomes] == ["not_charged"]
    assert counter.journal.open_intents() == ()


def test_a_fault_of_ours_after_something_was_sent_never_says_that_nothing_was(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    counter.gateway.says(ZeroDivisionError("a text with 13456789"), answer("settled"))
    counter.pay()
    assert counter.told == [PaymentOpened(7, "p1")]
    counter.let_pass(2)
    assert [outcome.kind for outcome in counter.outcomes] == ["settled"]
    assert "ZeroDivisionError" in caplog.text
    assert "13456789" not in caplog.text


def test_the_phones_code_is_forgotten_as_soon_as_it_may_not_be_sent_any_more(counter: Counter) -> None:
    counter.gateway.says(answer("working"))
    counter.pay()
    assert facts.WECHAT_CODE.value not in repr(vars(counter.payments)["_open"])
    assert [entry.request for entry in vars(counter.payments)["_open"].values()] == [None]


def test_nothing_of_the_resident_is_logged_or_journaled_whatever_fails(
    counter: Counter, caplog: pytest.LogCaptureFixture, journal_path: Path
) -> None:
    counter.gateway.says(
        GatewaySlow(), GatewayGarbage(), GatewayRefused("bill_unknown", 404), REFUSED_UNKNOWN
    )
    counter.pay()
    counter.let_pass(60)
    written = b"".join(path.read_bytes() for path in journal_path.parent.iterdir())
    assert b"p1" in written
    for personal in (facts.WECHAT_CODE.value, facts.HOLDER, facts.ADDRESS, facts.WATER.account_masked):
        assert personal not in caplog.text
        assert personal.encode() not in written
