"""Whose path it is: judged where the router leads, and refused where nobody can tell."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from kiosk.gateway.http.whose import Routed, may_speak
from kiosk.runtime.clock import FakeClock

from .place import Place
from .signed_kiosk import SignedKiosk
from .town import Town, new_id, refused

NOTE = {"note_id": "kiosk-2.1", "value_fen": 1000, "found_at": "2026-11-21T17:40:00+08:00"}
SPELLINGS = [
    "/v1/{what}/{whose}/{act}",
    "/v1//{what}/{whose}/{act}",
    "/v1/{what}//{whose}/{act}",
    "/v1/{what}/{whose}//{act}",
    "/v1/{what}/{whose}/{act}/",
    "/v1/{escaped}/{whose}/{act}",
    "/%76%31/{what}/{whose}/{act}",
    "/v1%2F{what}/{whose}/{act}",
]
"""A router takes slashes together and decodes what is escaped; all of these lead to one handler."""


def spelt(spelling: str, what: str, whose: str, act: str) -> str:
    escaped = what[:-1] + f"%{ord(what[-1]):02x}"
    return spelling.format(what=what, escaped=escaped, whose=whose, act=act)


@pytest.fixture
def kiosk(town: Town) -> SignedKiosk:
    return SignedKiosk(town)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_kiosks_path_is_not_its_own_however_it_is_spelt(kiosk: SignedKiosk, spelling: str) -> None:
    answer = kiosk.post(spelt(spelling, "kiosks", "kiosk-2", "found-notes"), NOTE)
    assert refused(answer) == (403, "kiosk_wrong")
    kiosk.proves(answer)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_kiosks_payment_is_not_its_own_however_it_is_spelt(kiosk: SignedKiosk, spelling: str) -> None:
    request = kiosk.town.request(kiosk.town.household_bills(), None)
    assert kiosk.pay(request).json()["outcome"] == "card_expected"
    other = SignedKiosk(kiosk.town, "kiosk-2")
    answer = other.post(spelt(spelling, "payments", request["payment_id"], "cancel"), {})
    assert refused(answer) == (403, "kiosk_wrong")
    assert kiosk.get(f"/v1/payments/{request['payment_id']}").json()["outcome"] == "card_expected"


@pytest.mark.parametrize("spelling", SPELLINGS[1:])
def test_a_path_that_is_not_plainly_spelt_is_refused_to_its_own_kiosk_too(
    kiosk: SignedKiosk, spelling: str
) -> None:
    answer = kiosk.post(spelt(spelling, "kiosks", kiosk.kiosk_id, "found-notes"), NOTE)
    assert refused(answer) == (403, "kiosk_wrong")


def own(_payment_id: str) -> str:
    return "kiosk-1"


@pytest.mark.parametrize(
    ("named", "admitted"),
    [
        ({}, True),
        ({"kiosk_id": "kiosk-1", "day": "2026-11-21"}, True),
        ({"kiosk_id": "kiosk-2", "day": "2026-11-21"}, False),
        ({"kiosk_id": "Kiosk-1"}, False),
        ({"payment_id": "p"}, True),
        ({"kiosk_id": "kiosk-2", "payment_id": "p"}, False),
        ({"machine": "kiosk-1"}, False),
        ({"kiosk_id": "kiosk-1", "machine": "kiosk-1"}, False),
    ],
)
def test_what_nobody_knows_how_to_judge_is_not_admitted(named: Mapping[str, Any], admitted: bool) -> None:
    assert may_speak("kiosk-1", "/v1/some", Routed("/v1/some", named), own) is admitted


def test_every_parameter_of_the_kiosks_paths_can_be_judged(tmp_path: Any, clock: FakeClock) -> None:
    """One that is new must be told whose it is before its route works at all."""
    town = Town(Place.file(tmp_path), clock)
    kiosk = SignedKiosk(town)
    document = town.http.get("/schema/openapi.json").json()
    paths = [path for path, verbs in document["paths"].items() if signs(verbs)]
    assert len(paths) >= 20
    for path in paths:
        named = {part[1:-1]: "x" for part in path.split("/") if part.startswith("{")}
        named |= {"kiosk_id": kiosk.kiosk_id} if "kiosk_id" in named else {}
        assert may_speak("kiosk-1", "/v1/some", Routed("/v1/some", named), own), path
    town.close()


def signs(verbs: Mapping[str, Any]) -> bool:
    return any({"kiosk": []} in verb.get("security", []) for verb in verbs.values())


def test_a_payment_that_nobody_has_is_refused_by_its_handler(kiosk: SignedKiosk) -> None:
    assert refused(kiosk.get(f"/v1/payments/{new_id()}")) == (404, "payment_unknown")
    assert msgspec.json.decode(kiosk.get("/v1/billers").content)["billers"]
