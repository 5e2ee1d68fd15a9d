"""What was paid, asked of the gateway and told in the session's words."""

import pytest
from msgspec.structs import replace

from kiosk.backend.errors import GatewayUnreachable
from kiosk.payment.methods import Method
from kiosk.runtime.clock import FakeClock
from kiosk.runtime.look_ups import LookUps
from kiosk.runtime.paid_answers import MOST_ELSEWHERE_LISTED, findings_of_paid
from kiosk.runtime.questions import paid_request
from kiosk.session.bought import WayBack, way_back
from kiosk.session.effects_paid import LookUpPaid
from kiosk.session.events import BillsReceived, Event, LookUpFailed
from kiosk.session.household import Shown
from kiosk.wire.bills import AccountAnswer, HouseholdAnswer, LookUpAnswer, LookUpRequest
from kiosk.wire.history import HistoriesAnswer
from kiosk.wire.paid import PaidAnswer, PaidElsewhere, PaidLine, PaidReceipt
from tests.session import facts

ACCOUNT = AccountAnswer("a1", "electricity", "310******0017", "Road 380")
RECEIPT = PaidReceipt(
    receipt_no="R1",
    paid_at="2026-11-18T14:30:00+08:00",
    outcome="settled",
    amount_fen=23875,
    method="phone_code",
    provider=None,
    verification_code="7K2M9QXA",
    verification_url="https://pay.example/v1/receipts/R1?code=7K2M9QXA",
    kiosk_id="kiosk-9",
    lines=(
        PaidLine("electricity", "310******0017", 11230, "posted", "bill"),
        PaidLine("water", "", 12645, "posted", "prepaid"),
    ),
)
ELSEWHERE = PaidElsewhere("a1", "electricity", "2026-10-20", 9860, "bank")
ANSWER = PaidAnswer(HouseholdAnswer("h1", "Z**", "Road 380"), (ACCOUNT,), (RECEIPT,), (ELSEWHERE,), ("a1",))


class Gateway:
    def __init__(self) -> None:
        self.asked: list[LookUpRequest] = []
        self.down = False

    def paid(self, request: LookUpRequest) -> PaidAnswer:
        self.asked.append(request)
        if self.down:
            raise GatewayUnreachable
        return ANSWER

    def look_up(self, request: LookUpRequest) -> LookUpAnswer:
        raise AssertionError

    def look_back(self, request: LookUpRequest) -> HistoriesAnswer:
        raise AssertionError

    def health(self) -> object:
        return None


def test_the_newest_comes_first_with_where_it_was_paid() -> None:
    paid = findings_of_paid(ANSWER, "code").paid
    assert paid is not None
    assert (paid.shown, paid.untold) == ("code", True)
    assert [(each.day, each.utilities, each.amount_fen, each.where) for each in paid.payments] == [
        ("2026-11-18", ("electricity", "water"), 23875, "kiosk"),
        ("2026-10-20", ("electricity",), 9860, "bank"),
    ]


def test_a_receipt_brings_all_that_its_copy_bears() -> None:
    paid = findings_of_paid(ANSWER, "code").paid
    assert paid is not None
    receipt = paid.payments[0].receipt
    assert receipt is not None
    assert (receipt.receipt_no, receipt.kind, receipt.paid_wall_s) == ("R1", "settled", 1_794_983_400.0)
    assert [(leg.utility, leg.amount_fen, leg.state) for leg in receipt.legs] == [
        ("electricity", 11230, "posted"),
        ("water", 12645, "posted"),
    ]
    assert paid.payments[1].receipt is None


@pytest.mark.parametrize(("method", "way"), [("cash", "number_comes"), ("phone_code", "going_back")])
def test_a_load_on_its_way_back_is_neither_paid_nor_back(method: Method, way: WayBack) -> None:
    line = PaidLine("water", "", 5000, "posted", "prepaid", load="returning", load_way="meter")
    told = replace(RECEIPT, outcome="part_settled", amount_fen=0, method=method, lines=(line,))
    found = findings_of_paid(replace(ANSWER, receipts=(told,)), "code").paid
    assert found is not None
    payment = found.payments[0]
    assert payment.receipt is not None
    assert (payment.amount_fen, way_back(payment.receipt.legs[0])) == (0, way)


def test_a_day_that_is_none_is_left_out() -> None:
    no_day = replace(ELSEWHERE, paid_on="2026-13-41")
    answer = replace(ANSWER, receipts=(replace(RECEIPT, paid_at="soon"),), elsewhere=(no_day,))
    assert findings_of_paid(answer, "card").paid == replace(
        findings_of_paid(replace(ANSWER, receipts=(), elsewhere=()), "card").paid
    )


def test_no_receipt_gives_way_to_what_was_paid_elsewhere() -> None:
    old = replace(RECEIPT, receipt_no="R80", paid_at="2026-09-02T14:30:00+08:00")
    newer = tuple(replace(ELSEWHERE, paid_on=f"2026-10-{day:02d}") for day in range(1, 14))
    found = findings_of_paid(replace(ANSWER, receipts=(old,), elsewhere=newer), "card").paid
    assert found is not None
    assert found.payments[-1].receipt is not None
    assert found.payments[-1].receipt.receipt_no == "R80"
    assert [each.day for each in found.payments[:2]] == ["2026-10-13", "2026-10-12"]
    assert len(found.payments) == MOST_ELSEWHERE_LISTED + 1


def test_that_there_are_older_receipts_is_handed_on() -> None:
    found = findings_of_paid(replace(ANSWER, older_receipts=True), "card").paid
    assert found is not None
    assert found.older_receipts


@pytest.mark.parametrize(
    ("by", "scope"),
    [("id_card", "household"), ("account", "utility"), ("code", "utility"), ("card", "utility")],
)
def test_only_an_identity_card_is_asked_about_more_than_its_own_account(by: Shown, scope: str) -> None:
    asked = paid_request(LookUpPaid(1, by, facts.BILL_BARCODE, "", whole_household=True))
    assert (asked.by, asked.scope) == (by, scope)


@pytest.mark.parametrize("down", [False, True])
def test_it_is_asked_for_as_bills_are(clock: FakeClock, told: list[Event], down: bool) -> None:
    gateway = Gateway()
    gateway.down = down
    look_ups = LookUps(gateway, clock, told.append)
    look_ups.look_paid(LookUpPaid(7, "account", facts.BILL_BARCODE, "electricity", whole_household=False))
    look_ups.worker.run_pending()
    (event,) = told
    assert event == (
        LookUpFailed(7, "gateway_down") if down else BillsReceived(7, findings_of_paid(ANSWER, "account"))
    )
