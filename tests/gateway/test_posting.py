"""After the charge: billers that refuse, say nothing or lose answers. Every fen is posted or goes back."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from sqlalchemy import select

from kiosk.gateway.demonstration import world
from kiosk.gateway.parties.adapters import AdapterSilent, PostAnswer
from kiosk.gateway.payments.acts import Outside

from .town import Town

APPROVES = "134567890123450000"


class Altered:
    """An adapter with some of its calls answered by the test."""

    def __init__(self, adapter: Any, **calls: Callable[..., Any]) -> None:
        self._adapter = adapter
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        return self._calls.get(name) or getattr(self._adapter, name)


def silent(*_: Any) -> Any:
    raise AdapterSilent("test")


def rejects(*_: Any) -> PostAnswer:
    return PostAnswer("rejected")


def alter_billers(town: Town, names: set[str], **calls: Callable[..., Any]) -> None:
    outside = town.gateway.parts.outside
    billers = {
        name: Altered(each, **calls) if name in names else each for name, each in outside.billers.items()
    }
    town.surround(Outside(outside.providers, outside.acquirer, billers))


def refunded_fen(town: Town) -> list[int]:
    with town.gateway.parts.database.reading() as connection:
        return list(connection.execute(select(world.refund.c.amount_fen)).scalars())


def test_one_refused_bill_goes_back_and_the_others_stay_paid(town: Town) -> None:
    alter_billers(town, {"water-city"}, post=rejects)
    answer = town.pay(APPROVES)
    assert (answer.outcome, answer.detail) == ("part_settled", "refunded")
    assert {leg.utility: leg.state for leg in answer.legs} == {
        "water": "refunded",
        "electricity": "posted",
        "gas": "posted",
    }
    assert refunded_fen(town) == [7245]
    assert town.balance_fen("clearing:wechat") == 23875 - 7245
    assert [(bill.utility, bill.state) for bill in town.household_bills()] == [("water", "payable")]
    receipt = town.http.get(f"/v1/receipts/{answer.receipt_no}?code={answer.verification_code}").json()
    assert (receipt["amount_fen"], receipt["outcome"]) == (23875 - 7245, "part_settled")


def test_when_every_bill_is_refused_everything_goes_back(town: Town) -> None:
    alter_billers(town, {"water-city", "electric-city", "gas-city"}, post=rejects)
    answer = town.pay(APPROVES)
    assert (answer.outcome, answer.detail, answer.receipt_no) == ("not_charged", "refunded", None)
    assert town.balance_fen("clearing:wechat") == town.balance_fen("suspense") == 0


def test_a_posting_whose_answer_was_lost_is_found(town: Town) -> None:
    post = town.gateway.parts.outside.billers["gas-city"].post

    def answer_lost(*arguments: Any) -> PostAnswer:
        post(*arguments)
        raise AdapterSilent("test")

    alter_billers(town, {"gas-city"}, post=answer_lost)
    answer = town.pay(APPROVES)
    assert (answer.outcome, answer.detail, answer.receipt_no) == ("pending", "posting", None)
    assert town.after(10, answer.payment_id).outcome == "settled"


def test_a_posting_that_never_arrived_is_sent_again_under_its_reference(town: Town) -> None:
    posts = town.gateway.parts.outside.billers["gas-city"].post
    answers: Iterator[Callable[..., PostAnswer]] = iter([silent, posts])

    def in_turn(*arguments: Any) -> PostAnswer:
        return next(answers)(*arguments)

    alter_billers(town, {"gas-city"}, post=in_turn)
    answer = town.pay(APPROVES)
    assert town.after(10, answer.payment_id).outcome == "settled"


def test_a_biller_silent_for_five_minutes_is_fenced_before_the_refund(town: Town) -> None:
    voids: list[str] = []
    void = town.gateway.parts.outside.billers["gas-city"].void

    def noted(posting_ref: str) -> Literal["voided", "posted", "unsupported"]:
        voids.append(posting_ref)
        assert refunded_fen(town) == []
        return void(posting_ref)

    alter_billers(town, {"gas-city"}, post=silent, query=silent, void=noted)
    answer = town.pay(APPROVES)
    assert town.after(299, answer.payment_id).outcome == "pending"
    ended = town.after(12, answer.payment_id)
    assert (ended.outcome, len(voids)) == ("part_settled", 1)
    assert refunded_fen(town) == [5400]
    assert town.balance_fen("suspense") == 0


def test_a_biller_without_void_holds_the_money_and_says_so(town: Town) -> None:
    alter_billers(town, {"gas-city"}, post=silent, query=silent, void=lambda _: "unsupported")
    answer = town.pay(APPROVES)
    held = town.after(400, answer.payment_id)
    assert (held.outcome, held.detail) == ("pending", "held")
    assert refunded_fen(town) == []
    assert town.balance_fen("suspense") == -5400


def test_a_refund_is_asked_for_under_one_number_until_it_is_done(town: Town) -> None:
    provider = town.gateway.parts.outside.providers["wechat"]
    numbers: list[str] = []

    def refund(order_no: str, refund_no: str, amount_fen: int) -> None:
        numbers.append(refund_no)
        if len(numbers) < 4:
            raise AdapterSilent("test")
        provider.refund(order_no, refund_no, amount_fen)

    alter_billers(town, {"gas-city"}, post=rejects)
    outside = town.gateway.parts.outside
    town.surround(Outside({"wechat": Altered(provider, refund=refund)}, outside.acquirer, outside.billers))
    answer = town.pay(APPROVES)
    assert (answer.outcome, answer.detail) == ("pending", "refunding")
    assert town.after(30, answer.payment_id).outcome == "part_settled"
    assert (len(numbers), len(set(numbers))) == (4, 1)
    assert refunded_fen(town) == [5400]


def test_a_provider_this_process_does_not_have_is_an_unknown_outcome(town: Town) -> None:
    request = town.request(town.household_bills(), APPROVES)
    outside = town.gateway.parts.outside
    town.surround(Outside({}, None, outside.billers))
    assert town.submit(request).outcome == "working"
    assert town.after(60, request["payment_id"]).detail == "reversing"
    town.surround(outside)
    assert town.after(420, request["payment_id"]).outcome == "not_charged"


@pytest.mark.parametrize("biller", ["gas-city", "water-city"])
def test_a_voided_reference_can_never_be_posted_any_more(town: Town, biller: str) -> None:
    simulated = town.gateway.parts.outside.billers[biller]
    number = {"gas-city": "90380501234", "water-city": "0213805012"}[biller]
    bill = simulated.bills(number)[0]
    assert simulated.void("ref-1") == "voided"
    assert simulated.post(bill.bill_no, bill.due_fen, "ref-1").kind == "rejected"
    assert simulated.post(bill.bill_no, bill.due_fen - 1, "ref-2").kind == "rejected"
    assert simulated.post(bill.bill_no, bill.due_fen, "ref-3").kind == "posted"
    assert simulated.post(bill.bill_no, bill.due_fen, "ref-4").kind == "rejected"
    assert (simulated.void("ref-3"), simulated.query("ref-3").kind) == ("posted", "posted")
