"""One whole kiosk without a window: real drivers over simulated devices, workers, journal and session."""

import random
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from drivers.clock import DeviceClock, ScaledDeviceClock
from kiosk import places
from kiosk.session.household import Outcome
from kiosk.session.model import Session
from kiosk.session.show import view
from kiosk.session.steps import Done, Idle, Printing, ShowReceiptCode, TakeReceipt
from kiosk.session.view import ScreenView
from kiosk.settings.load import Settings, load_settings
from kiosk.wiring.hands import Hands
from kiosk.wiring.machine import Machine, Surroundings
from tests.journeys.clocks import ElasticClock
from tests.session.looking import check_screens, describe

DEVICE_SPEED = 15.0
PATIENCE_S = 15.0
"""Real seconds a story waits for anything; a loaded machine is slow, a broken kiosk takes for ever."""

_LOOK_EVERY_S = 0.02


@cache
def shipped_settings() -> Settings:
    return load_settings(places.CONFIG)


class Hut:
    """Stepped on the test's thread, as by a window; while a test does not step it, the screen hangs."""

    def __init__(
        self,
        state: Path,
        gateway_url: str,
        clock: ElasticClock,
        *,
        devices: DeviceClock | None = None,
        chance: random.Random | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.clock = clock
        self._settings = settings or shipped_settings()
        self._woken = threading.Event()
        self._surroundings = Surroundings(
            clock=clock,
            device_clock=devices or ScaledDeviceClock(DEVICE_SPEED),
            state=state,
            gateway_url=gateway_url,
            wake=self._woken.set,
            changed=check_screens,
            wipe=lambda: None,
            chance=chance or random.Random(str(state)),
        )
        self.machine = Machine(self._settings, self._surroundings)

    @property
    def hands(self) -> Hands:
        return self.machine.hands

    def start(self) -> None:
        """Returns when every device has reported for duty and the first screen stands."""
        self.machine.start()
        self.until(self._ready, "all devices to report")

    def stop(self) -> None:
        self.machine.stop()

    def restart(self) -> None:
        """Switched off and on again: other devices, the same state on the disk."""
        self.stop()
        self.machine = Machine(self._settings, self._surroundings)
        self.start()

    @property
    def session(self) -> Session:
        return self.machine.store.session

    @property
    def view(self) -> ScreenView:
        return view(self.session)

    @property
    def outcome(self) -> Outcome:
        """Of the payment that the screen speaks of."""
        match self.session.step:
            case Done(outcome=outcome):
                return outcome
            case Printing(done=done) | TakeReceipt(done=done) | ShowReceiptCode(done=done):
                return done.outcome
        raise AssertionError(f"no outcome on {describe(self.view)}")

    def step(self, longest_wait_s: float = _LOOK_EVERY_S) -> None:
        self._woken.wait(longest_wait_s)
        self.machine.tick()
        self._woken.clear()
        self.machine.drain()

    def until(self, reached: Callable[[], bool], what: str, hurry_s: float = 0.0) -> None:
        """Step until it is so; with `hurry_s` the clock is sent ahead by that much before every step."""
        give_up_s = time.monotonic() + PATIENCE_S
        while not reached():
            if time.monotonic() > give_up_s:
                raise AssertionError(f"waited in vain for {what}; there stands {describe(self.view)}")
            self.clock.leap(hurry_s)
            self.step()

    def until_first_screen(self) -> None:
        """Whoever leaves in silence is asked whether they are there, and then forgotten."""
        for _ in range(4):
            self.clock.leap(200.0)
            self.step(longest_wait_s=0.0)
        self.until(lambda: isinstance(self.session.step, Idle), "the first screen", hurry_s=200.0)

    def all_paid_up(self) -> bool:
        """Whether the journal owes no attempt its end."""
        return self.machine.journal.open_intents() == ()

    def _ready(self) -> bool:
        owners = [driver.owner for driver in self.machine.devices.all() if hasattr(driver, "owner")]
        return all(owner.state.value == "online" for owner in owners) and not self.session.faults
