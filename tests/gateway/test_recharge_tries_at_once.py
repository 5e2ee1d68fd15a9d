"""However many codes are tried at once, by however many processes: no more than the limit reach the issuer"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.runtime.clock import FakeClock
from kiosk.wire.payments import PaymentRequest
from kiosk.wire.recharge_cards import RechargeCardRequest

from .place import Place
from .recharge_desk import ISSUER, ask, asking, cards, nobodys_code, owed, pay, request, tries
from .town import SETTINGS, Bills, Town, refused

MOST = SETTINGS.recharge_tries.most_per_kiosk
AT_ONCE = 20


class Issuer:
    """The issuer of these towns, with something that happens before each of its answers."""

    def __init__(self, *towns: Town) -> None:
        self.happens: Callable[[], object] = lambda: None
        self.asked = 0
        for town in towns:
            outside = town.gateway.parts.outside
            self._issuer: Any = outside.issuers[ISSUER]
            town.surround(msgspec.structs.replace(outside, issuers={ISSUER: self}))

    def card(self, code: str) -> Any:
        return self._answer(self._issuer.card, code)

    def pay(self, order_no: str, amount_fen: int, code: str) -> Any:
        return self._answer(self._issuer.pay, order_no, amount_fen, code)

    def _answer(self, call: Callable[..., Any], *asked: Any) -> Any:
        self.asked += 1
        self.happens()
        return call(*asked)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._issuer, name)


@pytest.fixture
def towns(place: Place, clock: FakeClock) -> Iterator[tuple[Town, Town]]:
    first, second = Town(place, clock), Town(place, clock)
    yield first, second
    second.close()
    first.close()


def at_once(times: int, ask_one: Callable[[int], str], issuer: Issuer) -> list[str]:
    """All are under way together: whoever is at the issuer waits for whoever is turned away."""
    together = threading.Barrier(times, timeout=60)
    issuer.happens = together.wait

    def one(number: int) -> str:
        answer = ask_one(number)
        if answer.endswith("locked"):
            together.wait()
        return answer

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(one, range(times)))


def question(town: Town, code: str, kiosk_id: str = "kiosk-1") -> RechargeCardRequest:
    bills = owed(town)
    ids = tuple(bill.bill_id for bill in bills)
    return RechargeCardRequest(code, ids, sum(bill.due_fen for bill in bills), kiosk_id)


def paying(town: Town, code: str, bills: Bills | None = None) -> PaymentRequest:
    return msgspec.convert(request(town, code, bills=bills), PaymentRequest)


def test_of_many_questions_at_once_no_more_than_the_limit_reach_the_issuer(towns: tuple[Town, Town]) -> None:
    issuer = Issuer(*towns)
    asked = [question(towns[0], nobodys_code(towns[0], number)) for number in range(AT_ONCE)]
    told = at_once(
        AT_ONCE, lambda number: towns[number % 2].gateway.recharge_cards.answer(asked[number]).state, issuer
    )
    assert told == ["locked"] * (AT_ONCE - MOST) + ["unknown"] * MOST
    assert (issuer.asked, tries(towns[0])) == (MOST, MOST)


def test_of_questions_of_many_kiosks_at_once_no_more_than_the_limit_over_all_reach_the_issuer(
    place: Place, clock: FakeClock
) -> None:
    rules = msgspec.structs.replace(SETTINGS.recharge_tries, most_over_all=7)
    town = Town(place, clock, msgspec.structs.replace(SETTINGS, recharge_tries=rules))
    try:
        issuer = Issuer(town)
        asked = [question(town, nobodys_code(town, number), f"kiosk-{number}") for number in range(AT_ONCE)]
        told = at_once(
            AT_ONCE, lambda number: town.gateway.recharge_cards.answer(asked[number]).state, issuer
        )
        assert told == ["locked"] * (AT_ONCE - 7) + ["unknown"] * 7
    finally:
        town.close()


def test_right_answers_at_once_are_all_taken_back(towns: tuple[Town, Town]) -> None:
    asked = question(towns[0], cards(towns[0])[0])
    told = at_once(
        MOST, lambda number: towns[number % 2].gateway.recharge_cards.answer(asked).state, Issuer(*towns)
    )
    assert told == ["usable"] * MOST
    assert tries(towns[0]) == 0


def test_paying_with_wrong_codes_at_once_is_limited_together_with_asking(towns: tuple[Town, Town]) -> None:
    first = towns[0]
    for number in range(MOST - 1):
        ask(first, nobodys_code(first, number))
    issuer = Issuer(*towns)
    asked = question(first, nobodys_code(first, 10))
    paid = paying(first, nobodys_code(first, 11))

    def one(number: int) -> str:
        if number:
            return towns[1].gateway.recharge_cards.answer(asked).state
        return str(first.gateway.payments.submit(paid).detail)

    told = at_once(2, one, issuer)
    assert told in (["locked", "recharge_unknown"], ["recharge_locked", "unknown"])
    assert (issuer.asked, tries(first)) == (1, MOST)


def test_a_try_is_on_record_before_the_issuer_is_asked_and_stays_where_its_process_dies(town: Town) -> None:
    class Died(BaseException):
        pass

    issuer = Issuer(town)

    def dies() -> None:
        assert tries(town) == issuer.asked
        raise Died

    issuer.happens = dies
    asked = question(town, cards(town)[0])
    with pytest.raises(Died):
        town.gateway.recharge_cards.answer(asked)
    with pytest.raises(Died):
        town.gateway.payments.submit(paying(town, cards(town)[0]))
    assert tries(town) == 2


def test_a_payment_whose_process_died_gives_its_try_back_once_another_found_the_card_redeemed(
    towns: tuple[Town, Town],
) -> None:
    class Died(BaseException):
        pass

    dying, other = towns
    body = request(dying, cards(dying)[0])
    issuer = dying.gateway.parts.outside.issuers[ISSUER]

    class Redeems(Issuer):
        def pay(self, order_no: str, amount_fen: int, code: str) -> Any:
            issuer.pay(order_no, amount_fen, code)
            raise Died

    Redeems(dying)
    with pytest.raises(Died):
        dying.gateway.payments.submit(msgspec.convert(body, PaymentRequest))
    assert tries(other) == 1
    assert other.after(60, str(body["payment_id"])).outcome == "settled"
    assert tries(other) == 0


def test_right_codes_that_are_paid_with_and_bills_that_are_busy_do_not_count(town: Town) -> None:
    bills = owed(town)
    code, other = cards(town)[:2]
    assert pay(town, code, bills=bills).outcome == "settled"
    assert tries(town) == 0
    assert pay(town, other, bills=bills).detail in {"bill_busy", "bill_paid"}
    assert tries(town) == 0


def test_an_issuer_that_does_not_answer_tells_a_guesser_nothing_and_costs_no_try(town: Town) -> None:
    issuer = Issuer(town)

    def silent() -> None:
        raise AdapterSilent(ISSUER)

    issuer.happens = silent
    for _ in range(MOST + 1):
        assert refused(asking(town, cards(town)[0])) == (503, "biller_unavailable")
    assert tries(town) == 0


@pytest.mark.parametrize(
    ("sent", "before", "counted"),
    [
        ("a card's code", None, 0),
        ("nobody's code", None, 1),
        ("a card's code", "somebody else pays the bill", 0),
    ],
)
def test_a_request_that_comes_again_while_it_is_taken_in_is_one_try(
    town: Town, sent: str, before: str | None, counted: int
) -> None:
    """The second has found no such payment and asks the biller; meanwhile the first comes to its end."""
    bills, biller = owed(town), town.gateway.parts.outside.billers[ISSUER]
    code, other = cards(town)[:2]
    paid = paying(town, code if sent == "a card's code" else nobodys_code(town), bills)
    meanwhile = [paid] if before is None else [paying(town, other, bills), paid]

    class Biller:
        def bill(self, bill_no: str) -> Any:
            found = biller.bill(bill_no)
            now = [meanwhile.pop(0) for _ in range(len(meanwhile))]
            for each in now:
                town.gateway.payments.submit(each)
            return found

        def __getattr__(self, name: str) -> Any:
            return getattr(biller, name)

    outside = town.gateway.parts.outside
    town.surround(msgspec.structs.replace(outside, billers=dict(outside.billers) | {ISSUER: Biller()}))
    town.gateway.payments.submit(paid)
    assert tries(town) == counted
