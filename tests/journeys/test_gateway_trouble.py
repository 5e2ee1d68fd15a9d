"""The gateway is down, slow or talks nonsense: nothing is taken before the money, nothing lost after it."""

import msgspec
import pytest

from kiosk.gateway.demonstration.residents import Household
from tests.journeys import codes
from tests.journeys.books import Books
from tests.journeys.hut import Hut
from tests.journeys.line import Forward, GatewayLine, Held, Mood, Reply, answer_lost, request_lost, says
from tests.journeys.neighbours import Neighbours, account, code_on_bill, owes_one_of_each
from tests.journeys.resident import MAYBE_TAKEN, NOTHING_TAKEN, Resident
from tests.session.looking import button, words

OTHER_PAYMENT = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def household(neighbours: Neighbours) -> Household:
    return neighbours.one(owes_one_of_each)


def at_the_bill(resident: Resident, household: Household) -> None:
    resident.finds(*code_on_bill(account(household, "gas")))


def paid(household: Household) -> dict[str, int]:
    fen = account(household, "gas").bills[0].due_fen
    return {"clearing:wechat": fen, "payable:gas-city": -fen}


# -- before the money -------------------------------------------------------------------------------


def test_a_kiosk_without_its_gateway_says_so_and_opens_again_by_itself(
    resident: Resident, hut: Hut, household: Household, line: GatewayLine
) -> None:
    line.cut()
    resident.reads("out_of_service", hurry_s=0.5)
    assert words(resident.view.title)
    assert hut.session.armed.scanner == ""
    line.mend()
    resident.reads("home", hurry_s=0.5)
    at_the_bill(resident, household)


def test_down_at_the_look_up(resident: Resident, hut: Hut, household: Household, line: GatewayLine) -> None:
    line.cut()
    resident.reads("home")
    resident.shows(*code_on_bill(account(household, "gas")))
    resident.is_told("gateway_down")
    line.mend()
    resident.taps("retry")
    hut.until(lambda: hut.session.gateway_up, "the gateway to be found again", hurry_s=0.5)
    at_the_bill(resident, household)


def test_silent_at_the_look_up(resident: Resident, household: Household, line: GatewayLine) -> None:
    held = Held(forwarded=False)
    line.behave(held, at="/v1/look-ups")
    resident.reads("home")
    resident.shows(*code_on_bill(account(household, "gas")))
    resident.reads("waiting")
    resident.hut.until(
        lambda: resident.view.prompt is not None and resident.view.prompt.key == "look_up.slow",
        "the wait to be explained",
        hurry_s=0.5,
    )
    resident.is_told("gateway_slow", hurry_s=0.5)
    line.recover()
    resident.taps("retry")
    at_the_bill(resident, household)


NONSENSE: dict[str, Mood] = {
    "half a message": says(b'{"household": {'),
    "another message": says(b'{"hello": "world"}'),
    "a web page": says(b"<html>please log in</html>", "text/html"),
    "a page of errors": says(b"<html>502</html>", "text/html", 502),
    "nothing": says(b""),
    "no text": says(b"\xff\xfe\x00\x01" * 64),
    "too much": says(b" " * 300_000 + b"{}"),
}


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_at_the_look_up(
    resident: Resident, household: Household, line: GatewayLine, what: str
) -> None:
    line.behave(NONSENSE[what], at="/v1/look-ups")
    resident.reads("home")
    resident.shows(*code_on_bill(account(household, "gas")))
    resident.is_told("gateway_garbage")
    line.recover()
    resident.taps("retry")
    at_the_bill(resident, household)


def test_a_gateway_that_goes_down_at_the_method_closes_the_methods(
    resident: Resident, hut: Hut, household: Household, line: GatewayLine
) -> None:
    at_the_bill(resident, household)
    resident.taps("pay")
    line.cut()
    hut.until(lambda: not hut.session.gateway_up, "the kiosk to notice", hurry_s=0.5)
    for method in ("phone_code", "bank_card"):
        off = button(resident.view, method)
        assert not off.enabled
        assert words(off.reason)
    line.mend()
    hut.until(lambda: hut.session.gateway_up, "the kiosk to notice", hurry_s=0.5)
    resident.shows(codes.wechat("0000"))
    resident.ends("settled")


# -- in the middle of the money ---------------------------------------------------------------------


@pytest.mark.parametrize("lost", [answer_lost, request_lost, *NONSENSE.values()])
def test_whatever_becomes_of_the_first_answer_the_bill_is_paid_once(
    resident: Resident, books: Books, household: Household, line: GatewayLine, lost: Mood
) -> None:
    before = books.payments()

    def first_only(forward: Forward) -> Reply | None:
        line.recover()
        return lost(forward)

    at_the_bill(resident, household)
    line.behave(first_only, at="/v1/payments")
    resident.shows_phone(codes.wechat("0000"))
    outcome = resident.ends("settled", hurry_s=0.2)
    assert books.payments() - before == {outcome.payment_id}
    assert books.moved(outcome.payment_id) == paid(household)


def test_down_before_the_request_could_leave(
    resident: Resident, books: Books, household: Household, line: GatewayLine
) -> None:
    """Nobody can say more than "being checked" until the gateway is back; then the id is barred."""
    at_the_bill(resident, household)
    resident.taps("pay", "phone_code")
    line.cut()
    resident.shows(codes.wechat("0000"))
    outcome = resident.ends("pending", hurry_s=5.0)
    assert MAYBE_TAKEN in words(resident.view.prompt)
    line.mend()
    resident.is_told("cancelled", hurry_s=2.0)
    assert resident.hut.outcome.kind == "not_charged"
    assert books.moved(outcome.payment_id) == {}
    assert books.charges(outcome.payment_id) == 0


@pytest.mark.parametrize("forwarded", [True, False])
def test_silent_for_so_long_that_the_screen_lets_the_resident_go(
    resident: Resident, books: Books, household: Household, line: GatewayLine, forwarded: bool
) -> None:
    """The truth comes while the resident still looks on."""
    held = Held(forwarded=forwarded)
    at_the_bill(resident, household)
    line.behave(held, at="/v1/payments")
    resident.shows_phone(codes.wechat("0000"))
    outcome = resident.ends("pending", hurry_s=5.0)
    assert MAYBE_TAKEN in words(resident.view.prompt)
    assert NOTHING_TAKEN not in words(resident.view.prompt)
    line.recover()
    wanted = "settled" if forwarded else "not_charged"
    resident.hut.until(lambda: resident.hut.outcome.kind == wanted, f"{wanted} on the screen", hurry_s=2.0)
    assert books.moved(outcome.payment_id) == (paid(household) if forwarded else {})


def test_a_resident_who_has_left_is_not_forgotten_by_the_journal(
    resident: Resident, hut: Hut, books: Books, household: Household, line: GatewayLine
) -> None:
    at_the_bill(resident, household)
    line.behave(answer_lost, at="/v1/payments")
    resident.shows_phone(codes.wechat("0000"))
    outcome = resident.ends("pending", hurry_s=5.0)
    resident.taps("print")
    resident.takes_receipt()
    hut.until_first_screen()
    assert not hut.all_paid_up()
    line.recover()
    hut.until(hut.all_paid_up, "the journal to close the attempt", hurry_s=1.0)
    assert books.moved(outcome.payment_id) == paid(household)
    assert hut.machine.journal.history(outcome.payment_id)[-1] == "closed"


def rewritten(**other: object) -> Mood:
    """The gateway's own answer with some fields changed on the way."""

    def rewrite(forward: Forward) -> Reply | None:
        answer = forward()
        body = msgspec.json.decode(answer.body) | other
        return Reply(answer.status, answer.media_type, msgspec.json.encode(body))

    return rewrite


@pytest.mark.parametrize("change", [{"amount_fen": 1}, {"legs": []}, {"payment_id": OTHER_PAYMENT}])
def test_a_success_that_is_not_ours_is_never_believed(
    resident: Resident, hut: Hut, household: Household, line: GatewayLine, change: dict[str, object]
) -> None:
    at_the_bill(resident, household)
    line.behave(rewritten(**change), at="/v1/payments")
    resident.shows_phone(codes.wechat("0000"))
    resident.ends("pending", hurry_s=5.0)
    assert MAYBE_TAKEN in words(resident.view.prompt)
    assert not hut.all_paid_up()
    line.recover()
    hut.restart()  # an end that cannot be ours is looked into again with the next start
