"""The window: the only file that sees screens, machine and Kivy together.

With simulated devices the bench panel stands beside the kiosk, and the whole is drawn smaller.
"""

import logging
import random
from pathlib import Path
from typing import Any

from drivers.clock import SystemDeviceClock
from kiosk import places
from kiosk.gateway.server import EmbeddedGateway
from kiosk.runtime.clock import SystemClock
from kiosk.session import show
from kiosk.session.events import ScreenTouched
from kiosk.session.model import Session
from kiosk.settings.devices import simulated
from kiosk.settings.load import Settings, load_settings
from kiosk.wiring.machine import TICK_EVERY_S, Machine, Surroundings

_log = logging.getLogger(__name__)

BENCH_SCALE = 0.5
"""A panel of 1080x1920 beside the bench fits on a developer's screen at half its size."""


def run_window(config: Path, scale: float | None = None) -> int:
    """Open the kiosk and stay until it is told to stop. Raises SettingsError for unusable settings."""
    settings = load_settings(config)
    with_bench = bool(simulated(settings.kiosk.devices))
    gateway, url = _gateway(settings)
    window = KioskWindow(settings, url, scale or (BENCH_SCALE if with_bench else 1.0), with_bench)
    try:
        window.run()
    finally:
        window.machine.stop()
        if gateway is not None:
            gateway.stop()
    return 0


def _gateway(settings: Settings) -> tuple[EmbeddedGateway | None, str]:
    """The address to talk to; the gateway itself too where it runs inside this process."""
    url = settings.kiosk.gateway.url
    if url != "embedded":
        return None, url
    demonstration = settings.kiosk.mode.demonstration
    gateway = EmbeddedGateway(places.state_folder() / "gateway.db", SystemClock(), demo_data=demonstration)
    return gateway, gateway.start()


class KioskWindow:
    """Builds the window on the thread it is made on; `run` returns when the window closes."""

    def __init__(self, settings: Settings, gateway_url: str, scale: float, with_bench: bool) -> None:
        from screens.bench_panel.panel import PANEL_PX, BenchPanel  # noqa: PLC0415

        from screens.kivy_setup import prepare_kivy  # noqa: PLC0415  # before any import of Kivy

        display = settings.displays.resident_display
        width, height = round(display.width_px * scale), round(display.height_px * scale)
        prepare_kivy(width + (PANEL_PX if with_bench else 0), height, places.cache_folder() / "kivy")
        from kivy.clock import Clock  # noqa: PLC0415
        from kivy.core.window import Window  # noqa: PLC0415

        from screens.host import KioskHost  # noqa: PLC0415
        from screens.theme import Look  # noqa: PLC0415

        self._wake = Clock.create_trigger(lambda _dt: self.machine.drain())
        clock = SystemClock()
        self.machine = Machine(
            settings,
            Surroundings(
                clock=clock,
                device_clock=SystemDeviceClock(),
                state=places.state_folder(),
                gateway_url=gateway_url,
                wake=self._wake,
                changed=self._changed,
                wipe=lambda: None,
                chance=random.SystemRandom(),
            ),
        )
        self._host = KioskHost(
            Look(width, height, display.px_per_mm * scale),
            send=self._send,
            resolve=self.machine.texts.resolve,
            monotonic_s=clock.monotonic_s,
            touched=lambda: self._send(ScreenTouched()),
        )
        Window.add_widget(self._host)
        if with_bench:
            Window.add_widget(BenchPanel(self.machine.hands, x=width, height=height))
        Clock.schedule_interval(lambda _dt: self.machine.tick(), TICK_EVERY_S)

    def run(self) -> None:
        from kivy.base import ExceptionHandler, ExceptionManager, runTouchApp  # noqa: PLC0415

        class KeepGoing(ExceptionHandler):  # type: ignore[misc]  # Kivy carries no types
            """A fault while drawing must not take the machine down; the card readers run on their own."""

            def handle_exception(self, inst: Exception) -> Any:
                _log.error("the screen failed with %s", type(inst).__name__)
                return ExceptionManager.PASS

        ExceptionManager.add_handler(KeepGoing())
        self.machine.start()
        runTouchApp()

    def _changed(self, session: Session) -> None:
        self._host.render(show.view(session))

    def _send(self, event: Any) -> None:
        self.machine.post(event)
