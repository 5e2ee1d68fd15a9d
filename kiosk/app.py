"""The kiosk as a program: window, machine and gateway from the settings, and an orderly end."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from kiosk import places
from kiosk.runtime.clock import SystemClock
from kiosk.settings.devices import simulated
from kiosk.settings.load import Settings, load_settings
from kiosk.wiring.embedded_gateway import GatewayBeside
from screens.bench_panel.sizes import desk_size
from screens.kivy_setup import prepare_kivy
from screens.theme import Look

BENCH_SCALE = 0.5
"""A panel of 1080x1920 beside the bench fits on a developer's screen at half its size."""


def run_window(
    config: Path, say: Callable[[str], None], scale: float | None = None, *, offscreen: bool = False
) -> int:
    """Open the kiosk and stay until its window is closed or the program is told to end.

    `say` is told when the first screen is there. Raises SettingsError for unusable settings.
    """
    settings = load_settings(config)
    look = _prepare_display(settings, scale, offscreen)
    gateway = _gateway(settings)

    def first_frame() -> None:
        say(f"first screen after {_age_s():.2f} s")
        if gateway:
            gateway.start()

    from kiosk.window import KioskWindow  # noqa: PLC0415  # Kivy must be prepared before it is imported

    url = gateway.url if gateway else settings.kiosk.gateway.url
    window = KioskWindow(settings, look, url, first_frame)
    try:
        window.run()
    finally:
        window.close()
        if gateway:
            gateway.stop()
    return 0


def _prepare_display(settings: Settings, scale: float | None, offscreen: bool) -> Look:
    """Beside the bench everything is drawn smaller; a resident's own display is filled."""
    display = settings.displays.resident_display
    bench = bool(simulated(settings.kiosk.devices))
    scale = scale or (BENCH_SCALE if bench else 1.0)
    width, height = round(display.width_px * scale), round(display.height_px * scale)
    window = desk_size(width, height) if bench else (width, height)
    prepare_kivy(*window, places.cache_folder() / "kivy", offscreen=offscreen, on_desk=bench)
    return Look(width, height, display.px_per_mm * scale)


def _gateway(settings: Settings) -> GatewayBeside | None:
    if settings.kiosk.gateway.url != "embedded":
        return None
    demonstration = settings.kiosk.mode.demonstration
    return GatewayBeside(places.state_folder() / "gateway.db", SystemClock(), demo_data=demonstration)


def _age_s() -> float:
    """Seconds since the system started this process (proc(5): field 22 of stat)."""
    after_name = Path("/proc/self/stat").read_text(errors="replace").rpartition(")")[2]
    started_s = int(after_name.split()[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started_s
