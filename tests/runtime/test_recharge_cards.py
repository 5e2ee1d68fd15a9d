"""Recharge cards at the counter: asked about, spent whole, written down before a byte leaves, forgotten."""

from pathlib import Path

import pytest

from kiosk.backend.errors import GatewayError, GatewayGarbage, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.runtime import answers
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.journal import Intent, Journal
from kiosk.runtime.open_attempt import NOBODY
from kiosk.runtime.recharge_cards import RechargeCards
from kiosk.runtime.workers import Worker
from kiosk.session.effects import AskRechargeCard, StartPayment
from kiosk.session.events import Event, PaymentEnded, RechargeCardKnown, RechargeCardRefused
from kiosk.session.household import RechargeCard
from kiosk.session.problems import known
from kiosk.wire.payments import LegAnswer, PaymentAnswer
from kiosk.wire.recharge_cards import RechargeCardAnswer, RechargeCardRequest, RechargeCardState
from tests.runtime.counter import Counter
from tests.runtime.journals import journal_at
from tests.runtime.scripted_gateway import REFUSED_UNKNOWN, answer
from tests.session import facts

BASKET = facts.basket(facts.ELECTRICITY)
CODE = facts.RECHARGE_CODE.value
FACE_FEN = 20000
DUE_FEN = facts.ELECTRICITY.due_fen
ASKED = AskRechargeCard(3, facts.RECHARGE_CODE, BASKET)
START = StartPayment(7, BASKET, "recharge_card", recharge_card=RechargeCard(facts.RECHARGE_CODE, FACE_FEN))
BILL = LegAnswer("bill-electricity", "electricity", DUE_FEN, "posted")
REST = LegAnswer("bill-electricity", "electricity", FACE_FEN - DUE_FEN, "posted", "account")


class Gateway:
    """Answers `recharge_card` with `answer`, or raises it."""

    def __init__(self) -> None:
        self.answer: RechargeCardAnswer | Exception = RechargeCardAnswer(
            "usable", "**** 7895", FACE_FEN, 8770
        )
        self.asked: list[RechargeCardRequest] = []

    def recharge_card(self, request: RechargeCardRequest) -> RechargeCardAnswer:
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def cards(gateway: Gateway, clock: FakeClock, told: list[Event]) -> RechargeCards:
    return RechargeCards(gateway, Worker("look-ups", clock), told.append, "LFL-380-01")


def asks(cards: RechargeCards) -> None:
    cards.ask(ASKED)
    cards.worker.run_pending()


# -- asking -----------------------------------------------------------------------------------------


def test_a_card_is_asked_about_for_its_bills_and_their_sum(
    cards: RechargeCards, gateway: Gateway, told: list[Event]
) -> None:
    asks(cards)
    assert gateway.asked == [RechargeCardRequest(CODE, ("bill-electricity",), DUE_FEN, "LFL-380-01")]
    assert told == [RechargeCardKnown(3, FACE_FEN)]


@pytest.mark.parametrize(
    "state", ["mistyped", "unknown", "used", "expired", "blocked", "other_biller", "locked"]
)
def test_what_cannot_be_spent_is_told_in_words_of_its_own(
    cards: RechargeCards, gateway: Gateway, told: list[Event], state: RechargeCardState
) -> None:
    gateway.answer = RechargeCardAnswer(state, "**** 7895")
    asks(cards)
    assert told == [RechargeCardRefused(3, f"recharge_{state}")]
    assert known(f"recharge_{state}") == f"recharge_{state}"


def test_of_a_card_with_too_little_it_is_told_what_it_is_worth(
    cards: RechargeCards, gateway: Gateway, told: list[Event]
) -> None:
    gateway.answer = RechargeCardAnswer("too_small", "**** 7895", 5000)
    asks(cards)
    assert told == [RechargeCardRefused(3, "recharge_too_small", 5000)]


@pytest.mark.parametrize(
    ("told_at", "again_at"), [("2026-11-22T15:05:00+08:00", "15:05"), ("soon", ""), (None, "")]
)
def test_when_cards_are_taken_again_is_told(
    cards: RechargeCards, gateway: Gateway, told: list[Event], told_at: str | None, again_at: str
) -> None:
    gateway.answer = RechargeCardAnswer("locked", "**** 7895", try_again_at=told_at)
    asks(cards)
    assert told == [RechargeCardRefused(3, "recharge_locked", 0, again_at)]


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (GatewayUnreachable(), "gateway_down"),
        (GatewaySlow(), "gateway_slow"),
        (GatewayGarbage(), "recharge_silent"),
        (GatewayRefused("biller_unavailable", 503), "recharge_silent"),
        (GatewayRefused("recharge_card_not_taken", 422), "recharge_silent"),
        (GatewayRefused("rate_limited", 429), "recharge_locked"),
        (GatewayRefused("malformed", 400), "recharge_mistyped"),
        (RuntimeError("a bug of ours"), "recharge_silent"),
    ],
)
def test_an_error_is_told_and_never_silence(
    cards: RechargeCards,
    gateway: Gateway,
    told: list[Event],
    caplog: pytest.LogCaptureFixture,
    error: GatewayError,
    problem: str,
) -> None:
    gateway.answer = error
    asks(cards)
    assert told == [RechargeCardRefused(3, problem)]
    assert CODE not in caplog.text


# -- spending ---------------------------------------------------------------------------------------


def settled(*legs: LegAnswer, face_fen: int = FACE_FEN, outcome: str = "settled") -> PaymentAnswer:
    said = answer("settled", amount_fen=DUE_FEN, legs=legs or (BILL, REST), face_fen=face_fen)
    return said if outcome == "settled" else _part(said)


def _part(said: PaymentAnswer) -> PaymentAnswer:
    return answer("part_settled", "recharge_voucher", amount_fen=DUE_FEN, legs=said.legs, face_fen=FACE_FEN)


def ended(counter: Counter) -> PaymentEnded:
    [end] = counter.all_told(PaymentEnded)
    return end


def spends(counter: Counter) -> None:
    counter.payments.begin(START)
    counter.run()


def test_the_intent_is_durable_before_the_first_byte_and_does_not_hold_the_code(
    counter: Counter, journal: Journal, journal_path: Path
) -> None:
    seen: list[tuple[Intent, ...]] = []
    counter.gateway.before_each_call = lambda: seen.append(journal.open_intents())
    counter.gateway.says(settled())
    spends(counter)
    assert seen[0] == (Intent("p1", DUE_FEN, "recharge_card", FACE_FEN),)
    [request] = counter.gateway.requests
    assert (request.recharge_code, request.recharge_fen, request.phone_code) == (CODE, FACE_FEN, None)
    assert CODE not in repr(request)
    assert not [path for path in journal_path.parent.iterdir() if CODE.encode() in path.read_bytes()]
    outcome = ended(counter).outcome
    assert (outcome.kind, outcome.face_fen, outcome.sum_fen("account")) == ("settled", FACE_FEN, 8770)


def test_the_code_is_let_go_once_it_may_not_be_sent_again(counter: Counter) -> None:
    counter.gateway.says(GatewaySlow(), answer("working"))
    spends(counter)
    counter.let_pass(3)
    sent = len(counter.gateway.requests)
    assert sent == 2, "the same request, again"
    counter.gateway.says(GatewaySlow())
    counter.let_pass(60)
    assert len(counter.gateway.requests) == sent
    assert counter.gateway.calls[-1] == "ask"


def test_after_a_power_cut_the_gateway_is_asked_and_never_sent_anything(
    clock: FakeClock, journal_path: Path
) -> None:
    before = journal_at(journal_path)
    before.intend(Intent("p1", DUE_FEN, "recharge_card", FACE_FEN), clock.wall_s())
    before.close()
    journal = journal_at(journal_path)
    restarted = Counter(clock, journal)
    restarted.gateway.says(settled())
    restarted.recover()
    restarted.let_pass(1)
    assert restarted.gateway.calls == ["ask"]
    assert ended(restarted).outcome.kind == "settled"
    assert journal.open_intents() == ()
    journal.close()


def test_a_card_whose_payment_never_arrived_is_barred(clock: FakeClock, journal: Journal) -> None:
    journal.intend(Intent("p1", DUE_FEN, "recharge_card", FACE_FEN), clock.wall_s())
    restarted = Counter(clock, journal)
    restarted.gateway.says(REFUSED_UNKNOWN, answer("not_charged", "cancelled", amount_fen=0, legs=()))
    restarted.recover()
    restarted.let_pass(3)
    assert restarted.gateway.calls[:2] == ["ask", "cancel"]
    assert ended(restarted).outcome.kind == "not_charged"


# -- what the gateway says of it --------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        settled(face_fen=10000),
        settled(BILL),
        settled(BILL, LegAnswer("bill-electricity", "electricity", 1, "posted", "account")),
        settled(LegAnswer("bill-water", "water", DUE_FEN, "posted"), REST),
        settled(LegAnswer("bill-electricity", "electricity", FACE_FEN, "posted")),
    ],
    ids=[
        "another face value",
        "the rest is nowhere",
        "too little",
        "a strange bill",
        "a bill of another sum",
    ],
)
def test_an_end_that_does_not_say_where_all_of_it_went_is_no_end(said: PaymentAnswer) -> None:
    told = answers.outcome(said, BASKET, "recharge_card", DUE_FEN, FACE_FEN)
    assert (told.kind, told.face_fen) == ("pending", FACE_FEN)


def test_what_waits_at_the_counter_is_told_with_its_number() -> None:
    owed = LegAnswer("bill-electricity", "electricity", FACE_FEN, "voucher", "account", "2026 0008")
    told = answers.outcome(settled(owed, outcome="part"), BASKET, "recharge_card", DUE_FEN, FACE_FEN)
    assert (told.kind, told.sum_fen("voucher"), told.legs[0].voucher_no) == (
        "part_settled",
        FACE_FEN,
        "2026 0008",
    )


def test_a_card_used_elsewhere_is_not_charged_and_says_why() -> None:
    said = answer("not_charged", "recharge_used", amount_fen=DUE_FEN, legs=())
    told = answers.outcome(said, BASKET, "recharge_card", DUE_FEN, FACE_FEN)
    assert (told.kind, told.detail) == ("not_charged", "recharge_used")


def test_where_nobody_is_waiting_the_sums_alone_are_compared() -> None:
    assert answers.outcome(settled(), NOBODY, "recharge_card", DUE_FEN, FACE_FEN).kind == "settled"
    assert answers.outcome(settled(BILL), NOBODY, "recharge_card", DUE_FEN, FACE_FEN).kind == "pending"
