"""The demonstration enrols its own machine, so that a stranger can play the unlocking to its end."""

import re
from pathlib import Path

import pytest
import requests

from kiosk import app, places
from kiosk.access.gate import Gate
from kiosk.gateway.trust.unlock import DEMONSTRATION_TOKEN
from kiosk.runtime.clock import FakeClock
from kiosk.session.secret import Secret
from kiosk.settings.load import load_settings

from .conftest import MACHINE, WRONG


@pytest.mark.usefixtures("cheap_hashing")
def test_a_stranger_unlocks_the_demonstrations_keypad_with_what_the_page_offers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(places, "state_folder", lambda: tmp_path)
    caplog.set_level("INFO", "kiosk")
    gateway = app._gateway(load_settings(places.CONFIG))
    assert gateway is not None
    gateway.start()
    gateway.wait_until_started()
    gate = Gate(tmp_path / "access", MACHINE, clock, demonstration=True)
    for _ in range(10):
        gate.check_pin("07", WRONG)
        clock.advance(600)
    address = re.search(r"operator's page to unlock the keypad: (\S+)", caplog.text)
    assert address is not None
    form = requests.get(address[1], timeout=5).text
    assert f'value="{DEMONSTRATION_TOKEN}"' in form
    assert f'value="{MACHINE}"' in form
    typed = {"token": DEMONSTRATION_TOKEN, "machine": MACHINE, "challenge": gate.lockout().challenge}
    page = requests.post(address[1].partition("?")[0], data=typed, timeout=5).text
    gateway.stop()
    code = re.search(r'class="code">(\d{5}) (\d{5})<', page)
    assert code is not None
    assert gate.check_response(Secret(code[1] + code[2])).right
    assert gate.check_pin("07", Secret("20613597")).verdict == "right"
