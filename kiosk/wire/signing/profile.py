"""The one profile that kiosk and gateway sign by: which components, which parameters, what is refused.

Any other set of components is refused, and only what was covered may be trusted. Time and replay are judged
by whoever keeps clock and counters (`Claim.created_s`, `Claim.nonce`, `Claim.sequence`).
"""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from kiosk.wire.signing.base import Answer, Request, signature_base
from kiosk.wire.signing.digest import FIELD as DIGEST_FIELD
from kiosk.wire.signing.digest import content_digest, is_digest_of
from kiosk.wire.signing.keys import SigningKey, VerifyingKey
from kiosk.wire.signing.structured import Bare, Component, Covered, Malformed, bare, read_bytes, read_covered

REQUEST_LABEL: Final = "kiosk"
ANSWER_LABEL: Final = "gateway"
REQUEST_TAG: Final = "kiosk-pay-1"
ANSWER_TAG: Final = "gateway-pay-1"
VALID_S: Final = 120
SEQUENCE_FIELD: Final = "Kiosk-Seq"
MOST_SEQUENCE: Final = 2**53

_ALWAYS: Final = ("@method", "@authority", "@path", "@query", "content-digest", "kiosk-seq")
_WHERE_SENT: Final = ("idempotency-key", "content-type")
_ORDER: Final = (*_ALWAYS[:5], "idempotency-key", "kiosk-seq", "content-type")
_OF_REQUEST: Final = Component("signature", (("req", True), ("key", REQUEST_LABEL)))
_ANSWER_COVERS: Final = (
    Component("@status"),
    Component("content-digest"),
    Component("content-type"),
    _OF_REQUEST,
)
_NONCE: Final = re.compile(r"[A-Za-z0-9_-]{22}")
_SEQUENCE: Final = re.compile(r"[1-9][0-9]{0,15}")
_KEY_ID: Final = re.compile(r"[!#-\[\]-~]{1,64}")


class SignatureWrong(Exception):
    """Why, for tests and engineers beside the code; nobody on the line is told."""


class Claim(msgspec.Struct, frozen=True):
    """What a request's signature says of itself; nothing is proven before `proven`."""

    covered: Covered
    signature: bytes
    key_id: str
    algorithm: str
    created_s: int
    nonce: str
    sequence: int


class Occasion(msgspec.Struct, frozen=True):
    """What makes each signature another one. `nonce` are 128 random bits in URL-safe base 64."""

    created_s: int
    nonce: str
    sequence: int


def covered_names(fields: Mapping[str, str]) -> tuple[str, ...]:
    """Of a request with these fields, in their order: all that must be covered, and nothing else."""
    return tuple(name for name in _ORDER if name not in _WHERE_SENT or name in fields)


def sign_request(key: SigningKey, request: Request, body: bytes, occasion: Occasion) -> dict[str, str]:
    """The fields to be added to the request."""
    added = {DIGEST_FIELD: content_digest(body), SEQUENCE_FIELD: str(occasion.sequence)}
    fields = {**request.fields, **{name.lower(): value for name, value in added.items()}}
    complete = msgspec.structs.replace(request, fields=fields)
    components = tuple(Component(name) for name in covered_names(fields))
    covered = Covered(components, _parameters(key, occasion.created_s, occasion.nonce))
    base = signature_base(covered, map(complete.value, components))
    return added | _signed(REQUEST_LABEL, covered, key.sign(base))


def read_claim(request: Request) -> Claim:
    """Raises SignatureWrong for anything but exactly one signature of this profile."""
    try:
        covered, signature = _only_signature(request.fields, REQUEST_LABEL)
    except Malformed as error:
        raise SignatureWrong(str(error)) from None
    if covered.components != tuple(Component(name) for name in covered_names(request.fields)):
        raise SignatureWrong("other components")
    sequence = request.fields.get(SEQUENCE_FIELD.lower(), "")
    if not _SEQUENCE.fullmatch(sequence) or int(sequence) > MOST_SEQUENCE:
        raise SignatureWrong("no sequence number")
    match covered.parameters:
        case (
            ("created", int(created_s)),
            ("expires", int(expires_s)),
            ("nonce", str(nonce)),
            ("keyid", str(key_id)),
            ("alg", str(algorithm)),
            ("tag", str(tag)),
        ) if tag == REQUEST_TAG and expires_s == created_s + VALID_S and _NONCE.fullmatch(nonce):
            if _KEY_ID.fullmatch(key_id):
                return Claim(covered, signature, key_id, algorithm, created_s, nonce, int(sequence))
    raise SignatureWrong("other parameters")


def prove(claim: Claim, key: VerifyingKey, request: Request, body: bytes) -> None:
    """Raises SignatureWrong unless the key's owner signed exactly this request with this body."""
    if claim.key_id != key.key_id or claim.algorithm != key.algorithm:
        raise SignatureWrong("another key or algorithm")
    try:
        base = signature_base(claim.covered, map(request.value, claim.covered.components))
    except Malformed as error:
        raise SignatureWrong(str(error)) from None
    if not key.verifies(base, claim.signature):
        raise SignatureWrong("not the signature")
    if not is_digest_of(request.fields[DIGEST_FIELD.lower()], body):
        raise SignatureWrong("not the digest")


def sign_answer(key: SigningKey, answer: Answer, body: bytes, created_s: int) -> dict[str, str]:
    """The fields to be added to the answer, which binds it to its request's signature."""
    added = {DIGEST_FIELD: content_digest(body)}
    complete = msgspec.structs.replace(
        answer, fields={**answer.fields, DIGEST_FIELD.lower(): added[DIGEST_FIELD]}
    )
    covered = Covered(_ANSWER_COVERS, _answer_parameters(key, created_s))
    base = signature_base(covered, map(complete.value, _ANSWER_COVERS))
    return added | _signed(ANSWER_LABEL, covered, key.sign(base))


def prove_answer(key: VerifyingKey, answer: Answer, body: bytes) -> None:
    """Raises SignatureWrong unless the gateway gave exactly this answer to exactly this request.

    No clock is asked: the request's own nonce makes the answer fresh.
    """
    try:
        covered, signature = _only_signature(answer.fields, ANSWER_LABEL)
        if covered.components != _ANSWER_COVERS:
            raise SignatureWrong("other components")
        match covered.parameters:
            case (("created", int(created_s)), *_) if covered.parameters == _answer_parameters(
                key, created_s
            ):
                base = signature_base(covered, map(answer.value, covered.components))
            case _:
                raise SignatureWrong("other parameters")
    except Malformed as error:
        raise SignatureWrong(str(error)) from None
    if not key.verifies(base, signature):
        raise SignatureWrong("not the signature")
    if not is_digest_of(answer.fields[DIGEST_FIELD.lower()], body):
        raise SignatureWrong("not the digest")


def _parameters(key: SigningKey, created_s: int, nonce: str) -> tuple[tuple[str, Bare], ...]:
    return (
        ("created", created_s),
        ("expires", created_s + VALID_S),
        ("nonce", nonce),
        ("keyid", key.key_id),
        ("alg", key.algorithm),
        ("tag", REQUEST_TAG),
    )


def _answer_parameters(key: SigningKey | VerifyingKey, created_s: int) -> tuple[tuple[str, Bare], ...]:
    return (("created", created_s), ("keyid", key.key_id), ("alg", key.algorithm), ("tag", ANSWER_TAG))


def _signed(label: str, covered: Covered, signature: bytes) -> dict[str, str]:
    return {"Signature-Input": f"{label}={covered}", "Signature": f"{label}={bare(signature)}"}


def _only_signature(fields: Mapping[str, str], label: str) -> tuple[Covered, bytes]:
    """Raises Malformed, also for a second signature."""
    inputs = read_covered(fields.get("signature-input", ""))
    signatures = read_bytes(fields.get("signature", ""))
    if set(inputs) != {label} or set(signatures) != {label}:
        raise Malformed("not exactly one signature")
    return inputs[label], signatures[label]
