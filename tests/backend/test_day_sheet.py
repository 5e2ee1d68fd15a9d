"""A kiosk's day, told to a real gateway and asked back over HTTP."""

from pathlib import Path

import pytest

from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import GatewayGarbage, GatewayRefused
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.payment.day_totals import NO_TOTALS
from kiosk.runtime.clock import FakeClock
from kiosk.wire.day_sheet import DayTold

from .canned import canned, says


def test_a_day_is_told_and_asked_back(tmp_path: Path) -> None:
    gateway = EmbeddedGateway(tmp_path / "gateway.sqlite", FakeClock())
    client = GatewayClient(gateway.start(), "kiosk-1")
    assert client.day_sheet("2026-11-21").machine is None
    assert client.tell_day(DayTold("2026-11-21", NO_TOTALS)).date == "2026-11-21"
    machine = client.day_sheet("2026-11-21").machine
    assert machine is not None
    assert (machine.verdict, machine.totals) == ("agrees", NO_TOTALS)
    with pytest.raises(GatewayRefused) as refused:
        client.tell_day(DayTold("2026-11-22", NO_TOTALS))
    assert refused.value.code == "day_not_come"
    client.close()
    gateway.stop()


def test_an_answer_about_another_day_is_none() -> None:
    with canned(says(b'{"kiosk_id":"kiosk-1","date":"2026-11-20","told_at":"x"}')) as gateway:
        client = GatewayClient(gateway.base_url, "kiosk-1")
        with pytest.raises(GatewayGarbage):
            client.tell_day(DayTold("2026-11-21", NO_TOTALS))
        client.close()
