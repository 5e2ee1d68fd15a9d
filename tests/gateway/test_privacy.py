"""Canaries: what is personal or secret is in no file and no log of the gateway."""

import logging

import pytest

from .town import ELECTRICITY, GAS, ID_NUMBER, WATER, Town

CANARIES = ["张秀英", ID_NUMBER, ELECTRICITY, WATER, GAS, "12号", "302室"]


def test_nothing_personal_is_stored_or_logged(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    codes = ["134567890123450002", "284567890123450005", "134567890123450000"]
    town.look_up("id_card", ID_NUMBER, scope="household")
    for code in codes:
        answer = town.pay(code)
        town.after(75, answer.payment_id)
    town.post("/v1/look-ups", {"by": "code", "value": "W021380501220261000009999", "odd": 1})
    stored = town.stored()
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("kiosk"))
    assert "charging -> declined" in logged
    found = [canary for canary in CANARIES + codes if canary.encode() in stored or canary in logged]
    assert found == []
