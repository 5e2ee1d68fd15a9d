"""The companion as a program, offscreen, that keeps each picture as it is on the glass and has a finger.

`python -m tests.system.companion_with_eyes FOLDER CONFIG [SCALE]`: pictures go to FOLDER as number.png, its
process id to FOLDER/pid; the name of a button written to FOLDER/finger is pressed.
"""

import os
import sys
import threading
from pathlib import Path
from typing import Any

from PIL import Image

from kiosk.companion.program import run_companion
from kiosk.companion.to_kiosk import ToKiosk
from kiosk.mirror.messages import Drawn, Report

SCALE = 0.4
FINGERS_S = 0.8
"""Between two taps: longer than the guard against double ones."""


def main(folder: Path, config: Path, scale: float = SCALE) -> int:
    (folder / "pid").write_text(str(os.getpid()))
    tell = ToKiosk.tell

    def seen(to_kiosk: ToKiosk, report: Report) -> None:
        if isinstance(report, Drawn):
            _keep(folder / f"{report.no}.png")
        if not (folder / "begun").exists():
            (folder / "begun").touch()
            _lend_a_finger(folder / "finger")
        tell(to_kiosk, report)

    ToKiosk.tell = seen
    return run_companion(config, scale, print)


def _keep(path: Path) -> None:
    from kivy.core.window import Window  # noqa: PLC0415 - Kivy starts late
    from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels  # noqa: PLC0415

    pixels = glReadPixels(0, 0, *Window.size, GL_RGBA, GL_UNSIGNED_BYTE)
    whole = Image.frombytes("RGBA", Window.size, bytes(pixels)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    whole.convert("RGB").save(path)


def _lend_a_finger(names: Path) -> None:
    from kivy.clock import Clock  # noqa: PLC0415 - Kivy starts late

    def read() -> None:
        while True:
            for name in names.read_text().split():
                Clock.schedule_once(lambda _dt, name=name: _press(name), FINGERS_S)

    threading.Thread(target=read, daemon=True).start()


def _press(name: str) -> None:
    from kivy.core.window import Window  # noqa: PLC0415 - Kivy starts late

    [host] = Window.children
    widget: Any = host.find(name)
    x, y = widget.to_window(*widget.center)
    for does in ("on_mouse_down", "on_mouse_up"):
        Window.dispatch(does, x, Window.height - y, "left", [])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *map(float, sys.argv[3:])))
