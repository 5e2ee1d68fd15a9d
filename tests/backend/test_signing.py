"""The kiosk signs, proves every answer, and helps itself when its clock or its numbers are off."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import GatewayNotAdmitted, GatewayRefused, GatewayUnproven, GatewayUnreachable
from kiosk.backend.sequence import SET_ASIDE, Sequence
from kiosk.backend.signer import Signer, authority_of
from kiosk.gateway.commands.kiosk_enrolment import retire_kiosk
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.payments import BillToPay, PaymentRequest
from kiosk.wire.signing.key_file import KeyFileWrong, KioskKeys, decode
from kiosk.wire.signing.keys import Algorithm, SigningKey

from .canned import canned, raw, says
from .hut import KIOSK, Hut

ID = "01234567-89ab-cdef-0123-456789abcdef"
HEALTH = b'{"state":"ready","version":"1","demonstration":true}'
HOUSEHOLD = LookUpRequest("id_card", "310108194002290011")
SECRET = SigningKey("LFL-380-01.1", "hmac-sha256", bytes(32))


def numbers_used(hut: Hut) -> int:
    return Sequence(hut.folder / "sequence").take()


@pytest.mark.parametrize("algorithm", ["hmac-sha256", "ed25519"])
def test_a_household_is_looked_up_and_paid_with_every_answer_proven(hut: Hut, algorithm: Algorithm) -> None:
    client = hut.client(hut.enrol(algorithm=algorithm))
    assert client.health().demonstration
    bills = tuple(
        BillToPay(bill.bill_id, bill.version, bill.due_fen) for bill in client.look_up(HOUSEHOLD).bills
    )
    request = PaymentRequest(ID, bills, 23875, "phone_code", "134567890123450000", KIOSK)
    settled = client.submit(request)
    assert settled.outcome == "settled"
    assert client.payment(ID) == client.submit(request) == client.cancel(ID) == settled
    with pytest.raises(GatewayRefused, match="payment_unknown"):
        client.payment(ID.replace("0", "f"))


@pytest.mark.parametrize("off_s", [-(10**8), -3600, 3600, 10**8])
def test_a_clock_that_is_off_is_corrected_by_the_gateway_for_the_client_alone(hut: Hut, off_s: int) -> None:
    asked = []

    def wall_s() -> float:
        asked.append(hut.clock.wall_s() + off_s)
        return asked[-1]

    client = hut.client(hut.enrol(), wall_s)
    for _ in range(3):
        assert client.health().state == "ready"
    hut.clock.advance(5000)
    assert client.health().state == "ready"
    assert len(asked) == 4 + 1 + 1, "one of four requests was signed twice, after the clock was compared once"


def test_a_machine_that_has_lost_its_numbers_is_told_how_far_it_was(hut: Hut) -> None:
    keys = hut.enrol()
    assert hut.client(keys).health().state == "ready"
    assert numbers_used(hut) == SET_ASIDE + 1
    again = hut.client(keys)
    assert again.health().state == "ready"
    (hut.folder / "sequence").write_bytes(b"\0damaged")
    assert hut.client(keys).health().state == "ready"
    (hut.folder / "sequence").unlink()
    assert hut.client(keys).health().state == "ready"


def test_keys_are_changed_without_a_gap(hut: Hut) -> None:
    old, new = hut.client(hut.enrol("old")), hut.client(hut.enrol("new", "ed25519", overlap_days=1))
    assert old.health().state == new.health().state == old.health().state == "ready"
    hut.clock.advance(24 * 3600 + 1)
    assert new.health().state == "ready"
    with pytest.raises(GatewayUnproven, match="HTTP 401"):
        old.health()
    hut.enrol("newest", overlap_days=0)
    with pytest.raises(GatewayUnproven):
        new.health()


def test_a_retired_kiosk_is_served_no_more(hut: Hut) -> None:
    client = hut.client(hut.enrol())
    assert client.health().state == "ready"
    retire_kiosk(hut.db_url, KIOSK, hut.clock)
    with pytest.raises(GatewayUnproven):
        client.health()


def signed_client(url: str, folder: Path) -> GatewayClient:
    keys = KioskKeys(SECRET, SECRET.verifying_key())
    return GatewayClient(url, KIOSK, signer=Signer(keys, Sequence(folder / "sequence")))


@pytest.mark.parametrize(
    "answer",
    [
        says(HEALTH),
        says(
            b'{"title":"x","status":401,"code":"clock_skewed","gateway_time_ms":1}',
            "401 No",
            "application/problem+json",
        ),
        says(
            b'{"title":"x","status":409,"code":"replayed","highest_sequence":9}',
            "409 No",
            "application/problem+json",
        ),
        says(
            HEALTH, "200 OK", "application/json", "Signature: gateway=:AAAA:", "Signature-Input: gateway=()"
        ),
        says(HEALTH, "200 OK", "application/json", "Signature: gateway=:AAAA:", "Signature: gateway=:AAAA:"),
    ],
)
def test_whoever_cannot_sign_is_believed_nothing(tmp_path: Path, answer: Callable[..., None]) -> None:
    with canned(answer) as gateway:
        client = signed_client(gateway.base_url, tmp_path)
        with pytest.raises(GatewayUnproven):
            client.health()
        client.close()
        assert len(gateway.requests) == 1


@pytest.mark.parametrize("code", ["signature_wrong", "clock_skewed", "replayed", "kiosk_wrong"])
def test_not_to_be_let_in_is_no_word_on_a_payment(code: str) -> None:
    """An earlier try may have been let in: whoever takes this for a refusal takes a charge for none."""
    body = f'{{"title":"x","status":401,"code":"{code}"}}'.encode()
    with canned(says(body, "401 No", "application/problem+json")) as gateway:
        client = GatewayClient(gateway.base_url, KIOSK)
        with pytest.raises(GatewayNotAdmitted, match=code) as raised:
            client.payment(ID)
        client.close()
    assert not isinstance(raised.value, GatewayRefused)


def test_whose_numbers_are_always_overtaken_gives_up_without_a_word_on_the_payment(hut: Hut) -> None:
    """As if another machine signed with a copy of the same key."""
    keys = hut.enrol()
    ahead, behind = hut.client(keys), hut.client(keys)
    ahead._exchange._signer._sequence.rise_above(10**6)
    take = behind._exchange._signer._sequence.take

    def overtaken() -> int:
        ahead.health()
        return take()

    behind._exchange._signer._sequence.take = overtaken
    with pytest.raises(GatewayNotAdmitted, match="replayed"):
        behind.payment(ID)


def test_an_answer_of_the_gateway_to_another_request_is_not_believed(hut: Hut) -> None:
    """Recorded on the line and played again later, byte for byte."""
    client = hut.client(hut.enrol())
    recorded = []
    session = client._exchange._session
    session.hooks["response"].append(lambda response, **_: recorded.append(response))
    body = msgspec.json.encode(client.health())
    lines = "".join(f"{name}: {value}\r\n" for name, value in recorded[0].headers.items())
    with canned(raw(f"HTTP/1.1 200 OK\r\n{lines}Connection: close\r\n\r\n".encode() + body)) as liar:
        client._exchange._base_url = liar.base_url
        with pytest.raises(GatewayUnproven):
            client.health()


def test_numbers_rise_over_every_restart(tmp_path: Path) -> None:
    last = 0
    for _start in range(3):
        numbers = Sequence(tmp_path / "sequence")
        for _ in range(SET_ASIDE + 5):
            taken = numbers.take()
            assert taken > last
            last = taken
        numbers.rise_above(last + 10)
        assert numbers.take() == last + 11
        last += 11


def test_without_a_number_on_the_disk_nothing_is_sent(tmp_path: Path) -> None:
    (tmp_path / "sequence.new").mkdir()
    with canned(says(HEALTH)) as gateway:
        client = signed_client(gateway.base_url, tmp_path)
        with pytest.raises(GatewayUnreachable, match="no number"):
            client.health()
        client.close()
        assert gateway.requests == []


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("http://Gateway.Example/v1", "gateway.example"),
        ("https://gateway.example:443/v1", "gateway.example"),
        ("https://gateway.example:8443/v1", "gateway.example:8443"),
        ("http://127.0.0.1:8390", "127.0.0.1:8390"),
        ("http://[::1]:8390/x", "[::1]:8390"),
    ],
)
def test_the_authority_is_what_the_host_field_says(url: str, authority: str) -> None:
    assert authority_of(url) == authority


def test_a_key_file_is_its_kiosks_alone_and_tells_nothing(hut: Hut) -> None:
    keys = hut.enrol()
    file = hut.folder / "key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert keys.own.material.hex() not in repr(keys)
    with pytest.raises(KeyFileWrong, match="another kiosk"):
        decode(file.read_bytes(), "LFL-380-02")
    whole = msgspec.json.decode(file.read_bytes())
    for wrong in ({"key": "AAAA"}, {"key": "?"}, {"algorithm": "none"}, {"more": "1"}, {"gateway_key": ""}):
        with pytest.raises(KeyFileWrong) as refused:
            decode(msgspec.json.encode(whole | wrong), KIOSK)
        assert whole["key"] not in str(refused.value)
