"""Looking bills up, and noticing that the gateway has gone or is back."""

import pytest

from kiosk.backend.errors import GatewayError, GatewayGarbage, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.look_ups import HEALTH_EVERY_S, LookUps
from kiosk.session.effects import LookUpBills
from kiosk.session.events import BillsReceived, Event, GatewayChanged, LookUpFailed
from kiosk.wire.bills import HouseholdAnswer, LookUpAnswer, LookUpRequest
from tests.session import facts

FOUND = LookUpAnswer(HouseholdAnswer("h1", "Z**", "Road 380"))
BY_ID_CARD = LookUpBills(3, "id_card", facts.ID_NUMBER, "", whole_household=True)
BY_ACCOUNT = LookUpBills(4, "account", facts.BILL_BARCODE, "electricity", whole_household=False)
BY_CARD = LookUpBills(5, "card", facts.CARD_NUMBER, "gas", whole_household=False)


class Gateway:
    """Answers `look_up` with `answer`, or raises it; is as healthy as `healthy` says."""

    def __init__(self) -> None:
        self.answer: LookUpAnswer | Exception = FOUND
        self.healthy = True
        self.asked: list[LookUpRequest] = []
        self.health_checks = 0

    def look_up(self, request: LookUpRequest) -> LookUpAnswer:
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def health(self) -> object:
        self.health_checks += 1
        if not self.healthy:
            raise GatewayUnreachable
        return None


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def look_ups(gateway: Gateway, clock: FakeClock, told: list[Event]) -> LookUps:
    return LookUps(gateway, clock, told.append)


def asked(look_ups: LookUps, effect: LookUpBills) -> None:
    look_ups.look_up(effect)
    look_ups.worker.run_pending()


def test_a_look_up_asks_for_what_was_shown_and_answers_with_its_number(
    look_ups: LookUps, gateway: Gateway, told: list[Event]
) -> None:
    asked(look_ups, BY_ID_CARD)
    asked(look_ups, BY_ACCOUNT)
    assert gateway.asked == [
        LookUpRequest("id_card", facts.ID_NUMBER.value, None, "household"),
        LookUpRequest("account", facts.BILL_BARCODE.value, "electricity", "utility"),
    ]
    assert [event.request for event in told if isinstance(event, BillsReceived)] == [3, 4]


@pytest.mark.parametrize(
    ("failure", "problem"),
    [
        (GatewayUnreachable(), "gateway_down"),
        (GatewaySlow(), "gateway_slow"),
        (GatewayGarbage(), "gateway_garbage"),
        (GatewayError(), "unknown"),
        (GatewayRefused("account_unknown", 404), "account_unknown"),
        (GatewayRefused("account_number_wrong", 422), "number_wrong"),
        (GatewayRefused("code_foreign", 404), "code_foreign"),
        (GatewayRefused("malformed", 400), "code_unknown"),
        (GatewayRefused("rate_limited", 429), "too_many_tries"),
        (GatewayRefused("biller_unavailable", 503), "biller_unavailable"),
        (GatewayRefused("fault", 500), "unknown"),
        (ZeroDivisionError("a fault of ours"), "unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_every_failure_is_an_answer_with_its_own_words(
    look_ups: LookUps, gateway: Gateway, told: list[Event], failure: Exception, problem: str
) -> None:
    gateway.answer = failure
    asked(look_ups, BY_ACCOUNT)
    assert told == [LookUpFailed(4, problem)]


@pytest.mark.parametrize("code", ["account_unknown", "household_unknown"])
def test_a_card_that_leads_to_nobody_is_called_a_card(
    look_ups: LookUps, gateway: Gateway, told: list[Event], code: str
) -> None:
    gateway.answer = GatewayRefused(code, 404)
    asked(look_ups, BY_CARD)
    assert told == [LookUpFailed(5, "card_unknown")]


def test_what_was_shown_is_never_logged(
    look_ups: LookUps, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for failure in (GatewaySlow(facts.ID_NUMBER.value), ValueError(facts.ID_NUMBER.value)):
        gateway.answer = failure
        asked(look_ups, BY_ID_CARD)
    assert "id_card" in caplog.text
    assert facts.ID_NUMBER.value not in caplog.text


def let_pass(look_ups: LookUps, clock: FakeClock, checks: int) -> None:
    for _ in range(checks):
        clock.advance(HEALTH_EVERY_S)
        look_ups.worker.run_pending()


def test_one_lost_health_check_is_noise_the_second_is_news_and_told_once(
    look_ups: LookUps, gateway: Gateway, clock: FakeClock, told: list[Event]
) -> None:
    gateway.healthy = False
    let_pass(look_ups, clock, 1)
    assert told == []
    let_pass(look_ups, clock, 5)
    assert told == [GatewayChanged(up=False)]


def test_a_health_check_between_two_lost_ones_starts_the_count_again(
    look_ups: LookUps, gateway: Gateway, clock: FakeClock, told: list[Event]
) -> None:
    for healthy in (False, True, False, True, False):
        gateway.healthy = healthy
        let_pass(look_ups, clock, 1)
    assert told == []


def test_the_gateway_is_up_again_at_its_first_answer(
    look_ups: LookUps, gateway: Gateway, clock: FakeClock, told: list[Event]
) -> None:
    gateway.healthy = False
    let_pass(look_ups, clock, 2)
    gateway.healthy = True
    let_pass(look_ups, clock, 2)
    assert told == [GatewayChanged(up=False), GatewayChanged(up=True)]


def test_bills_that_come_back_prove_that_the_gateway_is_there(
    look_ups: LookUps, gateway: Gateway, clock: FakeClock, told: list[Event]
) -> None:
    gateway.healthy = False
    let_pass(look_ups, clock, 2)
    asked(look_ups, BY_ACCOUNT)
    assert told[1] == GatewayChanged(up=True)
    assert isinstance(told[2], BillsReceived)


def test_health_is_asked_every_few_seconds_and_not_more_often(
    look_ups: LookUps, gateway: Gateway, clock: FakeClock
) -> None:
    for _ in range(60):
        clock.advance(1)
        look_ups.worker.run_pending()
    assert gateway.health_checks == 60 / HEALTH_EVERY_S


def test_a_look_up_that_met_no_gateway_asks_for_its_health_at_once(
    look_ups: LookUps, gateway: Gateway
) -> None:
    look_ups.worker.run_pending()
    before = gateway.health_checks
    gateway.answer = GatewayUnreachable()
    asked(look_ups, BY_ACCOUNT)
    assert gateway.health_checks == before + 1
