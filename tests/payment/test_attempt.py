"""One payment as the kiosk sees it: what is sent, asked and barred, and what counts as an end."""

import pytest

from kiosk.payment import attempt as rules
from kiosk.payment.attempt import (
    Answered,
    Attempt,
    Came,
    CancelWanted,
    CardFinished,
    NeverHeardOf,
    Refused,
    TerminalUnable,
    Unanswered,
)

PAYMENT = "0193abcd-0000-7000-8000-000000000001"
WORKING = Answered(100.5, final=False)
SETTLED = Answered(100.5, final=True, charged=True)
NOT_CHARGED = Answered(100.5, final=True)
CARD_EXPECTED = Answered(100.5, final=False, card_expected=True)


def by_phone(*events: rules.Happening) -> tuple[Attempt, tuple[rules.Act, ...]]:
    return after(rules.begin(PAYMENT, 11230, "phone_code", 100.0), *events)


def by_card(*events: rules.Happening) -> tuple[Attempt, tuple[rules.Act, ...]]:
    return after(rules.begin(PAYMENT, 11230, "bank_card", 100.0), CARD_EXPECTED, *events)


def after(stepped: rules.Stepped, *events: rules.Happening) -> rules.Stepped:
    """The attempt after the events, and the acts of the last one."""
    for event in events:
        stepped = rules.step(stepped[0], event)
    return stepped


def test_it_begins_by_sending_and_ends_with_the_gateways_word() -> None:
    assert by_phone()[1] == ("send",)
    for word in (SETTLED, NOT_CHARGED):
        attempt, acts = by_phone(word)
        assert (attempt.phase, acts) == ("ended", ("close",))


def test_an_answer_that_is_no_end_is_followed_by_a_question_a_second_later() -> None:
    attempt, acts = by_phone(WORKING)
    assert (attempt.phase, acts) == ("asking", ())
    assert rules.step(attempt, Came(101.4))[1] == ()
    assert rules.step(attempt, Came(101.5))[1] == ("ask",)


def test_silence_is_answered_by_sending_the_same_again_after_two_seconds() -> None:
    attempt, acts = by_phone(Unanswered(108.0))
    assert (attempt.phase, acts) == ("sending", ())
    assert rules.step(attempt, Came(109.9))[1] == ()
    assert rules.step(attempt, Came(110.0))[1] == ("send",)


def test_after_thirty_seconds_the_phones_code_is_dead_and_the_id_is_barred_instead() -> None:
    assert by_phone(Unanswered(127.9), Came(129.9))[1] == ("send",)
    attempt, acts = by_phone(Unanswered(128.0), Came(130.0))
    assert (attempt.phase, acts) == ("cancelling", ("cancel",))
    assert after((attempt, ()), Unanswered(138.0), Came(143.0))[1] == ("cancel",)


def test_a_refusal_of_the_only_request_is_proof_that_nothing_was_charged() -> None:
    attempt, acts = by_phone(Refused(100.2))
    assert (attempt.phase, acts) == ("ended", ("close",))


def test_a_refusal_after_a_lost_answer_proves_nothing_so_the_gateway_is_asked() -> None:
    attempt, acts = by_phone(Unanswered(108.0), Came(110.0), Refused(110.1))
    assert (attempt.phase, acts) == ("asking", ("ask",))
    assert rules.step(attempt, NeverHeardOf(110.2))[1] == ("cancel",)


def test_a_refused_question_is_asked_again() -> None:
    attempt, acts = by_phone(WORKING, Refused(102.0))
    assert (attempt.phase, acts) == ("asking", ())
    assert rules.step(attempt, Came(103.0))[1] == ("ask",)


def test_an_id_the_gateway_never_heard_of_is_barred_for_the_request_may_still_arrive() -> None:
    attempt, acts = by_phone(WORKING, NeverHeardOf(102.0))
    assert (attempt.phase, acts) == ("cancelling", ("cancel",))
    assert rules.step(attempt, NOT_CHARGED)[0].phase == "ended"


@pytest.mark.parametrize("answer", [NeverHeardOf(102.1), Answered(102.1, final=False, card_expected=True)])
def test_a_gateway_that_will_not_hear_of_a_cancellation_is_not_hammered(answer: rules.Happening) -> None:
    attempt, acts = by_card(CardFinished(101.0), NeverHeardOf(102.0), answer)
    assert (attempt.phase, acts) == ("cancelling", ())
    assert rules.step(attempt, Came(104.1))[1] == ("cancel",)


def test_a_cancellation_is_repeated_until_the_gateway_has_taken_it_in_and_then_followed() -> None:
    attempt, acts = by_phone(CancelWanted(101.0))
    assert (attempt.phase, acts) == ("cancelling", ("cancel",))
    attempt, acts = after((attempt, ()), Unanswered(109.0), Came(111.0))
    assert acts == ("cancel",)
    attempt, acts = rules.step(attempt, Answered(111.1, final=False))
    assert (attempt.phase, attempt.cancel_wanted, acts) == ("asking", True, ())


def test_the_older_an_attempt_the_more_seldom_it_asks() -> None:
    def wait_s(age_s: float) -> float:
        at = 100.0 + age_s
        return by_phone(WORKING, Came(at), Answered(at, final=False))[0].due_s - at

    assert [wait_s(age) for age in (5, 29, 31, 599, 601, 90_000)] == [1, 1, 5, 5, 60, 60]


# -- bank cards -------------------------------------------------------------------------------------


def test_the_terminal_is_started_once_however_often_the_gateway_expects_a_card() -> None:
    attempt, acts = by_card()
    assert (attempt.phase, acts) == ("card", ("start_terminal",))
    assert by_card(CARD_EXPECTED)[1] == ()
    assert by_card(CardFinished(110.0, approved=True), Answered(111.0, False, True))[1] == ()


def test_a_phone_payment_never_starts_the_terminal() -> None:
    attempt, acts = by_phone(CARD_EXPECTED)
    assert (attempt.phase, acts) == ("asking", ())


def test_what_the_terminal_shows_is_reported_and_the_gateway_asked_on() -> None:
    attempt, acts = by_card(CardFinished(110.0, approved=True))
    assert (attempt.phase, acts, attempt.cancel_wanted) == ("asking", ("report_card",), False)
    assert rules.step(attempt, Came(111.0))[1] == ("ask",)


def test_a_sale_that_failed_ends_also_when_its_report_gets_lost() -> None:
    attempt, _ = by_card(CardFinished(110.0), Unanswered(118.0), Came(119.0))
    attempt, acts = rules.step(attempt, Answered(119.1, final=False, card_expected=True))
    assert (attempt.phase, acts) == ("cancelling", ("cancel",))


def test_at_the_terminal_a_cancellation_goes_to_the_terminal_first() -> None:
    attempt, acts = by_card(CancelWanted(105.0))
    assert (attempt.phase, acts) == ("card", ("cancel_terminal",))
    assert rules.step(attempt, Came(109.9))[1] == (), "the terminal has time to say what it has taken"
    assert rules.step(attempt, CardFinished(106.0, approved=True))[1] == ("report_card",)


def test_a_terminal_that_does_not_react_to_a_cancellation_is_gone_round() -> None:
    attempt, acts = by_card(CancelWanted(105.0), Came(110.0))
    assert acts == ("ask",)
    attempt, acts = rules.step(attempt, Answered(110.1, final=False, card_expected=True))
    assert (attempt.phase, acts) == ("cancelling", ("cancel_terminal", "cancel"))


def test_a_sale_that_could_not_begin_is_cancelled_at_the_gateway_and_not_at_the_terminal() -> None:
    attempt, acts = by_card(TerminalUnable(100.6))
    assert (attempt.phase, acts) == ("cancelling", ("cancel",))


def test_no_sale_stays_open_on_the_terminal_for_the_next_persons_card() -> None:
    assert by_card(Answered(250.0, final=True))[1] == ("cancel_terminal", "close")
    assert by_card(NeverHeardOf(105.0))[1] == ("cancel_terminal", "cancel")


def test_a_sale_that_was_paid_is_not_cancelled_under_the_residents_hand() -> None:
    assert by_card(SETTLED)[1] == ("close",)


# -- after a power cut ------------------------------------------------------------------------------


def test_after_a_power_cut_it_asks_at_once_and_sends_nothing() -> None:
    attempt, acts = rules.recover(PAYMENT, 11230, "phone_code", 50.0)
    assert (attempt.phase, acts) == ("asking", ())
    assert rules.step(attempt, Came(50.0))[1] == ("ask",)
    assert rules.step(attempt, NeverHeardOf(50.1))[1] == ("cancel",)


def test_a_card_payment_is_given_up_after_a_power_cut_for_nobody_waits_for_it() -> None:
    attempt, acts = rules.recover(PAYMENT, 11230, "bank_card", 50.0, sale_open=True)
    assert acts == ("ask_terminal",)
    attempt, acts = rules.step(attempt, Answered(50.5, final=False, card_expected=True))
    assert (attempt.phase, acts) == ("cancelling", ("cancel",))


def test_what_the_terminal_remembers_after_a_power_cut_is_reported() -> None:
    attempt, _ = rules.recover(PAYMENT, 11230, "bank_card", 50.0, sale_open=True)
    assert rules.step(attempt, CardFinished(52.0, approved=True))[1] == ("report_card",)
