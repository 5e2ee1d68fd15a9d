"""Copies of receipts over real HTTP to a real gateway."""

from pathlib import Path
from uuid import UUID

import pytest

from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import GatewayGarbage, GatewayRefused
from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import FakeClock
from kiosk.wire.copies import CopyRequest

from .canned import canned, says

COPY = CopyRequest(str(UUID(int=1)), "7K2M9QXA", "card")


def test_a_receipt_that_nobody_knows_is_not_copied(tmp_path: Path) -> None:
    gateway = EmbeddedGateway(tmp_path / "gateway.sqlite", FakeClock())
    client = GatewayClient(gateway.start(), "kiosk-1")
    with pytest.raises(GatewayRefused, match="receipt_unknown"):
        client.copied("2611180004217", COPY)
    client.close()
    gateway.stop()


@pytest.mark.parametrize(
    ("receipt_no", "copy_id"), [("26111800042", COPY.copy_id), ("2611180004217", "other")]
)
def test_an_answer_about_another_copy_is_no_answer(receipt_no: str, copy_id: str) -> None:
    said = f'{{"receipt_no":"{receipt_no}","copy_id":"{copy_id}","copies":1}}'
    with canned(says(said.encode())) as gateway:
        client = GatewayClient(gateway.base_url, "kiosk-1")
        with pytest.raises(GatewayGarbage):
            client.copied("2611180004217", COPY)
        client.close()
