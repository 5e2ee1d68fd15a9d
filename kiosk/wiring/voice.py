"""The voice as the settings have it: its recordings, its engine, and the loudspeaker of the system."""

from collections.abc import Callable
from pathlib import Path

from kiosk.runtime.clock import Clock
from kiosk.session.view import Language
from kiosk.settings.kiosk_settings import KioskSettings
from kiosk.settings.voice_settings import Voice
from kiosk.voice.clips import Clips
from kiosk.voice.engine import Engine
from kiosk.voice.espeak import Espeak
from kiosk.voice.player import Player, SystemPlayer
from kiosk.voice.speaker import Speaker
from kiosk.voice.speech import Speech
from kiosk.voice.spoken_line import Resolve


def fit_speaker(
    kiosk: KioskSettings,
    clock: Clock,
    words_of: Callable[[Language], Resolve],
    player: Player | None = None,
) -> Speaker:
    """`player` None is the system's own. Starts nothing; where there is no sound device it stays silent."""
    voice = kiosk.voice
    return Speaker(
        Speech(
            Clips(Path(voice.clips)) if voice.clips else None,
            engine_of(voice),
        ),
        player or SystemPlayer(),
        clock,
        words_of,
        say_sums=voice.say_sums,
        service_phone=kiosk.identity.service_phone,
    )


def engine_of(voice: Voice) -> Engine | None:
    """Starts nothing: whether the program is there shows when it is to speak."""
    return Espeak() if voice.engine == "espeak-ng" else None
