"""Whatever is wrong with a request about money has one defined answer, problem+json, and no effect at all."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec
import pytest
from sqlalchemy import select

from kiosk.gateway.demonstration import world
from kiosk.gateway.sql.all_tables import metadata
from kiosk.runtime.clock import FakeClock
from kiosk.wire.cash import MOST_NOTE_FEN, MOST_NOTES
from kiosk.wire.fields import MOST_FEN

from .cash_desk import Slot, bills_of
from .place import Place
from .town import Town, new_id, refused

APPROVES = "134567890123450000"
NOT_AMOUNTS = [-1, -23_875, 2**63, 10**40, 1.5, 1e40, "23875", True, None, [], {}, "NaN"]
Row = dict[str, Any]
Body = Callable[["Stage"], Row]
NOBODYS = "00000000-0000-0000-0000-000000000000"
REQUEST_MOST_BYTES = 64 * 1024


class Stage(NamedTuple):
    """A payment that is settled, one that waits for its card, and one with a note that waits for more."""

    town: Town
    settled: Row
    card: str
    slot: Slot

    def unpaid(self, **more: Any) -> Row:
        return self.town.request(bills_of(self.town, "electricity"), APPROVES) | more

    def rows(self) -> list[Any]:
        """Everything the gateway and the parties outside remember."""
        tables = [*metadata.sorted_tables, *world.metadata.sorted_tables]
        with self.town.gateway.parts.database.reading() as connection:
            return [sorted(map(repr, connection.execute(select(table)))) for table in tables]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    town = Town(Place.file(tmp_path_factory.mktemp("bad")), FakeClock())
    settled = town.request(bills_of(town, "water"), APPROVES)
    assert town.submit(settled).outcome == "settled"
    card = town.pay(None, town.look_up("account", "3102664200015").bills)
    slot = Slot(town, bills_of(town, "gas"))
    slot.put_in(1_000)
    bills_of(town, "electricity")
    yield Stage(town, settled, card.payment_id, slot)
    town.close()


def of_bill(**changes: Any) -> Body:
    """A payment of one bill with something wrong in the bill."""

    def changed(stage: Stage) -> Row:
        request = stage.unpaid()
        return request | {"bills": [request["bills"][0] | changes]}

    return changed


def of(**changes: Any) -> Body:
    return lambda stage: stage.unpaid(**changes)


def bills_times(times: int) -> Body:
    def repeated(stage: Stage) -> Row:
        request = stage.unpaid()
        bills = [request["bills"][0] | {"bill_id": f"b{n}"} for n in range(times)]
        return request | {"bills": bills, "amount_fen": times * request["amount_fen"]}

    return repeated


def bill_twice(stage: Stage) -> Row:
    request = stage.unpaid()
    return request | {"bills": request["bills"] * 2, "amount_fen": 2 * request["amount_fen"]}


PAYMENTS: list[tuple[Body, int, str]] = [
    *((of(amount_fen=wrong), 400, "malformed") for wrong in [*NOT_AMOUNTS, 0, MOST_FEN + 1]),
    *((of_bill(amount_fen=wrong), 400, "malformed") for wrong in [*NOT_AMOUNTS, 0, MOST_FEN + 1]),
    *((of_bill(version=wrong), 400, "malformed") for wrong in [0, -1, 1.5, "1", None, 2**63]),
    *((of_bill(bill_id=wrong), 400, "malformed") for wrong in ["", "a b", "x" * 65, None, 7]),
    *((of(bills=wrong), 400, "malformed") for wrong in [[], None, {}, "x", [None]]),
    *((of(method=wrong), 400, "malformed") for wrong in ["cheque", "", None, 1]),
    *((of(kiosk_id=wrong), 400, "malformed") for wrong in ["", "k 1", "k" * 33, None]),
    *((of(phone_code=wrong), 400, "malformed") for wrong in ["", "1" * 65, 134, None]),
    (of(method="bank_card"), 400, "malformed"),
    (of(method="cash"), 400, "malformed"),
    (of(change_fen=0), 400, "malformed"),
    (of_bill(due_fen=1), 400, "malformed"),
    (bill_twice, 400, "malformed"),
    (bills_times(25), 400, "malformed"),
    (of(amount_fen=1), 422, "amount_mismatch"),
    (of(amount_fen=MOST_FEN), 422, "amount_mismatch"),
    (of_bill(bill_id="never-shown"), 404, "bill_unknown"),
    (lambda stage: stage.settled | {"kiosk_id": "kiosk-2"}, 422, "idempotency_key_reused"),
    (lambda stage: stage.unpaid(payment_id=stage.settled["payment_id"]), 422, "idempotency_key_reused"),
]


@pytest.mark.parametrize(("body", "status", "code"), PAYMENTS)
def test_a_wrong_payment_is_refused_and_leaves_no_trace(
    stage: Stage, body: Body, status: int, code: str
) -> None:
    request = body(stage)
    before = stage.rows()
    assert refused(stage.town.send(request)) == (status, code)
    assert stage.rows() == before


@pytest.mark.parametrize("wrong", ["", "1", "not-an-id", "A" * 32, "g" * 32, None, 5, "0" * 33, "0" * 32])
def test_a_wrong_payment_id_is_refused(stage: Stage, wrong: Any) -> None:
    request = stage.unpaid(payment_id=wrong)
    before = stage.rows()
    status, code = refused(stage.town.send(request))
    assert (status, code) in {(400, "malformed"), (400, "idempotency_key_wrong")}
    assert stage.rows() == before


NOTE = {"note_id": "n-1", "value_fen": 500}
FOUND = NOTE | {"found_at": "2026-11-21T17:40:00+08:00"}
NO_NOTES: Row = {"notes": [], "inserted_fen": 0}
SLOT, CARD, SETTLED, NOBODY = "slot", "card", "settled", "nobody"

REPORTS: list[tuple[str, str, Row, int, str]] = [
    *((SLOT, "notes", NOTE | {"value_fen": wrong}, 400, "malformed") for wrong in [*NOT_AMOUNTS, 0]),
    (SLOT, "notes", NOTE | {"value_fen": MOST_NOTE_FEN + 1}, 400, "malformed"),
    *((SLOT, "notes", NOTE | {"note_id": wrong}, 400, "malformed") for wrong in ["", "a b", "n" * 65, None]),
    (SLOT, "notes", NOTE | {"currency": "CNY"}, 400, "malformed"),
    (SLOT, "notes", {"note_id": "n-1"}, 400, "malformed"),
    (NOBODY, "notes", NOTE, 404, "payment_unknown"),
    (CARD, "notes", NOTE, 409, "payment_not_by_cash"),
    (SETTLED, "notes", NOTE, 409, "payment_not_by_cash"),
    *((SLOT, "cash-closed", NO_NOTES | {"inserted_fen": wrong}, 400, "malformed") for wrong in NOT_AMOUNTS),
    *((SLOT, "cash-closed", NO_NOTES | {"notes": wrong}, 400, "malformed") for wrong in [None, {}, [None]]),
    (SLOT, "cash-closed", {"notes": [NOTE] * (MOST_NOTES + 1), "inserted_fen": 0}, 400, "malformed"),
    (SLOT, "cash-closed", {"notes": [NOTE, NOTE], "inserted_fen": 1_000}, 400, "malformed"),
    (SLOT, "cash-closed", {"notes": [NOTE | {"value_fen": -500}], "inserted_fen": -500}, 400, "malformed"),
    (SLOT, "cash-closed", {"notes": [NOTE], "inserted_fen": 501}, 422, "amount_mismatch"),
    (SLOT, "cash-closed", {"notes": [NOTE], "inserted_fen": 500}, 409, "notes_missing"),
    (SLOT, "cash-closed", NO_NOTES, 409, "notes_missing"),
    (CARD, "cash-closed", NO_NOTES, 409, "payment_not_by_cash"),
    (SETTLED, "cash-closed", NO_NOTES, 409, "payment_not_by_cash"),
    (NOBODY, "cash-closed", NO_NOTES, 404, "payment_unknown"),
    *((CARD, "card-result", {"outcome": wrong}, 400, "malformed") for wrong in ["paid", "", None, 1, []]),
    (CARD, "card-result", {"outcome": "approved", "amount_fen": 1}, 400, "malformed"),
    (CARD, "card-result", {"outcome": "approved", "card_last4": "12345"}, 400, "malformed"),
    (SLOT, "card-result", {"outcome": "approved"}, 409, "payment_not_by_card"),
    (NOBODY, "card-result", {"outcome": "approved"}, 404, "payment_unknown"),
]


@pytest.mark.parametrize(("whose", "path", "body", "status", "code"), REPORTS)
def test_a_wrong_report_is_refused_and_leaves_no_trace(
    stage: Stage, whose: str, path: str, body: Row, status: int, code: str
) -> None:
    ids = {SLOT: stage.slot.payment_id, CARD: stage.card, SETTLED: stage.settled["payment_id"]}
    before = stage.rows()
    payment_id = ids.get(whose) or new_id()
    assert refused(stage.town.post(f"/v1/payments/{payment_id}/{path}", body)) == (status, code)
    assert stage.rows() == before


def test_a_note_known_with_another_value_or_elsewhere_is_refused(stage: Stage) -> None:
    [known] = stage.slot.notes
    other = known | {"value_fen": 2_000}
    before = stage.rows()
    assert refused(stage.slot.report(other)) == (409, "note_differs")
    assert refused(stage.slot.closing(notes=[other], inserted_fen=2_000)) == (409, "note_differs")
    found = FOUND | other
    assert refused(stage.town.post("/v1/kiosks/kiosk-1/found-notes", found)) == (409, "note_differs")
    assert stage.rows() == before


@pytest.mark.parametrize(
    "wrong",
    [
        *({"value_fen": wrong} for wrong in [*NOT_AMOUNTS, MOST_NOTE_FEN + 1]),
        *({"found_at": wrong} for wrong in ["", "yesterday", "2026-11-21", "2026-11-21T17:40:00", 0, None]),
        *({"payment_id": wrong} for wrong in ["", "x", 5]),
        {"note_id": ""},
        {"case_no": "1"},
    ],
)
def test_a_wrong_found_note_is_refused_and_leaves_no_trace(stage: Stage, wrong: Row) -> None:
    before = stage.rows()
    told = refused(stage.town.post("/v1/kiosks/kiosk-1/found-notes", FOUND | wrong))
    assert told == (400, "malformed")
    assert stage.rows() == before


PATHS = [
    "/v1/look-ups",
    "/v1/payments",
    "/v1/payments/{id}/card-result",
    "/v1/payments/{id}/notes",
    "/v1/payments/{id}/cash-closed",
    "/v1/kiosks/kiosk-1/found-notes",
]
JSON = "application/json"
CONTENTS: list[tuple[str, bytes, int, str]] = [
    (JSON, b"", 400, "malformed"),
    (JSON, b"{", 400, "malformed"),
    (JSON, b"[]", 400, "malformed"),
    (JSON, b"null", 400, "malformed"),
    (JSON, b'"text"', 400, "malformed"),
    (JSON, b"NaN", 400, "malformed"),
    (JSON, b"\xff\xfe{\x00}\x00", 400, "malformed"),
    (JSON, b'{"a": "\xed\xa0\x80"}', 400, "malformed"),
    (JSON, b"[" * 30_000, 400, "malformed"),
    (JSON, b'{"a":' * 10_000, 400, "malformed"),
    (JSON, b" " * (REQUEST_MOST_BYTES + 1), 413, "too_large"),
    ("text/plain", b"{}", 415, "media_type_wrong"),
    ("application/x-www-form-urlencoded", b"amount_fen=1", 415, "media_type_wrong"),
    ("", b"{}", 415, "media_type_wrong"),
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("media_type", "content", "status", "code"), CONTENTS)
def test_what_is_no_json_message_is_refused_and_leaves_no_trace(
    stage: Stage, path: str, media_type: str, content: bytes, status: int, code: str
) -> None:
    stage.town.clock.advance(1)
    before = stage.rows()
    headers = {"content-type": media_type, "Idempotency-Key": new_id()}
    sent = stage.town.http.post(path.format(id=stage.card), content=content, headers=headers)
    assert refused(sent) == (status, code)
    assert stage.rows() == before


@pytest.mark.parametrize(
    ("verb", "path", "status", "code"),
    [
        ("GET", "/v1/payments/not-an-id", 400, "malformed"),
        ("POST", "/v1/payments/not-an-id/cancel", 400, "malformed"),
        ("POST", f"/v1/payments/{'0' * 31}/notes", 400, "malformed"),
        ("GET", f"/v1/payments/{NOBODYS.replace('-', '')}", 400, "malformed"),
        ("POST", "/v1/kiosks/k%201/found-notes", 400, "malformed"),
        ("GET", f"/v1/payments/{NOBODYS}", 404, "payment_unknown"),
        ("DELETE", f"/v1/payments/{NOBODYS}", 405, "method_not_allowed"),
        ("PUT", "/v1/payments", 405, "method_not_allowed"),
        ("POST", "/v2/payments", 404, "not_found"),
    ],
)
def test_wrong_addresses_are_refused_and_leave_no_trace(
    stage: Stage, verb: str, path: str, status: int, code: str
) -> None:
    before = stage.rows()
    assert refused(stage.town.http.request(verb, path, json=FOUND)) == (status, code)
    assert stage.rows() == before


def test_the_same_content_written_otherwise_is_the_same_payment(stage: Stage) -> None:
    """Order of members, spaces, whole numbers with a fraction of nothing: JSON says they mean the same."""
    turned = dict(reversed(stage.settled.items()))
    before = stage.rows()
    content = msgspec.json.format(msgspec.json.encode(turned), indent=4)
    headers = {"content-type": JSON, "Idempotency-Key": stage.settled["payment_id"]}
    sent = stage.town.http.post("/v1/payments", content=content, headers=headers)
    assert (sent.status_code, sent.json()["outcome"]) == (200, "settled")
    assert stage.rows() == before
