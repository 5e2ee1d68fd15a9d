"""The simulated issuer keeps the rules of its port, and the billers' data say who sells cards and how."""

import msgspec
import pytest

from kiosk.gateway.demonstration.recharge_card_issuer import SimulatedRechargeCardIssuer
from kiosk.gateway.parties.adapters import AdapterSilent, RechargeCardRecord
from kiosk.gateway.parties.biller_rules import BillersFileWrong, shipped_biller_book
from kiosk.gateway.parties.guard import GuardedIssuer
from kiosk.gateway.parties.provider_rules import shipped_providers
from kiosk.payment.saga_events import ChargeReported, ReverseReported
from kiosk.runtime.clock import FakeClock

from .place import Place
from .recharge_desk import ISSUER, ask, at_rest, cards, nobodys_code, pay, request
from .test_cash_office import OFFICE, Counter
from .town import SETTINGS, Town

FIRST, SECOND = "a" * 32, "b" * 32


def issuer_of(town: Town) -> SimulatedRechargeCardIssuer:
    assert town.gateway.demonstration is not None
    return town.gateway.demonstration.issuers[ISSUER]


def test_an_order_sent_twice_is_one_redemption(town: Town) -> None:
    issuer, code = issuer_of(town), cards(town)[0]
    first = issuer.pay(FIRST, 20_000, code)
    assert (first.kind, first.amount_fen, first.card_last4) == ("success", 20_000, code[-4:])
    town.clock.advance(60)
    assert issuer.pay(FIRST, 20_000, code) == first == issuer.query(FIRST)
    assert issuer.pay(SECOND, 20_000, code).reason == "recharge_used"


def test_a_closed_redemption_leaves_the_card_whole_for_the_next(town: Town) -> None:
    issuer, code = issuer_of(town), cards(town)[0]
    issuer.pay(FIRST, 20_000, code)
    assert issuer.reverse(FIRST) == issuer.reverse(FIRST) == ReverseReported("done")
    closed = issuer.query(FIRST)
    assert (closed.kind, closed.was_paid, closed.amount_fen) == ("closed", True, 20_000)
    assert issuer.pay(FIRST, 20_000, code) == closed
    assert issuer.card(code) == RechargeCardRecord("usable", 20_000)
    assert issuer.pay(SECOND, 20_000, code).kind == "success"
    issuer.reverse(FIRST)
    assert issuer.card(code).kind == "used", "an old order's closing frees no card of another's"


def test_an_order_closed_before_it_came_is_never_redeemed(town: Town) -> None:
    issuer, code = issuer_of(town), cards(town)[0]
    assert issuer.query(FIRST) == ChargeReported("not_found", order_no=FIRST)
    assert issuer.reverse(FIRST).kind == "done"
    late = issuer.pay(FIRST, 20_000, code)
    assert (late.kind, late.was_paid) == ("closed", False)
    assert issuer.card(code).kind == "usable"


def test_nothing_is_refunded_to_a_card(town: Town) -> None:
    issuer, code = issuer_of(town), cards(town)[0]
    issuer.pay(FIRST, 20_000, code)
    with pytest.raises(AdapterSilent):
        issuer.refund(FIRST, "R1", 100)
    assert not issuer.refund_done("R1")


@pytest.mark.parametrize(
    ("kind", "face_fen"), [("usable", 0), ("used", 100), ("unknown", 1), ("usable", -1), ("worthless", 5)]
)
def test_a_card_that_cannot_be_is_no_answer(kind: str, face_fen: int) -> None:
    class Odd:
        def card(self, code: str) -> RechargeCardRecord:
            return RechargeCardRecord(kind, face_fen)  # type: ignore[arg-type]  # as an issuer may

    with pytest.raises(AdapterSilent):
        GuardedIssuer(ISSUER, Odd()).card("1")  # type: ignore[arg-type]  # it is only asked


def test_every_face_value_is_sold_and_every_code_passes_its_check_digit(quiet_town: Town) -> None:
    rule = shipped_biller_book()[ISSUER].recharge_code
    assert rule is not None
    sold = issuer_of(quiet_town).cards
    assert all(rule.valid(code) for code in sold)
    assert {card.face_fen for card in sold.values()} == {3_000, 5_000, 10_000, 20_000, 50_000}
    assert {card.state for card in sold.values()} == {"usable", "used", "expired", "blocked", "other_biller"}
    swapped = [f"{c[:n]}{c[n + 1]}{c[n]}{c[n + 2 :]}" for c in sold for n in range(17) if c[n] != c[n + 1]]
    assert not any(rule.valid(code) for code in swapped)


@pytest.mark.parametrize("on_account", ["", "on_account = { least_fen = 100 }"])
def test_who_sells_cards_takes_every_rest_on_account(on_account: str) -> None:
    file = f"""
        [[billers]]
        biller_id = "gas-new"
        utility = "gas"
        name = "G"
        number = {{ length = 9, prefix = "7", weights = [1, 3], modulus = 10 }}
        codes = []
        recharge_code = {{ length = 16, prefix = "", weights = [7, 3, 1], modulus = 11 }}
        {on_account}
    """
    with pytest.raises(
        BillersFileWrong, match=r"gas-new: with recharge_code, on_account\.least_fen must be 1"
    ):
        shipped_biller_book().changed_by(file.encode(), "own.toml")


def test_what_the_provider_takes_in_one_payment_is_the_face_value(place: Place, clock: FakeClock) -> None:
    limits = """
        [providers.recharge_card]
        timers = { deadline_s = 45, reverse_earliest_s = 0 }
        limits = { most_fen = 19_999 }
        [providers.ecny]
        timers = { deadline_s = 60, reverse_earliest_s = 0 }
    """
    providers = shipped_providers().changed_by(limits.encode(), "own.toml")
    town = Town(place, clock, msgspec.structs.replace(SETTINGS, providers=providers))
    answer = pay(town, cards(town)[0])
    assert (answer.outcome, answer.detail) == ("not_charged", "method_over_limit")
    town.close()


def test_several_bills_of_one_company_are_paid_by_one_card(town: Town) -> None:
    bills = (
        *town.look_up("code", "3102664100017").bills,
        *town.look_up("account", "3102664200015").bills,
    )
    due_fen = sum(bill.due_fen for bill in bills)
    assert len(bills) == 2
    code = cards(town, face_fen=50_000)[0]
    assert ask(town, code, bills).rest_fen == 50_000 - due_fen
    answer = pay(town, code, 50_000, bills)
    assert [leg.bill_id for leg in answer.legs] == [bill.bill_id for bill in (*bills, bills[-1])]
    at_rest(town, 50_000)


def test_a_voucher_of_a_card_is_paid_out_at_the_counter(town: Town) -> None:
    town.http.put("/sandbox/moods/electric-city", json={"mood": "rejects", "calls": 3})
    vouchers = [leg.voucher_no for leg in pay(town, cards(town)[0]).legs]
    counter = Counter(town)
    for number in vouchers:
        assert number is not None
        counter.does("wang", "approval", number)
        assert counter.does("zhao", "pay-out", number).json()["state"] == "closed"
    assert (town.balance_fen("refund_payable"), town.balance_fen(OFFICE)) == (0, -20_000)
    at_rest(town, 20_000)


def test_a_code_that_no_card_has_ends_the_payment(town: Town) -> None:
    answer = town.submit(request(town, nobodys_code(town)))
    assert (answer.outcome, answer.detail) == ("not_charged", "recharge_unknown")
    at_rest(town, 0)
