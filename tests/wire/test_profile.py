"""The profile refuses what is rightly signed but not by its rules, and never fails in another way."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.wire.signing import profile
from kiosk.wire.signing.base import Answer, Request, fields_of, signature_base
from kiosk.wire.signing.digest import content_digest
from kiosk.wire.signing.keys import SigningKey, VerifyingKey
from kiosk.wire.signing.profile import Occasion, SignatureWrong, prove, read_claim, sign_answer, sign_request
from kiosk.wire.signing.structured import Bare, Component, Covered, Malformed, read_bytes, read_covered

KEY = SigningKey("kiosk-1.1", "hmac-sha256", bytes(range(32)))
PAIR = SigningKey("kiosk-1.1", "ed25519", bytes(range(32)))
NONCE = "AAAAAAAAAAAAAAAAAAAAAA"
BODY = b"{}"
UNSIGNED = Request("POST", "gateway.example", "/v1/x", "", fields_of([("Content-Type", "application/json")]))


def signed(key: SigningKey = KEY, occasion: Occasion | None = None) -> Request:
    added = sign_request(key, UNSIGNED, BODY, occasion or Occasion(1000, NONCE, 7))
    return msgspec.structs.replace(UNSIGNED, fields=fields_of([*UNSIGNED.fields.items(), *added.items()]))


def signed_oddly(key: SigningKey = KEY, **changed: Bare) -> Request:
    """With the right key over everything there is, under other parameters."""
    request = signed(key)
    covered = read_covered(request.fields["signature-input"])["kiosk"]
    parameters = tuple((name, changed.get(name, value)) for name, value in covered.parameters)
    odd = Covered(covered.components, parameters)
    signature = key.sign(signature_base(odd, map(request.value, odd.components)))
    fields = {"signature-input": f"kiosk={odd}", "signature": f"kiosk={profile.bare(signature)}"}
    return msgspec.structs.replace(request, fields={**request.fields, **fields})


def check(request: Request, key: VerifyingKey) -> None:
    prove(read_claim(request), key, request, BODY)


@pytest.mark.parametrize("key", [KEY, PAIR])
def test_what_was_signed_is_proven(key: SigningKey) -> None:
    request = signed(key)
    claim = read_claim(request)
    assert (claim.key_id, claim.created_s, claim.nonce, claim.sequence) == (key.key_id, 1000, NONCE, 7)
    assert prove(claim, key.verifying_key(), request, BODY) is None
    assert check(signed_oddly(key), key.verifying_key()) is None


@pytest.mark.parametrize(
    "odd",
    [
        {"tag": profile.ANSWER_TAG},
        {"tag": ""},
        {"expires": 1121},
        {"expires": 10**9},
        {"nonce": ""},
        {"nonce": NONCE + "A"},
        {"nonce": b"A" * 16},
        {"keyid": ""},
        {"keyid": "k" * 65},
        {"keyid": 1},
        {"alg": "ed25519"},
        {"alg": "none"},
        {"created": True},
        {"created": "1000"},
    ],
)
def test_other_parameters_are_refused_though_rightly_signed(odd: dict[str, Any]) -> None:
    with pytest.raises(SignatureWrong):
        check(signed_oddly(**odd), KEY.verifying_key())


def test_a_public_key_is_no_shared_secret() -> None:
    """Whoever has the public half must not pass for its owner by calling it another algorithm's."""
    public = PAIR.verifying_key()
    forger = SigningKey(public.key_id, "hmac-sha256", public.material)
    with pytest.raises(SignatureWrong):
        check(signed(forger), public)


def test_the_signature_of_one_algorithm_is_none_of_another() -> None:
    with pytest.raises(SignatureWrong):
        check(signed_oddly(PAIR, alg="hmac-sha256"), PAIR.verifying_key())


@pytest.mark.parametrize("sequence", ["0", "01", "-1", "1.5", "", "9" * 17, str(2**53 + 1), "٣"])
def test_numbers_that_are_none_are_refused(sequence: str) -> None:
    request = signed()
    odd = msgspec.structs.replace(request, fields={**request.fields, "kiosk-seq": sequence})
    with pytest.raises(SignatureWrong):
        read_claim(odd)


def test_an_answers_signature_is_none_of_a_request() -> None:
    """Both sides share the secret, so what one signs must not do for the other."""
    request = signed()
    answer = Answer(200, {"content-type": "application/json"}, request)
    added = {name.lower(): value for name, value in sign_answer(KEY, answer, BODY, 1000).items()}
    for renamed in (added, {n: v.replace("gateway=", "kiosk=") for n, v in added.items()}):
        odd = msgspec.structs.replace(request, fields={**request.fields, **renamed})
        with pytest.raises(SignatureWrong):
            check(odd, KEY.verifying_key())


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n", "é", "電"])
def test_no_value_makes_a_line_of_its_own(break_: str) -> None:
    """Else one field could pretend to be two."""
    covered = Covered((Component("a"),), ())
    with pytest.raises(Malformed):
        signature_base(covered, [f'x{break_}"b": y'])


@pytest.mark.parametrize(
    "text",
    [
        "a=:AB==:",
        "a=:QQ=:",
        "a=:QQ:",
        "a=:Q Q=:",
        "a=:QQ==:;x",
        "a=QQ",
        "a",
        "a=:QQ==:,",
        "a=:QQ==:,a=:QQ==:",
        "A=::",
        "",
    ],
)
def test_byte_sequences_have_one_form(text: str) -> None:
    with pytest.raises(Malformed):
        read_bytes(text)
    assert read_bytes("a=:QQ==:, b=::") == {"a": b"A", "b": b""}


FIELDS = st.text(alphabet='abk=():;," "@-01?*\\é\n', max_size=60)


@given(FIELDS)
def test_any_field_at_all_is_read_or_malformed(text: str) -> None:
    for read in (read_bytes, read_covered):
        try:
            members = read(text)
        except Malformed:
            continue
        assert members


@given(FIELDS, FIELDS, FIELDS)
def test_any_fields_at_all_are_refused_and_nothing_worse(inputs: str, signature: str, sequence: str) -> None:
    fields = {"signature-input": inputs, "signature": signature, "kiosk-seq": sequence, "content-digest": "x"}
    with pytest.raises(SignatureWrong):
        read_claim(msgspec.structs.replace(UNSIGNED, fields=fields))


def test_a_key_shows_nothing_of_itself() -> None:
    assert repr(KEY) == "SigningKey('kiosk-1.1', 'hmac-sha256')"
    for algorithm, size in (("hmac-sha256", 31), ("ed25519", 31), ("ed25519", 33)):
        with pytest.raises(ValueError, match="are no key for"):
            SigningKey("k", algorithm, bytes(size))  # type: ignore[arg-type]  # as parametrised


def test_digest_and_signature_of_nothing() -> None:
    added = sign_request(
        KEY, msgspec.structs.replace(UNSIGNED, method="GET", fields={}), b"", Occasion(1, NONCE, 1)
    )
    assert added["Content-Digest"] == content_digest(b"")
    assert '"idempotency-key"' not in added["Signature-Input"]
    assert '"content-type"' not in added["Signature-Input"]
