"""A bench over simulated devices that no driver listens to; time stands still unless a test moves it."""

import random

import pytest

from drivers.clock import FakeDeviceClock
from drivers.terminal.acquirer import Authorised
from kiosk import places
from kiosk.bench.bench import Bench
from kiosk.bench.words import BenchWords
from kiosk.runtime.clock import FakeClock
from kiosk.settings.load import load_settings
from kiosk.wiring.hands import Hands, hands_for
from screens.bench_panel.bench_view import BenchControl, BenchDevice, Press


class Acquirer:
    """Never asked: no sale is begun here."""

    def authorise(self, reference: str, amount_fen: int, card_last4: str) -> Authorised:
        return Authorised("000000", "000000000000")

    def reverse(self, reference: str) -> None: ...


class Workbench:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.device_clock = FakeDeviceClock()
        settings = load_settings(places.CONFIG)
        self.hands: Hands = hands_for(settings.kiosk.devices, self.device_clock, Acquirer())
        self.changes = 0
        self.bench = Bench(self.hands, self.clock, random.Random(7), self._changed)

    def _changed(self) -> None:
        self.changes += 1

    def press(self, name: str, press: Press = "tap") -> None:
        self.bench.press(name, press)
        self.bench.worker.run_pending()

    def devices(self) -> list[BenchDevice]:
        view = self.bench.view()
        return [view.top, *(device for column in view.columns for device in column)]

    def controls(self) -> dict[str, BenchControl]:
        rows = [row for device in self.devices() for row in device.rows]
        return {control.name: control for row in rows for control in row.controls}

    def control(self, name: str) -> BenchControl:
        return self.controls()[name]

    def device(self, table: str) -> BenchDevice:
        title = BenchWords()(f"{table}.title")
        return next(device for device in self.devices() if device.title == title)


@pytest.fixture
def workbench() -> Workbench:
    return Workbench()
