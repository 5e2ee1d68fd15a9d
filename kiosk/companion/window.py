"""The window of the second display. Import it after `prepare_kivy`.

It draws the newest picture only, and says of each when it is on the glass.
"""

import gc
import os
import signal
import time
from threading import Thread, Timer
from typing import Any, BinaryIO, Final, cast

from kivy.base import runTouchApp, stopTouchApp
from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.companion.failures import Failures
from kiosk.companion.forgetting import Forgetting
from kiosk.companion.to_kiosk import ToKiosk
from kiosk.mirror.line import decode_snapshot
from kiosk.mirror.messages import ALIVE_EVERY_S, Alive, Drawn, Pressed, Ready, Touched
from kiosk.session.view import Comfort
from kiosk.settings.assets import with_own_words
from kiosk.settings.load import Settings
from kiosk.texts import load_languages
from screens.dressing import Panel, look_for
from screens.helper.either_host import EitherHost
from screens.keep_going import in_words, keep_going

END_WITHIN_S: Final = 2.0
"""After the kiosk has gone; by then even screens that hang are ended."""


class CompanionWindow:
    def __init__(self, settings: Settings, panel: Panel, to_kiosk: ToKiosk) -> None:
        self._to_kiosk = to_kiosk
        self._newest = b""
        self._no, self._undrawn = 0, False
        self._forgetting = Forgetting(Clock.create_trigger(lambda _dt: gc.collect()))
        Window.bind(on_flip=self._seen)  # before the host's: what is bound first is called last
        words = with_own_words(load_languages(), settings.kiosk, settings.utilities)
        self.host = EitherHost(
            look_for(panel, Comfort()),
            send=self._pressed,
            resolve=words.of("zh").resolve,
            monotonic_s=time.monotonic,
            touched=lambda: to_kiosk.tell(Touched()),
            panel=panel,
            resolve_in=words.resolver,
        )
        Window.set_title(words.of("zh")["frame.second_display"])
        Window.add_widget(self.host)
        self._wake = Clock.create_trigger(self._show)

    def run(self, pictures: BinaryIO) -> None:
        """Until the other end of `pictures` is closed, or SIGINT or SIGTERM arrive."""
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, self._end)
        keep_going(Failures(in_words).failed)
        Clock.schedule_interval(lambda _dt: self._to_kiosk.tell(Alive()), ALIVE_EVERY_S)
        Thread(target=self._read, args=(pictures,), name="pictures", daemon=True).start()
        self._to_kiosk.tell(Ready())
        runTouchApp()

    def _read(self, pictures: BinaryIO) -> None:
        """On its own thread: only the newest line counts."""
        for line in pictures:
            self._newest = line
            self._wake()
        self._end()

    def _end(self, *_: Any) -> None:
        """A loop that hangs cannot be asked, and must not outlive the kiosk."""
        last_resort = Timer(END_WITHIN_S, os._exit, (1,))
        last_resort.daemon = True
        last_resort.start()
        Clock.schedule_once(lambda _dt: stopTouchApp())

    def _show(self, _elapsed_s: float) -> None:
        snapshot = decode_snapshot(self._newest)
        if snapshot.no == self._no:
            return
        self._no = snapshot.no
        self._forgetting.shown(snapshot.view)
        self.host.render(snapshot.view)
        self._undrawn = True
        Clock.schedule_once(self._seen_already, -1)

    def _seen_already(self, _elapsed_s: float) -> None:
        """A picture may differ in what is not drawn; no frame will come of it."""
        if not Window.canvas.needs_redraw:
            self._seen()

    def _seen(self, *_: Any) -> None:
        if self._undrawn:
            self._undrawn = False
            self._to_kiosk.tell(Drawn(self._no))

    def _pressed(self, label: object) -> None:
        """Buttons carry labels here, which the screens hand back unread."""
        self._to_kiosk.tell(Pressed(self._no, cast(str, label)))
