"""A hut that takes banknotes: the kiosk with its technician's mode, which keeps the figures of the box."""

import sqlite3
from collections import Counter
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from drivers.cash.simulated_acceptor import SimulatedAcceptor
from drivers.clock import ScaledDeviceClock
from kiosk.session.steps import Done, InsertNotes, Paying
from kiosk.settings.load import Settings
from kiosk.wiring.technician import VendorMode
from kiosk.wiring.technician_machinery import open_vendor_mode
from tests.journeys.clocks import ElasticClock
from tests.journeys.hut import DEVICE_SPEED, Hut, shipped_settings
from tests.journeys.resident import Resident, fitted

Model = Literal["ssp", "id003"]


def with_acceptor(model: Model) -> Settings:
    settings = shipped_settings()
    devices = settings.kiosk.devices
    acceptor = replace(devices.note_acceptor, model=model)
    return replace(settings, kiosk=replace(settings.kiosk, devices=replace(devices, note_acceptor=acceptor)))


class CashHut(Hut):
    def __init__(self, state: Path, gateway_url: str, clock: ElasticClock, model: Model) -> None:
        devices = ScaledDeviceClock(DEVICE_SPEED)
        super().__init__(state, gateway_url, clock, devices=devices, settings=with_acceptor(model))
        self.mode: VendorMode | None = None

    def start(self) -> None:
        self.mode = open_vendor_mode(self._settings, self.machine, self._surroundings, lambda _view: None)
        assert self.mode is not None
        self.mode.start()
        super().start()
        self.until(lambda: not self.session.cash_off, "cash to be on")

    def stop(self) -> None:
        if self.mode is not None:
            self.mode.break_off()
        super().stop()
        if self.mode is not None:
            self.mode.stop()

    def step(self, longest_wait_s: float = 0.02) -> None:
        if self.mode is not None:
            self.mode.tick()
            self.mode.drain()
        super().step(longest_wait_s)

    @property
    def acceptor(self) -> SimulatedAcceptor:
        return fitted(self.hands.note_acceptor)

    @property
    def inside_fen(self) -> int:
        """What the screen says is inside."""
        match self.session.step:
            case InsertNotes(inside_fen=inside_fen) | Paying(inside_fen=inside_fen):
                return inside_fen
            case Done(outcome=outcome):
                return outcome.inserted_fen
        return 0

    @property
    def box(self) -> Counter[int]:
        """What really lies in the cash box."""
        return +Counter(dict(self.acceptor.path.box))  # copied at once: the acceptor's thread counts on

    @property
    def figures(self) -> Counter[int]:
        """What the kiosk says lies there."""
        assert self.mode is not None
        store = self.mode._machinery.store
        return Counter() if store is None else Counter(store.supplies().box.notes)


class CashResident(Resident):
    def __init__(self, hut: CashHut) -> None:
        super().__init__(hut)
        self.cash = hut

    def comes_to_the_slot(self, text: str, symbology: str) -> None:
        self.finds(text, symbology)
        self.taps("pay", "cash")
        self.reads("cash")
        self.hut.until(lambda: self.cash.acceptor.path.mouth_open, "the mouth to open")

    def offers(self, yuan: int) -> None:
        self.hut.until(lambda: self.cash.acceptor.insert(yuan), "the mouth to take the note")

    def puts_in(self, *yuan: int) -> None:
        """Each until the screen has counted it."""
        for each in yuan:
            wanted = self.cash.inside_fen + each * 100
            self.offers(each)
            self.hut.until(lambda wanted=wanted: self.cash.inside_fen >= wanted, f"{each} yuan to be counted")


class NoteBooks:
    """What the gateway has on record of banknotes."""

    def __init__(self, db_path: Path) -> None:
        self._address = f"file:{db_path}?mode=ro"

    def on_record(self) -> Counter[int]:
        """All notes that any machine reported, by value."""
        return self._counted("SELECT value_fen, count(*) FROM cash_note GROUP BY 1")

    def in_cases(self) -> Counter[int]:
        """Those that are no payment's money, and are looked into."""
        return self._counted(
            "SELECT value_fen, count(*) FROM cash_note WHERE case_number IS NOT NULL GROUP BY 1"
        )

    def _counted(self, question: str) -> Counter[int]:
        database = sqlite3.connect(self._address, uri=True)
        try:
            return Counter(dict(database.execute(question).fetchall()))
        finally:
            database.close()
