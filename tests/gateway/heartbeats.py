"""Heartbeats as a kiosk sends them, for tests of what the gateway makes of them."""

from typing import Any

import httpx
import msgspec

from kiosk.wire.heartbeats import (
    CashBoxTold,
    DeviceTold,
    Heartbeat,
    HeartbeatAnswer,
    JournalTold,
    MachineTold,
    PaperTold,
)

from .town import Town

RUN, LATER_RUN = "00000000000000a1", "00000000000000b2"
PRINTER = DeviceTold("printer", "online", "ok")
READER = DeviceTold("id_reader", "online", "ok")
WELL = MachineTold(
    version="0.1.0",
    settings="0123456789abcdef",
    standing="open",
    at_rest=True,
    devices=(PRINTER, READER),
    journal=JournalTold(0),
    paper=PaperTold("full", 12, 3_400),
    cash_box=CashBoxTold(7, 12_000),
)
NO_PAPER = msgspec.structs.replace(
    WELL,
    devices=(DeviceTold("printer", "user_error", "error", "paper_out"), READER),
    paper=PaperTold("out", 300, 90_000),
)
LITTLE_PAPER = msgspec.structs.replace(
    WELL, devices=(DeviceTold("printer", "online", "warning", "paper_low"), READER)
)


def beat(number: int = 1, machine: MachineTold = WELL, **more: Any) -> Heartbeat:
    values: dict[str, Any] = {"run": RUN, "up_s": 60 * number, "wall_ms": 1_795_254_060_000}
    return Heartbeat(number=number, machine=machine, **(values | more))


def sent(town: Town, told: Heartbeat, kiosk_id: str = "kiosk-1") -> httpx.Response:
    return town.post(f"/v1/kiosks/{kiosk_id}/heartbeats", msgspec.to_builtins(told))


def send(town: Town, told: Heartbeat, kiosk_id: str = "kiosk-1") -> HeartbeatAnswer:
    answer = sent(town, told, kiosk_id)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=HeartbeatAnswer)
