"""A heartbeat, and the bulletin it tells of, over real HTTP to a real gateway."""

from pathlib import Path

import pytest

from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import GatewayGarbage
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import FakeClock
from kiosk.wire.heartbeats import Heartbeat, JournalTold, MachineTold

from .canned import canned, says

WELL = MachineTold("0.1.0", "0" * 16, "open", True, (), JournalTold(0))
BEAT = Heartbeat("00000000000000a1", 7, 420, 1_795_254_060_000, WELL)


def test_a_heartbeat_is_answered_with_when_the_next_one_is_awaited(tmp_path: Path) -> None:
    gateway = EmbeddedGateway(tmp_path / "gateway.sqlite", FakeClock())
    client = GatewayClient(gateway.start(), "kiosk-1")
    answer = client.heartbeat(BEAT)
    assert (answer.kiosk_id, answer.number, answer.next_s) == ("kiosk-1", 7, 60)
    client.close()
    gateway.stop()


def test_an_answer_to_another_heartbeat_is_none() -> None:
    other = b'{"kiosk_id":"kiosk-1","run":"00000000000000a1","number":6,"at_ms":1,"next_s":60}'
    with canned(says(other)) as gateway:
        client = GatewayClient(gateway.base_url, "kiosk-1")
        with pytest.raises(GatewayGarbage):
            client.heartbeat(BEAT)
        client.close()


def test_the_bulletin_is_read_over_http_and_told_by_the_heartbeat(tmp_path: Path) -> None:
    gateway = EmbeddedGateway(tmp_path / "gateway.sqlite", FakeClock())
    client = GatewayClient(gateway.start(), "kiosk-1")
    found = client.bulletin()
    assert found.edition == client.heartbeat(BEAT).edition > 0
    assert found.entries
    client.close()
    gateway.stop()


def test_a_bulletin_for_another_kiosk_is_none() -> None:
    with canned(says(b'{"kiosk_id":"kiosk-2","edition":1,"entries":[]}')) as gateway:
        client = GatewayClient(gateway.base_url, "kiosk-1")
        with pytest.raises(GatewayGarbage):
            client.bulletin()
        client.close()
