"""The command that finds out how large a display is, with a bank card for a ruler."""

import argparse
import os
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

from kiosk import places
from kiosk.commands.arguments import Commands, config_argument
from kiosk.commands.telling import with_settings

USUAL_PX_PER_MM = 4.0
"""Where the settings do not say how large a display is: a card of 342 pixels, to begin with."""


def add_ruler(commands: Commands) -> None:
    ruler = commands.add_parser(
        "ruler",
        parents=[config_argument()],
        help="draw a bank card on a display of unknown size, to be made as large as a real one",
    )
    ruler.add_argument("--display", metavar="NAME", help="of displays.toml; the resident's if not given")
    ruler.set_defaults(command=_ruler)


def _ruler(arguments: argparse.Namespace) -> int:
    return with_settings(lambda: _measure(arguments.config / "displays.toml", arguments.display))


def _measure(file: Path, name: str | None) -> int:
    """The file is read as it stands: what is measured here may be what is wanting there."""
    if not (os.environ.get("DISPLAY") or os.environ.get("SDL_VIDEODRIVER")):
        print("There is no display: set DISPLAY to this machine's X server, such as :0", file=sys.stderr)
        return 1
    name, display = _display_of(file, name)
    width_px, height_px = display["width_px"], display["height_px"]
    width_mm = float(display.get("width_mm", width_px / USUAL_PX_PER_MM))
    from screens.kivy_setup import prepare_kivy, require_window

    prepare_kivy(
        width_px,
        height_px,
        places.cache_folder() / "kivy",
        left_px=display.get("left_px", 0),
        top_px=display.get("top_px", 0),
    )
    require_window()
    from kiosk.texts import load_texts
    from screens.ruler import CARD_MM, Measured, measure

    believed = Measured(width_px, height_px, CARD_MM[0] * width_px / width_mm)
    found = measure(believed, load_texts("zh").resolve, time.monotonic)
    if found is None:
        print("The window was closed before the card fitted: nothing is measured", file=sys.stderr)
        return 1
    print(f"For [display.{name}] of {file}:", *found.lines, sep="\n", flush=True)
    return 0


def _display_of(file: Path, name: str | None) -> tuple[str, dict[str, Any]]:
    """Raises SettingsError where the file has no such display, or not its pixels."""
    from kiosk.settings.problems import Problem, SettingsError, as_written

    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        unread = Problem(str(file), "", str(error), "a file in TOML that can be read")
        raise SettingsError((unread,)) from error
    displays = tables.get("display", {})
    wanted = name or tables.get("resident", "")
    display = displays.get(wanted)
    if not isinstance(display, dict):
        known = " or ".join(as_written(each) for each in displays)
        raise SettingsError((Problem(str(file), "display", as_written(wanted), known or "[display.name]"),))
    for key in ("width_px", "height_px"):
        if not isinstance(display.get(key), int) or display[key] <= 0:
            found, allowed = as_written(display.get(key)), "the pixels that the display server tells (xrandr)"
            raise SettingsError((Problem(str(file), f"display.{wanted}.{key}", found, allowed),))
    return wanted, display
