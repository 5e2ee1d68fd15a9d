"""Meters before money and loads after it: asked, told when they change, and let go with their resident."""

from collections import deque

import pytest
from msgspec.structs import replace

from kiosk.backend.errors import GatewayError, GatewayRefused, GatewayUnreachable
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.prepaid_meters import ASK_EVERY_S, SILENT_S, PrepaidMeters
from kiosk.session.effects_prepaid import AskMeters, FollowLoad
from kiosk.session.events import Event, LoadTold, LookUpFailed, MetersReceived
from kiosk.session.household import Basket, Bill, Shown
from kiosk.session.secret import Secret
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.load_words import LoadState
from kiosk.wire.loads import LastLoad, LoadAnswer, LoadsAnswer, PrepaidAnswer, PrepaidMeter
from kiosk.wire.payments import LegAnswer, PaymentAnswer

LOAD_ID = f"{'0193' * 8}-0"
METER = PrepaidMeter(
    meter_id="meter-1",
    version=3,
    utility="electricity",
    way="meter",
    state="may_load",
    account_masked="*********0013",
    holder_masked="李**",
    label="临汾路375弄",
    biller_name="市电力公司",
    balance_fen=1860,
    balance_at="2026-11-20T09:41:00+08:00",
    least_fen=1000,
    most_fen=100000,
    presets_fen=(500, 2000, 5000),
    last_load=LastLoad(5000, "2026-11-02T10:00:00+08:00"),
)
BASKET = Basket(
    "李**",
    "临汾路375弄",
    (Bill("meter-1", 3, "meter-1", "electricity", "*********0013", "", "", "", "", 5000, load="meter"),),
)


def load(state: LoadState, **more: str) -> LoadAnswer:
    told = {"load_id": LOAD_ID, "payment_id": "pay-1", "utility": "electricity", "way": "meter"}
    return LoadAnswer(**told, state=state, amount_fen=5000, method="phone_code", **more)  # type: ignore[arg-type]  # the words of one load


def paid(leg: LegAnswer) -> PaymentAnswer:
    told = PaymentAnswer("pay-1", "settled", None, 5000, None, None, None, None, "phone_code", None, None)
    return replace(told, receipt_no="202611200001", legs=(leg,))


class Town:
    """A gateway that answers what is put before it, and the session's ear."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.heard: list[Event] = []
        self.meters: PrepaidAnswer | GatewayError = PrepaidAnswer((METER,))
        self.loads: deque[LoadAnswer | GatewayError | None] = deque()
        self.paid: PaymentAnswer | None = None
        self.asked = 0
        self.prepaid_meters = PrepaidMeters(self, self, self.clock, self.heard.append)

    def prepaid(self, request: LookUpRequest) -> PrepaidAnswer:
        assert request.value == "3102664300013"
        if isinstance(self.meters, GatewayError):
            raise self.meters
        return self.meters

    def of_payment(self, payment_id: str) -> LoadsAnswer:
        self.asked += 1
        told = self.loads[0] if len(self.loads) == 1 else self.loads.popleft()
        if isinstance(told, GatewayError):
            raise told
        return LoadsAnswer((told,) if told else ())

    def payment(self, payment_id: str) -> PaymentAnswer:
        assert self.paid is not None
        return self.paid

    def turns(self, seconds: float = ASK_EVERY_S) -> None:
        self.clock.advance(seconds)
        self.prepaid_meters.worker.run_pending()

    @property
    def told(self) -> list[str]:
        return [event.load.state for event in self.heard if isinstance(event, LoadTold)]


@pytest.fixture
def town() -> Town:
    return Town()


def asks(town: Town, by: Shown = "account") -> Event:
    effect = AskMeters(7, by, Secret("3102664300013"), "electricity", whole_household=False)
    town.prepaid_meters.perform(effect)
    town.turns()
    return town.heard[-1]


def test_a_meter_is_told_with_its_sums_and_times(town: Town) -> None:
    heard = asks(town)
    assert isinstance(heard, MetersReceived)
    (meter,) = heard.meters
    assert (heard.request, meter.meter_id, meter.version, meter.state) == (7, "meter-1", 3, "may_load")
    assert (meter.least_yuan, meter.most_yuan, meter.presets_fen) == (10, 1000, (2000, 5000))
    assert meter.balance_at
    assert (meter.balance_at.day, meter.balance_at.hour, meter.last_fen) == (20, 9, 5000)


@pytest.mark.parametrize(("least", "most"), [(0, 100), (2000, 1000), (0, 0)])
def test_a_meter_whose_limits_mean_nothing_is_not_sold_for(town: Town, least: int, most: int) -> None:
    town.meters = PrepaidAnswer((replace(METER, least_fen=least, most_fen=most),))
    heard = asks(town)
    assert isinstance(heard, MetersReceived)
    assert (heard.meters[0].state, heard.meters[0].presets_fen) == ("not_allowed", ())


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (GatewayUnreachable("gone"), "gateway_down"),
        (GatewayRefused("account_unknown", 404), "account_unknown"),
        (GatewayRefused("biller_unavailable", 503), "biller_unavailable"),
    ],
)
def test_no_answer_is_told_as_a_look_up_that_failed(town: Town, error: GatewayError, problem: str) -> None:
    town.meters = error
    assert asks(town) == LookUpFailed(7, problem)


def test_a_load_is_told_when_it_changes_and_no_longer_than_to_its_end(town: Town) -> None:
    town.loads.extend([None, load("waiting"), load("loading"), load("loading"), load("loaded")])
    town.prepaid_meters.perform(FollowLoad("pay-1"))
    for _ in range(8):
        town.turns()
    assert town.told == ["waiting", "loading", "loaded"]
    assert town.asked == 5


def test_it_is_not_asked_about_more_often_than_need_be(town: Town) -> None:
    town.loads.append(load("loading"))
    town.prepaid_meters.perform(FollowLoad("pay-1"))
    for _ in range(10):
        town.turns(ASK_EVERY_S / 10)
    assert town.asked == 1


def test_a_silent_gateway_is_asked_again_later(town: Town) -> None:
    town.loads.extend([GatewayUnreachable("gone"), load("loaded")])
    town.prepaid_meters.perform(FollowLoad("pay-1"))
    town.turns()
    town.turns()
    assert town.told == []
    town.turns(SILENT_S)
    assert town.told == ["loaded"]


def test_whoever_has_gone_is_told_nothing(town: Town) -> None:
    town.loads.append(load("loading"))
    town.prepaid_meters.perform(FollowLoad("pay-1"))
    town.turns()
    town.prepaid_meters.forget()
    town.loads[0] = load("loaded")
    town.turns()
    assert town.told == ["loading"]


def test_digits_and_a_voucher_are_told_only_with_their_number(town: Town) -> None:
    told = (load("token"), load("token", token="1" * 20))
    town.loads.extend(told)
    town.prepaid_meters.perform(FollowLoad("pay-1"))
    town.turns()
    town.turns()
    assert town.told == ["loading", "token"]
    assert "1" * 20 not in repr(town.heard)
    town.loads = deque([load("voucher"), load("voucher", voucher_no="2026 0007")])
    town.prepaid_meters.perform(FollowLoad("pay-2"))
    town.turns()
    town.turns()
    assert town.told[2:] == ["returning", "voucher"]


def test_whoever_comes_back_is_told_of_the_payment_as_well(town: Town) -> None:
    town.paid = paid(LegAnswer("meter-1", "electricity", 5000, "posted", kind="prepaid", load="loading"))
    town.loads.append(load("loading"))
    town.prepaid_meters.perform(FollowLoad("pay-1", BASKET))
    town.turns()
    heard = town.heard[-1]
    assert isinstance(heard, LoadTold)
    assert heard.outcome
    assert (heard.outcome.kind, heard.outcome.receipt_no) == ("settled", "202611200001")


def test_a_payment_that_is_not_of_this_load_is_not_told(town: Town) -> None:
    town.paid = paid(LegAnswer("another", "electricity", 5000, "posted", kind="prepaid"))
    town.loads.append(load("loading"))
    town.prepaid_meters.perform(FollowLoad("pay-1", BASKET))
    town.turns()
    heard = town.heard[-1]
    assert isinstance(heard, LoadTold)
    assert heard.outcome is None


@pytest.mark.parametrize(("by", "told"), [("account", []), ("id_card", ["1" * 20]), ("code", ["1" * 20])])
def test_what_is_told_again_is_for_whoever_shows_more_than_a_number(
    town: Town, by: Shown, told: list[str]
) -> None:
    town.meters = PrepaidAnswer((replace(METER, told_again=(load("token", token="1" * 20),)),))
    heard = asks(town, by)
    assert isinstance(heard, MetersReceived)
    (found,) = heard.meters
    assert (found.shown, [each.token for each in found.told_again]) == (by, told)
