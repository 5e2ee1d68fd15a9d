"""A visit to a whole machine: real drivers over simulated devices, self-test, session, and its files."""

import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

from drivers.clock import ScaledDeviceClock
from kiosk import places
from kiosk.access.demonstration import DEMONSTRATION_PIN
from kiosk.runtime.clock import SystemClock
from kiosk.settings.load import load_settings
from kiosk.technician.events import Event
from kiosk.technician.view import Board, PinEntry, TechnicianView
from kiosk.wiring.machine import Machine, Surroundings
from kiosk.wiring.technician_machinery import open_vendor_mode
from tests.technician.bench import parts_of

PATIENCE_S = 20.0


class Visit:
    """The machine as the window steps it; nobody answers at the gateway's address."""

    def __init__(self, state: Path) -> None:
        self.view: TechnicianView | None = None
        self._woken = threading.Event()
        settings = load_settings(places.CONFIG)
        around = Surroundings(
            clock=SystemClock(),
            device_clock=ScaledDeviceClock(15.0),
            state=state,
            gateway_url="http://127.0.0.1:9",
            wake=self._woken.set,
            changed=lambda _session: None,
            wipe=lambda: None,
            chance=random.Random(7),
        )
        self.machine = Machine(settings, around)
        mode = open_vendor_mode(settings, self.machine, around, self._changed)
        assert mode is not None
        self.mode = mode
        self.mode.start()
        self.machine.start()

    def _changed(self, view: TechnicianView | None) -> None:
        self.view = view

    def until(self, reached: Callable[[], bool], what: str) -> None:
        give_up_s = time.monotonic() + PATIENCE_S
        while not reached():
            assert time.monotonic() < give_up_s, f"waited in vain for {what}; state {self.mode.mode.state}"
            self._woken.wait(0.1)
            self._woken.clear()
            self.machine.tick()
            self.mode.tick()
            self.machine.drain()
            self.mode.drain()

    def taps(self, *names: str) -> None:
        for name in names:
            self.until(lambda name=name: name in self._buttons(), f"a button {name}")
            self.mode.post(self._buttons()[name])
            self.mode.drain()

    def _buttons(self) -> dict[str, Event]:
        return {
            part.name: part.event
            for part in parts_of(self.view)
            if isinstance(getattr(part, "event", None), Event) and part.enabled
        }

    def close(self) -> None:
        self.mode.break_off()
        self.machine.stop()
        self.mode.stop()

    def signs_in(self) -> None:
        """Through the open door."""
        machine = self.machine
        self.until(machine.store.session.at_rest, "the first screen")
        assert machine.hands.door is not None
        machine.hands.door.open()
        self.until(lambda: isinstance(self.view and self.view.desk, PinEntry), "the keypad")
        self.until(lambda: machine.store.session.technician == "here", "the session to let go")
        self.taps(*(f"digit_{digit}" for digit in "07" + DEMONSTRATION_PIN.value))
        self.until(lambda: isinstance(self.view and self.view.desk, Board), "the board")
