"""Looking back over real HTTP to a real gateway."""

from pathlib import Path

import pytest

from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import GatewayGarbage, GatewayRefused
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import FakeClock
from kiosk.wire.history import HistoryRequest

from .canned import canned, says


def test_two_years_of_bills_come_over_the_line(tmp_path: Path) -> None:
    gateway = EmbeddedGateway(tmp_path / "gateway.sqlite", FakeClock())
    client = GatewayClient(gateway.start(), "kiosk-1")
    (history,) = client.look_back(HistoryRequest("account", "3102664100017")).accounts
    assert len(history.periods) == 24
    with pytest.raises(GatewayRefused, match="household_unknown"):
        client.look_back(HistoryRequest("id_card", "110105194912310021"))
    client.close()
    gateway.stop()


def test_more_months_than_were_asked_for_are_no_answer() -> None:
    month = '{"period_from":"2026-10","period_to":"2026-10","usage":"1","amount_fen":1}'
    account = '{"account_id":"a","utility":"water","number_masked":"1","label":""}'
    household = '{"household_id":"h","holder_masked":"","address_masked":""}'
    history = f'{{"account":{account},"biller_name":"","state":"told","periods":[{",".join([month] * 25)}]}}'
    said = f'{{"household":{household},"accounts":[{history}]}}'
    with canned(says(said.encode())) as gateway:
        client = GatewayClient(gateway.base_url, "kiosk-1")
        with pytest.raises(GatewayGarbage):
            client.look_back(HistoryRequest("account", "3102664100017"))
        client.close()
