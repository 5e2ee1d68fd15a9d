"""The kiosk as a program: window, machine and gateway from the settings, and an orderly end."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from kiosk import places
from kiosk.access.commands import access_folder
from kiosk.access.keys import KeyDamaged, machine_key
from kiosk.runtime.clock import SystemClock
from kiosk.settings.devices import simulated
from kiosk.settings.display_settings import Display, DisplaySettings
from kiosk.settings.load import Settings
from kiosk.settings.problems import Problem, SettingsError
from kiosk.wiring.embedded_gateway import GatewayBeside, OwnMachine
from kiosk.wiring.given_settings import GivenSettings
from kiosk.wiring.second_display import companion_command
from screens.bench_panel.sizes import desk_size
from screens.dressing import Panel
from screens.fitting import Fitting
from screens.kivy_setup import LIVE, prepare_kivy, require_window

BENCH_SCALE = 0.5
"""A panel of 1080x1920 beside the bench fits on a developer's screen at half its size."""


class Wanted(Struct, frozen=True):
    """What the command line asks for. `scale` 1 is a display's real size; `fresh` forgets a demonstration's
    earlier payments; `scenario` is a file of what hands and faults do to the simulated devices."""

    scale: float | None = None
    fresh: bool = False
    scenario: Path | None = None
    offscreen: bool = False


def run_window(config: Path, say: Callable[[str], None], wanted: Wanted) -> int:
    """Open the kiosk and stay until its window is closed or the program is told to end.

    `say` is told when the first screen is there. Raises SettingsError for settings that cannot be used and
    `BadScenario` for a scenario that cannot be played and NoWindow where nobody would see anything.
    """
    given = GivenSettings(config, places.state_folder())
    settings = given.in_force
    if wanted.fresh:
        _forget(settings, config)
    bench = bool(simulated(settings.kiosk.devices))
    scale = wanted.scale or (BENCH_SCALE if bench else 1.0)
    fitting = fitting_of(settings.displays, scale)
    _prepare_window(settings.displays, fitting, offscreen=wanted.offscreen, bench=bench)
    gateway = _gateway(settings)

    def first_frame() -> None:
        after_s = _age_s()
        if gateway:
            gateway.start()
        say(f"first screen after {after_s:.2f} s")

    require_window()
    from kiosk.window import KioskWindow  # noqa: PLC0415  # Kivy must be prepared before it is imported

    url = gateway.url if gateway else settings.kiosk.gateway.url
    beside = settings.displays.second is not None and fitting.second is None
    companion = companion_command(config, scale) if beside else ()
    window = KioskWindow(settings, fitting, url, first_frame, wanted.scenario, companion, given)
    try:
        window.run()
    finally:
        window.close()
        if gateway:
            gateway.stop()
    if window.begins_anew:
        _begin_anew()
    return 0


def _begin_anew() -> None:
    """In the place of this process, as it was called, but for what would forget what is owed."""
    os.execv(sys.executable, [each for each in sys.orig_argv if each != "--fresh"])


def _forget(settings: Settings, config: Path) -> None:
    """Start with full bills and an empty journal. Raises SettingsError where real money may be in them."""
    if not settings.kiosk.mode.demonstration or settings.kiosk.gateway.url != "embedded":
        found = f"demonstration = {settings.kiosk.mode.demonstration}, gateway {settings.kiosk.gateway.url}"
        allowed = "--fresh only for a demonstration with the embedded gateway"
        raise SettingsError((Problem(str(config / "kiosk.toml"), "mode", found, allowed),))
    for name in ("gateway.db", "journal.db"):
        for path in places.state_folder().glob(f"{name}*"):
            path.unlink()


def fitting_of(displays: DisplaySettings, scale: float) -> Fitting:
    """What the kiosk's own window fills."""
    first, second = displays.resident_display, displays.second_display
    if second is None or not displays.spanning:
        return Fitting(_panel(first, scale))
    left_px, bottom_px = min(first.left_px, second.left_px), max(first.bottom_px, second.bottom_px)
    first_at, second_at = (
        (round((each.left_px - left_px) * scale), round((bottom_px - each.bottom_px) * scale))
        for each in (first, second)
    )
    return Fitting(_panel(first, scale), _panel(second, scale), first_at, second_at)


def _panel(display: Display, scale: float) -> Panel:
    width, height = round(display.width_px * scale), round(display.height_px * scale)
    return Panel(width, height, display.px_per_mm * scale, display.bottom_above_floor_mm)


def _prepare_window(displays: DisplaySettings, fitting: Fitting, *, offscreen: bool, bench: bool) -> None:
    """Beside the bench everything is drawn smaller, in an ordinary window; displays are filled."""
    width, height = desk_size(*fitting.size) if bench else fitting.size
    filled = [displays.resident_display]
    if fitting.second is not None and displays.second_display is not None:
        filled.append(displays.second_display)
    prepare_kivy(
        width,
        height,
        places.cache_folder() / "kivy",
        left_px=min(each.left_px for each in filled),
        top_px=min(each.top_px for each in filled),
        offscreen=offscreen,
        on_desk=bench,
        pace=LIVE,
    )


def _gateway(settings: Settings) -> GatewayBeside | None:
    if settings.kiosk.gateway.url != "embedded":
        return None
    demonstration = settings.kiosk.mode.demonstration
    machine = _own_machine(settings) if demonstration else None
    return GatewayBeside(
        places.state_folder() / "gateway.db", SystemClock(), demo_data=demonstration, machine=machine
    )


def _own_machine(settings: Settings) -> OwnMachine | None:
    """None where its files cannot be used; the technician's mode says so by itself."""
    try:
        key = machine_key(access_folder(places.state_folder(), demonstration=True) / "machine.key")
    except (OSError, KeyDamaged):
        return None
    return OwnMachine(settings.kiosk.identity.number, key)


def _age_s() -> float:
    """Seconds since the system started this process (proc(5): field 22 of stat)."""
    after_name = Path("/proc/self/stat").read_text(errors="replace").rpartition(")")[2]
    started_s = int(after_name.split()[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started_s
