"""Signed requests at the gateway: who signed counts, once, and every answer can be proven."""

import functools
import threading
from typing import Any

import httpx
import msgspec
import pytest

from kiosk.gateway.trust import kiosk_keys
from kiosk.wire.signing.profile import Occasion, SignatureWrong

from .operators_desk import Desk
from .signed_kiosk import KIOSK, Lines, SignedKiosk
from .town import ELECTRICITY, Town, new_id, refused

LOOK_UP = {"by": "code", "value": ELECTRICITY}
SKEWED = "urn:digital-hut-kiosk:problem:clock_skewed"
REPLAYED = "urn:digital-hut-kiosk:problem:replayed"
WRONG = "urn:digital-hut-kiosk:problem:signature_wrong"


@pytest.fixture
def kiosk(town: Town) -> SignedKiosk:
    return SignedKiosk(town)


@pytest.fixture
def strict(town: Town) -> SignedKiosk:
    """At a gateway that is no demonstration."""
    kiosk = SignedKiosk(town)
    Desk(town).end_demonstration()
    return kiosk


def told(response: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["type"] == kind
    return problem


@pytest.mark.parametrize("algorithm", ["hmac-sha256", "ed25519"])
def test_a_signed_payment_is_paid_and_every_answer_is_proven(town: Town, algorithm: Any) -> None:
    kiosk = SignedKiosk(town, algorithm=algorithm)
    now_ms = kiosk.now_ms
    answers = kiosk.key.verifying_key()
    if algorithm == "ed25519":
        own = town.gateway.parts.database.write(
            lambda c: kiosk_keys.gateways_own(c, town.gateway.parts.seals, now_ms)
        )
        answers = own.verifying_key()
    bills = kiosk.post("/v1/look-ups", LOOK_UP | {"scope": "household"})
    kiosk.proves(bills, answers)
    request = town.request(town.household_bills(), "134567890123450000")
    paid = kiosk.pay(request)
    assert paid.json()["outcome"] == "settled"
    kiosk.proves(paid, answers)
    asked = kiosk.get(f"/v1/payments/{request['payment_id']}")
    kiosk.proves(asked, answers)
    assert asked.json() == paid.json()
    unknown = kiosk.get(f"/v1/payments/{new_id()}")
    assert refused(unknown) == (404, "payment_unknown")
    kiosk.proves(unknown, answers)


def test_an_answer_proves_nothing_about_another_request(kiosk: SignedKiosk) -> None:
    first, second = kiosk.post("/v1/look-ups", LOOK_UP), kiosk.post("/v1/look-ups", LOOK_UP)
    kiosk.proves(second)
    second.request = first.request
    with pytest.raises(SignatureWrong):
        kiosk.proves(second)


@pytest.mark.parametrize("change", ["status", "body", "type", "unsigned"])
def test_an_answer_that_was_changed_is_not_proven(kiosk: SignedKiosk, change: str) -> None:
    answer = kiosk.post("/v1/look-ups", LOOK_UP)
    match change:
        case "status":
            answer.status_code = 201
        case "body":
            answer._content = answer.content.replace(b"1", b"2")
        case "type":
            answer.headers["content-type"] = "text/html"
        case "unsigned":
            del answer.headers["signature"]
    with pytest.raises(SignatureWrong):
        kiosk.proves(answer)


def test_without_a_demonstration_nothing_unsigned_is_served(strict: SignedKiosk) -> None:
    town = strict.town
    told(town.post("/v1/look-ups", LOOK_UP, **{"X-Kiosk-Id": KIOSK}), 401, WRONG)
    told(town.http.get(f"/v1/payments/{new_id()}"), 401, WRONG)
    told(town.http.post(f"/v1/payments/{new_id()}/cancel"), 401, WRONG)
    told(town.http.get("/v1/billers"), 401, WRONG)
    assert refused(strict.post("/v1/look-ups", LOOK_UP)) == (404, "code_unknown")


def test_what_is_for_everybody_needs_no_signature(strict: SignedKiosk) -> None:
    http = strict.town.http
    assert http.get("/v1/health").status_code == 200
    assert refused(http.get("/v1/receipts/2611210000000?code=x")) == (404, "receipt_unknown")
    assert http.get("/operator/unlock").status_code == 200
    assert http.get("/schema/openapi.json").status_code == 200
    strict.proves(strict.get("/v1/health"))


def test_every_route_of_kiosks_is_guarded(strict: SignedKiosk) -> None:
    """By the document, so that a route somebody adds is guarded too."""
    paths = strict.town.http.get("/schema/openapi.json").json()["paths"]
    unguarded = []
    kiosks = {path: verbs for path, verbs in paths.items() if not path.startswith("/v1/operator/")}
    assert len(kiosks) >= 8
    for path, verbs in kiosks.items():
        for verb in verbs:
            filled = {
                "{payment_id}": new_id(),
                "{receipt_no}": "26112100000001",
                "{kiosk_id}": KIOSK,
                "{part}": "1",
            }
            url = functools.reduce(lambda said, gap: said.replace(gap, filled[gap]), filled, path)
            answer = strict.town.http.request(verb, f"{url}?code=x")
            if answer.status_code != 401:
                unguarded.append(f"{verb} {path}")
    assert unguarded == ["get /v1/health", "get /v1/receipts/{receipt_no}"]


def test_the_document_says_how_kiosks_are_known(strict: SignedKiosk) -> None:
    document = strict.town.http.get("/schema/openapi.json").json()
    assert document["components"]["securitySchemes"]["kiosk"]["scheme"] == "signature"
    submit = document["paths"]["/v1/payments"]["post"]
    assert submit["security"] == [{"kiosk": []}]
    assert {"401", "403", "409"} <= set(submit["responses"])


def test_the_same_bytes_again_are_a_replay(kiosk: SignedKiosk) -> None:
    body = msgspec.json.encode(LOOK_UP)
    lines = kiosk.signed("POST", "/v1/look-ups", body, {"Content-Type": "application/json"})
    assert kiosk.send("POST", "/v1/look-ups", body, lines).status_code == 200
    again = kiosk.send("POST", "/v1/look-ups", body, lines)
    assert told(again, 409, REPLAYED)["highest_sequence"] == kiosk.sequence
    kiosk.proves(again)


def test_a_number_below_the_highest_is_a_replay_even_after_a_restart(kiosk: SignedKiosk) -> None:
    kiosk.sequence = 99
    assert kiosk.get("/v1/billers").status_code == 200
    kiosk.sequence = 50
    kiosk.town.restart()
    assert told(kiosk.get("/v1/billers"), 409, REPLAYED)["highest_sequence"] == 100
    kiosk.sequence = 100
    assert kiosk.get("/v1/billers").status_code == 200


def test_a_nonce_is_used_once(kiosk: SignedKiosk) -> None:
    first = kiosk.occasion()
    second = Occasion(first.created_s, first.nonce, first.sequence + 1)
    kiosk.sequence = second.sequence
    for occasion, status in ((first, 200), (second, 409)):
        lines = kiosk.signed("GET", "/v1/billers", b"", {}, occasion)
        assert kiosk.send("GET", "/v1/billers", b"", lines).status_code == status


def test_nonces_are_forgotten_when_they_could_not_count_any_more(kiosk: SignedKiosk) -> None:
    database = kiosk.town.gateway.parts.database
    for _ in range(3 * kiosk_keys.TIDIED_EVERY):
        assert kiosk.get("/v1/billers").status_code == 200
        kiosk.town.clock.advance(60)
    with database.reading() as connection:
        assert (
            len(connection.execute(kiosk_keys.select(kiosk_keys.kiosk_nonce)).all())
            <= 4 + kiosk_keys.TIDIED_EVERY
        )


@pytest.mark.parametrize(("skew_s", "status"), [(29, 200), (31, 401), (-119, 200), (-121, 401), (10**6, 401)])
def test_a_clock_that_is_off_is_told_the_gateways_time(kiosk: SignedKiosk, skew_s: int, status: int) -> None:
    kiosk.skew_s = skew_s
    answer = kiosk.get("/v1/billers")
    assert answer.status_code == status
    kiosk.proves(answer)
    if status == 401:
        assert told(answer, 401, SKEWED)["gateway_time_ms"] == kiosk.now_ms


def test_strangers_are_not_told_the_time_nor_why(
    kiosk: SignedKiosk, caplog: pytest.LogCaptureFixture
) -> None:
    kiosk.skew_s = 10**6
    wrong_key = msgspec.structs.replace(kiosk.key, material=bytes(32))
    unknown = msgspec.structs.replace(kiosk.key, key_id="nobody.1")
    texts = set()
    for key in (wrong_key, unknown):
        kiosk.key = key
        answer = kiosk.get("/v1/billers")
        told(answer, 401, WRONG)
        assert "signature" not in answer.headers
        texts.add(answer.text)
    assert len(texts) == 1
    assert "not the signature" in caplog.text, "the log says which it was"
    assert "no key that counts" in caplog.text


def test_two_keys_count_while_they_overlap(kiosk: SignedKiosk) -> None:
    old = kiosk.key
    new = kiosk.new_key(f"{KIOSK}.2", "ed25519", overlap_s=3600)
    for key in (old, new, old):
        kiosk.key = key
        assert kiosk.get("/v1/billers").status_code == 200
    kiosk.town.clock.advance(3601)
    told(kiosk.get("/v1/billers"), 401, WRONG)
    kiosk.key = new
    assert kiosk.get("/v1/billers").status_code == 200
    now_ms = kiosk.now_ms
    assert kiosk.town.gateway.parts.database.write(lambda c: kiosk_keys.retire(c, KIOSK, now_ms))
    told(kiosk.get("/v1/billers"), 401, WRONG)


def test_a_kiosk_speaks_for_itself_alone(kiosk: SignedKiosk) -> None:
    request = kiosk.town.request(kiosk.town.household_bills(), "134567890123450000", kiosk_id="kiosk-2")
    answer = kiosk.pay(request)
    assert refused(answer) == (403, "kiosk_wrong")
    kiosk.proves(answer)
    assert kiosk.town.open_payments() == 0
    note = {"note_id": "kiosk-2.1", "value_fen": 1000, "found_at": "2026-11-21T17:40:00+08:00"}
    assert refused(kiosk.post("/v1/kiosks/kiosk-2/found-notes", note)) == (403, "kiosk_wrong")


def test_another_kiosks_payment_is_not_its_business(kiosk: SignedKiosk) -> None:
    request = kiosk.town.request(kiosk.town.household_bills(), None)
    assert kiosk.pay(request).json()["outcome"] == "card_expected"
    other = SignedKiosk(kiosk.town, "kiosk-2")
    path = f"/v1/payments/{request['payment_id']}"
    assert refused(other.get(path)) == (403, "kiosk_wrong")
    assert refused(other.post(f"{path}/cancel", {})) == (403, "kiosk_wrong")
    assert refused(other.post(f"{path}/card-result", {"outcome": "approved"})) == (403, "kiosk_wrong")
    assert kiosk.get(path).json()["outcome"] == "card_expected"


def test_the_limit_of_look_ups_goes_by_who_signed_not_by_what_a_header_says(kiosk: SignedKiosk) -> None:
    limit = kiosk.town.gateway.parts.settings.look_ups_per_minute
    statuses = [
        kiosk.post("/v1/look-ups", LOOK_UP, **{"X-Kiosk-Id": f"k{n}"}).status_code for n in range(limit + 1)
    ]
    assert statuses == [200] * limit + [429]


def test_a_body_that_is_too_large_is_not_read_to_its_end(strict: SignedKiosk) -> None:
    most = strict.town.gateway.parts.settings.request_most_bytes
    answer = strict.post("/v1/look-ups", {"by": "code", "value": "1" * (most + 1)})
    assert refused(answer) == (413, "too_large")
    assert "signature" not in answer.headers, "nobody looked who it was"


def test_several_processes_let_a_request_in_once(kiosk: SignedKiosk) -> None:
    """The same bytes at both at once, many times over."""
    other = Town(kiosk.town.place, kiosk.town.clock)
    body = msgspec.json.encode(LOOK_UP)
    for _ in range(5):
        lines = kiosk.signed("POST", "/v1/look-ups", body, {"Content-Type": "application/json"})
        statuses: list[int] = []

        def send(town: Town, lines: Lines = lines, statuses: list[int] = statuses) -> None:
            statuses.append(town.http.post("/v1/look-ups", content=body, headers=lines).status_code)

        threads = [threading.Thread(target=send, args=(town,)) for town in (other, kiosk.town) * 3]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses) == [200, 409, 409, 409, 409, 409]
    other.close()
