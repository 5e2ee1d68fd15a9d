"""Says each screen once, the newest only, on a thread of its own. A touch silences it at once.

Whoever shows screens is never kept waiting: nothing but the worker waits. Without sound the kiosk goes on.
"""

import logging
from collections.abc import Callable
from threading import Lock
from typing import Final, TypeAlias

from kiosk.runtime.clock import Clock
from kiosk.runtime.workers import Worker
from kiosk.session.view import Language, ScreenView
from kiosk.voice.engine import Engine, SpeechFailed
from kiosk.voice.player import CannotPlay, Player, Playing
from kiosk.voice.spoken_line import Resolve, SpokenLine, line_of
from kiosk.voice.waves import tone, written

_log = logging.getLogger(__name__)

BEEP_S: Final = 0.4
BEEP: Final = written(tone(BEEP_S))

Heard: TypeAlias = tuple[str, str, SpokenLine | None]
"""Screen, question over it, and the line."""


class Speaker:
    """`show` it every view; it speaks when there is something new. Every method from one thread, the same.

    `words_of` gives the words of a language.
    """

    def __init__(
        self,
        engine: Engine,
        player: Player,
        clock: Clock,
        words_of: Callable[[Language], Resolve],
        *,
        say_sums: bool,
        service_phone: str,
    ) -> None:
        self.worker = Worker("voice", clock)
        self._engine, self._player, self._words_of = engine, player, words_of
        self._say_sums, self._service_phone = say_sums, service_phone
        self._heard: Heard = ("", "", None)
        self._said = 0
        self._beeping = False
        self._lock = Lock()
        self._turn, self._saying = 0, False
        self._playing: Playing | None = None
        self._trouble = ""

    def start(self) -> None:
        self.worker.start()

    def show(self, view: ScreenView) -> None:
        """Say what this screen says, unless that was said last; with a tone before it if it asks for one.

        A reminder never cuts its own last words off: what is still being said is not begun again.
        """
        resolve = self._words_of(view.comfort.language)
        line = line_of(view, resolve, say_sums=self._say_sums, service_phone=self._service_phone)
        heard: Heard = (view.screen, view.overlay.kind if view.overlay else "", line)
        new = heard != self._heard or (view.said > self._said and not self._saying)
        beep = view.beep and (new or not self._beeping)
        self._heard, self._said, self._beeping = heard, view.said, view.beep
        if new or beep:
            self._begin(line if new else None, view.comfort.volume if beep else 0)

    def hush(self) -> None:
        """Somebody has touched the display, and knows what to do."""
        with self._lock:
            self._turn, self._saying = self._turn + 1, False
            playing = self._playing
        if playing is not None:
            playing.stop()
        self._engine.break_off()

    def beep(self, volume: int = 3) -> None:
        self._begin(None, volume)

    def stop(self) -> None:
        self.hush()
        self.worker.stop()

    def _begin(self, line: SpokenLine | None, beep_volume: int) -> None:
        self.hush()
        turn = self._turn
        if line is not None or beep_volume:
            self._saying = True
            self.worker.submit(lambda: self._say(turn, line, beep_volume))

    def _say(self, turn: int, line: SpokenLine | None, beep_volume: int) -> None:
        """On the worker: one line to its end, unless a newer turn has begun."""
        try:
            if not self._player.fitted():
                raise CannotPlay("no sound device")
            if beep_volume:
                self._play(turn, BEEP, beep_volume)
            if line is not None and turn == self._turn:
                self._play(turn, self._engine.wave(line), line.volume)
        except (SpeechFailed, CannotPlay) as error:
            if turn == self._turn:  # what was broken off on purpose has not failed
                self._troubled(str(error))
        else:
            self._trouble = ""
        finally:
            self._said_to_the_end(turn)

    def _said_to_the_end(self, turn: int) -> None:
        with self._lock:
            if turn == self._turn:
                self._saying = False

    def _play(self, turn: int, wave: bytes, volume: int) -> None:
        if turn != self._turn:
            return
        playing = self._player.play(wave, volume)
        with self._lock:
            self._playing = playing
            if turn != self._turn:
                playing.stop()
        try:
            playing.wait()
        finally:
            with self._lock:
                self._playing = None

    def _troubled(self, trouble: str) -> None:
        """Once, not for every line of the day."""
        if trouble != self._trouble:
            self._trouble = trouble
            _log.warning("voice off: %s", trouble)
