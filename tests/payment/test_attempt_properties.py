"""What must hold for every attempt whatever happens to it, in whatever order."""

from collections.abc import Callable
from itertools import product
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.payment import attempt as rules
from kiosk.payment.attempt import (
    Act,
    Answered,
    Attempt,
    Came,
    CancelWanted,
    CardFinished,
    Happening,
    NeverHeardOf,
    Refused,
    Stepped,
    TerminalUnable,
    Unanswered,
)

OUTWARD = {"send", "ask", "cancel", "report_card"}
ROUNDS = 5
"""How often time may have to come before a willing gateway has ended an attempt."""

Happens = tuple[float, Callable[[float], Happening]]

LATER_S = (0.0, 0.1, 1.0, 2.0, 5.0, 29.0, 61.0, 7200.0)
KINDS: tuple[Callable[[float], Happening], ...] = (
    Came,
    Came,
    Unanswered,
    NeverHeardOf,
    Refused,
    CancelWanted,
    TerminalUnable,
    lambda now_s: CardFinished(now_s, approved=False),
    lambda now_s: CardFinished(now_s, approved=True),
    lambda now_s: Answered(now_s, final=False),
    lambda now_s: Answered(now_s, final=False, card_expected=True),
    lambda now_s: Answered(now_s, final=True),
    lambda now_s: Answered(now_s, final=True, charged=True),
)


def in_time(happens: list[Happens]) -> list[Happening]:
    now_s = 1000.0
    events: list[Happening] = []
    for later_s, kind in happens:
        now_s += later_s
        events.append(kind(now_s))
    return events


def happenings() -> st.SearchStrategy[list[Happening]]:
    """Anything in any order; the clock stands or goes on, by little or by hours."""
    return st.lists(st.sampled_from(list(product(LATER_S, KINDS))), max_size=25).map(in_time)


def beginnings() -> st.SearchStrategy[Stepped]:
    methods: tuple[Literal["phone_code", "bank_card"], ...] = ("phone_code", "bank_card")
    begun = [rules.begin("p", 100, method, 1000.0) for method in methods]
    found = [
        rules.recover("p", 100, method, 1000.0, sale_open=sale_open)
        for method in methods
        for sale_open in (False, True)
    ]
    return st.sampled_from(begun + begun + found)


def played(beginning: Stepped, events: list[Happening]) -> list[tuple[Happening, Attempt, tuple[Act, ...]]]:
    attempt = beginning[0]
    steps = []
    for event in events:
        attempt, acts = rules.step(attempt, event)
        steps.append((event, attempt, acts))
    return steps


@settings(deadline=None)
@given(beginnings(), happenings())
def test_only_the_gateways_word_ends_an_attempt_and_nothing_follows_an_end(
    beginning: Stepped, events: list[Happening]
) -> None:
    ended = False
    for event, attempt, acts in played(beginning, events):
        if ended:
            assert acts == ()
        elif attempt.phase == "ended":
            assert isinstance(event, Refused) or (isinstance(event, Answered) and event.final)
            assert acts[-1] == "close"
        else:
            assert "close" not in acts
        ended = attempt.phase == "ended"


@settings(deadline=None)
@given(beginnings(), happenings())
def test_a_refusal_ends_an_attempt_only_while_nothing_else_can_be_under_way(
    beginning: Stepped, events: list[Happening]
) -> None:
    sends = beginning[1].count("send")
    before = beginning[0]
    for event, attempt, acts in played(beginning, events):
        if isinstance(event, Refused) and attempt.phase == "ended" != before.phase:
            assert before.phase == "sending"
            assert sends == 1
        sends += acts.count("send")
        before = attempt


@settings(deadline=None)
@given(beginnings(), happenings())
def test_nothing_is_sent_after_half_a_minute_nor_after_the_first_answer_nor_after_a_cancellation(
    beginning: Stepped, events: list[Happening]
) -> None:
    over = beginning[0].phase != "sending"
    for event, attempt, acts in played(beginning, events):
        assert "send" not in acts or not over
        assert "send" not in acts or event.now_s - attempt.began_s < rules.GIVE_UP_SENDING_S
        over = over or isinstance(event, Answered | NeverHeardOf | CancelWanted)


@settings(deadline=None)
@given(beginnings(), happenings())
def test_the_terminal_is_given_a_sale_at_most_once_and_only_for_a_card_and_not_after_a_power_cut(
    beginning: Stepped, events: list[Happening]
) -> None:
    started = [acts for _, _, acts in played(beginning, events) if "start_terminal" in acts]
    recovered = beginning[0].phase == "asking"
    assert len(started) <= (0 if recovered or beginning[0].method == "phone_code" else 1)


@settings(deadline=None)
@given(beginnings(), happenings())
def test_whenever_the_terminal_is_left_before_it_has_spoken_its_sale_is_called_off_or_paid(
    beginning: Stepped, events: list[Happening]
) -> None:
    before = beginning[0]
    for event, attempt, acts in played(beginning, events):
        if before.phase == "card" != attempt.phase and not isinstance(event, CardFinished | TerminalUnable):
            paid = isinstance(event, Answered) and event.charged
            assert paid or "cancel_terminal" in acts
        before = attempt


@settings(deadline=None)
@given(beginnings(), happenings())
def test_time_alone_makes_an_open_attempt_call_the_gateway_again_within_a_minute(
    beginning: Stepped, events: list[Happening]
) -> None:
    attempt, now_s = state_after(beginning, events)
    if attempt.phase != "ended":
        assert attempt.due_s <= max(now_s, 1000.0) + rules.ASK_SELDOM_S
        assert OUTWARD & set(rules.step(attempt, Came(attempt.due_s))[1])


@settings(deadline=None)
@given(beginnings(), happenings(), st.booleans())
def test_once_faults_stop_a_gateway_that_answers_ends_it_in_a_few_rounds(
    beginning: Stepped, events: list[Happening], never_heard_of: bool
) -> None:
    """The gateway may not know the id at first; barring it is an answer then."""
    attempt, _ = state_after(beginning, events)
    for _ in range(ROUNDS):
        attempt, acts = rules.step(attempt, Came(attempt.due_s))
        attempt = answered(attempt, acts, never_heard_of=never_heard_of)
    assert attempt.phase == "ended"


def answered(attempt: Attempt, acts: tuple[Act, ...], *, never_heard_of: bool) -> Attempt:
    """Carry out calls until there are none; the depth is the runtime's stack, and must stay shallow."""
    calls = [act for act in acts if act in OUTWARD]
    for _ in range(4):
        if not calls:
            return attempt
        unknown = never_heard_of and calls.pop(0) not in {"cancel", "send"}
        now_s = attempt.due_s
        word: Happening = NeverHeardOf(now_s) if unknown else Answered(now_s, final=True)
        attempt, acts = rules.step(attempt, word)
        calls += [act for act in acts if act in OUTWARD]
        if not never_heard_of:
            return attempt
    raise AssertionError("one answer led to a call without end")


@settings(deadline=None)
@given(beginnings(), happenings(), st.sampled_from(["NeverHeardOf", "Refused", "card_expected"]))
def test_a_gateway_that_talks_nonsense_is_called_a_few_times_and_then_left_in_peace(
    beginning: Stepped, events: list[Happening], nonsense: str
) -> None:
    attempt, _ = state_after(beginning, events)
    at_s = attempt.due_s
    words: dict[str, Happening] = {
        "NeverHeardOf": NeverHeardOf(at_s),
        "Refused": Refused(at_s),
        "card_expected": Answered(at_s, final=False, card_expected=True),
    }
    attempt, acts = rules.step(attempt, Came(at_s))
    calls = 0
    while OUTWARD & set(acts):
        calls += 1
        attempt, acts = rules.step(attempt, words[nonsense])
        assert calls <= 3
    assert attempt.phase == "ended" or attempt.due_s > at_s


def state_after(beginning: Stepped, events: list[Happening]) -> tuple[Attempt, float]:
    attempt, now_s = beginning[0], 1000.0
    for event, attempt, _ in played(beginning, events):  # noqa: B007  # the last one is wanted
        now_s = event.now_s
    return attempt, now_s
