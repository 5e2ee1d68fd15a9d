"""The second display as a program: started and fed by the kiosk, over its standard input and output.

It shows what it is sent and tells what is pressed; it knows no session, no device and no money.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from kiosk import places
from kiosk.companion.to_kiosk import ToKiosk
from kiosk.settings.devices import simulated
from kiosk.settings.load import Settings, load_settings
from kiosk.settings.problems import Problem, SettingsError
from screens.dressing import Panel
from screens.kivy_setup import PROMPT, prepare_kivy, require_window


def run_companion(config: Path, scale: float, tell: Callable[[str], None]) -> int:
    """Until the kiosk closes its end, or is gone. Raises SettingsError and NoWindow."""
    if sys.stdin.isatty():
        tell("the kiosk starts this itself where config/displays.toml names a second display")
        return 1
    settings = load_settings(config)
    panel = _prepare_display(settings, config, scale)
    pictures, reports = _pipes()
    require_window()
    from kiosk.companion.window import CompanionWindow  # noqa: PLC0415  # Kivy must be prepared before

    CompanionWindow(settings, panel, ToKiosk(reports)).run(pictures)
    return 0


def _prepare_display(settings: Settings, config: Path, scale: float) -> Panel:
    display = settings.displays.second_display
    if display is None:
        raise SettingsError((Problem(str(config / "displays.toml"), "second", "nothing", "a display"),))
    width, height = round(display.width_px * scale), round(display.height_px * scale)
    prepare_kivy(
        width,
        height,
        places.cache_folder() / "kivy_companion",
        left_px=display.left_px,
        top_px=display.top_px,
        on_desk=bool(simulated(settings.kiosk.devices)),
        pace=PROMPT,
    )
    return Panel(width, height, display.px_per_mm * scale, display.bottom_above_floor_mm)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Input and output of their own: whatever else prints must not come between the reports."""
    pictures, reports = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    os.dup2(2, 1)
    return pictures, reports
