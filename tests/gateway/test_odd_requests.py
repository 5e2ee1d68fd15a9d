"""Whatever is sent, the gateway answers with one of its documented answers and is never at fault."""

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from .town import ELECTRICITY, Town, new_id

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
PATHS = [
    "/v1/look-ups",
    "/v1/payments",
    f"/v1/payments/{new_id()}/card-result",
    "/sandbox/acquirer/authorise",
]
DOCUMENTED = {200, 400, 404, 409, 413, 415, 422, 429, 503}


def status_of(town: Town, path: str, body: Any, key: str) -> int:
    town.clock.advance(10)
    headers = {"content-type": "application/json", "Idempotency-Key": key}
    response = town.http.post(path, content=msgspec.json.encode(body), headers=headers)
    if response.status_code != 200:
        assert response.headers["content-type"] == "application/problem+json"
    return response.status_code


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATHS), JSON)
def test_any_json_at_all(quiet_town: Town, path: str, body: Any) -> None:
    assert status_of(quiet_town, path, body, new_id()) in DOCUMENTED


@settings(max_examples=150, deadline=None)
@given(st.data(), JSON)
def test_a_payment_with_one_odd_field(quiet_town: Town, draws: st.DataObject, odd: Any) -> None:
    bills = quiet_town.look_up("code", ELECTRICITY).bills
    request = quiet_town.request(bills, "134567890123450002")
    key = request["payment_id"]
    fields = request["bills"][0] if draws.draw(st.booleans()) else request
    fields[draws.draw(st.sampled_from(sorted(fields)))] = odd
    assert status_of(quiet_town, "/v1/payments", request, key) in DOCUMENTED


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["code", "account", "id_card", "card"]), st.text(min_size=1, max_size=512))
def test_any_text_a_scanner_might_read(quiet_town: Town, by: str, value: str) -> None:
    body = {"by": by, "value": value, "scope": "household"}
    assert status_of(quiet_town, "/v1/look-ups", body, "") in {404, 422}
