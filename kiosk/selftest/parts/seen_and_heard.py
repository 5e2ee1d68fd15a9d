"""Touch panel, display, loudspeaker and voice: a person looks, touches and listens, and says how it was."""

import re
from typing import Final

from kiosk.selftest.attempt import DOES_NOT_WORK, Attempt, Failed, NotDone, NotFitted
from kiosk.selftest.model import CELLS_HIT, WIDEST_MISS, TestSpec
from kiosk.selftest.procedure import Procedure
from kiosk.selftest.prompt import Prompt
from kiosk.selftest.sound import TONE_HZ, SoundFailed
from kiosk.session.view import Language
from kiosk.voice import waves
from kiosk.voice.engine import SpeechFailed
from kiosk.voice.spoken_line import SpokenLine

MOST_OFF_MM: Final = 5.0
"""A quarter of the smallest button: farther off, and a finger meets the neighbour."""

_COUNTING: Final = "1 2 3 4 5"
"""Said in every language by its own words."""
LEAST_SAID_S: Final = 0.2
"""Five numbers take longer; an engine that has no words for them may say a click and end well."""

_LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")

_GRID: Final = Prompt("touch_cells", "", ("done", DOES_NOT_WORK), kind="grid", wait_s=120.0)
_COLOURS: Final = Prompt("look_colours", "", ("even", "spots"), kind="colours", wait_s=120.0)
_LISTEN: Final = Prompt("listen", "loudspeaker", ("heard", "not_heard"))


def _grid(attempt: Attempt) -> None:
    answered = attempt.await_answer(_GRID)
    figures = {figure.key: figure.value for figure in answered.measured}
    for key, value in figures.items():
        attempt.measure(key, value)
    counted = re.fullmatch(r"(\d+)/(\d+)", figures.get(CELLS_HIT, ""))
    if counted is None:
        raise NotDone("no_display", "no cells were counted")
    if counted[1] != counted[2]:
        raise Failed("cells_missed", f"{counted[0]} cells")
    off_mm = float(figures.get(WIDEST_MISS, "0").removesuffix(" mm"))
    if off_mm > MOST_OFF_MM:
        raise Failed("touch_off", f"{off_mm} mm, of {MOST_OFF_MM} allowed")


def _colours(attempt: Attempt) -> None:
    if attempt.await_answer(_COLOURS).answer != "even":
        raise Failed("said_broken")


def _tone(attempt: Attempt) -> None:
    sound = attempt.equipment.host.sound
    if not sound.fitted():
        raise NotFitted("no_sound_device", "the system knows no device that plays")
    try:
        sound.play_tone()
    except SoundFailed as error:
        raise Failed("no_player", str(error)) from error
    attempt.measure("tone", f"{TONE_HZ} Hz")
    if attempt.await_answer(_LISTEN).answer != "heard":
        raise Failed("said_broken")


def _voice(attempt: Attempt) -> None:
    """Whether lines become sound at all; the loudspeaker has a test of its own."""
    voice, clock = attempt.equipment.host.voice, attempt.equipment.host_clock
    if voice is None:
        raise NotFitted("no_engine", "voice.engine is none in the settings")
    slowest_s = 0.0
    for language in _LANGUAGES:
        began_s = clock.monotonic_s()
        try:
            said = waves.read(voice.wave(SpokenLine(_COUNTING, language, volume=3, slower=False)))
        except (SpeechFailed, waves.NotAWave) as error:
            raise Failed("no_voice", str(error)) from error
        slowest_s = max(slowest_s, clock.monotonic_s() - began_s)
        if said.length_s <= LEAST_SAID_S:
            raise Failed("no_voice", f"{1000 * said.length_s:.0f} ms of sound in {language!r}")
    attempt.measure("voice_made", f"{1000 * slowest_s:.0f} ms")


PROCEDURES: Final = (
    Procedure(TestSpec("touch.grid", "touch", guided=True, limit_s=5.0), _grid),
    Procedure(TestSpec("display.colours", "display", guided=True, limit_s=5.0), _colours),
    Procedure(TestSpec("speaker.tone", "speaker", guided=True, limit_s=20.0), _tone),
    Procedure(TestSpec("speaker.voice", "speaker", guided=False, limit_s=5.0), _voice),
)
