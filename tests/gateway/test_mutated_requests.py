"""Ten thousand signed requests, each changed somewhere: none is admitted, and all are told the same."""

import string
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import msgspec
import pytest

from kiosk.gateway.http.admission import Admission, NotAdmitted
from kiosk.gateway.http.whose import Routed
from kiosk.runtime.clock import FakeClock
from kiosk.wire.signing.base import Request, fields_of
from kiosk.wire.signing.keys import Algorithm

from .place import Place
from .signed_kiosk import AUTHORITY, SignedKiosk
from .town import Town, new_id

HOW_MANY = 10_000
SIGNS = string.ascii_letters + string.digits + ' ":;=()/,.@-_+%?&\\\x00\x7fé'
PATHS = ("/v1/look-ups", "/v1/payments", "/v1/payments/01234567-89ab-cdef-0123-456789abcdef/cancel")
COVERED = ("content-digest", "idempotency-key", "kiosk-seq", "content-type", "signature", "signature-input")
PARAMETERS = ("created", "expires", "nonce", "keyid", "alg", "tag")

Signed = tuple[Request, bytes]
Mutation = Callable[[Signed, Signed, Random], Signed]


def edited(text: str, chance: Random) -> str:
    """One to three signs put in, taken out, replaced or doubled."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        sign = chance.choice(SIGNS)
        match chance.randrange(4):
            case 0:
                text = text[:at] + sign + text[at:]
            case 1:
                text = text[:at] + text[at + 1 :]
            case 2:
                text = text[:at] + sign + text[at + 1 :]
            case _:
                text = text[:at] + text[at : at + 8] + text[at:]
    return text


def line_edited(signed: Signed, other: Signed, chance: Random) -> Signed:
    request, body = signed
    part = chance.choice(("method", "authority", "path", "query"))
    return msgspec.structs.replace(request, **{part: edited(getattr(request, part), chance)}), body


def with_fields(request: Request, **changed: str | None) -> Request:
    """A field given as None is taken out; underscores stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in changed.items()}
    kept = {name: value for name, value in request.fields.items() if name not in named}
    return msgspec.structs.replace(
        request, fields=fields_of((kept | {n: v for n, v in named.items() if v is not None}).items())
    )


def field_edited(signed: Signed, other: Signed, chance: Random) -> Signed:
    request, body = signed
    name = chance.choice([name for name in COVERED if name in request.fields])
    return with_fields(request, **{name: edited(request.fields[name], chance)}), body


def field_taken_out(signed: Signed, other: Signed, chance: Random) -> Signed:
    request, body = signed
    return with_fields(request, **{chance.choice([n for n in COVERED if n in request.fields]): None}), body


def field_of_another(signed: Signed, other: Signed, chance: Random) -> Signed:
    """Every other request differs in path, body or key, and in nonce and number at least."""
    request, body = signed
    name = chance.choice(COVERED)
    return with_fields(request, **{name: other[0].fields.get(name)}), body


def field_added(signed: Signed, other: Signed, chance: Random) -> Signed:
    request, body = signed
    absent = [name for name in ("idempotency-key", "content-type") if name not in request.fields]
    return with_fields(request, **{chance.choice(absent or ["kiosk-seq"]): "1"}), body


def body_edited(signed: Signed, other: Signed, chance: Random) -> Signed:
    request, body = signed
    return request, edited(body.decode("latin-1"), chance).encode("latin-1", "replace")


def body_of_another(signed: Signed, other: Signed, chance: Random) -> Signed:
    return signed[0], other[1]


def parameter_changed(signed: Signed, other: Signed, chance: Random) -> Signed:
    """Taken out, doubled, put last, or with another value."""
    request, body = signed
    head, *given = request.fields["signature-input"].split(";")
    at = chance.randrange(len(given))
    match chance.randrange(4):
        case 0:
            del given[at]
        case 1:
            given.append(given[at])
        case 2:
            given = [*given[:at], *given[at + 1 :], given[at]] if at < len(given) - 1 else given[::-1]
        case _:
            given[at] = given[at].partition("=")[0] + "=" + edited(given[at].partition("=")[2], chance)
    return with_fields(request, signature_input=";".join([head, *given])), body


def component_changed(signed: Signed, other: Signed, chance: Random) -> Signed:
    """Fewer, more, doubled or swapped components."""
    request, body = signed
    inside, bracket, rest = request.fields["signature-input"].partition(")")
    components = inside.removeprefix("kiosk=(").split(" ")
    at = chance.randrange(len(components))
    match chance.randrange(4):
        case 0:
            del components[at]
        case 1:
            components.insert(
                at, chance.choice(('"date"', '"@target-uri"', '"@status"', '"host"', '"@method";req'))
            )
        case 2:
            components.insert(at, components[at])
        case _:
            components = [*components[1:], components[0]]
    return with_fields(request, signature_input=f"kiosk=({' '.join(components)}{bracket}{rest}"), body


def second_signature(signed: Signed, other: Signed, chance: Random) -> Signed:
    request, body = signed
    label = chance.choice(("kiosk", "more"))
    inputs = request.fields["signature-input"]
    more = inputs.replace("kiosk=", f"{label}=")
    extra = request.fields["signature"].replace("kiosk=", f"{label}=")
    both = {"signature_input": f"{inputs}, {more}", "signature": f"{request.fields['signature']}, {extra}"}
    return with_fields(request, **both), body


def another_label(signed: Signed, other: Signed, chance: Random) -> Signed:
    request, body = signed
    named = {n: request.fields[n].replace("kiosk=", "gateway=") for n in ("signature", "signature-input")}
    return with_fields(request, **named), body


MUTATIONS: tuple[Mutation, ...] = (
    line_edited,
    field_edited,
    field_taken_out,
    field_of_another,
    field_added,
    body_edited,
    body_of_another,
    parameter_changed,
    component_changed,
    second_signature,
    another_label,
)


def some_request(kiosk: SignedKiosk, chance: Random) -> Signed:
    path = chance.choice(PATHS)
    body = b"" if path.endswith("cancel") else msgspec.json.encode({"by": "code", "value": new_id()})
    headers = {"Content-Type": "application/json"} if body else {}
    if path == "/v1/payments":
        headers["Idempotency-Key"] = new_id()
    url = f"{path}?code=1" if chance.random() < 0.2 else path
    lines = kiosk.signed("POST", url, body, headers)
    request = Request("POST", AUTHORITY, path, url.partition("?")[2], fields_of(lines.items()))
    return request, body


def same(one: Signed, other: Signed) -> bool:
    """An authority in other letters is the same one."""
    lowered = [
        msgspec.structs.replace(r, authority=r.authority.lower(), path=r.path or "/")
        for r, _b in (one, other)
    ]
    return lowered[0] == lowered[1] and one[1] == other[1]


@pytest.fixture
def town(tmp_path: Path, clock: FakeClock) -> Iterator[Town]:
    """What is refused here is refused before the database matters, so one kind is enough."""
    town = Town(Place.file(tmp_path), clock)
    yield town
    town.close()


@pytest.mark.parametrize("algorithm", ["hmac-sha256", "ed25519"])
def test_no_mutated_request_is_admitted(town: Town, algorithm: Algorithm) -> None:
    chance = Random(f"mutations of {algorithm}")
    kiosks = [SignedKiosk(town, f"kiosk-{n}", algorithm) for n in (1, 2)]
    admission = Admission(town.gateway.parts)
    told: Counter[bytes] = Counter()
    made: Counter[str] = Counter()
    while made.total() < HOW_MANY // 2:
        signed, other = some_request(kiosks[0], chance), some_request(kiosks[made.total() % 2], chance)
        mutation = MUTATIONS[made.total() % len(MUTATIONS)]
        request, body = mutation(signed, other, chance)
        if same((request, body), signed) or same((request, body), other):
            continue
        made[mutation.__name__] += 1
        with pytest.raises(NotAdmitted) as refused:
            admission.admit(request, body, Routed(request.path, {}))
        assert refused.value.signer is None
        told[msgspec.json.encode(refused.value.told)] += 1
    assert list(told.values()) == [HOW_MANY // 2], "all are told the same"
    assert len(made) == len(MUTATIONS)
    request, body = some_request(kiosks[0], chance)
    honest = admission.admit(request, body, Routed(request.path, {}))
    assert honest.kiosk_id == "kiosk-1", "and an honest one is admitted"
