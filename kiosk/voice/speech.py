"""What a line sounds like: from recordings where there are all, else by the engine."""

from kiosk.voice.clips import Clips
from kiosk.voice.engine import Engine, SpeechFailed
from kiosk.voice.spoken_line import SpokenLine


class Speech:
    """An `Engine` itself. `engine` None: only what was recorded is said."""

    def __init__(self, clips: Clips | None, engine: Engine | None) -> None:
        self._clips, self._engine = clips, engine

    def wave(self, line: SpokenLine) -> bytes:
        recorded = self._clips.wave(line) if self._clips is not None else None
        if recorded is not None:
            return recorded
        if self._engine is None:
            raise SpeechFailed("no recording of this line, and no engine in the settings (voice.engine)")
        return self._engine.wave(line)

    def break_off(self) -> None:
        if self._engine is not None:
            self._engine.break_off()
