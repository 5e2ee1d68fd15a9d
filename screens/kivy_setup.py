"""Settles how Kivy runs, before any other module imports it. Must stay free of Kivy at import time.

Kivy reads its settings once, from the environment and from a folder of its own; left alone it would open
every touch device twice, quit on an Escape byte from a scanner and swallow error output.
"""

import logging
import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Pace:
    """How often Kivy looks for touches and news, and whether news from a thread cuts its sleep short.

    A `clock` of "interrupt" turns round without sleep while a timer is soon due.
    """

    frames_per_s: int
    clock: Literal["default", "interrupt"]


LIVE = Pace(20, "default")
"""About 27 looks a second: a touch is seen within 37 ms, and waiting costs a hundredth of a core."""

PROMPT = Pace(20, "interrupt")
"""A picture that another process sends is begun at once; waiting costs two hundredths of a core."""

STEPPED = Pace(30, "interrupt")
"""For whoever turns the frames by hand and wants them at once."""


def prepare_kivy(
    width_px: int,
    height_px: int,
    home: Path,
    *,
    left_px: int = 0,
    top_px: int = 0,
    offscreen: bool = False,
    on_desk: bool = False,
    pace: Pace = STEPPED,
) -> None:
    """One borderless window of the given size, that far from the left and the top of everything the display
    server shows; none at all when `offscreen`.

    `on_desk`: an ordinary window with title and mouse pointer, for the bench.

    `home` is a private folder, so that no user's Kivy settings leak in. Raises RuntimeError if Kivy is
    imported already, because its settings can then no longer be changed.
    """
    if "kivy" in sys.modules:
        raise RuntimeError("prepare_kivy must be called before anything imports Kivy")
    home.mkdir(parents=True, exist_ok=True)
    graphics = {
        "width": width_px,
        "height": height_px,
        "position": "auto" if on_desk else "custom",
        "left": left_px,
        "top": top_px,
        "borderless": int(not on_desk),
        "resizable": 0,
        "fullscreen": 0,
        "multisamples": 0,  # shapes smooth their own edges; a weak GPU is spared
        "allow_screensaver": 0,
        "show_cursor": int(on_desk),
        "maxfps": pace.frames_per_s,
    }
    os.environ |= {f"KCFG_GRAPHICS_{key.upper()}": str(value) for key, value in graphics.items()}
    os.environ |= {
        "KIVY_HOME": str(home),
        "KIVY_NO_ARGS": "1",
        "KIVY_NO_FILELOG": "1",
        "KIVY_NO_CONSOLELOG": "1",
        "KIVY_LOG_MODE": "PYTHON",  # otherwise Kivy takes over stderr, and tracebacks vanish
        "KCFG_KIVY_LOG_LEVEL": "error",  # its warnings tell of its own settings file
        "KCFG_KIVY_EXIT_ON_ESCAPE": "0",
        "KCFG_KIVY_KIVY_CLOCK": pace.clock,
    }
    logging.getLogger("kivy").setLevel(logging.ERROR)
    _choose_display(offscreen=offscreen)
    _keep_one_touch_provider()


def _choose_display(*, offscreen: bool) -> None:
    """Left alone, SDL draws where nobody looks when the display it was told is not there."""
    if offscreen:
        os.environ["SDL_VIDEODRIVER"] = "offscreen"
    elif os.environ.get("DISPLAY"):
        os.environ.setdefault("SDL_VIDEODRIVER", "x11")
        os.environ["KIVY_WINDOW"] = "sdl2"


class NoWindow(Exception):
    """The display does not take a window; says which one and what to look at."""


def require_window() -> None:
    """Opens the window that `prepare_kivy` described. Raises NoWindow."""
    kivy_log = logging.getLogger("kivy")
    kivy_log.disabled = True  # it would tell this fault by the trace of every way it tried
    from kivy.core.window import Window  # noqa: PLC0415 - opens the window

    kivy_log.disabled = False
    if Window is None:
        display, driver = os.environ.get("DISPLAY", ""), os.environ.get("SDL_VIDEODRIVER", "")
        raise NoWindow(
            f"no window can be opened: DISPLAY={display}, SDL_VIDEODRIVER={driver}; is the X server of that "
            "number running, and may this user draw on it (XAUTHORITY)?"
        )


def _keep_one_touch_provider() -> None:
    """The X pointer alone: with probesysfs beside it every press of a touch panel arrives twice."""
    from kivy.config import Config  # noqa: PLC0415 - importing Kivy freezes the settings made above

    for name, _ in Config.items("input"):
        Config.remove_option("input", name)
    Config.set("input", "mouse", "mouse,disable_multitouch")


@cache
def finish_every_frame() -> None:
    """Wait for each frame to be drawn before the next is begun.

    Without a display nothing else waits: software rendering then piles up frames it has not drawn yet, and
    with them hundreds of megabytes.
    """
    from kivy.core.window import Window  # noqa: PLC0415 - opens the window
    from kivy.graphics.opengl import glFinish  # noqa: PLC0415

    Window.bind(on_flip=lambda _window: glFinish())
