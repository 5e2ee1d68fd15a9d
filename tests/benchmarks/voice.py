"""How soon a screen is heard and how soon a touch silences it, with the engine of this machine.

The loudspeaker is a process that plays nothing, as a machine of the workshop has no sound card: a line starts
when its sound is handed over, and is cut when that process has ended. AUD-3: speed and pauses of the sound.
"""

import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Final

import numpy as np

from kiosk.runtime.clock import SystemClock
from kiosk.session.show import view
from kiosk.session.view import Comfort, Language, ScreenView
from kiosk.texts import load_texts
from kiosk.voice.espeak import Espeak
from kiosk.voice.phrases import phrases
from kiosk.voice.player import Playing, SystemPlayer
from kiosk.voice.speaker import Speaker
from kiosk.voice.spoken_line import Resolve, SpokenLine, line_of
from kiosk.voice.waves import Recording, read
from tests.session.samples import played

START_MS: Final = 750.0
CUT_MS: Final = 100.0
PAUSE_MS: Final = 400.0
PATIENCE_S: Final = 5.0
_LOUD: Final = 200
_PAUSE_SHORTEST_S: Final = 0.25
"""Between the syllables of a phrase there are silences as well, of less than a fifth of a second."""

_ZH = load_texts("zh")


class Loudspeaker:
    """Plays as long as the sound is, in silence; `begun` tells when each began."""

    def __init__(self, folder: Path) -> None:
        program = folder / "silent_player"
        program.write_text("#!/bin/sh\nexec sleep 60\n")
        program.chmod(0o700)
        self._player = SystemPlayer(program=str(program))
        self.begun, self.ended = Event(), Event()
        self.begun_s = self.ended_s = 0.0

    def fitted(self) -> bool:
        return True

    def play(self, wave: bytes, volume: int) -> Playing:
        playing = self._player.play(wave, volume)
        self.begun_s = time.monotonic()
        return _Timed(playing, self)


class _Timed:
    def __init__(self, playing: Playing, loudspeaker: Loudspeaker) -> None:
        self._playing, self._loudspeaker = playing, loudspeaker

    def wait(self) -> None:
        self._loudspeaker.begun.set()
        self._playing.wait()
        self._loudspeaker.ended_s = time.monotonic()
        self._loudspeaker.ended.set()

    def stop(self) -> None:
        self._playing.stop()


def voice() -> list[str]:
    screens = _screens()
    with TemporaryDirectory() as folder:
        starts_ms, cuts_ms = _latencies(screens, Loudspeaker(Path(folder)))
    return [
        f"voice     {len(screens)} lines of real journeys, said by espeak-ng",
        _verdict("start", starts_ms, START_MS),
        _verdict("cut", cuts_ms, CUT_MS),
        *_speed(screens),
    ]


def _screens() -> list[ScreenView]:
    """One for each line that the sample journeys have."""
    seen: dict[str, ScreenView] = {}
    for story in played():
        for session in story.sessions:
            shown = view(session)
            line = line_of(shown, _ZH.resolve, say_sums=True)
            if line is not None:
                seen.setdefault(line.words, shown)
    return list(seen.values())


def _latencies(screens: list[ScreenView], loudspeaker: Loudspeaker) -> tuple[list[float], list[float]]:
    """From a screen shown to its sound, and from a touch to the end of it."""
    speaker = Speaker(Espeak(), loudspeaker, SystemClock(), _words_of, say_sums=True, service_phone="")
    speaker.start()
    starts_ms, cuts_ms = [], []
    for screen in screens:
        loudspeaker.begun.clear()
        loudspeaker.ended.clear()
        shown_s = time.monotonic()
        speaker.show(screen)
        if not loudspeaker.begun.wait(PATIENCE_S):
            raise SystemExit("nothing was said; is espeak-ng installed? (make set-up)")
        starts_ms.append((loudspeaker.begun_s - shown_s) * 1000)
        touched_s = time.monotonic()
        speaker.hush()
        loudspeaker.ended.wait(PATIENCE_S)
        cuts_ms.append((loudspeaker.ended_s - touched_s) * 1000)
    speaker.stop()
    return starts_ms, cuts_ms


def _words_of(language: Language) -> Resolve:
    return _ZH.resolve


def _verdict(name: str, measured_ms: list[float], most_ms: float) -> str:
    worst_ms = max(measured_ms)
    holds = "holds" if worst_ms <= most_ms else "FAILS"
    return (
        f"  {name:6}  median {statistics.median(measured_ms):5.1f} ms, worst {worst_ms:5.1f} ms"
        f" of {most_ms:.0f} allowed: {holds}"
    )


def _speed(screens: list[ScreenView]) -> list[str]:
    """Characters a second between the pauses, and the shortest pause between two phrases."""
    lines = []
    for name, slower in (("normal", False), ("slower", True)):
        characters, spoken_s, pauses_ms = 0, 0.0, []
        for screen in screens:
            line = line_of(screen, _ZH.resolve, say_sums=True)
            if line is None or any(character.isascii() and character.isalnum() for character in line.words):
                continue  # a figure is one character and several syllables
            sound = read(Espeak().wave(SpokenLine(line.words, "zh", Comfort().volume, slower)))
            runs_s = _pauses_s(sound)
            characters += sum(map(len, phrases(line.words)))
            spoken_s += sound.length_s - sum(runs_s)
            pauses_ms += [run_s * 1000 for run_s in runs_s[1:-1]]
        shortest_ms = min(pauses_ms)
        holds = "holds" if shortest_ms >= PAUSE_MS else "FAILS"
        lines.append(
            f"  {name:6}  {characters / spoken_s:.1f} characters a second between pauses;"
            f" shortest pause {shortest_ms:.0f} ms, {PAUSE_MS:.0f} at least: {holds}"
        )
    return lines


def _pauses_s(sound: Recording) -> list[float]:
    """The silence before the first sound, the pauses, and the silence after the last."""
    loud = np.flatnonzero(np.abs(sound.samples.astype(np.int32)) > _LOUD)
    edges = np.concatenate([[0], loud, [len(sound.samples)]])
    gaps_s = np.diff(edges) / sound.rate_hz
    inner = [float(gap) for gap in gaps_s[1:-1] if gap > _PAUSE_SHORTEST_S]
    return [float(gaps_s[0]), *inner, float(gaps_s[-1])]
