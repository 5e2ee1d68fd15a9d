"""An issuer of recharge cards misbehaves, and no card is spent for nothing or spent twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.wire.payments import PaymentAnswer

from .recharge_desk import ask, asking, at_rest, cards, owed, pay, request
from .town import Town, refused

PARTY = "recharge_card"


def put(town: Town, mood: str | None, calls: int | None = None, party: str = PARTY) -> None:
    answer = town.http.put(f"/sandbox/moods/{party}", json={"mood": mood, "calls": calls})
    assert answer.status_code == 200, answer.text


def the_end(town: Town, payment_id: str) -> PaymentAnswer:
    return town.after(2_400, payment_id)


@pytest.mark.parametrize(
    ("mood", "calls", "outcome"),
    [
        ("silent", 1, "not_charged"),
        ("silent", 40, "not_charged"),
        ("answers_lost", 2, "settled"),
        ("answers_lost", 40, "not_charged"),
        ("wrong_sum", 2, "settled"),
        ("wrong_number", 2, "settled"),
        ("unknown_state", 2, "settled"),
        ("malformed", 2, "settled"),
        ("takes_back", 1, "not_charged"),
        ("wrong_sum", 40, "not_charged"),
        ("malformed", 40, "not_charged"),
    ],
)
def test_an_issuer_misbehaves_while_it_redeems(town: Town, mood: str, calls: int, outcome: str) -> None:
    code = cards(town)[0]
    put(town, mood, calls)
    answer = pay(town, code)
    assert (answer.outcome, answer.detail) == ("working", None)
    assert the_end(town, answer.payment_id).outcome == outcome
    put(town, None)
    settled = outcome == "settled"
    if not settled:
        assert [bill.state for bill in owed(town)] == ["payable"]
        assert ask(town, code).state == "usable", "the card is whole again"
        assert pay(town, code).outcome == "settled"
    at_rest(town, 20_000)


def test_a_redemption_that_nobody_answers_is_closed_until_it_is(town: Town) -> None:
    code = cards(town)[0]
    put(town, "answers_lost")
    payment_id = pay(town, code).payment_id
    put(town, "reverses_nothing")
    town.cancel(payment_id)
    during = town.after(3_600, payment_id)
    assert (during.outcome, during.detail) == ("working", "reversing")
    assert [bill.state for bill in owed(town)] == ["being_paid"]
    put(town, None)
    ended = town.after(130, payment_id)
    assert (ended.outcome, ended.detail) == ("not_charged", "late_success_returned")
    assert ask(town, code).state == "usable"
    at_rest(town, 0)


def test_a_gateway_cut_off_while_it_redeems_never_sends_the_code_again(town: Town) -> None:
    code = cards(town)[0]
    put(town, "answers_lost")
    body = request(town, code)
    town.submit(body)
    town.restart()
    ended = town.after(60, str(body["payment_id"]))
    assert (ended.outcome, ended.detail) == ("settled", "recharge_rest_on_account")
    assert town.submit(body) == ended
    at_rest(town, 20_000)


def test_a_cancelled_redemption_that_comes_late_is_refused(town: Town) -> None:
    code, body = cards(town)[0], request(town, cards(town)[0])
    town.cancel(str(body["payment_id"]))
    answer = town.submit(body)
    assert (answer.outcome, answer.detail) == ("not_charged", "cancelled")
    assert ask(town, code).state == "usable"


def test_one_card_in_two_payments_at_once_pays_one(town: Town) -> None:
    code = cards(town)[0]
    bodies = [request(town, code), request(town, code, bills=town.look_up("account", "3102664200015").bills)]
    with ThreadPoolExecutor(2) as tills:
        answers = list(tills.map(town.submit, bodies))
    assert sorted(answer.outcome for answer in answers) == ["not_charged", "settled"]
    assert {answer.detail for answer in answers} == {"recharge_used", "recharge_rest_on_account"}
    at_rest(town, 20_000)


def test_one_bill_by_two_cards_at_once_is_paid_once(town: Town) -> None:
    first, second = cards(town)[:2]
    bills = owed(town)
    with ThreadPoolExecutor(2) as tills:
        answers = list(tills.map(lambda code: pay(town, code, bills=bills), [first, second]))
    assert sorted(answer.outcome for answer in answers) == ["not_charged", "settled"]
    other = town.look_up("account", "3102664200015").bills
    assert sorted(ask(town, code, other).state for code in (first, second)) == ["usable", "used"]
    at_rest(town, 20_000)


def test_a_card_used_between_asking_and_redeeming_takes_nothing(town: Town) -> None:
    code, bills = cards(town)[0], owed(town)
    other = town.look_up("account", "3102664200015").bills
    assert ask(town, code, bills).state == "usable"
    assert pay(town, code, bills=other).outcome == "settled"
    answer = pay(town, code, bills=bills)
    assert (answer.outcome, answer.detail) == ("not_charged", "recharge_used")
    assert [bill.state for bill in owed(town)] == ["payable"]


def test_a_face_value_told_wrongly_is_not_redeemed(town: Town) -> None:
    code = cards(town)[0]
    put(town, "wrong_sum", 1)
    told = ask(town, code)
    assert told.face_fen == 20_100
    answer = pay(town, code, told.face_fen)
    assert (answer.outcome, answer.detail) == ("not_charged", "recharge_changed")
    assert ask(town, code).face_fen == 20_000


@pytest.mark.parametrize("mood", ["silent", "malformed", "unknown_state", "answers_lost"])
def test_an_issuer_that_tells_nothing_sense_cannot_be_asked(town: Town, mood: str) -> None:
    put(town, mood, 1)
    code = cards(town)[0]
    assert refused(asking(town, code)) == (503, "biller_unavailable")
    assert ask(town, code).state == "usable"


def test_a_bill_that_cannot_be_posted_for_long_goes_on_account(town: Town) -> None:
    """Fenced first: the biller promises never to post it, and only then is the money put elsewhere."""
    put(town, "answers_lost")
    body = request(town, cards(town)[0])
    town.submit(body)
    put(town, None)
    put(town, "silent", party="electric-city")
    payment_id = str(body["payment_id"])
    assert town.after(200, payment_id).outcome == "pending"
    put(town, None, party="electric-city")
    ended = town.after(600, payment_id)
    assert ended.outcome in {"settled", "part_settled"}
    assert {leg.state for leg in ended.legs} == {"posted"}
    at_rest(town, 20_000)
