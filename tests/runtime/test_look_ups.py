"""Looking bills up, and noticing that the gateway has gone or is back."""

import pytest

from kiosk.backend.errors import GatewayError, GatewayGarbage, GatewayRefused, GatewaySlow, GatewayUnreachable
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.look_ups import HEALTH_EVERY_S, LookUps
from kiosk.session.effects import LookUpBills, LookUpHistories
from kiosk.session.events import BillsReceived, Event, GatewayChanged, LookUpFailed
from kiosk.session.household import LocalTime, PastBill
from kiosk.wire.account_numbers import AccountNumbersAnswer, AccountNumbersRequest
from kiosk.wire.bills import AccountAnswer, HouseholdAnswer, LookUpAnswer, LookUpRequest
from kiosk.wire.history import AccountHistory, BilledPeriod, HistoriesAnswer
from kiosk.wire.paid import PaidAnswer
from tests.session import facts

FOUND = LookUpAnswer(HouseholdAnswer("h1", "Z**", "Road 380"))
BY_ID_CARD = LookUpBills(3, "id_card", facts.ID_NUMBER, "", whole_household=True)
BY_ACCOUNT = LookUpBills(4, "account", facts.BILL_BARCODE, "electricity", whole_household=False)
BY_CARD = LookUpBills(5, "card", facts.CARD_NUMBER, "gas", whole_household=False)


class Gateway:
    """Answers `look_up` with `answer`, or raises it; is as healthy as `healthy` says."""

    def __init__(self) -> None:
        self.answer: LookUpAnswer | Exception = FOUND
        self.past: HistoriesAnswer | Exception = GatewayError()
        self.healthy = True
        self.asked: list[LookUpRequest] = []
        self.health_checks = 0

    def look_up(self, request: LookUpRequest) -> LookUpAnswer:
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def look_back(self, request: LookUpRequest) -> HistoriesAnswer:
        self.asked.append(request)
        if isinstance(self.past, Exception):
            raise self.past
        return self.past

    def paid(self, request: LookUpRequest) -> PaidAnswer:
        raise GatewayError

    def account_numbers(self, request: AccountNumbersRequest) -> AccountNumbersAnswer:
        raise GatewayError

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


BACK = LookUpHistories(6, "account", facts.BILL_BARCODE, "electricity", whole_household=False)
ACCOUNT = AccountAnswer("a1", "electricity", "310******0017", "Road 380")


def looked_back(look_ups: LookUps) -> None:
    look_ups.look_back(BACK)
    look_ups.worker.run_pending()


def test_what_was_billed_comes_as_findings_without_bills(
    look_ups: LookUps, gateway: Gateway, told: list[Event]
) -> None:
    october = BilledPeriod("2026-10", "2026-10", "182", 11230)
    known_at = "2026-11-21T17:41:00+08:00"
    history = AccountHistory(ACCOUNT, "Power", "told", "kWh", (october,), known_at)
    gateway.past = HistoriesAnswer(HouseholdAnswer("h1", "Z**", "Road 380"), (history,))
    looked_back(look_ups)
    assert gateway.asked == [LookUpRequest("account", facts.BILL_BARCODE.value, "electricity", "utility")]
    (event,) = told
    assert isinstance(event, BillsReceived)
    assert (event.request, event.findings.bills) == (6, ())
    (account,) = event.findings.accounts
    (past,) = event.findings.histories
    assert account.account_id == past.account_id == "a1"
    assert past.bills == (PastBill("2026-10", "2026-10", "182", 11230),)
    assert past.known_at == LocalTime(11, 21, 17, 41)


def test_looking_back_fails_as_looking_up_does(
    look_ups: LookUps, gateway: Gateway, told: list[Event]
) -> None:
    for failure, problem in (
        (GatewayUnreachable(), "gateway_down"),
        (GatewayRefused("account_unknown", 404), "account_unknown"),
        (ValueError("a fault of ours"), "unknown"),
    ):
        gateway.past = failure
        looked_back(look_ups)
        assert told[-1] == LookUpFailed(6, problem)
