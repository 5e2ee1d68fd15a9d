"""The code of a recharge card is money: it is in no file, log, problem or repr, whatever happens."""

import logging

import msgspec
import pytest

from kiosk.gateway.parties.adapters import AdapterSilent, RechargeCardRecord
from kiosk.gateway.payments.fingerprint import fingerprint_of
from kiosk.payment.saga_events import ChargeReported, ReverseReported
from kiosk.wire.payments import PaymentRequest
from kiosk.wire.recharge_cards import RechargeCardRequest

from .recharge_desk import ISSUER, ask, asking, cards, nobodys_code, owed, pay, request
from .town import Town


def test_no_code_is_anywhere_after_a_payment(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    settled, closed, used = cards(town)[:2] + cards(town, "used", 10_000)[:1]
    codes = [settled, closed, used, nobodys_code(town)]
    said = [asking(town, code).text for code in codes]
    town.http.put("/sandbox/moods/recharge_card", json={"mood": "malformed", "calls": 40})
    said.append(asking(town, closed).text)
    town.after(2_400, pay(town, closed).payment_id)
    town.http.put("/sandbox/moods/recharge_card", json={"mood": None})
    said += [town.send(request(town, code)).text for code in (used, codes[3], settled)]
    town.look_up("account", "3102664200015")
    said.append(town.http.get("/schema/openapi.json").text)
    logged = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    assert "charging -> declined" in logged
    assert "kiosk kiosk-1: no recharge card has the code" in logged
    stored = town.stored()
    for code in codes:
        assert code.encode() not in stored
        assert code not in logged + "".join(said)
        assert code[:14] not in "".join(said)


@pytest.mark.parametrize("broken", ["recharge_fen", "method", "bills", "voucher"])
def test_a_refusal_repeats_nothing_that_was_sent(
    quiet_town: Town, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    code = cards(quiet_town)[0]
    answer = quiet_town.send(request(quiet_town, code) | {broken: code})
    assert answer.status_code == 400
    assert code not in answer.text + caplog.text


class _Quoting:
    """An adapter that stumbles over the code and quotes it."""

    def card(self, code: str) -> RechargeCardRecord:
        raise ValueError(code)

    def pay(self, order_no: str, amount_fen: int, code: str) -> ChargeReported:
        raise KeyError(code)

    def query(self, order_no: str) -> ChargeReported:
        return ChargeReported("not_found")

    def reverse(self, order_no: str) -> ReverseReported:
        return ReverseReported("not_found")

    def refund(self, order_no: str, refund_no: str, amount_fen: int) -> None:
        raise AdapterSilent("issuer")

    def refund_done(self, refund_no: str) -> bool:
        return False


def test_an_adapter_that_quotes_the_code_is_not_quoted(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    code, bills = cards(town)[0], owed(town)
    town.surround(msgspec.structs.replace(town.gateway.parts.outside, issuers={ISSUER: _Quoting()}))
    asked, paid = asking(town, code, bills), town.send(request(town, code, bills=bills))
    assert (asked.status_code, paid.status_code) == (503, 200)
    assert "answered nonsense to card" in caplog.text
    assert code not in asked.text + paid.text + caplog.text


def test_no_repr_has_the_code() -> None:
    code = "990000000000000001"
    payment = PaymentRequest("id", (), 1, "recharge_card", None, "kiosk-1", code, 20_000)
    question = RechargeCardRequest(code, ("bill",), 1, "kiosk-1")
    assert code not in f"{payment!r} {question!r} {payment} {question}"


def test_what_is_kept_to_know_a_request_again_cannot_be_searched_for_its_code(town: Town) -> None:
    """Whoever has the database has its secret too, and could try all codes if each were quick to try."""
    body = request(town, cards(town)[0])
    asked = msgspec.convert(body, PaymentRequest)
    town.submit(body)
    stored = town.gateway.parts.store.load(asked.payment_id)
    assert stored is not None
    assert stored.fingerprint == fingerprint_of(town.gateway.parts.codes, asked)
    quick = msgspec.json.encode(asked)
    assert stored.fingerprint != town.gateway.parts.codes.fingerprint(quick)
    other = msgspec.structs.replace(asked, recharge_code=cards(town)[1])
    assert stored.fingerprint != fingerprint_of(town.gateway.parts.codes, other)
    by_phone = msgspec.structs.replace(asked, recharge_code=None, recharge_fen=None)
    quick = town.gateway.parts.codes.fingerprint(msgspec.json.encode(by_phone))
    assert fingerprint_of(town.gateway.parts.codes, by_phone) == quick


def test_the_demonstrations_cards_are_listed_for_its_players_only(town: Town) -> None:
    listed = {each["code"]: each for each in town.http.get("/sandbox/recharge-cards").json()["cards"]}
    code = cards(town)[0]
    assert listed[code] == {"biller_id": "electric-city", "code": code, "face_fen": 20_000, "state": "usable"}
    faces = {card["face_fen"] for card in listed.values() if card["state"] == "usable"}
    assert faces == {3_000, 5_000, 10_000, 20_000, 50_000}
    assert ask(town, code).state == "usable"
    pay(town, code)
    again = town.http.get("/sandbox/recharge-cards").json()["cards"]
    assert {card["state"] for card in again if card["code"] == code} == {"used"}
    assert "/sandbox/recharge-cards" not in town.http.get("/schema/openapi.json").json()["paths"]
    town.restart_as(demonstration=False)
    assert town.http.get("/sandbox/recharge-cards").status_code == 404
