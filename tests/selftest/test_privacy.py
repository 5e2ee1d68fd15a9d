"""Nothing that stood on a card or in a code is kept or told: not in results, report, slip, file or log."""

import logging
from pathlib import Path

import pytest

from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.card.simulated_cards import cpu_card
from drivers.idcard.simulated_cards import id_card
from kiosk.selftest import simulated_hands
from kiosk.selftest.report import as_json
from tests.selftest.benches import TestedMachine

NAME, ID_NUMBER, CARD_NUMBER = "CANARYNAME", "110101190001019999", "98765432109"
CODE = "CANARY-CODE-620000"


def test_what_was_on_cards_and_in_codes_is_nowhere(
    tmp_path: Path, gateway_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(simulated_hands, "id_card", lambda name, number: id_card(NAME, ID_NUMBER))
    monkeypatch.setattr(
        simulated_hands, "cpu_card", lambda profile, number: cpu_card(DEMONSTRATION_PROFILES[0], CARD_NUMBER)
    )
    monkeypatch.setattr(simulated_hands, "_CODE", CODE)
    caplog.set_level(logging.DEBUG)
    bench = TestedMachine(tmp_path / "state", gateway_url)
    with bench:
        results = bench.run(
            ["id_reader.card_through", "card_reader.card_through", "scanner.trigger", "camera.trigger"]
        )
        told = as_json(bench.selftest.report()).decode() + repr(bench.news) + caplog.text
        told += repr(bench.machine.store.session)
    assert {result.outcome for result in results.values()} == {"passed"}
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for canary in (NAME, ID_NUMBER, CARD_NUMBER, CODE):
        assert canary not in told
        assert canary.encode() not in kept
        assert canary.encode("utf-16-le") not in kept
