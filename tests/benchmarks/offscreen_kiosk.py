"""The kiosk as `python -m kiosk run` opens it, full size but without a display: `... CONFIG_FOLDER`."""

import sys
from functools import partial
from pathlib import Path

from kiosk.app import Wanted, run_window

if __name__ == "__main__":
    run_window(Path(sys.argv[1]), partial(print, flush=True), Wanted(scale=1.0, offscreen=True))
