"""The kiosk's client: typed answers, every failure by its name, nothing repeated and nothing told."""

import itertools
import socket
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import (
    GatewayError,
    GatewayGarbage,
    GatewayRefused,
    GatewaySlow,
    GatewayUnreachable,
)
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import FakeClock
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.cash import CashClosing, FoundNote, StackedNote
from kiosk.wire.payments import BillToPay, CardResult, PaymentRequest

from .canned import Conversation, canned, raw, says, waits_for_the_client_to_leave

ID = "01234567-89ab-cdef-0123-456789abcdef"
PHONE_CODE = "134567890123450000"
WAITS_S = 0.2
HEALTH = b'{"state":"ready","version":"1","demonstration":true}'
LOOK_UP = LookUpRequest("id_card", "310108194002290011")
PAYMENT = PaymentRequest(ID, (BillToPay("b", 1, 5),), 5, "phone_code", PHONE_CODE, "kiosk-1")


def ask(conversation: Conversation) -> GatewayError:
    """The failure a health check meets."""
    with canned(conversation) as gateway:
        client = GatewayClient(gateway.base_url, "kiosk-1", connect_s=WAITS_S, read_s=WAITS_S)
        with pytest.raises(GatewayError) as raised:
            client.health()
        client.close()
        assert len(gateway.requests) == 1
    return raised.value


@pytest.mark.parametrize(
    "conversation",
    [
        says(b"{}"),
        says(b"null"),
        says(b"{"),
        says(b"\xff"),
        says(b"[" * 100_000),
        says(HEALTH[:-1] + b',"odd":1}'),
        says(HEALTH, media_type="text/html"),
        says(HEALTH, status="302 Found"),
        says(HEALTH, status="500 Internal Server Error"),
        says(b"{}", status="400 Bad Request", media_type="application/problem+json"),
        says(b" " * 300_000 + HEALTH),
        says(HEALTH, "200 OK", "application/json", "Content-Encoding: gzip"),
        raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        raw(b""),
    ],
)
def test_answers_that_are_none_of_ours_are_garbage(conversation: Conversation) -> None:
    assert type(ask(conversation)) is GatewayGarbage


def test_silence_is_slow() -> None:
    assert type(ask(waits_for_the_client_to_leave)) is GatewaySlow


def test_silence_in_the_middle_of_an_answer_is_slow() -> None:
    def half(connection: socket.socket) -> None:
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
        )
        waits_for_the_client_to_leave(connection)

    assert type(ask(half)) is GatewaySlow


def test_an_answer_that_trickles_for_ever_is_slow() -> None:
    seconds = itertools.count()

    def trickle(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n")
        for _ in range(99):
            connection.sendall(b" ")

    with canned(trickle) as gateway:
        client = GatewayClient(gateway.base_url, "k", 3, 8, monotonic_s=lambda: float(next(seconds) * 9))
        with pytest.raises(GatewaySlow):
            client.health()
        client.close()


def test_nobody_there_is_unreachable() -> None:
    with canned(raw(b"")) as gateway:
        url = gateway.base_url
    client = GatewayClient(url, "kiosk-1")
    with pytest.raises(GatewayUnreachable):
        client.submit(PAYMENT)
    client.close()


def test_a_problem_is_a_refusal_with_its_code() -> None:
    body = b'{"title":"Conflict","status":409,"code":"idempotency_conflict","hint":"later"}'
    refused = ask(says(body, "409 Conflict", "application/problem+json"))
    assert isinstance(refused, GatewayRefused)
    assert (refused.code, refused.status) == ("idempotency_conflict", 409)


def test_an_answer_about_another_payment_is_garbage() -> None:
    other = b'{"payment_id":"ffffffff-ffff-ffff-ffff-ffffffffffff","outcome":"settled","detail":null,'
    other += (
        b'"amount_fen":5,"receipt_no":null,"verification_code":null,"verification_url":null,"paid_at":null,'
    )
    other += b'"method":"phone_code","provider":null,"card_last4":null}'
    with canned(says(other)) as gateway:
        client = GatewayClient(gateway.base_url, "kiosk-1")
        with pytest.raises(GatewayGarbage):
            client.payment(ID)
        client.close()


@pytest.mark.parametrize("conversation", [says(b"{}"), waits_for_the_client_to_leave, raw(b"")])
def test_failures_tell_nothing_that_was_sent(conversation: Conversation) -> None:
    with canned(conversation) as gateway:
        client = GatewayClient(gateway.base_url, "kiosk-1", WAITS_S, WAITS_S)
        for call in (lambda: client.look_up(LOOK_UP), lambda: client.submit(PAYMENT)):
            with pytest.raises(GatewayError) as raised:
                call()
            told = f"{raised.value!r} {raised.value.__cause__!r} {LOOK_UP!r} {PAYMENT!r}"
            assert [each for each in (LOOK_UP.value, PHONE_CODE) if each in told] == []
        client.close()


def test_a_payment_carries_its_key_and_the_kiosks_name() -> None:
    with canned(says(b"{}")) as gateway:
        client = GatewayClient(gateway.base_url, "kiosk-1")
        with pytest.raises(GatewayGarbage):
            client.submit(PAYMENT)
        client.close()
    head, _, body = gateway.requests[0].partition(b"\r\n\r\n")
    assert f"Idempotency-Key: {ID}".encode() in head
    assert b"X-Kiosk-Id: kiosk-1" in head
    assert msgspec.json.decode(body, type=PaymentRequest) == PAYMENT


@pytest.fixture
def client(tmp_path: Path) -> Iterator[GatewayClient]:
    """A client of a real gateway."""
    gateway = EmbeddedGateway(tmp_path / "gateway.sqlite", FakeClock())
    client = GatewayClient(gateway.start(), "kiosk-1")
    yield client
    client.close()
    gateway.stop()


def test_a_household_is_looked_up_and_paid(client: GatewayClient) -> None:
    assert client.health().demonstration
    assert len(client.billers().billers) == 6
    found = client.look_up(LOOK_UP)
    bills = tuple(BillToPay(bill.bill_id, bill.version, bill.due_fen) for bill in found.bills)
    request = msgspec.structs.replace(PAYMENT, bills=bills, amount_fen=23875)
    settled = client.submit(request)
    assert settled.outcome == "settled"
    assert client.payment(ID) == client.submit(request) == settled


def test_a_card_payment_is_expected_reported_and_cancelled(client: GatewayClient) -> None:
    bill = client.look_up(LOOK_UP).bills[0]
    request = PaymentRequest(
        ID, (BillToPay(bill.bill_id, 1, bill.due_fen),), bill.due_fen, "bank_card", None, "kiosk-1"
    )
    assert client.submit(request).outcome == "card_expected"
    assert client.card_result(ID, CardResult("approved")).outcome == "card_expected"
    assert client.cancel(ID).outcome == "not_charged"


def test_notes_are_reported_closed_and_found(client: GatewayClient) -> None:
    bill = client.look_up(LOOK_UP).bills[0]
    request = PaymentRequest(
        ID, (BillToPay(bill.bill_id, 1, bill.due_fen),), bill.due_fen, "cash", None, "kiosk-1"
    )
    expected = client.submit(request)
    assert (expected.outcome, expected.cash_rest) == ("cash_expected", "to_account")
    note = StackedNote("note-1", 5000)
    assert client.note_stacked(ID, note).inserted_fen == 5000
    assert client.cash_closed(ID, CashClosing((note,), 5000)).inserted_fen == 5000
    found = client.note_found(FoundNote("note-2", 0, "2026-11-22T10:00:00+08:00", ID))
    assert (found.note_id, found.value_fen) == ("note-2", 0)
    assert found.case_no


def test_the_gateways_refusals_arrive(client: GatewayClient) -> None:
    with pytest.raises(GatewayRefused, match="payment_unknown") as unknown:
        client.payment(ID)
    assert unknown.value.status == 404
    with pytest.raises(GatewayRefused, match="household_unknown"):
        client.look_up(LookUpRequest("id_card", "nobody"))
