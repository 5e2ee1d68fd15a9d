"""RFC 9421's own vectors, byte for byte: keys of B.1, bases and signatures of B.2, and RFC 9530's digests."""

import base64

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from kiosk.wire.signing.base import Answer, Request, signature_base
from kiosk.wire.signing.digest import content_digest, is_digest_of
from kiosk.wire.signing.keys import SigningKey, VerifyingKey
from kiosk.wire.signing.structured import Component, read_covered

from . import rfc9421 as rfc

RFC_ANSWER = Answer(200, rfc.ANSWER_FIELDS, rfc.RFC_REQUEST)


def base_of(signature_input: str, message: Request | Answer) -> bytes:
    """As the message gives it; the one query parameter of B.2.2 is given here, the profile has none."""
    covered = read_covered(f"sig={signature_input}")["sig"]
    assert str(covered) == signature_input

    def value(component: Component) -> str:
        return "dog" if component.name == "@query-param" else message.value(component)

    return signature_base(covered, map(value, covered.components))


@pytest.mark.parametrize(
    ("signature_input", "message", "base"),
    [
        (rfc.B21_INPUT, rfc.RFC_REQUEST, rfc.B21_BASE),
        (rfc.B22_INPUT, rfc.RFC_REQUEST, rfc.B22_BASE),
        (rfc.B23_INPUT, rfc.RFC_REQUEST, rfc.B23_BASE),
        (rfc.B24_INPUT, RFC_ANSWER, rfc.B24_BASE),
        (rfc.B25_INPUT, rfc.RFC_REQUEST, rfc.B25_BASE),
        (rfc.B26_INPUT, rfc.RFC_REQUEST, rfc.B26_BASE),
    ],
)
def test_signature_bases_of_b2(signature_input: str, message: Request | Answer, base: str) -> None:
    assert base_of(signature_input, message).decode() == base


def test_b25_is_signed_with_the_shared_secret_to_the_byte() -> None:
    key = SigningKey("test-shared-secret", "hmac-sha256", rfc.SHARED_SECRET)
    base = base_of(rfc.B25_INPUT, rfc.RFC_REQUEST)
    assert base64.b64encode(key.sign(base)).decode() == rfc.B25_SIGNATURE
    assert key.verifying_key().verifies(base, base64.b64decode(rfc.B25_SIGNATURE))
    assert not key.verifying_key().verifies(base + b" ", base64.b64decode(rfc.B25_SIGNATURE))


def test_b26_is_signed_with_ed25519_to_the_byte() -> None:
    key = SigningKey("test-key-ed25519", "ed25519", rfc.ED25519_PRIVATE)
    base = base_of(rfc.B26_INPUT, rfc.RFC_REQUEST)
    assert base64.b64encode(key.sign(base)).decode() == rfc.B26_SIGNATURE
    assert key.verifying_key() == VerifyingKey("test-key-ed25519", "ed25519", rfc.ED25519_PUBLIC)
    assert key.verifying_key().verifies(base, base64.b64decode(rfc.B26_SIGNATURE))
    assert not key.verifying_key().verifies(base + b" ", base64.b64decode(rfc.B26_SIGNATURE))


@pytest.mark.parametrize(
    ("signature_input", "signature"),
    [
        (rfc.B21_INPUT, rfc.B21_SIGNATURE),
        (rfc.B22_INPUT, rfc.B22_SIGNATURE),
        (rfc.B23_INPUT, rfc.B23_SIGNATURE),
    ],
)
def test_our_bases_are_what_the_rfcs_rsa_key_signed(signature_input: str, signature: str) -> None:
    key = serialization.load_der_public_key(rfc.RSA_PSS_PUBLIC)
    assert isinstance(key, rsa.RSAPublicKey)
    pss = padding.PSS(padding.MGF1(hashes.SHA512()), salt_length=64)
    base = base_of(signature_input, rfc.RFC_REQUEST)
    assert key.verify(base64.b64decode(signature), base, pss, hashes.SHA512()) is None


def bound_answer() -> Answer:
    """Section 2.4 of draft 13: the request's signature is covered by the answer's."""
    fields = {**rfc.RFC_REQUEST.fields, "signature": f"sig1=:{rfc.BOUND_REQUEST_SIGNATURE}:"}
    request = Request("POST", "example.com", "/foo", "param=Value&Pet=dog", fields)
    return Answer(503, {"content-type": "application/json", "content-length": "62"}, request)


@pytest.mark.parametrize(
    ("signature_input", "signature", "answer"),
    [
        (rfc.B24_INPUT, rfc.B24_SIGNATURE, RFC_ANSWER),
        (rfc.BOUND_INPUT, rfc.BOUND_SIGNATURE, bound_answer()),
    ],
)
def test_our_bases_of_answers_are_what_the_rfcs_ecdsa_key_signed(
    signature_input: str, signature: str, answer: Answer
) -> None:
    key = serialization.load_der_public_key(rfc.ECC_P256_PUBLIC)
    assert isinstance(key, ec.EllipticCurvePublicKey)
    raw = base64.b64decode(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    assert key.verify(der, base_of(signature_input, answer), ec.ECDSA(hashes.SHA256())) is None


@pytest.mark.parametrize("body", rfc.RFC_9530)
def test_digests_of_rfc_9530(body: bytes) -> None:
    assert content_digest(body) == rfc.RFC_9530[body]
    assert is_digest_of(rfc.RFC_9530[body], body)
    assert not is_digest_of(rfc.RFC_9530[body], body + b" ")
    assert not is_digest_of(rfc.DIGEST, body)
